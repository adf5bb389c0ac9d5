"""Links: two media that belong together, why a machine thinks so, and what a person said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sightline.media.model import Json


class LinkKind(StrEnum):
    """What the two media share."""

    SAME_FILE = "same file"
    NEAR_COPY = "near copy"
    SAME_SCENE = "same scene"
    SAME_OBJECT = "same object"
    SAME_TEXTURE = "same texture"
    SAME_CAMERA = "same camera"
    SAME_TEXT = "same text"


class Strength(StrEnum):
    """Three words that are never mixed: on data and on every screen."""

    VERIFIED = "verified"
    POSSIBLE = "possible"
    SIMILAR_LOOK = "similar look only"


class Verdict(StrEnum):
    """What a person said of a link."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A link as a matcher proposes it. `left` and `right` are media ids with left < right.

    evidence: JSON that a person can look at (distance; matched points as fractions of width and height; inliers;
    boxes) plus the version, thresholds and seed that made it. left_seconds, right_seconds: where in a video.
    """

    kind: LinkKind
    strength: Strength
    left: int
    right: int
    score: float
    matcher: str
    version: str
    evidence: Mapping[str, Json] = field(default_factory=dict)
    left_seconds: float | None = None
    right_seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A stored link with a person's verdict, if one was given."""

    id: int
    proposal: Proposal
    verdict: Verdict | None
    decided_by: str | None
    decided_at: datetime | None
