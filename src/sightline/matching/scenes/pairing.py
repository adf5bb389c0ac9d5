"""Which keypoint of one picture looks like which of another: exact nearest neighbours and the ratio test."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sightline.matching.scenes.view import View

RATIO = 0.9
# A second-nearest keypoint this close (in pixels of the 800-pixel picture) to the nearest is the same corner seen
# twice, not a rival (first geometrically inconsistent neighbour: Mishkin et al., CVIU 2015).
SAME_CORNER = 10.0
_KEPT = 4


def pairs(left: View, right: View, *, ratio: float = RATIO, mutual: bool = True) -> NDArray[np.int32]:
    """Return (m, 2) int32 indices (left, right) of keypoints that look alike, most distinctive first.

    Kept: the nearest right descriptor, if it is nearer than `ratio` times the nearest at another corner; of several
    left keypoints with one target the nearest, and with `mutual` only where it is the target's own nearest too.
    """
    if not len(left) or len(right) < 2:
        return np.empty((0, 2), dtype=np.int32)
    index, distance, back = _nearest(*_products(left.descriptors, right.descriptors))
    second = _rival(index, distance, right.pixels.astype(np.float32), np.float32(SAME_CORNER**2))
    quality = distance[:, 0] / np.maximum(second, 1.0)
    keep = quality < ratio * ratio
    if mutual:
        keep &= back[index[:, 0]] == np.arange(len(left))
    rows = np.flatnonzero(keep)
    rows = rows[np.argsort(quality[rows], kind="stable")]
    _, first = np.unique(index[rows, 0], return_index=True)
    rows = rows[np.sort(first)]
    return np.stack([rows.astype(np.int32), index[rows, 0]], axis=1)


def _products(
    left: NDArray[np.uint8], right: NDArray[np.uint8]
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Return dot products and squared lengths. All are whole numbers below 2**24, so float32 holds them exactly."""
    a, b = left.astype(np.float32), right.astype(np.float32)
    return a @ b.T, np.einsum("ij,ij->i", a, a), np.einsum("ij,ij->i", b, b)


@njit(cache=True)
def _nearest(
    products: NDArray[np.float32], left: NDArray[np.float32], right: NDArray[np.float32]
) -> tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.int32]]:
    """Return each left one's four nearest (index, squared distance), nearest first, and each right one's nearest."""
    n, m = products.shape
    far = np.float32(3e38)
    index = np.zeros((n, _KEPT), dtype=np.int32)
    distance = np.full((n, _KEPT), far, dtype=np.float32)
    back = np.zeros(m, dtype=np.int32)
    back_distance = np.full(m, far, dtype=np.float32)
    for i in range(n):
        worst = far
        for j in range(m):
            gap = left[i] + right[j] - np.float32(2.0) * products[i, j]
            if gap < back_distance[j]:
                back_distance[j] = gap
                back[j] = i
            if gap < worst:
                slot = _KEPT - 1
                while slot > 0 and distance[i, slot - 1] > gap:
                    distance[i, slot] = distance[i, slot - 1]
                    index[i, slot] = index[i, slot - 1]
                    slot -= 1
                distance[i, slot] = gap
                index[i, slot] = j
                worst = distance[i, _KEPT - 1]
    return index, distance, back


@njit(cache=True)
def _rival(
    index: NDArray[np.int32], distance: NDArray[np.float32], places: NDArray[np.float32], apart: np.float32
) -> NDArray[np.float32]:
    """Return the squared distance of the nearest descriptor that sits at another corner than the very nearest.

    Where the four nearest all sit at one corner the fourth stands in, which can only make the test stricter.
    """
    out = distance[:, _KEPT - 1].copy()
    for i in range(len(index)):
        best = index[i, 0]
        for slot in range(1, _KEPT):
            other = index[i, slot]
            dx, dy = places[other, 0] - places[best, 0], places[other, 1] - places[best, 1]
            if dx * dx + dy * dy > apart:
                out[i] = distance[i, slot]
                break
    return out
