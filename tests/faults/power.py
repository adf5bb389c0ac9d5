"""A power cut, simulated: what the program did to the disk is recorded, and any state a real one may be left in is made.

The model is the usual one. Bytes of a file are on the disk after its fsync; before that, any sectors of them may be, in
any order. A name is on the disk after an fsync of its folder; before that each change of a name may be there or not,
whatever became of the others. Recording goes along with the real file system, so the program sees real results.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from typing_extensions import override

from sightline.kernel.disk import Disk

SECTOR = 512


@dataclass(slots=True)
class Inode:
    """One file: every byte written, and how many of them were brought to the disk."""

    content: bytearray = field(default_factory=bytearray)
    durable: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of a name in a folder: to a file, to a folder (`None` and `folder`), or to nothing."""

    path: Path
    inode: int | None = None
    folder: bool = False


class Recorder(Disk):
    """A real disk that remembers what is durable. `steps` counts what a power cut may come between."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.inodes: dict[int, Inode] = {}
        self.durable: dict[Path, Change] = {}
        self.loose: list[Change] = []
        self.steps = 0
        self.cut_at = -1
        self.acknowledged: list[str] = []
        self.snapshot: tuple[dict[int, Inode], dict[Path, Change], list[Change]] | None = None

    def _step(self) -> None:
        if self.steps == self.cut_at:
            inodes = {number: Inode(bytearray(one.content), one.durable) for number, one in self.inodes.items()}
            self.snapshot = inodes, dict(self.durable), list(self.loose)
        self.steps += 1

    def _is_loose(self, path: Path) -> bool:
        return any(one.path == path for one in self.loose)

    @override
    def make_folder(self, path: Path) -> None:
        there = path.exists()
        super().make_folder(path)
        if not there:
            self.loose.append(Change(path=path, folder=True))
        self._step()

    @override
    def write(self, path: Path, chunks: Iterable[bytes], mode: int) -> None:
        inode = Inode()
        number = len(self.inodes)

        def passed() -> Iterable[bytes]:
            self.inodes[number] = inode
            self.loose.append(Change(path=path, inode=number))
            for chunk in chunks:
                yield chunk
                inode.content += chunk
                self._step()

        super().write(path, passed(), mode)
        self.bring(inode)
        self._step()

    def bring(self, inode: Inode) -> None:
        """What the fsync of a file does; a test of the test leaves it out."""
        inode.durable = len(inode.content)

    @override
    def rename(self, draft: Path, path: Path) -> None:
        super().rename(draft, path)
        number = next(one.inode for one in [*reversed(self.loose), *self.durable.values()] if one.path == draft)
        self.loose += [Change(path=path, inode=number), Change(path=draft)]
        self._step()

    @override
    def sync(self, folder: Path) -> None:
        super().sync(folder)
        for one in [one for one in self.loose if one.path.parent == folder]:
            self.durable[one.path] = one
            self.loose.remove(one)
        self._step()

    @override
    def remove(self, path: Path) -> None:
        super().remove(path)
        if self._is_loose(path) or path in self.durable:
            self.loose.append(Change(path=path))
        self._step()

    def after_power_cut(self, chance: random.Random, into: Path) -> None:
        """Make one of the states that the disk may be found in, in the folder `into`."""
        inodes, durable, loose = self.snapshot or (self.inodes, self.durable, self.loose)
        names = dict(durable)
        # Each change that was not brought to the disk may have got there or not, in any order.
        for one in chance.sample(loose, chance.randint(0, len(loose))):
            names[one.path] = one
        for path, one in sorted(names.items(), key=lambda pair: len(pair[0].parts)):
            target = into / path.relative_to(self.root)
            if not target.parent.is_dir():
                continue  # its folder did not make it, and so it is lost
            if one.folder:
                target.mkdir(exist_ok=True)
            elif one.inode is not None:
                target.write_bytes(_found(inodes[one.inode], chance))


def _found(inode: Inode, chance: random.Random) -> bytes:
    """The durable bytes, and of the others any sectors: cut, empty, or as they were written."""
    content = bytearray(inode.content)
    end = chance.randint(inode.durable, len(content))
    for start in range(inode.durable, end, SECTOR):
        if chance.random() < 0.4:
            stop = min(start + SECTOR, end)
            content[start:stop] = bytes(stop - start)
    return bytes(content[:end])


def some_content(chance: random.Random, number: int) -> bytes:
    """Bytes that no other number has, of a size around that of a few sectors."""
    return b"%d " % number + os.urandom(8) + bytes([chance.randrange(256)]) * chance.choice([0, 3, 700, 5_000])
