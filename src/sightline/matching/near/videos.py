"""Two videos: is one, or a part of it, a copy of the other, where in both, or do they only show the same still scene.

Single frames cannot tell: a camera on a stand gives frames that all match all others. Time can. In a copy each frame
is nearest to the one frame at the same offset and clearly further from those some seconds before and after it; between
two takes of one still scene the offset makes no difference. So frames vote on the offset, and the votes' peak must be
a dip in the distance that is sharp in time (`lift`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sightline.matching.near.bits import LARGEST_RADIUS, Hashes, Words, as_words, distance
from sightline.media.model import Span

QUALITY = 50
"""Frames of less are black, blurred or plain: they match anything like them, so they neither speak for nor against."""

WIDE_RADIUS = 80
"""Bits. Frames further apart say nothing of each other (random pairs: 128, hardly ever under 100)."""

LIFT = 4.0
LIFT_SHARE = 0.25
"""Bits by which frames at the same offset must be nearer than the same frames some seconds apart: so many at least,
and at least this share of what they still differ by. Measured: decision 0033."""

DISPLACED = (-6.0, -4.5, -3.0, -2.25, -1.5, 1.5, 2.25, 3.0, 4.5, 6.0)
"""Seconds away from the offset at which distances are compared with those at it."""

SHORTEST = 2.0
FEWEST = 3
FEWEST_WIDE = 6
PLACING_RADIUS = 64
"""Bits. Once the offset is certain, frames this near belong to the part: between two sparse samples things move."""
MOST_PARTS = 12
PEAKS = 6
STEP = 0.25
GAP = 0.5


LONGEST = 2 * 86_400.0
SPARSE = 0.5
DENSE = 0.125
"""Seconds. The longest video, and how near in time the frames of either side are at most."""


class Relation(StrEnum):
    """What two videos are to each other. Only the first may become a near copy."""

    SAME_VIDEO = "same video"
    POSSIBLY_SAME_VIDEO = "possibly same video"
    SAME_SCENE = "same scene only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """The hashed frames of a video. seconds: (n,) float64; hashes: (n, 32) uint8; qualities: (n,), 0..100.

    A frame may have several rows with the same seconds: the whole, inside its borders, cropped, mirrored.
    duration: seconds; 0 where unknown.
    """

    seconds: NDArray[np.float64]
    hashes: Hashes
    qualities: NDArray[np.int64]
    duration: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One stretch that both have. mine, theirs: where, in seconds; frames: how many match; distance: median bits.

    lift: by how many bits the same frames are further apart when displaced in time. sharp: whether that is enough.
    """

    mine: Span
    theirs: Span
    frames: int
    distance: float
    lift: float
    sharp: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """What two videos share: the parts, longest first, and which share of each video's duration they cover (0..1)."""

    relation: Relation
    parts: tuple[Part, ...]
    share_of_mine: float
    share_of_theirs: float


class Frames(NamedTuple):
    """Usable frames: seconds (f,), words (rows, 4), and where the rows of each frame begin (f + 1,)."""

    seconds: NDArray[np.float64]
    words: Words
    begins: NDArray[np.int64]


def _in_time(track: Track) -> NDArray[np.bool_]:
    return np.isfinite(track.seconds) & (np.abs(track.seconds) <= LONGEST)


def _frames(track: Track) -> Frames:
    """Sort the rows that are good enough by time, and find which belong to one frame."""
    good = np.flatnonzero((track.qualities >= QUALITY) & _in_time(track))
    good = good[np.argsort(track.seconds[good], kind="stable")]
    seconds, begins = np.unique(track.seconds[good].astype(np.float64), return_index=True)
    return Frames(seconds, as_words(track.hashes[good]), np.append(begins, good.size).astype(np.int64))


def _thinned(frames: Frames, step: float) -> Frames:
    """Keep the first frame of every `step` seconds."""
    _, kept = np.unique(np.floor(frames.seconds / step), return_index=True)
    counts = np.diff(frames.begins)[kept]
    begins = np.append(0, np.cumsum(counts))
    rows = np.arange(begins[-1]) + np.repeat(frames.begins[kept] - begins[:-1], counts)
    return Frames(frames.seconds[kept], frames.words[rows], begins.astype(np.int64))


@njit(cache=True, nogil=True)
def _apart(mine: Any, i: int, theirs: Any, j: int) -> Any:
    """Smallest distance between any row of frame i and any of frame j."""
    least = np.int64(256)
    for p in range(mine[2][i], mine[2][i + 1]):
        for q in range(theirs[2][j], theirs[2][j + 1]):
            least = min(least, np.int64(distance(mine[1][p], theirs[1][q])))
    return least


