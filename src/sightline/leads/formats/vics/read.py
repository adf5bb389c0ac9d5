"""VICS 1.x and 2.0 JSON, read as a stream and tolerantly: an odd field costs that field, never the file.

Every oddity is counted in `notes`; `lint.py` turns the counts into sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from sightline.kernel.errors import Refusal
from sightline.leads.formats.json_stream import JsonStream
from sightline.leads.formats.vics.fields import Notes, named, rest, rows, text, whole
from sightline.leads.formats.vics.model import Case, Header, Media, MediaFile, Pair, Segment
from sightline.leads.formats.vics.names import CASE, CHILDREN, FILE, MEDIA

_CONTEXT = re.compile(r"DataModels/(\d+\.\d+)\.xml(?:/([^/$#]+))?.*#(\w+)$")
_MEDIA_NAMES = frozenset(name for name, *_ in MEDIA) | frozenset(CHILDREN)
_FILE_NAMES = frozenset(name for name, *_ in FILE) | {"MD5"}
_CASE_NAMES = frozenset(name for name, *_ in CASE) | {"CaseMetadata", "Media"}
_MD5 = re.compile(r"[0-9a-f]{32}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One media entry. case: place in `VicsReader.cases`, None in a hash set."""

    case: int | None
    media: Media


class VicsReader:
    """A VICS file. Iterate `entries()` once; `header`, `cases` and `notes` are complete afterwards."""

    def __init__(self, source: BinaryIO) -> None:
        self._json = JsonStream(source)
        self.notes = Notes()
        self.header = Header(version="", region="", entity="")
        self.cases: list[Case] = []
        if self._json.bom:
            self.notes[f"byte order mark ({self._json.bom})"] += 1

    def entries(self) -> Iterator[Entry]:
        """Every entry in the order of the file. Raises `Refusal` when it is not JSON or not VICS."""
        seen = False
        if self._json.peek() != "{":
            raise Refusal("not-vics", "The file is not VICS: it should begin with { and a context line.")
        for name in self._json.members():
            if name in {"@odata.context", "odata.metadata"}:
                self.header = _header(text(self._json.value(), self.notes))
            elif name == "value" and self._json.peek() == "[":
                seen = True
                for _ in self._json.elements():
                    yield from self._element()
            else:
                self._json.value()
                self.notes[f"unknown field {name[:40]}"] += 1
        self._json.end()
        if not seen:
            raise Refusal("not-vics", "The file is JSON but not VICS: it has no list called value.")
        if not self.header.version:
            self.notes["no context line"] += 1

    def _element(self) -> Iterator[Entry]:
        """A media record, or a case whose media are read one at a time."""
        if self._json.peek() != "{":
            self._json.value()
            self.notes["unreadable list"] += 1
            return
        if self.header.entity == "Media":
            # A hash set: its records are small, so each is decoded at once, an order faster than name by name.
            yield from self._record(self._json.value())
            return
        about: dict[str, Any] = {}
        place: int | None = None
        for name in self._json.members():
            if name == "Media" and self._json.peek() == "[":
                if place is None:
                    place = len(self.cases)
                    self.cases.append(Case(case_id=""))
                yield from self._media_of(place)
            else:
                about[name] = self._json.value()
        if place is None and "MD5" in about:
            yield Entry(case=None, media=read_media(about, self.notes))
        elif place is None:
            self.cases.append(read_case(about, self.notes))
        else:
            self.cases[place] = read_case(about, self.notes)

    def _record(self, row: dict[str, Any]) -> Iterator[Entry]:
        inside = row.pop("Media", None)
        if not isinstance(inside, list):
            yield Entry(case=None, media=read_media(row, self.notes))
            return
        # The context says media, and here is a case all the same.
        self.cases.append(read_case(row, self.notes))
        for one in inside:
            if isinstance(one, dict):
                yield Entry(case=len(self.cases) - 1, media=read_media(one, self.notes))
            else:
                self.notes["unreadable list"] += 1

    def _media_of(self, place: int) -> Iterator[Entry]:
        for _ in self._json.elements():
            row = self._json.value()
            if isinstance(row, dict):
                yield Entry(case=place, media=read_media(row, self.notes))
            else:
                self.notes["unreadable list"] += 1


def read_media(row: dict[str, Any], notes: Notes) -> Media:
    """One media record. An entry without a sound MD5 stays: its MD5 is as written, and that is noted."""
    facts = named(row, MEDIA, notes)
    facts["md5"] = _hex(facts.get("md5", ""))
    facts["sha1"] = _hex(facts.get("sha1", ""))
    if not _MD5.fullmatch(facts["md5"]):
        notes["no MD5"] += 1
    hashes = _pairs(row.get("AlternativeHashes"), "HashName", "HashValue", notes)
    if not facts.get("photodna"):
        facts["photodna"] = next((one.value for one in hashes if one.name.casefold() == "photodna"), "")
    hashes = tuple(one for one in hashes if (one.name.casefold(), one.value) != ("photodna", facts["photodna"]))
    return Media(
        **facts,
        files=tuple(_file(one, notes) for one in rows(row.get("MediaFiles"), notes)),
        hashes=hashes,
        exifs=_pairs(row.get("Exifs"), "PropertyName", "PropertyValue", notes),
        metadata=_pairs(row.get("MediaMetadata"), "PropertyName", "PropertyValue", notes),
        segments=tuple(_segment(one, notes) for one in rows(row.get("Segments"), notes)),
        repositories=tuple(
            text(one.get("RepositoryName"), notes) for one in rows(row.get("Repositories"), notes)
        ),
        extra=rest(row, _MEDIA_NAMES),
    )  # fmt: skip


def read_case(row: dict[str, Any], notes: Notes) -> Case:
    """A case without its media."""
    facts: dict[str, Any] = {"case_id": "", **named(row, CASE, notes)}
    properties = _pairs(row.get("CaseMetadata"), "PropertyName", "PropertyValue", notes)
    return Case(**facts, properties=properties, extra=rest(row, _CASE_NAMES))


def _header(context: str) -> Header:
    found = _CONTEXT.search(context)
    if found is None:
        return Header(version="", region="", entity=context.rpartition("#")[2][:40])
    return Header(version=found[1], region=found[2] or "", entity=found[3])


def _hex(value: str) -> str:
    return value.strip().lower()


def _pairs(value: Any, name: str, content: str, notes: Notes) -> tuple[Pair, ...]:
    return tuple(
        Pair(name=text(one.get(name), notes), value=text(one.get(content), notes)) for one in rows(value, notes)
    )


def _file(row: dict[str, Any], notes: Notes) -> MediaFile:
    facts: dict[str, Any] = {"name": "", "path": "", **named(row, FILE, notes)}
    return MediaFile(**facts, extra=rest(row, _FILE_NAMES))


def _segment(row: dict[str, Any], notes: Notes) -> Segment:
    return Segment(
        index=whole(row.get("SegmentIndex"), notes) or 0,
        start=text(row.get("Start"), notes),
        end=text(row.get("End"), notes),
        category=whole(row.get("Category"), notes),
    )
