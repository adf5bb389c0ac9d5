"""Exact search: many small indexes, one for each band of the hash, over arrays that may live in files; or a plain scan.

Building is two counting sorts a band. A look-up gathers every row under every key near enough in each band, then
compares whole hashes; what it gathers is fetched ahead, since waiting for memory is nearly all of its cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sightline.matching.near.bits import WORDS, Bands, Words, ball, count_ones, distance, fetch

BLOCK = 4096


class Matches(NamedTuple):
    """Near hashes, line by line: row of the query, row of the hash, differing bits."""

    queries: NDArray[np.int64]
    rows: NDArray[np.int64]
    distances: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Which rows have which key in which band.

    starts: (sum of 2**width + 1,) uint32, band after band: where the rows of each key begin.
    rows: (bands - 1, n) uint32: the rows of each key. The first band needs none, since hashes are sorted by it.
    """

    bands: Bands
    starts: NDArray[np.uint32]
    rows: NDArray[np.uint32]


def bases(bands: Bands) -> NDArray[np.int64]:
    """Return (count + 1,) where each band begins in `starts`, and where the last ends."""
    return np.concatenate([[0], np.cumsum((1 << bands.widths) + 1)])


@njit(cache=True, nogil=True)
def _count_keys(words: Any, shift: int, width: int, starts: Any) -> Any:
    """Fill `starts` (2**width + 1, zeros) with where the rows of each key begin; return the rows of the fullest."""
    mask = np.uint64((1 << width) - 1)
    for i in range(words.shape[0]):
        starts[np.int64((words[i] >> np.uint64(shift)) & mask) + 1] += np.uint32(1)
    fullest = np.uint32(0)
    for key in range(1 << width):
        fullest = max(fullest, starts[key + 1])
        starts[key + 1] += starts[key]
    return fullest


@njit(cache=True, nogil=True)
def _place_rows(words: Any, shift: int, width: int, begins: Any, rows: Any) -> None:
    """Write the row numbers in the order of their keys. `begins` (2**width) is used up."""
    mask = np.uint64((1 << width) - 1)
    for i in range(words.shape[0]):
        key = np.int64((words[i] >> np.uint64(shift)) & mask)
        rows[begins[key]] = i
        begins[key] += np.uint32(1)


def build(words: Words, bands: Bands, starts: NDArray[np.uint32], rows: NDArray[np.uint32]) -> list[int]:
    """Fill `starts` (zeros) and `rows` (shapes as in `Index`) for `words` (n, 4), which must be sorted by word 0.

    Returns, for each band, how many rows its fullest key has.
    """
    begins = bases(bands)
    fullest = []
    for band in range(bands.count):
        column = np.ascontiguousarray(words[:, bands.words[band]])
        shift, width = int(bands.shifts[band]), int(bands.widths[band])
        part = starts[begins[band] : begins[band + 1]]
        fullest.append(int(_count_keys(column, shift, width, part)))
        if band:
            _place_rows(column, shift, width, np.array(part[:-1]), rows[band - 1])
    return fullest


@njit(cache=True, nogil=True)
def told_before(query: Any, other: Any, band: int, layout: Any) -> bool:
    """Whether an earlier band already found this pair."""
    for k in range(band):
        if layout[3][k] >= 0:
            differing = (query[layout[0][k]] ^ other[layout[0][k]]) >> np.uint64(layout[1][k])
            if count_ones(differing & np.uint64((1 << layout[2][k]) - 1)) <= layout[3][k]:
                return True
    return False


@njit(cache=True, nogil=True)
def note(pool: Any, used: int, query: int, row: int, apart: Any) -> Any:
    """Write a match into line `used` of `pool` (lines, 3), doubling it where it is full, and return it."""
    if used == pool.shape[0]:
        larger = np.empty((2 * used, 3), np.int64)
        larger[:used] = pool
        pool = larger
    pool[used, 0] = query
    pool[used, 1] = row
    pool[used, 2] = apart
    return pool


