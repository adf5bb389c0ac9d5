"""Clues: one observed detail, where it was seen, who or what saw it, and whether a person confirmed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sightline.media.model import Json, Region, Span

VOICE = "voice"
"""The value of a `speech` clue that only says that somebody speaks: a person says which language it is."""


class ClueState(StrEnum):
    """A machine's clue is proposed until an officer confirms or rejects it."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A clue before it is stored.

    kind: a term of `clues/vocabulary.toml` (`writing`, `phone`, `plug`, ...). value: what was read or seen, as
    text (`+32 2 555 01 23`, `F`, `left`, `50.85,4.35`). detail: what the kind needs beside it, such as the language
    distribution of writing. seen_by: `officer:7` or `machine:writing/3.10.0`.
    reliability: the chance that this clue tells the truth about the place, None for the kind's own default.
    group: clues of one group share a source (one brochure, one crop) and are not counted twice.
    """

    kind: str
    value: str
    seen_by: str
    media_id: int | None = None
    region: Region | None = None
    span: Span | None = None
    detail: Mapping[str, Json] = field(default_factory=dict)
    reliability: float | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """A stored clue of a series."""

    id: int
    series_id: int
    state: ClueState
    sighting: Sighting
