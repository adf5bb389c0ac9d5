"""What is printed on the pictures of many sources: cells of (look, place from the nearest corner) to leave out.

A logo, caption or time stamp gives the same look at the same place in picture after picture. A cell that recurs in
several different takes, and far more often than its look would by chance, is taken for an overlay. A look is a coarse
word (256 of them): the fine words of the shortlist change with what lies behind a logo. A take is a picture, or all
that a fixed camera of one source took (`takes.py`): a room seen from one tripod is never an overlay.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sightline.kernel.errors import UsageError
from sightline.matching.scenes.takes import takes
from sightline.matching.scenes.view import View

# Fractions of the long side. Bins overlap by half in both directions, so that no border cuts a place in two.
BIN = 0.015
LEAST_SOURCES = 4
# A cell must recur this many standard deviations beyond what chance gives its word.
SIGMAS = 5.0
_BINS = 128
_SOURCE_BITS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class StopList:
    """cells: (s,) int64, sorted. sources: from how many takes it was learnt, 0 where that is not known any more."""

    cells: NDArray[np.int64]
    sources: int


NOTHING = StopList(cells=np.empty(0, np.int64), sources=0)


def learn(pictures: Iterable[tuple[View, NDArray[np.int32], int]], *, least_sources: int = LEAST_SOURCES) -> StopList:
    """Return the cells that recur. pictures: views with the look of each keypoint, (n,), and their source's number.

    A sample of a few thousand pictures is enough; 33 bytes of memory a keypoint. least_sources: of takes.
    """
    positions: list[NDArray[np.float32]] = []
    marked: list[NDArray[np.int64]] = []
    sources: list[int] = []
    for view, look, source in pictures:
        positions.append(view.positions)
        marked.append(cells(view, look))
        sources.append(source)
    numbers: dict[int, int] = {}
    seen = [
        np.unique((marks.reshape(-1) << _SOURCE_BITS) | numbers.setdefault(take, len(numbers)))
        for take, marks in zip(takes(positions, marked, sources), marked, strict=True)
        if take >= 0
    ]
    if len(numbers) >= 1 << _SOURCE_BITS:
        raise UsageError(f"A stop-list is learnt from at most {(1 << _SOURCE_BITS) - 1} takes; give a sample.")
    if not seen:
        return NOTHING
    cell, count = np.unique(np.unique(np.concatenate(seen)) >> _SOURCE_BITS, return_counts=True)
    return StopList(cells=cell[count >= _needed(cell, count, least_sources)], sources=len(numbers))


def stopped(stop: StopList, view: View, look: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return (n,) bool: which keypoints lie in a stopped cell. look: (n,) the look of each keypoint."""
    if not len(stop.cells) or not len(view):
        return np.zeros(len(view), dtype=np.bool_)
    own = cells(view, look)
    place = np.minimum(np.searchsorted(stop.cells, own), len(stop.cells) - 1)
    return np.asarray((stop.cells[place] == own).any(axis=1), dtype=np.bool_)


def cells(view: View, look: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return (n, 4) int64: the four overlapping cells of each keypoint."""
    long_side = max(view.width, view.height)
    shape = np.array([view.width / long_side, view.height / long_side])
    far = view.positions > 0.5
    offset = np.where(far, 1.0 - view.positions, view.positions) * shape / BIN
    corner = far[:, 0].astype(np.int64) * 2 + far[:, 1]
    base = look.astype(np.int64) * 4 + corner
    out = []
    for shift in range(4):
        column = np.clip(np.floor(offset[:, 0] + 0.5 * (shift & 1)), 0, _BINS - 1).astype(np.int64)
        row = np.clip(np.floor(offset[:, 1] + 0.5 * (shift >> 1)), 0, _BINS - 1).astype(np.int64)
        out.append(((base * 4 + shift) * _BINS + row) * _BINS + column)
    return np.stack(out, axis=1)


def _needed(cell: NDArray[np.int64], count: NDArray[np.int64], least_sources: int) -> NDArray[np.float64]:
    """Return for each cell how many sources it must recur in: more for a look that is common everywhere."""
    look = cell // (16 * _BINS * _BINS)
    # Each shift holds every keypoint once; a corner's quarter of a 4 : 3 picture has this many bins.
    places = 4 * 4 * round(0.5 / BIN) * round(0.375 / BIN)
    chance = np.bincount(look, weights=count) / places
    return np.maximum(least_sources, chance + SIGMAS * np.sqrt(chance))[look]
