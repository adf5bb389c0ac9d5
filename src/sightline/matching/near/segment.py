"""A segment: a batch of hashes in files that are written once, mapped into memory and never changed.

Equal hashes are kept once, each with its members (item and owner). Only the marks of what was deleted are replaced.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sightline.kernel.blobs import sync
from sightline.kernel.errors import IntegrityError
from sightline.matching.near.bits import Words, cut
from sightline.matching.near.index import Index, Matches, bases, build, probe, scan


class Rows(NamedTuple):
    """Hashes with what they stand for: words (n, 4) uint64, items (n,) int64, owners (n,) int32."""

    words: Words
    items: NDArray[np.int64]
    owners: NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How many bands a segment gets by its number of distinct hashes: none (plain scan), 16, or 12."""

    scan_below: int = 50_000
    twelve_from: int = 1_000_000

    def cut(self, hashes: int) -> tuple[int, int]:
        """Return (bands, bits of a band at most). The tables of keys stay under 24 bytes a hash."""
        if hashes < self.scan_below:
            return 0, 0
        return (16 if hashes < self.twelve_from else 12), max(4, hashes.bit_length() - 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What the manifest says of a segment. fullest: for each band, the rows of its fullest key. dead: file of marks."""

    name: str
    hashes: int
    members: int
    bands: int
    limit: int
    fullest: list[int] = field(default_factory=list)
    dead: str | None = None
    deleted: int = 0


def arrange(words: Words) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the order that sorts hashes (n, 4), and where in that order each distinct one begins."""
    order = np.argsort(words[:, 0], kind="stable")
    first = words[order, 0]
    same = first[1:] == first[:-1]
    tied = np.zeros(first.size, bool)
    tied[1:] |= same
    tied[:-1] |= same
    part = order[tied]
    order[tied] = part[np.lexsort(words[part].T[::-1])]
    begins = np.ones(first.size, bool)
    repeats = np.flatnonzero(same)
    equal = (words[order[repeats], 1:] == words[order[repeats + 1], 1:]).all(axis=1)
    begins[repeats[equal] + 1] = False
    return order, np.flatnonzero(begins)


def _create(path: Path, shape: tuple[int, ...], kind: Any) -> Any:
    return np.lib.format.open_memmap(path, mode="w+", dtype=kind, shape=shape)


def write(folder: Path, name: str, rows: Rows, plan: Plan) -> Note:
    """Write a segment of at least one row under `folder`: whole and on the disk, or not there at all."""
    order, begins = arrange(rows.words)
    bands, limit = plan.cut(begins.size)
    unfinished = folder / f"{name}.unfinished"
    unfinished.mkdir()
    hashes = _create(unfinished / "hashes.npy", (begins.size, 4), "<u8")
    for begin in range(0, begins.size, 1 << 20):
        hashes[begin : begin + (1 << 20)] = rows.words[order[begins[begin : begin + (1 << 20)]]]
    _create(unfinished / "items.npy", order.shape, "<i8")[:] = rows.items[order]
    _create(unfinished / "owners.npy", order.shape, "<i4")[:] = rows.owners[order]
    if begins.size < order.size:
        _create(unfinished / "firsts.npy", (begins.size + 1,), "<u4")[:] = np.append(begins, order.size)
    del order
    fullest: list[int] = []
    if bands:
        layout = cut(bands, limit)
        starts = _create(unfinished / "starts.npy", (int(bases(layout)[-1]),), "<u4")
        listed = _create(unfinished / "rows.npy", (bands - 1, begins.size), "<u4")
        fullest = build(hashes, layout, starts, listed)
        starts.flush()
        listed.flush()
    for path in [*unfinished.iterdir(), unfinished]:
        sync(path)
    unfinished.rename(folder / name)
    sync(folder)
    return Note(name=name, hashes=begins.size, members=rows.items.size, bands=bands, limit=limit, fullest=fullest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """An open segment. firsts: (hashes + 1,) where the members of each hash begin, None where each has one.

    dead: one bit a member, packed, set where it was deleted; None where nothing was.
    """

    note: Note
    words: Words
    items: NDArray[np.int64]
    owners: NDArray[np.int32]
    firsts: NDArray[np.uint32] | None
    index: Index | None
    dead: NDArray[np.uint8] | None

    def near(self, queries: Words, radius: int) -> tuple[Matches, int]:
        """Return matches (query, row of the distinct hash, distance) and how many hashes were compared."""
        if self.index is None:
            return scan(queries, self.words, radius)
        return probe(queries, self.words, self.index, radius)

    def members(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return, for distinct hashes, the members of all and for each member which of `rows` it belongs to."""
        if self.firsts is None:
            return rows, np.arange(rows.size)
        begins = self.firsts[rows].astype(np.int64)
        counts = self.firsts[rows + 1].astype(np.int64) - begins
        which = np.repeat(np.arange(rows.size), counts)
        return np.arange(which.size) - np.repeat(np.cumsum(counts) - counts, counts) + begins[which], which

    def living(self, members: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which members were not deleted."""
        if self.dead is None:
            return np.ones(members.size, bool)
        return (self.dead[members >> 3] >> (members & 7)) & 1 == 0

    def rows(self) -> Rows:
        """Return all that is not deleted, one line a member."""
        members, which = self.members(np.arange(self.note.hashes))
        keep = self.living(members)
        return Rows(self.words[which[keep]], np.array(self.items[keep]), np.array(self.owners[keep]))


def open_segment(folder: Path, note: Note) -> Segment:
    """Map the files of a segment. IntegrityError where they are not what the manifest says."""

    def mapped(name: str, shape: tuple[int, ...]) -> Any:
        # copy-on-write: never written, but the compiled functions then need not be compiled twice
        try:
            found = np.load(folder / note.name / name, mmap_mode="c", allow_pickle=False)
        except ValueError as error:
            raise IntegrityError(f"the near-copy file {note.name}/{name} is damaged: rebuild this bank") from error
        if found.shape != shape:
            raise IntegrityError(f"the near-copy file {note.name}/{name} has the wrong length: rebuild this bank")
        return np.asarray(found)

    index = None
    if note.bands:
        bands = cut(note.bands, note.limit)
        starts = mapped("starts.npy", (int(bases(bands)[-1]),))
        index = Index(bands=bands, starts=starts, rows=mapped("rows.npy", (note.bands - 1, note.hashes)))
    return Segment(
        note=note,
        words=mapped("hashes.npy", (note.hashes, 4)),
        items=mapped("items.npy", (note.members,)),
        owners=mapped("owners.npy", (note.members,)),
        firsts=mapped("firsts.npy", (note.hashes + 1,)) if note.hashes < note.members else None,
        index=index,
        dead=mapped(note.dead, ((note.members + 7) // 8,)) if note.dead else None,
    )