@njit(cache=True, nogil=True)
def _vote(mine: Any, theirs: Any, wanted: Any, first: float, votes: Any) -> None:
    """Add for each wanted frame its best vote (0..1 by nearness) to every bin of offset, `first` being the lowest."""
    for i in range(mine[0].size):
        if not wanted[i]:
            continue
        last_bin = -1
        best = 0.0
        for j in range(theirs[0].size):
            which = int((theirs[0][j] - mine[0][i] - first) / STEP)
            weight = max(0.0, 1.0 - _apart(mine, i, theirs, j) / WIDE_RADIUS)
            if which != last_bin:
                if last_bin >= 0:
                    votes[last_bin] += best
                last_bin, best = which, 0.0
            best = max(best, weight)
        if last_bin >= 0:
            votes[last_bin] += best


@njit(cache=True, nogil=True)
def _at_offset(mine: Any, theirs: Any, offset: float, reach: float) -> Any:
    """For each frame the smallest distance to those within `reach` seconds of the offset; -1 where there are none."""
    out = np.full(mine[0].size, -1, np.int64)
    j = 0
    for i in range(mine[0].size):
        low, high = mine[0][i] + offset - reach, mine[0][i] + offset + reach
        while j < theirs[0].size and theirs[0][j] < low:
            j += 1
        k = j
        while k < theirs[0].size and theirs[0][k] <= high:
            apart = _apart(mine, i, theirs, k)
            if out[i] < 0 or apart < out[i]:
                out[i] = apart
            k += 1
    return out


def _peaks(votes: NDArray[np.float64], first: float) -> list[float]:
    """Return the offsets with the most votes, best first, none beside a better one."""
    smooth = votes[:-1] + votes[1:]
    found: list[float] = []
    for place in np.argsort(-smooth, kind="stable"):
        offset = first + (float(place) + 1) * STEP
        if smooth[place] <= 0 or len(found) == PEAKS:
            break
        if all(abs(offset - other) > 3 * STEP for other in found):
            found.append(offset)
    return found


def _spacing(seconds: NDArray[np.float64]) -> float:
    """Return the usual time between two sampled frames."""
    return float(np.median(np.diff(seconds))) if seconds.size > 1 else 0.0


def _reach(theirs: Frames) -> float:
    """Return how many seconds from the exact offset the other's nearest sampled frame may be."""
    return max(1.5 * STEP, 0.6 * _spacing(theirs.seconds))


def _best_run(near: NDArray[np.int64], wanted: NDArray[np.bool_], radius: int) -> tuple[int, int]:
    """Return the frames begin..end of the run with most matches, each frame without one costing a part of a match.

    Frames that have no counterpart (-1) or are taken already end a run.
    """
    best, best_span, total, begin = 0.0, (0, 0), 0.0, 0
    for i, apart in enumerate(near):
        if apart < 0 or not wanted[i]:
            total, begin = 0.0, i + 1
            continue
        total += 1.0 if apart <= radius else -GAP
        if total <= 0:
            total, begin = 0.0, i + 1
        elif total > best:
            best, best_span = total, (begin, i + 1)
    return best_span


def _lift(mine: Frames, theirs: Frames, offset: float, near: NDArray[np.int64]) -> tuple[float, bool]:
    """Return by how many bits frames displaced in time are further apart, and whether that tells a copy.

    All frames that show the same scene at all are heard, not only those of the run that was chosen because it matches:
    in two takes of one scene some stretch always happens to. The median over the displacements; 0 where there are none.
    """
    lifts: list[float] = []
    bases: list[float] = []
    for by in DISPLACED:
        there = _at_offset(mine, theirs, offset + by, _reach(theirs))
        both = (there >= 0) & (near >= 0) & ((near <= WIDE_RADIUS) | (there <= WIDE_RADIUS))
        if both.sum() >= FEWEST:
            here = np.minimum(near[both], 128)
            lifts.append(float(np.mean(np.minimum(there[both], 128) - here)))
            bases.append(float(np.mean(here)))
    if not lifts:
        return 0.0, False
    lift = float(np.median(lifts))
    return lift, lift >= max(LIFT, LIFT_SHARE * float(np.median(bases)))


