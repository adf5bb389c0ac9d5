"""Writing files so that a power cut, a full disk or a second writer never leaves half of one behind.

A file is written as a draft, brought to the disk, and only then given its name; after that the folder is brought to
the disk, and every folder above it that this process has not yet seen there. `Disk` is all that touches the file system,
so that tests can put a faulty one in its place.
"""

from __future__ import annotations

import errno
import itertools
import os
import time
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from sightline.kernel.errors import Unavailable

LACKING = {
    errno.ENOSPC: "The disk is full",
    errno.EDQUOT: "The disk quota is used up",
    errno.EROFS: "The disk can only be read",
    errno.EIO: "The disk reports an error",
    errno.EFBIG: "A file may not grow this large here",
    errno.EMFILE: "Too many files are open",
    errno.ENFILE: "Too many files are open on this machine",
    errno.ENOMEM: "The memory of this machine is used up",
}
"""Failures of the machine, not of one file: the act ends, what was acknowledged stays, and it can be done again."""

DRAFTS = ".drafts"
QUIET_SECONDS = 3600.0
"""A draft that another machine left is taken for abandoned when nothing was written to it for this long."""

_counter = itertools.count()


class Disk:
    """The file system, as far as the stores use it."""

    def make_folder(self, path: Path) -> None:
        """Make one folder; nothing happens when it is there."""
        path.mkdir(exist_ok=True)

    def write(self, path: Path, chunks: Iterable[bytes], mode: int) -> None:
        """Write a new file and bring its content to the disk."""
        with path.open("wb") as sink:
            for chunk in chunks:
                sink.write(chunk)
            os.fchmod(sink.fileno(), mode)
            sink.flush()
            os.fsync(sink.fileno())

    def rename(self, draft: Path, path: Path) -> None:
        """Give a draft its name, in place of what had it."""
        draft.replace(path)

    def sync(self, folder: Path) -> None:
        """Bring the names in a folder to the disk."""
        sync(folder)

    def remove(self, path: Path) -> None:
        """Remove a file; nothing happens when it is gone."""
        path.unlink(missing_ok=True)


class Keeper:
    """Keeps whole files below one folder. Raises `Unavailable` for a full or failing disk and leaves nothing behind."""

    def __init__(self, root: Path, disk: Disk | None = None) -> None:
        self.root = root
        self._disk = disk or Disk()
        self._firm: set[Path] = set()

    def keep(self, path: Path, chunks: Iterable[bytes], *, mode: int = 0o400) -> None:
        """Make `path`, below the root, a file of `chunks`: after this returns, a power cut does not take it.

        chunks: what raises while they are made passes through, and nothing is kept then; an `OSError` of theirs would
        be taken for one of this disk.
        """
        draft = self.root / DRAFTS / draft_name()
        try:
            self._firmly(draft.parent)
            self._firmly(path.parent)
            try:
                self._disk.write(draft, chunks, mode)
                self._disk.rename(draft, path)
            except BaseException:
                self._disk.remove(draft)
                raise
            self._disk.sync(path.parent)
        except OSError as fault:
            raise unwritable(fault, self.root) from fault

    def confirm(self, path: Path) -> None:
        """Make sure that the name of a file that is there already, perhaps just given by another, is on the disk."""
        try:
            self._firmly(path.parent)
            self._disk.sync(path.parent)
        except OSError as fault:
            raise unwritable(fault, self.root) from fault

    def remove(self, path: Path) -> None:
        """Take a file away, and bring that to the disk; nothing happens when it is gone."""
        try:
            self._disk.remove(path)
            if path.parent.is_dir():
                self._disk.sync(path.parent)
        except OSError as fault:
            raise unwritable(fault, self.root) from fault

    def sweep(self) -> int:
        """Remove the drafts of writers that are gone; return how many there were."""
        folder = self.root / DRAFTS
        left = [path for path in folder.iterdir() if is_abandoned(path)] if folder.is_dir() else []
        for path in left:
            self._disk.remove(path)
        return len(left)

    def _firmly(self, folder: Path) -> None:
        """Make the folders from the root down to `folder`, and bring each one's name to the disk once."""
        for one in reversed([folder, *folder.parents]):
            if one == self.root or self.root not in one.parents or one in self._firm:
                continue
            self._disk.make_folder(one)
            self._disk.sync(one.parent)
            self._firm.add(one)


def draft_name() -> str:
    """A name that no other writer has, and that tells which process, of which start of this machine, writes there."""
    return f"{_here()}.{os.getpid()}.{next(_counter)}.{time.monotonic_ns():x}"


def is_abandoned(draft: Path) -> bool:
    """Whether the writer of a draft is gone: its process on this machine, or long silence when it was another's."""
    here, _, rest = draft.name.partition(".")
    number = rest.partition(".")[0]
    if here == _here() and number.isdigit():
        return not Path(f"/proc/{number}").exists()
    try:
        return time.time() - draft.stat().st_mtime > QUIET_SECONDS
    except FileNotFoundError:
        return False


def lacking(fault: OSError, where: Path | str) -> Unavailable | None:
    """The plain sentence when `fault` says that the machine lacks something, None when it is about one file."""
    return unwritable(fault, where) if fault.errno in LACKING else None


def unwritable(fault: OSError, where: Path | str) -> Unavailable:
    """The plain sentence for a place that cannot be written."""
    said = LACKING.get(fault.errno or 0, fault.strerror or type(fault).__name__)
    return Unavailable(f"{said}: {where} cannot be written. Make room, then try again; what was kept before stays.")


def sync(path: Path) -> None:
    """Make sure that a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@cache
def _here() -> str:
    """Which start of which machine it is and, in a container, which process numbers count."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text()[:8]
        return f"{boot}-{Path('/proc/self/ns/pid').stat().st_ino:x}"
    except OSError:
        return "unknown"
