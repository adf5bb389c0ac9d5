"""PDQ, the 256-bit perceptual hash that agencies exchange, computed as one cached linear map per axis.

The reference blurs the whole picture four times and keeps 64 x 64 samples. Blur and sampling are linear, so they are
two small matrices, `rows . luma . columns^T`, each with about n/64 weights a line: the same hash for a hundredth of the
work. Wherever a bit could hang on rounding, `pdq_exact` decides, so the bits are always the reference's.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sightline.features.pdq_exact import COSINES, KEPT, SIDE, exact_map, window

Luma = NDArray[np.uint8]
Grid = NDArray[np.float64]

SMALLEST_SIDE = 5
"""The reference hashes nothing with a shorter side; nor does this."""

ROUNDING = 0.006
"""DCT units. The two paths never differed by more than 0.0022 (decision 0030): two values, by 0.0044 at most."""

VARIANTS = (
    "as it is",
    "turned 90",
    "turned 180",
    "turned 270",
    "flipped top to bottom",
    "mirrored",
    "transposed",
    "transposed and turned 180",
)
"""The eight dihedral variants in the order of `Fingerprint.hashes`; turns are anticlockwise, as `numpy.rot90`."""

_ODD = np.where(np.arange(KEPT) % 2 == 1, 1.0, -1.0)
_ROWS = np.repeat(_ODD[:, None], KEPT, axis=1)
_COLUMNS = _ROWS.T
_WHOLE_COSINES = COSINES.astype(np.float64)


class Axis(NamedTuple):
    """The weights of one axis: line `i` of 64 is `weights[i, :counts[i]]`, applied from pixel `starts[i]` on."""

    starts: NDArray[np.int64]
    counts: NDArray[np.int64]
    weights: NDArray[np.float32]


class Box(NamedTuple):
    """A rectangle in pixels: rows top..bottom, columns left..right, the ends left out."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """hashes: (8, 32) uint8, one line a variant of `VARIANTS`, bit 255 first; quality: 0..100, use from 50 on."""

    hashes: NDArray[np.uint8]
    quality: int

    @property
    def hex(self) -> str:
        """The hash of the picture as it is: 64 hexadecimal digits, as agencies exchange it."""
        return self.hashes[0].tobytes().hex()


@lru_cache(maxsize=512)
def axis(length: int, scaled: int = 0) -> Axis:
    """Return the weights for an axis of `length` pixels.

    scaled: where the decoder already shrank the axis (JPEG, by 2, 4 or 8), how many pixels are left of `length`. The
    weights are those of the full length summed over each block, which undoes the shift that hashing a shrunken
    picture naively brings.
    """
    width = window(length)
    ahead = (width + 2) // 2 - 1
    behind = width - ahead - 1
    block = 1 if not scaled else max(1, round(length / scaled))
    reach = 2 * (width // block + 2)
    starts = np.zeros(SIDE, np.int64)
    counts = np.zeros(SIDE, np.int64)
    weights = np.zeros((SIDE, reach), np.float32)
    for line in range(SIDE):
        centre = int((line + 0.5) * length / SIDE)
        first = max(0, centre - 2 * behind)
        sums = np.zeros(min(length, centre + 2 * ahead + 1) - first)
        outer = range(max(0, centre - behind), min(length, centre + ahead + 1))
        for middle in outer:
            low, high = max(0, middle - behind), min(length, middle + ahead + 1)
            sums[low - first : high - first] += 1.0 / (len(outer) * (high - low))
        places = (first + np.arange(sums.size)) // block
        if scaled:
            places = np.minimum(places, scaled - 1)
        blocks = np.bincount(places - places[0], weights=sums)
        starts[line], counts[line] = places[0], blocks.size
        weights[line, : blocks.size] = blocks
    return Axis(starts, counts, weights)


@njit(cache=True, fastmath=True)
def _project(luma: Any, corner: Any, rows: Any, columns: Any) -> Any:
    """Product rows . luma . columns^T over the part of `luma` that starts at `corner` = (row, column, width)."""
    top, left, width = corner
    line = np.empty(width, np.float32)
    out = np.empty((SIDE, SIDE), np.float64)
    for i in range(SIDE):
        line[:] = 0
        for t in range(rows[1][i]):
            weight = rows[2][i, t]
            pixels = luma[top + rows[0][i] + t, left : left + width]
            for j in range(width):
                line[j] += weight * np.float32(pixels[j])
        for j in range(SIDE):
            total = 0.0
            for t in range(columns[1][j]):
                total += columns[2][j, t] * line[columns[0][j] + t]
            out[i, j] = total
    return out


def _quality(small: NDArray[Any]) -> tuple[int, bool]:
    """Return the gradient quality (0..100) of a 64 x 64 reduction and whether rounding cannot change it."""
    steps = np.concatenate([np.diff(small, axis=0).ravel(), np.diff(small, axis=1).ravel()])
    levels = np.abs(steps) * small.dtype.type(100) / small.dtype.type(255)
    total = int(levels.astype(np.int64).sum())
    nearest = np.rint(levels)
    unsure = int(np.count_nonzero((np.abs(levels - nearest) < ROUNDING / 100) & (nearest > 0)))
    return min(100, total // 90), (total - unsure) // 90 == (total + unsure) // 90


def dihedral(frequencies: NDArray[Any]) -> NDArray[Any]:
    """Return the (8, 16, 16) DCTs of the turned and mirrored picture: a turn only swaps axes and changes signs."""
    rows = _ROWS.astype(frequencies.dtype)
    columns = _COLUMNS.astype(frequencies.dtype)
    return np.stack(
        [
            frequencies,
            (frequencies * columns).T,
            frequencies * rows * columns,
            (frequencies * rows).T,
            frequencies * rows,
            frequencies * columns,
            frequencies.T,
            (frequencies * rows * columns).T,
        ]
    )


def _bits(frequencies: NDArray[Any]) -> tuple[NDArray[np.uint8], bool]:
    """Return (8, 32) packed hashes of (16, 16) frequencies, and whether every bit stands clear of rounding."""
    flat = dihedral(frequencies).reshape(8, KEPT * KEPT)
    ordered = np.sort(flat, axis=1)
    median = ordered[:, 127:128]
    clear = bool(np.all(ordered[:, 128] - ordered[:, 127] > ROUNDING))
    return np.packbits((flat > median)[:, ::-1], axis=1), clear


def fingerprint(luma: Luma, *, box: Box | None = None, full: tuple[int, int] | None = None) -> Fingerprint | None:
    """Return the eight PDQ hashes and the quality of a grey picture, or None where a side is shorter than 5 pixels.

    luma: (height, width) uint8. box: hash only this part. full: (height, width) before the decoder shrank the picture;
    then the map is the corrected one (within some bits of the full decode while the short side keeps 500 pixels), and
    `box` must be None. ValueError where the array is not two-dimensional uint8.
    """
    if luma.ndim != 2 or luma.dtype != np.uint8:
        raise ValueError("a grey picture of two dimensions and type uint8 is needed")
    top, bottom, left, right = box or Box(0, luma.shape[0], 0, luma.shape[1])
    height, width = bottom - top, right - left
    if min(height, width) < SMALLEST_SIDE:
        return None
    whole = np.ascontiguousarray(luma)
    rows = axis(height) if full is None else axis(full[0], height)
    columns = axis(width) if full is None else axis(full[1], width)
    small = _project(whole, (top, left, width), rows, columns)
    hashes, clear = _bits(_WHOLE_COSINES @ small @ _WHOLE_COSINES.T)
    quality, certain = _quality(small)
    if full is None and not (clear and certain):
        exact, frequencies = exact_map(whole[top:bottom, left:right])
        hashes, _ = _bits(frequencies)
        quality, _ = _quality(exact)
    return Fingerprint(hashes=hashes, quality=quality)
