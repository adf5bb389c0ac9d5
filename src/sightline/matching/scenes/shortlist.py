"""Which pictures are worth comparing: binary ASMK over an inverted file, scanned by compiled code.

Score of a picture: over the visual words it shares with the query, idf(word)^2 * max(0, 1 - 2 h / 128)^3, where h is
the Hamming distance of the two 128-bit signatures, divided by the square root of the number of the picture's words.
(Tolias, Avrithis and Jegou, IJCV 2016: selective match kernel with binarised residuals.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sightline.matching.near.bits import count_ones
from sightline.matching.scenes.codebook import BITS, Words

SELECTIVITY = 3.0
# Signatures farther apart than this count nothing: (1 - 2 * 52 / 128)^3 < 0.007, and chance rarely comes so near.
FARTHEST = 52


@dataclass(frozen=True, slots=True, kw_only=True)
class Postings:
    """One inverted file: the pictures that have each word, in the order of the words.

    offsets: (k + 1,) int64; pictures: (e,) int32, numbered from 0 within this file; signatures: (e, 2) uint64.
    May be memory-mapped.
    """

    offsets: NDArray[np.int64]
    pictures: NDArray[np.int32]
    signatures: NDArray[np.uint64]
    count: int


def invert(pictures: Sequence[Words], words: int) -> Postings:
    """Return the inverted file of these pictures. words: size of the codebook."""
    if not pictures:
        return Postings(
            offsets=np.zeros(words + 1, np.int64),
            pictures=np.empty(0, np.int32),
            signatures=np.empty((0, 2), np.uint64),
            count=0,
        )
    word = np.concatenate([p.words for p in pictures])
    owner = np.repeat(np.arange(len(pictures), dtype=np.int32), [len(p) for p in pictures])
    order = np.argsort(word, kind="stable")
    offsets = np.zeros(words + 1, dtype=np.int64)
    np.cumsum(np.bincount(word, minlength=words), out=offsets[1:])
    return Postings(
        offsets=offsets,
        pictures=owner[order],
        signatures=np.concatenate([p.signatures for p in pictures])[order],
        count=len(pictures),
    )


def weights(counts: NDArray[np.int64], pictures: int) -> NDArray[np.float32]:
    """Return (k,) float32 idf^2. counts: in how many of the pictures each word occurs.

    Smoothed so that a word seen everywhere still counts a little: a small index must work from its first picture.
    """
    idf = np.log(1.0 + pictures / np.maximum(counts, 1.0))
    return (idf * idf).astype(np.float32)


def scores(postings: Postings, query: Words, weight: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return (count,) float32: the similarity of each picture to the query, not yet divided by its norm."""
    worth = weight[query.words][:, None] * _TABLE
    starts, ends = postings.offsets[query.words], postings.offsets[query.words + 1]
    total = np.zeros(postings.count, dtype=np.float32)
    _scan((starts, ends), postings.pictures, postings.signatures, query.signatures, worth, total)
    return total


_TABLE = np.array(
    [max(0.0, 1.0 - 2.0 * distance / BITS) ** SELECTIVITY for distance in range(FARTHEST)], dtype=np.float32
)


@njit(cache=True, nogil=True)
def _scan(lists: Any, pictures: Any, signatures: Any, query: Any, worth: Any, total: Any) -> None:
    """Add to `total` what each entry of each of the query's lists is worth at its distance."""
    starts, ends = lists
    for i in range(len(starts)):
        first, second = query[i, 0], query[i, 1]
        for entry in range(starts[i], ends[i]):
            gap = count_ones(signatures[entry, 0] ^ first) + count_ones(signatures[entry, 1] ^ second)
            if gap < FARTHEST:
                total[pictures[entry]] += worth[i, gap]


def best(similarity: NDArray[np.float32], top: int) -> NDArray[np.int64]:
    """Return the numbers of the `top` highest scores above zero, highest first, lower number first on a tie."""
    several = min(top, len(similarity))
    if not several:
        return np.empty(0, dtype=np.int64)
    candidates = np.argpartition(-similarity, several - 1)[:several] if several < len(similarity) else None
    numbers = np.arange(len(similarity)) if candidates is None else np.sort(candidates)
    ordered = numbers[np.argsort(-similarity[numbers], kind="stable")]
    return ordered[similarity[ordered] > 0].astype(np.int64)


def how_many(pictures: int) -> int:
    """Return how many candidates to verify: 25, and 100 where the index holds more than 50,000 pictures."""
    return 100 if pictures > 50_000 else 25
