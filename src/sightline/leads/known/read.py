"""Read a VICS or ICSE list of any size into the tables of known hashes: all of it, or nothing.

One pass, in the memory of one batch. What a list gets wrong costs that field (`formats/vics/lint.py` names the traps):
a missing MD5 leaves the SHA-1, a flag written as text is read as what it says, one file under 116 paths is one content.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from typing_extensions import override

from sightline.agencies.access import Acting
from sightline.agencies.model import Role
from sightline.kernel.clock import now
from sightline.kernel.errors import NotFound, Refusal, UsageError
from sightline.leads.formats.icse import IcseReader
from sightline.leads.formats.vics.read import VicsReader
from sightline.leads.known import store
from sightline.leads.known.model import KnownHash, KnownSet

BATCH = 20_000
LONGEST_SERIES = 400
PHOTODNA_BYTES = 144
_LENGTHS = {"md5": 16, "sha1": 20}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadList:
    """What came of reading. without_hash: entries that name no readable hash and are left out. notes: oddities met."""

    known: KnownSet
    without_hash: int
    notes: dict[str, int]


def read_list(acting: Acting, path: Path, name: str, *, shared: bool = False) -> ReadList:
    """Read the list in `path` and call it `name`; its marks hold from the moment the caller's transaction commits.

    Raises `NotPermitted`, `Conflict` for a name in use, `Refusal` when it is neither VICS nor ICSE or holds nothing.
    """
    acting.require(Role.CONTRIBUTOR, Role.COORDINATOR)
    if not name.strip() or len(name) > 100:
        raise UsageError("Give the list a name of at most 100 characters.")
    try:
        raw = path.open("rb")
    except OSError as fault:
        raise NotFound(f"{path} cannot be read: {fault.strerror}.") from None
    with _Hashing(raw) as hashing, io.BufferedReader(hashing, 1 << 20) as source:
        number = store.begin(acting, name, shared=shared)
        reader = _reader(source)
        entries = without = 0
        rows = reader.rows()
        while batch := list(islice(rows, BATCH)):
            kept = [one for one in batch if one.md5 or one.sha1]
            entries, without = entries + len(kept), without + len(batch) - len(kept)
            store.add(acting, number, kept)
        if not entries:
            raise Refusal("empty-list", f"{path.name} names no hash that can be looked up; nothing was kept.")
        digest = hashing.rest()
    draft = KnownSet(
        id=number, agency=acting.officer.agency, name=name, format=reader.format, region=reader.region, file=digest,
        entries=entries, shared=shared, read_at=now(),
    )  # fmt: skip
    known = store.finish(acting, number, draft)
    acting.record("read list", f"list:{number}", file=digest, entries=entries, format=reader.format, shared=shared)
    return ReadList(known=known, without_hash=without, notes=dict(reader.notes))


class _Hashing(io.RawIOBase):
    """A file whose bytes are hashed as they are read."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw, self._digest = raw, hashlib.sha256()

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, target: object, /) -> int:
        view = memoryview(target).cast("B")  # pyrefly: ignore[bad-argument-type]
        part = self._raw.read(len(view))
        view[: len(part)] = part
        self._digest.update(part)
        return len(part)

    @override
    def close(self) -> None:
        self._raw.close()
        super().close()

    def rest(self) -> str:
        """SHA-256 of the whole file, hex: what the reader left unread is read now."""
        while part := self._raw.read(1 << 20):
            self._digest.update(part)
        return self._digest.hexdigest()


class _Vics:
    """Rows of a VICS file. region: what its context names; known once the file is read."""

    def __init__(self, source: BinaryIO) -> None:
        self._reader = VicsReader(source)
        self.notes = self._reader.notes

    @property
    def format(self) -> str:
        return f"VICS {self._reader.header.version}".strip()

    @property
    def region(self) -> str:
        return self._reader.header.region

    def rows(self) -> Iterator[KnownHash]:
        for entry in self._reader.entries():
            one = entry.media
            yield KnownHash(
                md5=_digest("md5", one.md5), sha1=_digest("sha1", one.sha1), photodna=_photodna(one.photodna),
                category=_category(one.category), series=", ".join(one.series)[:LONGEST_SERIES],
                victim_identified=one.victim_identified,
            )  # fmt: skip


class _Icse:
    """Rows of an ICSE list."""

    format, region = "ICSE", ""

    def __init__(self, source: BinaryIO) -> None:
        self._reader = IcseReader(source)
        self.notes = self._reader.notes

    def rows(self) -> Iterator[KnownHash]:
        for one in self._reader.rows():
            yield KnownHash(
                md5=_digest("md5", one.md5), sha1=_digest("sha1", one.sha1), photodna=_photodna(one.photodna),
                series=one.series[:LONGEST_SERIES], victim_identified=one.victim_identified,
            )  # fmt: skip


def _reader(source: io.BufferedReader[Any]) -> _Vics | _Icse:
    """VICS begins with a brace, after a byte order mark or space; UTF-16 too. An ICSE list begins with MD5."""
    head = source.peek(64)[:64].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return _Icse(source) if head[:4].strip(b'"').upper().startswith(b"MD5") else _Vics(source)


def _digest(kind: str, written: str) -> bytes | None:
    try:
        raw = bytes.fromhex(written)
    except ValueError:
        return None
    return raw if len(raw) == _LENGTHS[kind] else None


def _photodna(written: str) -> bytes | None:
    try:
        raw = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if len(raw) == PHOTODNA_BYTES else None


def _category(number: int | None) -> int | None:
    return number if number is not None and abs(number) < 1 << 31 else None
