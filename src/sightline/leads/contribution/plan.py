"""What goes into a delivery, decided before anything is sealed: every file hashed once, cut into parts, each listed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sightline.kernel import canonical
from sightline.leads.model import Handling
from sightline.leads.wire import to_json

PART_BYTES = 64 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Under which terms the material is contributed. review: when its keeping must be decided anew."""

    case_reference: str
    legal_basis: str
    purpose: str
    handling: Handling
    review: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of bytes of one content inside one part. part counts from 1."""

    part: int
    offset: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One content with every path it was found under. pieces: empty when only its name and hash are contributed."""

    sha256: str
    size: int
    paths: tuple[str, ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A file that could not be read, and why; the rest is packed."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The whole delivery. parts: how many follow the index. computed: names of files of computed features."""

    number: str
    terms: Terms
    items: tuple[Item, ...]
    left_out: tuple[LeftOut, ...]
    computed: tuple[Item, ...]
    parts: int

    def encode(self) -> bytes:
        """`index.json`: canonical JSON."""
        return canonical.encode(to_json(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What to pack. folder: taken whole. computed: files of features. originals: whether the bytes go too."""

    folder: Path
    computed: tuple[Path, ...] = ()
    originals: bool = True
    part_bytes: int = PART_BYTES


def make_plan(number: str, terms: Terms, choice: Choice) -> tuple[Plan, dict[str, Path]]:
    """Hash everything once. Also returns where each content (SHA-256 in hex) can be read again.

    Links are not followed. Each file ends as an item, as one more path of an item, or among those left out.
    """
    cutter = _Cutter(choice.part_bytes)
    where: dict[str, Path] = {}
    left_out: list[LeftOut] = []
    found: dict[str, tuple[int, list[str], tuple[Piece, ...]]] = {}
    for path in _files(choice.folder):
        name = _name(path.relative_to(choice.folder))
        try:
            sha256, size, slices = _measure(path, choice.part_bytes)
        except OSError as fault:
            left_out.append(LeftOut(path=name, reason=fault.strerror or "cannot be read"))
            continue
        if sha256 in found:
            found[sha256][1].append(name)
            continue
        where[sha256] = path
        found[sha256] = (size, [name], cutter.cut(size, slices) if choice.originals else ())
    computed = tuple(_computed(path, choice.part_bytes, cutter, where) for path in choice.computed)
    items = tuple(
        Item(sha256=sha256, size=size, paths=tuple(names), pieces=pieces)
        for sha256, (size, names, pieces) in found.items()
    )
    plan = Plan(
        number=number, terms=terms, items=items, left_out=tuple(left_out), computed=computed, parts=cutter.parts
    )
    return plan, where


class _Cutter:
    """Deals pieces out to parts, in order, so that no part holds more than `limit` bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._free = 0
        self.parts = 0

    def cut(self, size: int, slices: list[str]) -> tuple[Piece, ...]:
        pieces = []
        for place, sha256 in enumerate(slices):
            offset = place * self._limit
            length = min(self._limit, size - offset)
            if length > self._free or self.parts == 0:
                self.parts += 1
                self._free = self._limit
            self._free -= length
            pieces.append(Piece(part=self.parts, offset=offset, size=length, sha256=sha256))
        return tuple(pieces)


def _computed(path: Path, limit: int, cutter: _Cutter, where: dict[str, Path]) -> Item:
    sha256, size, slices = _measure(path, limit)
    travels = sha256 in where
    where.setdefault(sha256, path)
    pieces = () if travels else cutter.cut(size, slices)
    return Item(sha256=sha256, size=size, paths=(_name(Path(path.name)),), pieces=pieces)


def _measure(path: Path, limit: int) -> tuple[str, int, list[str]]:
    """SHA-256 and size of the file, and the SHA-256 of each slice of `limit` bytes; an empty file has one."""
    whole, size = hashlib.sha256(), 0
    slices: list[str] = []
    with path.open("rb") as source:
        while True:
            part = source.read(limit)
            if not part and slices:
                break
            whole.update(part)
            slices.append(hashlib.sha256(part).hexdigest())
            size += len(part)
            if len(part) < limit:
                break
    return whole.hexdigest(), size, slices


def _files(folder: Path) -> Iterator[Path]:
    """Every plain file below `folder`, in a fixed order."""
    for root, folders, names in os.walk(folder, followlinks=False):
        folders.sort()
        for name in sorted(names):
            path = Path(root) / name
            if not path.is_symlink():
                yield path


def _name(path: Path) -> str:
    """A path as text; bytes that are no UTF-8 are shown as their code."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def by_part(items: Iterable[Item]) -> dict[int, list[tuple[Item, Piece]]]:
    """The pieces that lie in each part, in the order of the plan."""
    found: dict[int, list[tuple[Item, Piece]]] = {}
    for item in items:
        for piece in item.pieces:
            found.setdefault(piece.part, []).append((item, piece))
    return found
