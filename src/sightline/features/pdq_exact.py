"""PDQ in the reference's own single-precision arithmetic, sum by sum in its order.

The quick linear map of `pdq_map` differs from the reference by rounding only (some thousandths of a DCT unit). Where
a bit hangs on less than that, this slower path decides it, so that a hash never depends on which path was taken.
Source of the method: the PDQ paper of 2017, its window rule and its two passes of a running mean along each axis.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

FloatGrid = NDArray[np.float32]

SIDE = 64
KEPT = 16
TOGETHER = 16


def window(length: int) -> int:
    """Return the width in pixels of one running mean along an axis of `length` pixels."""
    return (length + 2 * SIDE - 1) // (2 * SIDE)


def cosines() -> FloatGrid:
    """Return the (16, 64) rows 1..16 of the orthonormal DCT-II, rounded to single precision as the reference does."""
    scale = np.float64(np.float32(np.sqrt(2.0 / SIDE)))
    frequency = np.arange(1, KEPT + 1)[:, None]
    place = 2 * np.arange(SIDE)[None, :] + 1
    return (scale * np.cos(np.pi / 2 / SIDE * frequency * place)).astype(np.float32)


COSINES = cosines()


@njit(cache=True)
def _blur_down(grid: Any, out: Any, width: int) -> None:
    """Mean of up to `width` neighbours down every column, kept as running sums whose rounding carries along."""
    rows, columns = grid.shape
    ahead = (width + 2) // 2 - 1
    total = np.zeros(columns, np.float32)
    count = 0
    left = 0
    for right in range(rows + ahead):
        if right < rows:
            count += 1
            for j in range(columns):
                total[j] += grid[right, j]
        if count > width or right >= rows:
            count -= 1
            for j in range(columns):
                total[j] -= grid[left, j]
            left += 1
        if right >= ahead:
            for j in range(columns):
                out[right - ahead, j] = total[j] / np.float32(count)


@njit(cache=True)
def _blur_across(grid: Any, out: Any, width: int, picks: Any) -> None:
    """The same along every row, some rows at a time turned on their side; only the columns `picks` are kept."""
    rows, columns = grid.shape
    tile = np.zeros((columns, TOGETHER), np.float32)
    blurred = np.empty((columns, TOGETHER), np.float32)
    for begin in range(0, rows, TOGETHER):
        many = min(TOGETHER, rows - begin)
        for i in range(many):
            for j in range(columns):
                tile[j, i] = grid[begin + i, j]
        _blur_down(tile, blurred, width)
        for j in range(picks.size):
            for i in range(many):
                out[begin + i, j] = blurred[picks[j], i]


@njit(cache=True)
def _shrink(luma: Any, across: int, down: int) -> Any:
    """Blur twice along both axes and keep the 64 x 64 centre samples."""
    rows, columns = luma.shape
    first = np.empty((rows, columns), np.float32)
    second = np.empty((rows, columns), np.float32)
    _blur_across(luma, first, across, np.arange(columns))
    _blur_down(first, second, down)
    narrow = np.empty((rows, SIDE), np.float32)
    _blur_across(second, narrow, across, ((np.arange(SIDE) + 0.5) * columns / SIDE).astype(np.int64))
    tall = np.empty((rows, SIDE), np.float32)
    _blur_down(narrow, tall, down)
    small = np.empty((SIDE, SIDE), np.float32)
    for i in range(SIDE):
        small[i] = tall[int((i + 0.5) * rows / SIDE)]
    return small


@njit(cache=True)
def _transform(small: Any, cosine: Any) -> Any:
    """The 16 x 16 low DCT coefficients without the constant row and column, summed in order."""
    partial = np.zeros((KEPT, SIDE), np.float32)
    out = np.zeros((KEPT, KEPT), np.float32)
    for i in range(KEPT):
        for j in range(SIDE):
            total = np.float32(0)
            for k in range(SIDE):
                total += cosine[i, k] * small[k, j]
            partial[i, j] = total
    for i in range(KEPT):
        for j in range(KEPT):
            total = np.float32(0)
            for k in range(SIDE):
                total += partial[i, k] * cosine[j, k]
            out[i, j] = total
    return out


def exact_map(luma: NDArray[np.uint8]) -> tuple[FloatGrid, FloatGrid]:
    """Return the (64, 64) reduction of `luma` (height, width) and its (16, 16) DCT, both float32, as the reference."""
    small = _shrink(np.ascontiguousarray(luma), window(luma.shape[1]), window(luma.shape[0]))
    return small, _transform(small, COSINES)
