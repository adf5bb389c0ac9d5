"""A VICS file as facts: one header, cases, media entries with all their paths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sightline.media.model import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the context line says. region: `US`, `UK`, … of 2.0, empty in 1.x. entity: `Cases` or `Media`."""

    version: str
    region: str
    entity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A named value: EXIF, media metadata, another hash, a case property."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFile:
    """One place where the media was found. Times are kept as written; `Times` in `read.py` explains which are sound."""

    name: str
    path: str
    created: str = ""
    written: str = ""
    accessed: str = ""
    unallocated: bool | None = None
    deleted: bool | None = None
    location: str = ""
    source: str = ""
    extra: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of a video, start and end as written."""

    index: int
    start: str
    end: str
    category: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """One entry. None stands for `not said`, which is another thing than false.

    category: the number as written; what it means depends on the region (`vocabularies.py`). extra: fields this
    program does not know, kept so that writing gives them back.
    """

    md5: str
    media_id: int | None = None
    category: int | None = None
    sha1: str = ""
    photodna: str = ""
    size: int | None = None
    mime: str = ""
    path: str = ""
    updated: str = ""
    series: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    comments: str = ""
    victim_identified: bool | None = None
    offender_identified: bool | None = None
    distributed: bool | None = None
    suspected: bool | None = None
    self_generated: bool | None = None
    precategorized: bool | None = None
    precategorization_source: str = ""
    files: tuple[MediaFile, ...] = ()
    hashes: tuple[Pair, ...] = ()
    exifs: tuple[Pair, ...] = ()
    metadata: tuple[Pair, ...] = ()
    segments: tuple[Segment, ...] = ()
    repositories: tuple[str, ...] = ()
    extra: Mapping[str, Json] = field(default_factory=dict)

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path this entry names, in order, each once."""
        named = [self.path, *(one.path for one in self.files)]
        return tuple(dict.fromkeys(path for path in named if path))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case without its media. total_files, total_precategorized: as written; they are often wrong."""

    case_id: str
    number: str = ""
    organization: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    contact_title: str = ""
    seizure_date: str = ""
    application: str = ""
    application_version: str = ""
    total_files: int | None = None
    total_precategorized: int | None = None
    properties: tuple[Pair, ...] = ()
    extra: Mapping[str, Json] = field(default_factory=dict)