@njit(cache=True, nogil=True)
def _gather(key: Any, masks: Any, starts: Any, rows: Any, words: Any, found: Any) -> Any:
    """Collect into `found` the rows under every key near `key`; return (found, how many). No `rows`: row = place."""
    many = 0
    for m in range(masks.size):
        if m + 16 < masks.size:
            fetch(starts, key ^ np.int64(masks[m + 16]))
        if rows.size and m + 8 < masks.size:
            fetch(rows, np.int64(starts[key ^ np.int64(masks[m + 8])]))
        near = key ^ np.int64(masks[m])
        begin = np.int64(starts[near])
        end = np.int64(starts[near + 1])
        if many + end - begin > found.size:
            larger = np.empty(2 * (many + end - begin), np.int64)
            larger[:many] = found[:many]
            found = larger
        for place in range(begin, end):
            row = np.int64(rows[place]) if rows.size else place
            found[many] = row
            many += 1
            fetch(words, row * WORDS)
    return found, many


@njit(cache=True, nogil=True)
def _probe(queries: Any, words: Any, tables: Any, layout: Any, radius: int) -> Any:
    """Look every query up. tables: starts, bases, rows, masks, mask ends. Return (pool of triples, used, compared)."""
    starts, begins, rows, masks, ends = tables
    pool = np.empty((1024, 3), np.int64)
    found = np.empty(4096, np.int64)
    used = 0
    compared = 0
    for q in range(queries.shape[0]):
        query = queries[q]
        for band in range(layout[0].size):
            key = (query[layout[0][band]] >> np.uint64(layout[1][band])) & np.uint64((1 << layout[2][band]) - 1)
            part = starts[begins[band] : begins[band + 1]]
            listed = rows[band - 1] if band else rows[0, :0]
            near = masks[ends[band] : ends[band + 1]]
            found, many = _gather(np.int64(key), near, part, listed, words, found)
            compared += many
            for c in range(many):
                apart = np.int64(distance(query, words[found[c]]))
                if apart <= radius and not told_before(query, words[found[c]], band, layout):
                    pool = note(pool, used, q, found[c], apart)
                    used += 1
    return pool, used, compared


def probe(queries: Words, words: Words, index: Index, radius: int) -> tuple[Matches, int]:
    """Return every hash within `radius` (0..31) of each query, once, and how many hashes were compared for it."""
    bands = index.bands
    reach = bands.reach(radius)
    lists = [ball(int(width), int(near)) for width, near in zip(bands.widths, reach, strict=True)]
    ends = np.concatenate([[0], np.cumsum([one.size for one in lists])])
    tables = (index.starts, bases(bands), index.rows, np.concatenate(lists), ends)
    pool, used, compared = _probe(queries, words, tables, (bands.words, bands.shifts, bands.widths, reach), radius)
    return Matches(pool[:used, 0], pool[:used, 1], pool[:used, 2]), int(compared)


@njit(cache=True, nogil=True)
def nearest(query: Any, near: Any, begin: int, end: int) -> Any:
    """Smallest distance from `query` to columns begin..end of `near`: a plain loop that runs on many at once."""
    smallest = np.uint64(256)
    one, two, three, four = near[0, begin:end], near[1, begin:end], near[2, begin:end], near[3, begin:end]
    for j in range(end - begin):
        apart = (
            count_ones(query[0] ^ one[j])
            + count_ones(query[1] ^ two[j])
            + count_ones(query[2] ^ three[j])
            + count_ones(query[3] ^ four[j])
        )
        smallest = min(smallest, apart)
    return smallest


@njit(cache=True, nogil=True)
def _scan(queries: Any, words: Any, radius: int) -> Any:
    """Compare every query with every hash, some thousand hashes at a time, turned so that many go at once."""
    pool = np.empty((1024, 3), np.int64)
    turned = np.empty((WORDS, BLOCK), np.uint64)
    used = 0
    for begin in range(0, words.shape[0], BLOCK):
        many = min(BLOCK, words.shape[0] - begin)
        for i in range(many):
            for k in range(WORDS):
                turned[k, i] = words[begin + i, k]
        for q in range(queries.shape[0]):
            if nearest(queries[q], turned, 0, many) > radius:
                continue
            for i in range(many):
                apart = np.int64(distance(queries[q], words[begin + i]))
                if apart <= radius:
                    pool = note(pool, used, q, begin + i, apart)
                    used += 1
    return pool, used


def scan(queries: Words, words: Words, radius: int) -> tuple[Matches, int]:
    """Return the same as `probe` by comparing all with all: the best way for few hashes, and for any radius."""
    pool, used = _scan(queries, words, radius)
    return Matches(pool[:used, 0], pool[:used, 1], pool[:used, 2]), queries.shape[0] * words.shape[0]
