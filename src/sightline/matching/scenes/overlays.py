"""Logos, captions and time stamps after verification: what agrees between two pictures may be printed on both.

The other guard, before indexing, is `stoplist.py`. This one needs no other pictures: a pasted thing is moved and
resized between two pictures but never turned or seen in perspective. Where all that agrees is such a patch, small and
close to a border of both, the link is called "overlay or fixed camera" and is never verified.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sightline.matching.scenes.view import View

OVERLAY = "overlay or fixed camera"
# In pixels of the 800-pixel picture: how exactly a pasted patch is only moved and resized.
EXACT = 3.0
# Of a picture's area: what is exactly moved and covers more is a scene, a near copy or a fixed camera's whole view.
SMALL = 0.12
# Of the long side: a pasted patch begins this close to a border.
NEAR_BORDER = 0.15
# Around a patch smaller than this, at least this fraction of the picture belongs to it as well, if this share was exactly moved.
TINY, MARGIN = 0.06, 0.03
EXACT_SHARE = 0.25
# Of a picture's height or width: thinner than this, all that agrees is a line of writing.
THIN = 0.06
_TRIES = 300
_SEED = 7

Patch: TypeAlias = tuple[NDArray[np.float64], NDArray[np.float64]]


def pasted(left: View, right: View, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return (k,) bool: which agreeing points look printed on both pictures; none if the patch is no overlay.

    Those that were exactly moved, and those around them: letters also match other letters, and their mirror images.
    points: (k, 4) fractions, x and y left, x and y right.
    """
    nothing = np.zeros(len(points), dtype=np.bool_)
    if len(points) < 3:
        return nothing
    sides = (np.array(left.size), np.array(right.size))
    lines = [_patch(points[:, at : at + 2]) for at in (0, 2)]
    if max(float((high - low).min()) for low, high in lines) < THIN and _share_a_border(lines, sides):
        return ~nothing
    exact = moved_only(points[:, :2] * sides[0], points[:, 2:] * sides[1])
    patches = [_patch(points[exact, at : at + 2]) for at in (0, 2)]
    area = max(_area(points[exact, at : at + 2]) for at in (0, 2))
    if not exact.any() or area >= SMALL or not _share_a_border(patches, sides):
        return nothing
    if area >= TINY:
        return exact
    around = exact | (_around(points[:, :2], patches[0]) & _around(points[:, 2:], patches[1]))
    # A wall seen from two sides is moved exactly somewhere, and its surroundings are the whole wall: no small thing.
    small = max(_area(points[around, at : at + 2]) for at in (0, 2)) < TINY
    return around if small and exact.sum() >= EXACT_SHARE * around.sum() else exact


def _share_a_border(patches: Sequence[Patch], sides: Sequence[NDArray[np.float64]]) -> bool:
    """Say whether both patches lie near one and the same border.

    Two pictures of a panorama agree at opposite borders, and that is no overlay.
    """
    rooms = [
        np.concatenate([low * side, (1.0 - high) * side]) / side.max()
        for (low, high), side in zip(patches, sides, strict=True)
    ]
    return float(np.maximum(rooms[0], rooms[1]).min()) < NEAR_BORDER


def moved_only(left: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return (k,) bool: the largest set of points that one shift and one enlargement, without a turn, carry over.

    left, right: (k, 2) pixels. Hypotheses come from pairs of points, drawn with a fixed seed.
    """
    chance = np.random.default_rng(_SEED)
    first = chance.integers(0, len(left), _TRIES)
    second = chance.integers(0, len(left), _TRIES)
    before = np.linalg.norm(left[second] - left[first], axis=1)
    after = np.linalg.norm(right[second] - right[first], axis=1)
    usable = (before > EXACT) & (after > EXACT)
    if not usable.any():
        return np.zeros(len(left), dtype=np.bool_)
    growth = (after[usable] / before[usable])[:, None, None]
    shift = right[first[usable]][:, None] - growth * left[first[usable]][:, None]
    gap = np.linalg.norm(growth * left[None] + shift - right[None], axis=2)
    # Judged in the smaller of the two pictures' patches, so that enlarging does not loosen the test.
    agree = gap < EXACT * np.maximum(1.0, growth[:, :, 0])
    return np.asarray(agree[agree.sum(axis=1).argmax()], dtype=np.bool_)


def _patch(places: NDArray[np.float64]) -> Patch:
    """Return the least and greatest (x, y) of the places, the outermost tenth on each side left out as stray."""
    if not len(places):
        return np.zeros(2), np.zeros(2)
    low, high = np.percentile(places, (10, 90), axis=0)
    return np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)


def _area(places: NDArray[np.float64]) -> float:
    low, high = _patch(places)
    return float(np.prod(high - low))


def _around(places: NDArray[np.float64], patch: tuple[NDArray[np.float64], NDArray[np.float64]]) -> NDArray[np.bool_]:
    """Return which places lie in the patch or around it, twice as far as it is large itself."""
    low, high = patch
    margin = 2.0 * (high - low) + MARGIN
    return np.asarray(np.all((places >= low - margin) & (places <= high + margin), axis=1), dtype=np.bool_)
