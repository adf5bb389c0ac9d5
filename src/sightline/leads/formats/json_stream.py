"""JSON of any size, one value at a time: a 5 GB list is read in the memory of its largest entry."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from sightline.kernel.errors import Refusal

CHUNK = 1 << 20
LARGEST_ENTRY = 64 << 20
_SPACE = re.compile(r"[ \t\r\n]+")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class JsonStream:
    """A reader that stands at one place in the text. bom: the byte order mark's encoding, or empty.

    Bytes that are no text in the file's encoding are shown as their hex code; nothing stops at them. All methods raise
    `Refusal` when the text is not JSON there.
    """

    def __init__(self, source: BinaryIO) -> None:
        head = source.read(CHUNK)
        self.bom, mark = next(((name, mark) for mark, name in _MARKS if head.startswith(mark)), ("", b""))
        self._source = source
        self._decoder = codecs.getincrementaldecoder(self.bom or "utf-8")("backslashreplace")
        self._text = self._decoder.decode(head[len(mark) :])
        self._at = 0
        self._before = 0
        self._ended = not head
        self._json = json.JSONDecoder(parse_constant=lambda _: None)

    def peek(self) -> str:
        """The next character that is not space; empty at the end."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = self._at if found is None else found.end()
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._fill():
                return ""

    def take(self, wanted: str) -> None:
        """Step over the character `wanted`."""
        if self.peek() != wanted:
            raise self._refuse(f"{wanted} was expected")
        self._at += 1

    def value(self) -> Any:
        """The whole value that begins here."""
        self.peek()
        while True:
            try:
                found, end = self._json.raw_decode(self._text, self._at)
            except json.JSONDecodeError as fault:
                if self._grow():
                    continue
                raise self._refuse(fault.msg) from None
            except (RecursionError, ValueError):
                raise self._refuse("it is nested too deeply, or holds an endless number") from None
            # A number that touches the end of what was read may go on.
            if end == len(self._text) and self._grow():
                continue
            self._at = end
            return found

    def members(self) -> Iterator[str]:
        """The names in the object that begins here; the caller takes each value before asking for the next name."""
        self.take("{")
        while self.peek() != "}":
            name = self.value()
            if not isinstance(name, str):
                raise self._refuse("a name was expected")
            self.take(":")
            yield name
            self._separate("}")
        self.take("}")

    def elements(self) -> Iterator[None]:
        """Once for each element of the list that begins here; the caller takes each element."""
        self.take("[")
        while self.peek() != "]":
            yield None
            self._separate("]")
        self.take("]")

    def end(self) -> None:
        """Raise `Refusal` unless nothing follows."""
        if self.peek():
            raise self._refuse("something follows after the end")

    def _separate(self, close: str) -> None:
        if self.peek() != close:
            self.take(",")
            if self.peek() == close:
                raise self._refuse("a value was expected")

    def _grow(self) -> bool:
        if len(self._text) - self._at > LARGEST_ENTRY:
            raise self._refuse(f"one entry is larger than {LARGEST_ENTRY >> 20} MB")
        wanted = max(CHUNK, len(self._text) - self._at)
        return self._fill(wanted)

    def _fill(self, size: int = CHUNK) -> bool:
        if self._ended:
            return False
        raw = self._source.read(size)
        self._ended = not raw
        more = self._decoder.decode(raw, final=self._ended)
        self._before += self._at
        self._text, self._at = self._text[self._at :] + more, 0
        return bool(more) or not self._ended

    def _refuse(self, what: str) -> Refusal:
        place = self._before + self._at
        return Refusal("not-json", f"The file is not readable JSON at character {place:,}: {what}. Ask for it again.")
