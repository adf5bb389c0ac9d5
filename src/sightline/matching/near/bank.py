"""The bank: every hash of an operation, added to, deleted from and searched exactly, in a folder of segments.

A day's contribution becomes a segment of its own or is joined to small ones; large ones are left alone until `compact`.

Any number of threads and processes may search at once, each on the segments it saw last, also while another adds,
deletes or compacts; writers wait for one another (a lock on the file `lock`). Files are written beside, synced and
renamed, and `manifest.json` last, so a crash leaves the bank as it was.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sightline.kernel.blobs import sync
from sightline.kernel.errors import IntegrityError, Unavailable, UsageError
from sightline.matching.near.bits import LARGEST_RADIUS, WORDS, Hashes, as_words
from sightline.matching.near.index import Matches, scan
from sightline.matching.near.segment import Note, Plan, Rows, Segment, open_segment, write

MANIFEST = "manifest.json"
FORMAT = 1

JOINED_UP_TO = 2_000_000
"""Members. `add` makes no larger segment by joining old ones: some seconds of work at most."""

# Of a number that holds an item and its owner: owners are agencies, and few.
_OWNER_BITS = 20

HOT_SHARE = 0.01
HOT_ROWS = 1_000


class Near(NamedTuple):
    """Near copies, line by line: row of the query, item of the bank, differing bits; by query, distance, item."""

    queries: NDArray[np.int64]
    items: NDArray[np.int64]
    distances: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class HotBucket:
    """A band in which very many hashes share a key: searching stays exact and gets slower. share: of the segment."""

    segment: str
    band: int
    rows: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What the manifest says, with the segments open. stamp: tells a changed manifest from the one that was read."""

    stamp: tuple[int, int, int]
    next: int
    segments: tuple[Segment, ...]


