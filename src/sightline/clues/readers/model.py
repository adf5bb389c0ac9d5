"""What a clue reader is given, and the shape every reader has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from sightline.clues.model import Sighting
from sightline.features.writing.pieces import Piece
from sightline.media.model import Json, Region, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A stored feature: the extractor's name and version, its value, the media it is of, and the time in a video."""

    name: str
    version: str
    value: Mapping[str, Json]
    media_id: int | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """Lines of writing that stand together (one sign, one label, the text inside one QR code), cleaned for reading.

    text: the lines, one below the other, NFC, without control characters. group: the same for all clues of this sign.
    """

    text: str
    pieces: tuple[Piece, ...]
    region: Region | None
    group: str
    inside_code: bool = False

    @property
    def score(self) -> float:
        """The worst reading score among the lines; 1 for the text of a code, which has a check sum."""
        return min((piece.score for piece in self.pieces), default=1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clueing:
    """What a reader makes of a sign or a value: a clue without the where and the who, which `propose` adds."""

    kind: str
    value: str
    detail: Mapping[str, Json] = field(default_factory=dict)
    reliability: float | None = None
    region: Region | None = None
    span: Span | None = None


class SignReader(Protocol):
    """A reader of writing."""

    name: str
    version: str

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of clue it may propose."""
        ...

    def read(self, sign: Sign) -> Iterable[Clueing]:
        """Return what this sign gives away; nothing where it says nothing."""
        ...


class FeatureReader(Protocol):
    """A reader of one other feature (`takes` is the extractor's name)."""

    name: str
    version: str
    takes: str

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of clue it may propose."""
        ...

    def read(self, feature: Feature) -> Iterable[Clueing]:
        """Return what this feature gives away."""
        ...


def sighting(feature: Feature, reader: SignReader | FeatureReader, clueing: Clueing, sign: Sign | None) -> Sighting:
    """Return the clue with its place in the media and its reader's name and version."""
    region = clueing.region or (sign.region if sign else None)
    return Sighting(
        kind=clueing.kind,
        value=clueing.value,
        seen_by=f"machine:{reader.name}/{reader.version}",
        media_id=feature.media_id,
        region=region,
        span=clueing.span or (None if feature.seconds is None else Span(start=feature.seconds, end=feature.seconds)),
        detail={**clueing.detail, "from": f"{feature.name}/{feature.version}"},
        reliability=clueing.reliability,
        group=sign.group if sign else None,
    )
