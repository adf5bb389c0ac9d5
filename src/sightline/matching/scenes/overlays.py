"""Logos, captions and time stamps after verification: what agrees between two pictures may be printed on both.

The other guard, before indexing, is `stoplist.py`. This one needs no other pictures: a pasted thing is moved and
resized between two pictures but never turned or seen in perspective. Where all that agrees is such a patch, small and
close to a border of both, the link is called "overlay or fixed camera" and is never verified.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sightline.matching.scenes.view import View

OVERLAY = "overlay or fixed camera"
# In pixels of the 800-pixel picture: how exactly a pasted patch is only moved and resized.
EXACT = 2.0
# Of a picture's area: what is exactly moved and covers more is a scene, a near copy or a fixed camera's whole view.
SMALL = 0.12
# Of the long side: a pasted patch begins this close to a border.
NEAR_BORDER = 0.15
_TRIES = 300
_SEED = 7


def pasted(left: View, right: View, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return (k,) bool: which agreeing points look printed on both pictures; none if the patch is no overlay.

    points: (k, 4) fractions, x and y left, x and y right.
    """
    nothing = np.zeros(len(points), dtype=np.bool_)
    if len(points) < 3:
        return nothing
    sides = (np.array(left.size), np.array(right.size))
    exact = moved_only(points[:, :2] * sides[0], points[:, 2:] * sides[1])
    rooms = [_room_around(points[exact, at : at + 2], side) for at, side in zip((0, 2), sides, strict=True)]
    if rooms[0] is None or rooms[1] is None:
        return nothing
    # Of one border in both: two pictures of a panorama agree at opposite borders, and are no overlay.
    nearest = np.maximum(rooms[0] / sides[0].max(), rooms[1] / sides[1].max()).min()
    return exact if nearest < NEAR_BORDER else nothing


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


def _room_around(places: NDArray[np.float64], size: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Return the pixels between the places (fractions) and each of the four borders; None if they cover too much.

    The outermost tenth on each side is left out as stray.
    """
    if not len(places):
        return None
    low, high = np.percentile(places, (10, 90), axis=0)
    if float(np.prod(high - low)) >= SMALL:
        return None
    return np.concatenate([low * size, (1.0 - high) * size])