class Bank:
    """An open bank; make it with `Bank.open`."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self._folder = folder
        self._plan = plan
        self._state = self._read()

    @classmethod
    def open(cls, folder: Path, plan: Plan | None = None) -> Bank:
        """Open the bank in `folder`, making an empty one where there is none.

        plan: from how many hashes on a segment is indexed. IntegrityError where its files are damaged.
        """
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / MANIFEST).exists():
            with _locked(folder):
                if not (folder / MANIFEST).exists():
                    _write_manifest(folder, 1, [])
        return cls(folder, plan or Plan())

    def __len__(self) -> int:
        """How many entries there are that were not deleted."""
        return sum(one.note.members - one.note.deleted for one in self._seen().segments)

    def add(self, hashes: Hashes, items: NDArray[np.int64], owners: NDArray[np.int32]) -> None:
        """Add hashes (n, 32) uint8 with what they stand for: items (n,) int64, owners (n,) int32.

        The same item may have several hashes. On return the entries are on the disk and found by every search that
        begins after. UsageError where the lengths differ.
        """
        if not hashes.shape[0] == items.size == owners.size:
            raise UsageError(
                f"{hashes.shape[0]} hashes, {items.size} items and {owners.size} owners do not fit together"
            )
        if not items.size:
            return
        with _locked(self._folder):
            self._sweep()
            state = self._seen()
            kept, size = list(state.segments), items.size
            joined: list[Segment] = []
            while kept and kept[-1].note.members <= 2 * size and kept[-1].note.members + size <= JOINED_UP_TO:
                joined.append(kept.pop())
                size += joined[-1].note.members
            fresh = Rows(as_words(hashes), items.astype(np.int64), owners.astype(np.int32))
            self._replace(state, kept, joined, fresh)

    def delete(self, items: Collection[int]) -> int:
        """Delete every entry of these items and return how many there were. The space is freed by `compact`."""
        wanted = np.unique(np.fromiter(items, np.int64))
        total = 0
        with _locked(self._folder):
            state = self._seen()
            notes = []
            for segment in state.segments:
                marks, count = _marked(segment, wanted)
                total += count
                name = f"dead-{state.next:06d}.npy"
                notes.append(segment.note if not count else self._mark(segment, name, marks, count))
            if total:
                self._commit(state.next + 1, notes)
        return total

    def compact(self) -> None:
        """Join all segments into one and drop what was deleted. Searches go on meanwhile."""
        with _locked(self._folder):
            self._sweep()
            state = self._seen()
            if len(state.segments) > 1 or any(one.dead is not None for one in state.segments):
                self._replace(state, [], list(state.segments))

    def search(self, queries: Hashes, radius: int = LARGEST_RADIUS, owners: Collection[int] | None = None) -> Near:
        """Return every entry within `radius` (0..31) bits of each query (q, 32): exactly all, each once a hash.

        owners: only entries of these; None: of all. UsageError for another radius.
        """
        if not 0 <= radius <= LARGEST_RADIUS:
            raise UsageError(f"near copies are found within 0 to {LARGEST_RADIUS} bits, not {radius}")
        words = as_words(queries)
        segments = self._seen().segments
        return _collected([(one, one.near(words, radius)[0]) for one in segments], owners)

    def scan(self, queries: Hashes, radius: int, owners: Collection[int] | None = None) -> Near:
        """Return the same for any radius, by comparing every query with every hash: much slower in a large bank."""
        words = as_words(queries)
        segments = self._seen().segments
        return _collected([(one, scan(words, one.words, radius)[0]) for one in segments], owners)

    def entries(self) -> Rows:
        """Return all that is not deleted, one line an entry, in memory."""
        return _together(self._seen().segments)

    def held(self, shift: int) -> dict[int, set[int]]:
        """Return the owners of every item that is not deleted, by the item without its lowest `shift` bits."""
        kept = [np.empty(0, np.int64)]
        for one in self._seen().segments:
            living = one.living(np.arange(one.note.members))
            kept.append(np.unique((one.items[living] >> shift << _OWNER_BITS) | one.owners[living]))
        owners: dict[int, set[int]] = {}
        for packed in np.unique(np.concatenate(kept)).tolist():
            owners.setdefault(packed >> _OWNER_BITS, set()).add(packed & ((1 << _OWNER_BITS) - 1))
        return owners

    def segments(self) -> list[Note]:
        """Return what the manifest says of each segment."""
        return [one.note for one in self._seen().segments]

    def hot_buckets(self) -> list[HotBucket]:
        """Return every band of which one key holds over 1 % of a segment and over 1,000 hashes, fullest first."""
        hot = [
            HotBucket(segment=note.name, band=band, rows=rows, share=rows / note.hashes)
            for note in self.segments()
            for band, rows in enumerate(note.fullest)
            if rows > max(HOT_ROWS, HOT_SHARE * note.hashes)
        ]
        return sorted(hot, key=lambda one: -one.rows)

    def _seen(self) -> State:
        """Return the newest state, read again where another writer changed it."""
        if _stamp(self._folder) != self._state.stamp:
            self._state = self._read()
        return self._state

    def _read(self) -> State:
        for _ in range(20):
            stamp = _stamp(self._folder)
            try:
                held = json.loads((self._folder / MANIFEST).read_text())
                notes = [Note(**one) for one in held["segments"]]
            except (ValueError, TypeError, KeyError) as error:
                raise IntegrityError(f"the manifest of the near-copy bank in {self._folder} is damaged") from error
            try:
                opened = tuple(open_segment(self._folder, one) for one in notes)
            except FileNotFoundError:
                if _stamp(self._folder) == stamp:
                    raise IntegrityError(f"a segment of the near-copy bank in {self._folder} is missing") from None
                continue  # joined away between reading the manifest and opening the segment
            return State(stamp=stamp, next=held["next"], segments=opened)
        raise Unavailable(f"the near-copy bank in {self._folder} changes faster than it can be read; try again")

    def _replace(self, state: State, kept: list[Segment], joined: list[Segment], fresh: Rows | None = None) -> None:
        """Write one segment of those `joined` and what is fresh behind those kept, and forget the others."""
        rows = _together(joined, fresh)
        notes = [one.note for one in kept]
        if rows.items.size:
            notes.append(write(self._folder, f"segment-{state.next:06d}", rows, self._plan))
        self._commit(state.next + 1, notes)
        self._sweep()

    def _mark(self, segment: Segment, name: str, marks: NDArray[np.uint8], count: int) -> Note:
        path = self._folder / segment.note.name / name
        np.save(path, marks, allow_pickle=False)
        sync(path)
        sync(path.parent)
        return replace(segment.note, dead=name, deleted=segment.note.deleted + count)

    def _commit(self, number: int, notes: list[Note]) -> None:
        _write_manifest(self._folder, number, notes)
        self._state = self._read()

    def _sweep(self) -> None:
        """Remove what no manifest names: segments joined away, and what a crash left. Needs the lock."""
        named = {one.note.name for one in self._seen().segments}
        for path in self._folder.glob("segment-*"):
            if path.name not in named:
                shutil.rmtree(path)
        dead = {one.note.dead for one in self._seen().segments}
        for path in self._folder.glob("segment-*/dead-*"):
            if path.name not in dead:
                path.unlink()


def _collected(found: list[tuple[Segment, Matches]], owners: Collection[int] | None) -> Near:
    """Return what may be seen of the matches of each segment, in order."""
    visible = None if owners is None else np.unique(np.fromiter(owners, np.int32))
    parts: list[tuple[NDArray[np.int64], ...]] = [(np.zeros(0, np.int64),) * 3]
    for segment, matches in found:
        members, which = segment.members(matches.rows)
        keep = segment.living(members)
        if visible is not None:
            keep &= np.isin(segment.owners[members], visible)
        line = which[keep]
        parts.append((matches.queries[line], segment.items[members[keep]], matches.distances[line]))
    queries, items, distances = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((items, distances, queries))
    return Near(queries[order], items[order], distances[order])


def _together(segments: Sequence[Segment], fresh: Rows | None = None) -> Rows:
    """Return all that is not deleted in some segments, and what is fresh, copying one segment at a time."""
    if fresh is not None and not segments:
        return fresh
    size = sum(one.note.members - one.note.deleted for one in segments) + (0 if fresh is None else fresh.items.size)
    whole = Rows(np.empty((size, WORDS), np.uint64), np.empty(size, np.int64), np.empty(size, np.int32))
    end = 0
    for segment in segments:
        rows = segment.rows()
        begin, end = end, end + rows.items.size
        for target, source in zip(whole, rows, strict=True):
            target[begin:end] = source
    if fresh is not None:
        for target, source in zip(whole, fresh, strict=True):
            target[end:] = source
    return whole


def _marked(segment: Segment, wanted: NDArray[np.int64]) -> tuple[NDArray[np.uint8], int]:
    """Return the packed marks of a segment with the entries of these items deleted too, and how many those are."""
    marks = np.zeros((segment.note.members + 7) // 8, np.uint8) if segment.dead is None else segment.dead.copy()
    count = 0
    for begin in range(0, segment.note.members if wanted.size else 0, 1 << 20):
        part = segment.items[begin : begin + (1 << 20)]
        between = np.flatnonzero((part >= wanted[0]) & (part <= wanted[-1]))  # mostly none: new items are the largest
        found = begin + between[np.isin(part[between], wanted)]
        found = found[segment.living(found)]
        np.bitwise_or.at(marks, found >> 3, (1 << (found & 7)).astype(np.uint8))
        count += found.size
    return marks, count


def _stamp(folder: Path) -> tuple[int, int, int]:
    found = (folder / MANIFEST).stat()
    return found.st_ino, found.st_mtime_ns, found.st_size


def _write_manifest(folder: Path, number: int, notes: list[Note]) -> None:
    beside = folder / (MANIFEST + ".new")
    held = {"format": FORMAT, "next": number, "segments": [asdict(one) for one in notes]}
    with beside.open("w") as file:
        json.dump(held, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / MANIFEST)
    sync(folder)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the one writer's lock, also against other threads of this process."""
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
