"""Which pictures of one source are the same take of a fixed camera, and which only carry the same mark.

An overlay recurs at one place over pictures that otherwise differ. Within one source that must be told from a camera
on a tripod, whose pictures agree at one place as well: those agree nearly everywhere, a mark agrees in a corner.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

# The picture is looked at in 4 x 4 blocks.
BLOCKS = 4
# A block says something where both pictures have this many keypoints, and agrees where so many recur at their place.
OCCUPIED, AGREEING, AGREEING_SHARE = 12, 4, 0.2
# One take: at least half of the blocks agree, and these lie neither in one row nor in one column.
ALIKE = 0.5
# Of one source no more pictures are compared with one another: an even sample.
MOST = 400


def takes(
    positions: Sequence[NDArray[np.float32]], cells: Sequence[NDArray[np.int64]], sources: Sequence[int]
) -> list[int]:
    """Return for each picture the number of its take, -1 where its source has more than are compared.

    positions: (n, 2) fractions of each picture's keypoints. cells: (n, 4) int64, as the stop-list makes them. Pictures
    of different sources are different takes.
    """
    by_source: dict[int, list[int]] = defaultdict(list)
    for number, source in enumerate(sources):
        by_source[source].append(number)
    out = [-1] * len(positions)
    for members in by_source.values():
        step = len(members) / min(len(members), MOST)
        chosen = [members[int(place * step)] for place in range(min(len(members), MOST))]
        for number, top in zip(
            chosen, _joined([positions[n] for n in chosen], [cells[n] for n in chosen]), strict=True
        ):
            out[number] = chosen[top]
    return out


def _joined(positions: list[NDArray[np.float32]], cells: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Return (p,) int64: for each picture of one source the first picture of its take."""
    blocks = [_block(one) for one in positions]
    present = np.array([np.bincount(one, minlength=BLOCKS * BLOCKS) for one in blocks])
    owner = np.repeat(np.arange(len(positions), dtype=np.int64), [len(one) for one in cells])
    _, word = np.unique(np.concatenate(cells) if cells else np.empty((0, 4), np.int64), return_inverse=True)
    word = word.reshape(-1, 4)
    order = np.argsort(word.reshape(-1), kind="stable")
    offsets = np.concatenate([[0], np.cumsum(np.bincount(word.reshape(-1)))]).astype(np.int64)
    starts = np.concatenate([[0], np.cumsum([len(one) for one in cells])]).astype(np.int64)
    top = np.arange(len(positions), dtype=np.int64)
    block = np.concatenate(blocks) if blocks else np.empty(0, np.int64)
    for number in range(len(positions)):
        counts = np.zeros((len(positions), BLOCKS * BLOCKS), np.int64)
        rows = slice(starts[number], starts[number + 1])
        _count(word[rows], block[rows], offsets, np.repeat(owner, 4)[order], counts)
        alike = _one_take(counts, np.minimum(present, present[number]))
        alike[number] = True
        group = np.unique(top[alike])
        top[np.isin(top, group)] = group.min()
    return top


def _block(places: NDArray[np.float32]) -> NDArray[np.int64]:
    column, row = np.minimum((places * BLOCKS).astype(np.int64), BLOCKS - 1).T
    return np.asarray(row * BLOCKS + column, dtype=np.int64)


@njit(cache=True, nogil=True)
def _count(words: Any, block: Any, offsets: Any, pictures: Any, counts: Any) -> None:
    """Add to `counts` (p, 16) in how many keypoints of one picture each other picture recurs, by block."""
    last = np.full(len(counts), -1, np.int64)
    for k in range(len(words)):
        for shift in range(words.shape[1]):
            for place in range(offsets[words[k, shift]], offsets[words[k, shift] + 1]):
                other = pictures[place]
                if last[other] != k:
                    last[other] = k
                    counts[other, block[k]] += 1


def _one_take(counts: NDArray[np.int64], both: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return (p,) bool: which pictures agree with one over most of what both show. counts, both: (p, 16)."""
    occupied = both >= OCCUPIED
    agreeing = occupied & (counts >= np.maximum(AGREEING, AGREEING_SHARE * both))
    square = agreeing.reshape(-1, BLOCKS, BLOCKS)
    spread = np.minimum(square.any(axis=1).sum(axis=1), square.any(axis=2).sum(axis=1)) >= 2
    return np.asarray(spread & (agreeing.sum(axis=1) >= ALIKE * occupied.sum(axis=1)), dtype=np.bool_)
