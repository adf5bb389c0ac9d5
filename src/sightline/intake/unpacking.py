"""What both sides of the unpacking cage speak of: formats, bounds, entries, and why a member stays inside."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sightline.kernel.errors import Refusal
from sightline.media.model import Json

ZIP, TAR, STREAMS = "zip", "tar", ("gzip", "bzip2", "xz")
HEAD_BYTES = 512
PIECE_BYTES = 16 << 20
MOST_ENTRIES = 10_000
MOST_LEVELS = 4
MOST_MEMBER_BYTES = 4 << 30
MOST_BYTES = 20_000_000_000
"""Everything that may come out of one archive, all levels together."""
MOST_RATIO = 200
FREE_BYTES = 1 << 20
"""Up to here a ratio says nothing: a blank picture packs a thousand to one and hurts nobody."""
LONGEST_NAME = 1_024

_STARTS = (
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"PK\x07\x08", ZIP),
    (b"PK00PK\x03\x04", ZIP),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
)
_TAR_MAGIC_AT = 257
_DRIVE = re.compile(rb"[A-Za-z]:")

SENTENCES = {
    "encrypted": "It is encrypted; unpack it with its password and take in the folder.",
    "unsafe-name": "Its name would lead out of the archive's folder, or is no name; it was not taken out.",
    "duplicate-name": "The archive holds another member of this name; only the first was taken out.",
    "overlapping": "Its bytes are those of another member too, as in a bomb; it was not taken out.",
    "unknown-compression": "It is packed by a method that is not opened here.",
    "archive-bomb": f"It would grow more than {MOST_RATIO} times; it was not taken out.",
    "too-large": "It is larger than one member, or all that comes out of one archive, may be; it was not taken out.",
    "too-many-entries": f"The archive holds more than {MOST_ENTRIES:,} files; those beyond were not taken out.",
    "archive-too-deep": f"It is an archive within an archive, more than {MOST_LEVELS} levels deep; it was not opened.",
    "link": "This is a link to another place; links are not followed.",
    "not-a-file": "This is a device or a pipe, not a file.",
    "damaged": "The archive is damaged here; what could not be read was not taken out.",
    "truncated": "The archive stops early; what follows is missing.",
}
"""Why a member, or the rest of an archive, is not taken out."""


def refusal(code: str) -> Refusal:
    """The refusal with a code of `SENTENCES`; an unknown code is a damaged archive."""
    return Refusal(code if code in SENTENCES else "damaged", SENTENCES.get(code, SENTENCES["damaged"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One member that is meant to be a file.

    key: its place in a ZIP's directory, or where its bytes begin in a TAR. size: in bytes, as the archive claims.
    name: as written in the archive, at most LONGEST_NAME bytes. code: why it is not taken out; empty when it may be.
    """

    key: int
    size: int
    name: bytes
    code: str = ""

    def to_json(self) -> Json:
        """One flat list."""
        return [self.key, self.size, self.name.hex(), self.code]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What an archive holds. fault: a code of `SENTENCES` for what could not be listed, or empty."""

    entries: tuple[Entry, ...]
    fault: str = ""


def format_of(head: bytes) -> str | None:
    """The archive format that begins with `head` (HEAD_BYTES of it), None for anything that is not opened."""
    if head[_TAR_MAGIC_AT : _TAR_MAGIC_AT + 5] == b"ustar":
        return TAR
    return next((name for start, name in _STARTS if head.startswith(start)), None)


def is_safe(name: bytes) -> bool:
    """Whether a name stays inside the archive's folder on every system. It is never used as a path all the same."""
    parts = name.replace(b"\\", b"/").split(b"/")
    rooted = name[:1] in {b"/", b"\\"} or _DRIVE.match(name) is not None
    named = any(part not in {b"", b"."} for part in parts)
    return named and len(name) <= LONGEST_NAME and not rooted and b"\0" not in name and b".." not in parts


class Gate:
    """Decides member by member, in the archive's order, what may be taken out of it."""

    def __init__(self, most_bytes: int) -> None:
        self._left = most_bytes
        self._names: set[bytes] = set()

    def entry(self, key: int, size: int, name: bytes, code: str) -> Entry:
        """The member with the first reason against it: its own `code`, its name, its size."""
        code = code or self._against(size, name)
        if not code:
            self._left -= size
            self._names.add(name)
        return Entry(key=max(0, key), size=min(max(0, size), 1 << 62), name=name[:LONGEST_NAME], code=code)

    def _against(self, size: int, name: bytes) -> str:
        if not is_safe(name):
            return "unsafe-name"
        if name in self._names:
            return "duplicate-name"
        return "too-large" if not 0 <= size <= min(MOST_MEMBER_BYTES, self._left) else ""
