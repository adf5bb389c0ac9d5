"""The hashes of one log as files in the C2SP tlog-tiles layout, from which anybody can make any proof.

    checkpoint                  the newest signed note
    tile/<level>/<index>        256 hashes; at level 0 those of entries, above that of whole tiles below
    tile/<level>/<index>.p/<w>  the last tile of a level, while it has only <w>

Hashes tell nothing of what the entries say, so the folder may be copied to anyone; entries are not in it.
They lie outside the database: whoever rewrites the database is found at the exact entry.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from sightline.custody.tree import Frontier, frontier_places, proof_from_nodes
from sightline.kernel.errors import IntegrityError

WIDTH = 256
HEIGHT = 8  # a tile spans this many levels of the tree
HASH = 32
CHECKPOINT = "checkpoint"

Leaves = Callable[[int, int], list[bytes]]
"""Gives the leaf hashes [start, stop) of the log, 32 bytes each."""


class Tiles:
    """The tiles in `folder`; new ones are kept in memory until `save`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._fresh: dict[tuple[int, int], bytes] = {}

    def note(self) -> str | None:
        """The signed checkpoint that lies here, None when there is none."""
        try:
            # A turned bit can leave what is no text: its signature does not hold then, and that is said.
            return (self.folder / CHECKPOINT).read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return None

    def extend(self, old: int, new: int, leaves: Leaves) -> None:
        """Add the tiles that a log needs when it grows from `old` to `new` leaves; what is here already is not read anew.

        leaves: called for the missing leaf hashes only. Raises `IntegrityError` when an older tile is missing.
        """
        self._fresh.clear()
        level, before, after = 0, old, new
        while before != after:
            for index in range(before // WIDTH, -(-after // WIDTH)):
                first, last = index * WIDTH, min(after, (index + 1) * WIDTH)
                have = max(before - first, 0)
                kept = self._hashes(level, index, have) if have else b""
                more = self._roots(level - 1, first + have, last) if level else leaves(first + have, last)
                self._fresh[level, index] = kept + b"".join(more)
            level, before, after = level + 1, before >> HEIGHT, after >> HEIGHT

    def frontier(self, size: int) -> Frontier:
        """The frontier of the first `size` leaves. Raises `IntegrityError` when a tile is missing."""
        nodes = tuple(self.node(level, index) for level, index in frontier_places(size))
        return Frontier(size=size, nodes=nodes)

    def node(self, level: int, index: int) -> bytes:
        """The root of the full subtree over leaves [index << level, (index + 1) << level)."""
        across, inside = divmod(level, HEIGHT)
        first = index << inside
        tile = self._hashes(across, first // WIDTH, first % WIDTH + (1 << inside))
        return Frontier().plus(_split(tile)[first % WIDTH :]).root

    def leaves(self, size: int) -> list[bytes]:
        """The hashes of the first `size` entries. Raises `IntegrityError` when a tile is missing."""
        found: list[bytes] = []
        for index in range(-(-size // WIDTH)):
            found += _split(self._hashes(0, index, min(WIDTH, size - index * WIDTH)))
        return found

    def proof(self, size: int, index: int) -> list[bytes]:
        """The audit path of entry `index` in the tree over the first `size`."""
        return proof_from_nodes(size, index, self.node)

    def save(self, note: str) -> None:
        """Write the new tiles, then the checkpoint that covers them."""
        for (level, index), content in self._fresh.items():
            path = self._path(level, index)
            width = len(content) // HASH
            if width == WIDTH:
                _write(path, content)
                shutil.rmtree(path.with_name(f"{path.name}.p"), ignore_errors=True)
            else:
                _write(path.with_name(f"{path.name}.p") / str(width), content)
        self._fresh.clear()
        _write(self.folder / CHECKPOINT, note.encode(), lasting=True)

    def _roots(self, level: int, start: int, stop: int) -> list[bytes]:
        return [Frontier().plus(_split(self._hashes(level, index, WIDTH))).root for index in range(start, stop)]

    def _hashes(self, level: int, index: int, width: int) -> bytes:
        """The first `width` hashes of a tile, from the full tile or from any partial one that is long enough."""
        content = self._fresh.get((level, index), b"")
        if len(content) < width * HASH:
            content = self._stored(self._path(level, index), width)
        if len(content) < width * HASH:
            raise IntegrityError(f"Tile {level}/{index} of the custody log in {self.folder} is missing or cut.")
        return content[: width * HASH]

    def _stored(self, full: Path, width: int) -> bytes:
        partial = full.with_name(f"{full.name}.p")
        for path in (full, partial / str(width)):
            if path.exists():
                return path.read_bytes()
        longer = sorted(int(one.name) for one in partial.glob("[0-9]*") if int(one.name) >= width)
        return (partial / str(longer[0])).read_bytes() if longer else b""

    def _path(self, level: int, index: int) -> Path:
        digits = f"{index:03d}"
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        return self.folder.joinpath("tile", str(level), *(f"x{group}" for group in groups[:-1]), groups[-1])


def _split(packed: bytes) -> list[bytes]:
    return [packed[at : at + HASH] for at in range(0, len(packed), HASH)]


def _write(path: Path, content: bytes, *, lasting: bool = False) -> None:
    # A tile that a power cut took is made again from the database; a lost checkpoint would hide a roll-back.
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    with draft.open("wb") as sink:
        sink.write(content)
        if lasting:
            sink.flush()
            os.fsync(sink.fileno())
    draft.replace(path)
