"""Logos, captions and time stamps: pasted on many pictures, they link what has nothing else in common.

Two guards. Before indexing, a stop-list: a visual word that recurs at one place relative to a corner in pictures of
several different sources is printed on them, and such keypoints are dropped. After verification, a flag: what agrees
is small and sits at one place near a border of both pictures ("overlay or fixed camera"), which is never verified.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sightline.matching.scenes.view import View

OVERLAY = "overlay or fixed camera"
# Of a picture's long side: how far a pasted thing may wander between two pictures.
STILL = 0.02
# Of a picture's area: what sits still and covers more is a scene, a near copy or a fixed camera's whole view.
SMALL = 0.12
SAME_SIZE = 1.25


def looks_pasted(left: View, right: View, points: NDArray[np.float64], *, needed: int) -> bool:
    """Say whether too few of the agreeing points are left once those are taken out that sit still near a border.

    points: (k, 4) fractions, x and y left, x and y right. needed: how many moving points make a link on their own.
    """
    if not len(points):
        return False
    still = stationary(left, right, points)
    if int(np.count_nonzero(~still)) >= needed or not still.any():
        return False
    return max(_area(points[still, :2]), _area(points[still, 2:])) < SMALL


def stationary(left: View, right: View, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return (k,) bool: which points have the same place in both pictures, measured from one common anchor.

    Anchors: the four corners and the middles of the four borders. The anchor that most points agree with is used,
    and distances are compared as fractions of the long side, so that pictures of other shapes are handled.
    """
    best = np.zeros(len(points), dtype=np.bool_)
    for anchor in _ANCHORS:
        gap = _from_anchor(left, points[:, :2], anchor) - _from_anchor(right, points[:, 2:], anchor)
        still = np.hypot(gap[:, 0], gap[:, 1]) < STILL
        if still.sum() > best.sum():
            best = still
    return best


_ANCHORS = tuple((x, y) for x in (0.0, 0.5, 1.0) for y in (0.0, 0.5, 1.0) if (x, y) != (0.5, 0.5))


def _from_anchor(view: View, places: NDArray[np.float64], anchor: tuple[float, float]) -> NDArray[np.float64]:
    long_side = max(view.width, view.height)
    return (places - anchor) * (view.width / long_side, view.height / long_side)


def _area(places: NDArray[np.float64]) -> float:
    """Return the share of the picture in the box around the points, the outermost tenth on each side left out."""
    low, high = np.percentile(places, (10, 90), axis=0)
    return float(np.prod(high - low))
