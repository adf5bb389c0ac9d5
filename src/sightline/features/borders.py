"""Uniform borders: letterbox bars, frames and margins that a copy may have and its original not.

A border row is one whose pixels nearly all have one and the same grey as the edge of the picture. Compression leaves
some noise in it and the row next to the picture rings, hence a tolerance and a share.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sightline.features.pdq_map import Box

TOLERANCE = 14
"""Grey levels that a border pixel may be away from the border's own grey."""

STRAY = 0.02
"""Share of a border row that may be something else (dust, a time stamp does not fit in)."""

SMALLEST_PART = 0.2
"""Of either side must remain, or the "border" was the picture."""

SMALLEST_TRIM = 0.01
"""Of either side must go, or there is nothing to trim."""


@njit(cache=True)
def _border_rows(grid: Any, tolerance: int, stray: float) -> int:
    """Count the rows from the top of `grid` (any strides) that are border."""
    rows, columns = grid.shape
    total = 0
    for j in range(columns):
        total += grid[0, j]
    level = total // columns
    allowed = int(stray * columns)
    for i in range(rows):
        other = 0
        for j in range(columns):
            if abs(np.int64(grid[i, j]) - level) > tolerance:
                other += 1
        if other > allowed:
            return i
    return rows


def _peel(luma: NDArray[np.uint8], box: Box) -> Box:
    """Return `box` without the border rows and then the border columns inside it."""
    top, bottom, left, right = box
    part = luma[top:bottom, left:right]
    top, bottom = top + _border_rows(part, TOLERANCE, STRAY), bottom - _border_rows(part[::-1], TOLERANCE, STRAY)
    if top >= bottom:
        return Box(top, top, left, right)
    part = luma[top:bottom, left:right].T
    left, right = left + _border_rows(part, TOLERANCE, STRAY), right - _border_rows(part[::-1], TOLERANCE, STRAY)
    return Box(top, bottom, left, max(left, right))


def without_borders(luma: NDArray[np.uint8]) -> Box | None:
    """Return the part of a grey picture (height, width) inside its uniform borders, in pixels.

    None where there is no border of at least 1 % of a side, or where less than a fifth of a side would be left.
    """
    height, width = luma.shape
    if min(height, width) < 2:
        return None
    box, before = Box(0, height, 0, width), None
    while box != before and box.top < box.bottom and box.left < box.right:
        before, box = box, _peel(luma, box)
    tall, wide = box.bottom - box.top, box.right - box.left
    if tall < SMALLEST_PART * height or wide < SMALLEST_PART * width:
        return None
    if height - tall < SMALLEST_TRIM * height and width - wide < SMALLEST_TRIM * width:
        return None
    return box
