"""All near pairs at once: a bank against itself, or a whole contribution against everything.

Hashes are laid out in the order of one 16-bit band; then only neighbours in it, keys at most so many bits apart, are
compared, many at a time. The sixteen bands one after the other find every pair (see `bits`); each is told once, by the
first band that can. The work is cut into units of a band and a range of keys: it can be watched, stopped and resumed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sightline.jobs.engine import Engine
from sightline.kernel.errors import UsageError
from sightline.matching.near.bits import LARGEST_RADIUS, Bands, Hashes, Words, as_words, ball, count_ones, cut
from sightline.matching.near.index import nearest, note, told_before

BANDS = 16
RANGES = 16
TILE = 2048


class Pairs(NamedTuple):
    """Near pairs, line by line: row on the left, row on the right (in a self-join the larger one), differing bits."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    distances: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a join is: units done of all, pairs found so far."""

    done: int
    total: int
    pairs: int


class Side(NamedTuple):
    """Hashes in the order of one band: words (n, 4), their rows (n,), and where each key begins (keys + 1,)."""

    words: Words
    rows: NDArray[np.int64]
    starts: NDArray[np.int64]


def _laid_out(words: Words, bands: Bands, band: int) -> Side:
    column = words[:, bands.words[band]] >> np.uint64(bands.shifts[band])
    keys = (column & np.uint64((1 << int(bands.widths[band])) - 1)).astype(np.uint16)
    order = np.argsort(keys, kind="stable")
    starts = np.zeros((1 << int(bands.widths[band])) + 1, np.int64)
    np.cumsum(np.bincount(keys, minlength=starts.size - 1), out=starts[1:])
    return Side(words.take(order, axis=0), order, starts)


@njit(cache=True, nogil=True)
def _neighbours(key: int, masks: Any, side: Any, itself: bool, held: Any) -> Any:  # noqa: FBT001
    """Copy into `held` all of `side` under keys near `key`, word by word; in a self-join only keys not below it.

    held: (4, room) words, and where each came from (room,).
    """
    words, _rows, starts = side
    near, places = held
    many = 0
    for m in range(masks.size):
        other = key ^ np.int64(masks[m])
        if itself and other < key:
            continue
        begin, end = starts[other], starts[other + 1]
        if many + end - begin > places.size:
            wider = np.empty((4, 2 * (many + end - begin)), np.uint64)
            wider[:, :many] = near[:, :many]
            longer = np.empty(wider.shape[1], np.int64)
            longer[:many] = places[:many]
            near, places = wider, longer
        for place in range(begin, end):
            for k in range(4):
                near[k, many] = words[place, k]
            places[many] = place
            many += 1
    return (near, places), many


@njit(cache=True, nogil=True)
def _tell(query: Any, row: int, held: Any, span: Any, rule: Any, noted: Any) -> Any:
    """Note every pair of `query` in columns span[0]..span[1] of `held` that no earlier band found."""
    near, places = held
    radius, band, layout, itself, rows = rule
    pool, used = noted
    other = np.empty(4, np.uint64)
    for j in range(span[0], span[1]):
        apart = np.int64(0)
        for k in range(4):
            other[k] = near[k, j]
            apart += np.int64(count_ones(query[k] ^ other[k]))
        if apart <= radius and not told_before(query, other, band, layout):
            first, second = row, rows[places[j]]
            if itself and first > second:
                first, second = second, first
            pool = note(pool, used, first, second, apart)
            used += 1
    return pool, used


@njit(cache=True, nogil=True)
def _join_range(left: Any, right: Any, keys: Any, masks: Any, rule: Any) -> Any:
    """Compare every left hash under keys[0]..keys[1] with its neighbours on the right.

    rule: radius, band, layout, whether it is a self-join, rows of the right side.
    """
    words, rows, starts = left
    itself = rule[3]
    held = (np.empty((4, 4096), np.uint64), np.empty(4096, np.int64))
    noted = (np.empty((1024, 3), np.int64), 0)
    for key in range(keys[0], keys[1]):
        begin, end = starts[key], starts[key + 1]
        if begin == end:
            continue
        held, many = _neighbours(key, masks, right, itself, held)
        for tile in range(0, many, TILE):
            stop = min(many, tile + TILE)
            for place in range(begin, end):
                # of its own key, which comes first, a self-join takes only those behind it
                skip = max(tile, place - begin + 1) if itself else tile
                if skip < stop and nearest(words[place], held[0], skip, stop) <= rule[0]:
                    noted = _tell(words[place], rows[place], held, (skip, stop), rule, noted)
    return noted[0][: noted[1]]


