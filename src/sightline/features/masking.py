"""From figures that the people detector saw to masks it proposes: in a video, from one frame looked at to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from sightline.features.extract import Result
from sightline.features.kinds.people import People
from sightline.media.model import Region
from sightline.series.media.masks.model import Proposed

DETECTOR = f"{People.name}/{People.version}"
MOST_A_PICTURE = 12


def proposals(results: Sequence[Result], duration: float | None) -> list[Proposed]:
    """Return what is to be masked, best first in each picture, out of everything that was found in one media.

    Who is seen in a frame may be anywhere near there until the frames before and after it in which was looked: the
    mask holds for all of that time. duration: seconds of a video, None for a still.
    """
    looked = [one for one in results if one.extractor == People.name and one.version == People.version]
    times = sorted(one.seconds for one in looked if one.seconds is not None)
    return [proposed for one in looked for proposed in _of_picture(one, times, duration)]


def _of_picture(result: Result, times: Sequence[float], duration: float | None) -> Iterator[Proposed]:
    begins, ends = _around(result.seconds, times, duration)
    regions = cast("list[list[float]]", result.value.get("regions", []))
    for x, y, width, height, score in regions[:MOST_A_PICTURE]:
        region = Region(x=x, y=y, width=width, height=height)
        yield Proposed(region=region, score=score, begins=begins, ends=ends)


def _around(seconds: float | None, times: Sequence[float], duration: float | None) -> tuple[float | None, float | None]:
    """From the frame before to the frame after the one at `seconds`; from the start and to the end at either end."""
    if seconds is None:
        return None, None
    last = max(duration or 0.0, seconds) + 1.0
    before = max((time for time in times if time < seconds), default=0.0)
    return before, min((time for time in times if time > seconds), default=last)