def _part(mine: Frames, theirs: Frames, wanted: NDArray[np.bool_], radius: int) -> tuple[Part, slice] | None:
    """Return the best part that both have, and which of my frames it takes."""
    first = float(theirs.seconds[0] - mine.seconds[-1]) - STEP
    bins = int((float(theirs.seconds[-1] - mine.seconds[0]) - first) / STEP) + 3
    votes = np.zeros(bins)
    _vote(mine, theirs, wanted, first, votes)
    found: list[tuple[float, Part, slice]] = []
    for offset in _peaks(votes, first):
        near = _at_offset(mine, theirs, offset, _reach(theirs))
        span = _best_run(near, wanted, radius)
        run = near[span[0] : span[1]]
        matched = run[run <= radius]
        if matched.size < (FEWEST if radius <= LARGEST_RADIUS else FEWEST_WIDE):
            continue
        lift, sharp = _lift(mine, theirs, offset, near)
        wider = _best_run(near, wanted, PLACING_RADIUS)
        if sharp and wider[0] <= span[0] and span[1] <= wider[1]:
            span = wider
        begin, end = float(mine.seconds[span[0]]), float(mine.seconds[span[1] - 1])
        part = Part(
            mine=Span(start=begin, end=end),
            theirs=Span(start=begin + offset, end=end + offset),
            frames=int(matched.size),
            distance=float(np.median(run)),
            lift=lift,
            sharp=sharp,
        )
        if end - begin >= SHORTEST:
            found.append((float(np.sum(1 - matched / WIDE_RADIUS)) + LIFT * sharp, part, slice(*span)))
    if not found:
        return None
    _, part, taken = max(found, key=lambda one: one[0])
    return part, taken


def align(mine: Track, theirs: Track) -> Alignment | None:
    """Return what two videos share, or None where nothing is found. Which comes first makes no difference.

    One side may be sparse (1 frame a second); the other should be dense (4 a second): two sparse sides miss each
    other's moments wherever the picture moves. A copy is found from about 3 matching frames over 2 seconds on, at its
    own speed, wherever it lies; several parts of an edited copy are found one after the other.
    `POSSIBLY_SAME_VIDEO`: no frames within 31 bits, but at least 6 in the right order: only something to look into.
    Rows with times that are no times (not finite, over two days) are left out; of the sparser side at most 2 frames a
    second are used, of the other 8. Takes time in proportion to the one times the other.
    """
    left, right = _frames(mine), _frames(theirs)
    if left.seconds.size < FEWEST or right.seconds.size < FEWEST:
        return None
    if _spacing(left.seconds) < _spacing(right.seconds):
        turned = align(theirs, mine)
        return None if turned is None else _turned(turned)
    left, right = _thinned(left, SPARSE), _thinned(right, DENSE)
    for radius in (LARGEST_RADIUS, WIDE_RADIUS):
        parts = _parts(left, right, radius)
        sharp = [one for one in parts if one.sharp]
        if sharp:
            relation = Relation.SAME_VIDEO if radius == LARGEST_RADIUS else Relation.POSSIBLY_SAME_VIDEO
            return _aligned(relation, sharp, mine, theirs)
        if parts and radius == LARGEST_RADIUS:
            return _aligned(Relation.SAME_SCENE, parts[:1], mine, theirs)
    return None


def _turned(found: Alignment) -> Alignment:
    parts = tuple(replace(one, mine=one.theirs, theirs=one.mine) for one in found.parts)
    return replace(found, parts=parts, share_of_mine=found.share_of_theirs, share_of_theirs=found.share_of_mine)


def _parts(mine: Frames, theirs: Frames, radius: int) -> list[Part]:
    """Return parts one after the other; after one that is not sharp in time nothing more can be told apart."""
    wanted = np.ones(mine.seconds.size, bool)
    parts: list[Part] = []
    while len(parts) < MOST_PARTS and wanted.sum() >= FEWEST:
        found = _part(mine, theirs, wanted, radius)
        if found is None:
            break
        parts.append(found[0])
        wanted[found[1]] = False
        if not found[0].sharp:
            break
    return parts


def _aligned(relation: Relation, parts: Sequence[Part], mine: Track, theirs: Track) -> Alignment:
    ordered = tuple(sorted(parts, key=lambda one: one.mine.start - one.mine.end))
    return Alignment(
        relation=relation,
        parts=ordered,
        share_of_mine=_share([one.mine for one in ordered], mine),
        share_of_theirs=_share([one.theirs for one in ordered], theirs),
    )


def _share(spans: Sequence[Span], track: Track) -> float:
    """Return the share of a video that the spans cover together, each frame standing for its time until the next."""
    times = np.unique(track.seconds[_in_time(track)])
    step = _spacing(times)
    duration = max(track.duration, float(times[-1] - times[0]) + step)
    covered, reached = 0.0, -np.inf
    for span in sorted(spans, key=lambda one: one.start):
        begin, end = max(span.start, reached), min(span.end + step, float(times[0]) + duration)
        covered, reached = covered + max(0.0, end - begin), max(reached, end)
    return min(1.0, covered / duration) if duration else 0.0