def _units(left: Words, right: Words | None, radius: int, done: set[int]) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Yield (unit, its triples) for every unit that is not done."""
    bands = cut(BANDS, max(4, max(len(left), 0 if right is None else len(right)).bit_length()))
    reach = bands.reach(radius)
    layout = (bands.words, bands.shifts, bands.widths, reach)
    for band in range(BANDS):
        todo = [one for one in range(RANGES) if band * RANGES + one not in done]
        if not todo:
            continue
        if reach[band] < 0:
            yield from ((band * RANGES + one, np.zeros((0, 3), np.int64)) for one in todo)
            continue
        laid = _laid_out(left, bands, band)
        facing = laid if right is None else _laid_out(right, bands, band)
        masks = ball(int(bands.widths[band]), int(reach[band]))
        keys = (1 << int(bands.widths[band])) // RANGES
        for one in todo:
            rule = (radius, band, layout, right is None, facing.rows)
            yield band * RANGES + one, _join_range(laid, facing, (one * keys, (one + 1) * keys), masks, rule)


class Store:
    """Where finished units are kept: in a folder, so that a stopped join goes on, or in memory."""

    def __init__(self, folder: Path | None, identity: dict[str, object]) -> None:
        self._folder = folder
        self._parts: dict[int, NDArray[np.int64]] = {}
        if folder is None:
            return
        folder.mkdir(parents=True, exist_ok=True)
        note = folder / "join.json"
        if not note.exists() or json.loads(note.read_text()) != identity:
            note.unlink(missing_ok=True)
            for path in folder.glob("unit-*.npy"):
                path.unlink()
            note.write_text(json.dumps(identity))
        for path in folder.glob("unit-*.npy"):
            with suppress(ValueError, EOFError):  # a crash may have left it half written: it is done again
                self._parts[int(path.stem[5:])] = np.load(path, allow_pickle=False)

    def put(self, unit: int, triples: NDArray[np.int64]) -> None:
        """Keep a finished unit."""
        self._parts[unit] = triples
        if self._folder is not None:
            beside = self._folder / "unfinished.npy"
            np.save(beside, triples, allow_pickle=False)
            beside.rename(self._folder / f"unit-{unit:03d}.npy")

    def progress(self) -> Progress:
        """Return how far the join is."""
        return Progress(done=len(self._parts), total=BANDS * RANGES, pairs=sum(map(len, self._parts.values())))

    def done(self) -> set[int]:
        """Return the units that are finished."""
        return set(self._parts)

    def pairs(self) -> Pairs:
        """Return all pairs, by left and right row."""
        found = np.concatenate([np.zeros((0, 3), np.int64), *self._parts.values()])
        found = found[np.lexsort((found[:, 1], found[:, 0]))]
        return Pairs(found[:, 0], found[:, 1], found[:, 2])


def join(
    left: Hashes,
    right: Hashes | None = None,
    *,
    radius: int = LARGEST_RADIUS,
    folder: Path | None = None,
    watch: Callable[[Progress], bool] | None = None,
) -> Pairs | None:
    """Return every pair within `radius` (0..31) bits of two sets of hashes (n, 32), or of `left` within itself.

    Each pair comes once; equal hashes are pairs too, so join distinct hashes where many are equal.
    folder: where finished units are kept: after a stop or a crash the same call goes on from there.
    watch: called after each unit; where it returns False the join stops and returns None.
    """
    if not 0 <= radius <= LARGEST_RADIUS:
        raise UsageError(f"near pairs are found within 0 to {LARGEST_RADIUS} bits, not {radius}")
    identity: dict[str, object] = {"radius": radius, "version": 1} if folder is None else _identity(left, right, radius)
    store = Store(folder, identity)
    one, other = as_words(left), None if right is None else as_words(right)
    swapped = other is not None and len(other) > len(one)  # the neighbours that are copied are best the fewer
    if other is not None and swapped:
        one, other = other, one
    for unit, triples in _units(one, other, radius, store.done()):
        store.put(unit, triples[:, [1, 0, 2]] if swapped else triples)
        if watch is not None and not watch(store.progress()):
            return None
    return store.pairs()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What one process does of a join that is spread: the units of one band that are not done.

    left, right: `.npy` files of hashes (n, 32), which every process maps: nothing but pairs is sent.
    """

    left: Path
    right: Path | None
    radius: int
    band: int
    done: frozenset[int]

    def units(self) -> list[tuple[int, NDArray[np.int64]]]:
        """Return (unit, its triples) for each of them."""
        others = set(range(BANDS * RANGES)) - set(range(self.band * RANGES, (self.band + 1) * RANGES))
        one, other = _mapped(self.left), None if self.right is None else _mapped(self.right)
        return list(_units(one, other, self.radius, others | self.done))


def join_spread(
    engine: Engine, left: Path, right: Path | None = None, *, radius: int = LARGEST_RADIUS, folder: Path | None = None
) -> Pairs:
    """Return what `join` does, of hashes that lie in `.npy` files, computed by the processes of `engine`.

    folder: where finished units are kept: after a stop or a crash the same call goes on from there.
    """
    sides = np.load(left, mmap_mode="r"), None if right is None else np.load(right, mmap_mode="r")
    store = Store(folder, {"radius": radius, "version": 1} if folder is None else _identity(*sides, radius))
    done = frozenset(store.done())
    stretches = [Stretch(left=left, right=right, radius=radius, band=band, done=done) for band in range(BANDS)]
    for _, units in engine.run(Stretch.units, stretches):
        for unit, triples in units:
            store.put(unit, triples)
    return store.pairs()


def _mapped(path: Path) -> Words:
    return as_words(np.load(path, mmap_mode="r"))


def _identity(left: Hashes, right: Hashes | None, radius: int) -> dict[str, object]:
    """Return what tells this join from any other."""
    sides = [None if one is None else hashlib.sha256(as_words(one).data).hexdigest() for one in (left, right)]
    return {"radius": radius, "version": 1, "left": sides[0], "right": sides[1]}
