"""What a machine saw: the shape of an extractor and of what it finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from numpy.typing import NDArray

from sightline.media.model import Examination, Json, Picture


class Takes(StrEnum):
    """What an extractor is run on: the whole file once, or each picture (a still, or each sampled frame)."""

    FILE = "file"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """All that an extractor is given. `picture` is None for extractors that take the file.

    digests: hex digests computed at the door (`sha256`, `md5`, `sha1`).
    """

    sha256: str
    size: int
    digests: Mapping[str, str]
    examination: Examination
    picture: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an extractor found: a small JSON value, and arrays (stored apart) where it has any."""

    value: dict[str, Json]
    arrays: Mapping[str, NDArray[Any]] = field(default_factory=dict)


class Unsuited(Exception):
    """Not mine: this media holds nothing for this extractor. Stored as such, not as a fault."""


class Damaged(Exception):
    """Mine, but broken: stored as a warning on the media, and the run goes on."""


class Extractor(Protocol):
    """One way of looking. `name` and `version` are part of the feature's key: a new version runs again."""

    name: str
    version: str
    takes: Takes

    def extract(self, subject: Subject) -> Found:
        """Return what was found, or raise `Unsuited` or `Damaged`."""
        ...
