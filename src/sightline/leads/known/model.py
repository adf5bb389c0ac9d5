"""A list of known hashes, its entries, and the mark that a media gets from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSet:
    """A list as it was read. file: SHA-256 of the file. shared: whether the other agencies here get its marks too."""

    id: int
    agency: str
    name: str
    format: str
    region: str
    file: str
    entries: int
    shared: bool
    read_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownHash:
    """One entry. md5, sha1: digests, at least one. photodna: kept and passed on, never compared. category: as written."""

    md5: bytes | None
    sha1: bytes | None
    photodna: bytes | None = None
    category: int | None = None
    series: str = ""
    victim_identified: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownMark:
    """A media is in a list. certain: SHA-1 agrees; false where only MD5 does, of which two contents can be made alike.

    category: the list's number, and what it means there in words.
    """

    media_id: int
    set_id: int
    agency: str
    name: str
    certain: bool
    category: int | None
    meaning: str
    series: str
    victim_identified: bool | None
