"""Twelve traps of VICS files, each looked for and each named, with what this program does about it.

One pass over a file of any size; what is kept per entry is 8 bytes of its MD5.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from sightline.leads.formats.categories import scheme_of
from sightline.leads.formats.vics.model import Media
from sightline.leads.formats.vics.position import position, says_position
from sightline.leads.formats.vics.read import VicsReader
from sightline.leads.formats.vics.times import read_time

_PHOTODNA_KEPT = 4096
_ENOUGH_ROWS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One trap that a file holds. trap: its number, 0 for other oddities. count: how often it was met."""

    trap: int
    name: str
    count: int
    what: str
    done: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a file is and what is odd about it. entries: media rows; distinct: different MD5s among them."""

    version: str
    region: str
    cases: int
    entries: int
    distinct: int
    most_rows_of_one_file: int
    findings: tuple[Finding, ...]


def lint(source: BinaryIO, folder: Path | None = None) -> Report:
    """Read a whole VICS file and name its traps. folder: where its files should lie, to find those that are missing.

    Raises `Refusal` when it is not VICS.
    """
    reader = VicsReader(source)
    tally = _Tally(_present(folder) if folder is not None else None)
    for entry in reader.entries():
        tally.add(entry.media)
    counts = tally.rows_of_each_file()
    most = int(counts.max()) if counts.size else 0
    return Report(
        version=reader.header.version,
        region=reader.header.region,
        cases=len(reader.cases),
        entries=tally.entries,
        distinct=int(counts.size),
        most_rows_of_one_file=most,
        findings=tuple(_findings(reader, tally, counts.size, most)),
    )


class _Tally:
    """What is counted in passing."""

    def __init__(self, present: frozenset[str] | None) -> None:
        self._present = present
        self._keys = array("Q")
        self.entries = 0
        self.odd: Counter[str] = Counter()
        self.photodna: Counter[str] = Counter()
        self.categories: Counter[int] = Counter()
        self.unknown_fields: Counter[str] = Counter()

    def add(self, media: Media) -> None:
        """Count one entry."""
        self.entries += 1
        self._keys.append(_key(media.md5))
        if media.category is not None:
            self.categories[media.category] += 1
        self.odd["precategorized without category"] += bool(media.precategorized) and media.category is None
        self.odd["several paths"] += len(media.paths) > 1
        self.odd["position without hemisphere"] += says_position(media.exifs) and position(media.exifs) is None
        self.unknown_fields.update(media.extra.keys())
        self._times(media)
        self._path(media)
        if media.photodna and (media.photodna in self.photodna or len(self.photodna) < _PHOTODNA_KEPT):
            self.photodna[media.photodna] += 1

    def rows_of_each_file(self) -> np.ndarray:
        """How many rows each distinct file has, by the first 8 bytes of its MD5."""
        return np.unique(np.frombuffer(self._keys, dtype=np.uint64), return_counts=True)[1]

    def _times(self, media: Media) -> None:
        written = [media.updated, *(time for one in media.files for time in (one.created, one.written, one.accessed))]
        for time in filter(None, written):
            found = read_time(time)
            self.odd["unreadable time"] += found is None
            self.odd["ambiguous time"] += found is not None and not found.certain

    def _path(self, media: Media) -> None:
        path = _plain(media.path)
        self.odd["unsafe path"] += ".." in path.split("/") or path.startswith("/") or path[1:2] == ":"
        if self._present is not None and media.path:
            self.odd["missing file"] += path not in self._present


def _findings(reader: VicsReader, tally: _Tally, distinct: int, most: int) -> Iterator[Finding]:
    notes, odd = reader.notes, tally.odd
    marks = sum(count for note, count in notes.items() if note.startswith("byte order mark"))
    yield from _found(1, marks, "The file begins with a byte order mark.", "Skipped.")
    yield from _found(2, notes["string boolean"], "Booleans are written as text.", "“false” is read as false.")
    yield from _found(3, odd["precategorized without category"], "Entries are marked precategorized without any category.", "Only the category counts.")  # fmt: skip  # noqa: E501
    yield from _counts(reader, tally.entries, distinct)
    yield from _found(5, max(odd["several paths"], most if most > 1 else 0), f"One file appears under several paths or rows (up to {most} rows).", "Every path is kept on one media.")  # fmt: skip  # noqa: E501
    yield from _found(6, odd["position without hemisphere"], "Positions without a readable hemisphere or value.", "No position is taken from them.")  # fmt: skip  # noqa: E501
    yield from _found(7, odd["unreadable time"] + odd["ambiguous time"], "Times that can be read in two ways or not at all.", "Kept as written; used only where certain.")  # fmt: skip  # noqa: E501
    yield from _regional(reader, tally)
    yield from _photodna(tally)
    yield from _found(11, odd["missing file"], "Files in the list that are not in the folder.", "They stay as entries.")
    foreign = ", ".join(sorted(tally.unknown_fields)[:6])
    yield from _found(12, sum(tally.unknown_fields.values()), f"Fields that VICS does not have: {foreign}.", "Kept and written back; other tools may drop them.")  # fmt: skip  # noqa: E501
    yield from _found(0, odd["unsafe path"], "Paths that lead out of the folder.", "Never opened; shown as text.")
    for note in sorted(notes):
        if note != "string boolean" and not note.startswith("byte order mark"):
            yield from _found(0, notes[note], f"Oddity: {note}.", "Read around; the rest of the entry is kept.")


def _counts(reader: VicsReader, entries: int, distinct: int) -> Iterator[Finding]:
    said = [case.total_files for case in reader.cases if case.total_files is not None]
    if said and sum(said) not in {entries, distinct}:
        what = f"The file announces {sum(said):,} files and holds {entries:,} entries of {distinct:,} distinct files."
        yield from _found(4, 1, what, "Counted here; the announced number is not used.")
    elif said and entries != distinct:
        what = (
            f"The announced {sum(said):,} counts one of two things: {entries:,} entries, {distinct:,} distinct files."
        )
        yield from _found(4, 1, what, "Both are counted here.")


def _regional(reader: VicsReader, tally: _Tally) -> Iterator[Finding]:
    if not tally.categories:
        return
    scheme = scheme_of(reader.header.region)
    if scheme is None:
        what = "Category numbers without a region that says what they mean."
        yield from _found(8, sum(tally.categories.values()), what, "Kept as numbers, not translated.")
        return
    strange = sum(count for number, count in tally.categories.items() if number not in scheme.categories)
    what = f"Category numbers outside the vocabulary {scheme.name}."
    yield from _found(8, strange, what, "Kept as numbers, not translated.")


def _photodna(tally: _Tally) -> Iterator[Finding]:
    total = sum(tally.photodna.values())
    if not total:
        return
    most = tally.photodna.most_common(1)[0][1]
    if total >= _ENOUGH_ROWS and 2 * most > total:
        what = "The same PhotoDNA stands on most entries; it is not a hash of anything."
        yield from _found(9, most, what, "Not used for anything.")
    yield from _found(10, total, "PhotoDNA values are present.", "Kept and passed on; never computed or compared here.")


def _found(trap: int, count: int, what: str, done: str) -> Iterator[Finding]:
    if count:
        yield Finding(trap=trap, name=_NAMES[trap], count=int(count), what=what, done=done)


_NAMES = (
    "other",
    "byte order mark",
    "boolean as text",
    "precategorized without category",
    "count of two things",
    "one file, many rows",
    "position without hemisphere",
    "odd time",
    "regional category",
    "same PhotoDNA everywhere",
    "PhotoDNA present",
    "missing file",
    "no place in VICS",
)


def _key(md5: str) -> int:
    """64 bits that differ for different MD5s, and for different texts where there is no MD5."""
    try:
        return (int(md5[:16], 16) * _ODD + int(md5[16:32] or "0", 16)) & _64_BITS
    except ValueError:
        return hash(md5) & _64_BITS


_ODD, _64_BITS = 0x9E3779B97F4A7C15, (1 << 64) - 1


def _plain(path: str) -> str:
    return path.replace("\\", "/").casefold()


def _present(folder: Path) -> frozenset[str]:
    """The files below `folder` by their plain relative names: what the list names is compared, never opened."""
    return frozenset(
        _plain(str(path.relative_to(folder))) for path in folder.rglob("*") if path.is_file() and not path.is_symlink()
    )
