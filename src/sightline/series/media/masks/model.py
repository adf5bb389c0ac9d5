"""A mask, and what it hides from whom.

A machine proposes, a person confirms, corrects or rejects. Until then a proposed mask counts as if somebody were there:
it is filled in every crop that is shared, however doubtful. From matching it hides only what the detector is fairly
sure of (`LIKELY`): doubtful proposals cover a third of a picture on average, and what nobody leaves the agency by is
compared by machines only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sightline.media.model import Region

LIKELY = 1.0
"""Detector scores from which a proposed mask hides its inside from matching too."""


class MaskState(StrEnum):
    """What was decided of a mask."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    """One masked region of one media.

    begins, ends: the seconds of a video for which it holds, both None for all of it and for stills.
    drawn_by: `officer:7` or `machine:people/2`. score: the detector's, None where a person drew it.
    """

    id: int
    media_id: int
    region: Region
    state: MaskState
    drawn_by: str
    drawn_at: datetime
    score: float | None = None
    begins: float | None = None
    ends: float | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None

    def at(self, seconds: float | None) -> bool:
        """Whether it holds for a still (None) or at a moment of a video."""
        if seconds is None or self.begins is None or self.ends is None:
            return True
        return self.begins <= seconds <= self.ends

    @property
    def hides_from_matching(self) -> bool:
        """Whether keypoints inside it are left out: confirmed, or proposed and likely."""
        likely = self.score is None or self.score >= LIKELY
        return self.state is MaskState.CONFIRMED or (self.state is MaskState.PROPOSED and likely)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A region that a detector proposes to mask, for a stretch of a video or, with begins and ends None, for a still."""

    region: Region
    score: float
    begins: float | None = None
    ends: float | None = None


def hidden(masks: Iterable[Mask], seconds: float | None) -> list[Region]:
    """The regions to be filled in a picture that is shown or shared: every mask that was not rejected."""
    return [mask.region for mask in masks if mask.state is not MaskState.REJECTED and mask.at(seconds)]


def unmatched(masks: Iterable[Mask], seconds: float | None) -> list[Region]:
    """The regions whose keypoints are left out of matching."""
    return [mask.region for mask in masks if mask.hides_from_matching and mask.at(seconds)]
