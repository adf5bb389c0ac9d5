"""A narrow tar: plain files, one owner, no times. What is read must be byte for byte what this file would have written.

So the archive of the same files is always the same bytes, ordinary `tar` reads it, and nothing else that tar can
carry (links, devices, odd names, second names, owners) can reach a disk. POSIX ustar, IEEE 1003.1 `pax`.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol, TypeAlias

from sightline.kernel.errors import IntegrityError, UsageError

Part: TypeAlias = "bytes | Path"
BLOCK, CHUNK = 512, 1 << 20
_STEP = r"[A-Za-z0-9_][A-Za-z0-9._-]{0,62}"
_NAME = re.compile(rf"{_STEP}(?:/{_STEP}){{0,3}}", re.ASCII)
LARGEST = 8 << 30


def check_name(name: str) -> None:
    """Raise `UsageError` unless `name` is a plain relative name: letters, digits, `._-`, at most four steps."""
    if len(name) > 99 or _NAME.fullmatch(name) is None:
        raise UsageError(f"{name[:80]!r} may not be a name inside a package; use letters, digits, '.', '_' and '-'.")


def size_of(part: Part) -> int:
    """Size in bytes of a part in memory or on disk."""
    return len(part) if isinstance(part, bytes) else part.stat().st_size


def chunks_of(part: Part) -> Iterator[bytes]:
    """The bytes of a part, at most a mebibyte at a time."""
    if isinstance(part, bytes):
        yield from (part[at : at + CHUNK] for at in range(0, len(part), CHUNK))
        return
    with part.open("rb") as source:
        while chunk := source.read(CHUNK):
            yield chunk


def write_tar(parts: Iterable[tuple[str, Part]]) -> Iterator[bytes]:
    """The archive of `parts` in the order given, as a stream. Raises `IntegrityError` when a file changes meanwhile."""
    for name, part in parts:
        size = size_of(part)
        yield header_for(name, size)
        seen = 0
        for chunk in chunks_of(part):
            seen += len(chunk)
            yield chunk
        if seen != size:
            raise IntegrityError(f"{name} changed while it was being sealed; seal it again.")
        yield bytes(-size % BLOCK)
    yield bytes(2 * BLOCK)


def header_for(name: str, size: int) -> bytes:
    """The one header block this program writes for a file."""
    check_name(name)
    if size >= LARGEST:
        raise UsageError(f"{name} is larger than 8 GiB; send it as parts.")
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o644
    return info.tobuf(tarfile.USTAR_FORMAT, "ascii")


class Shelf(Protocol):
    """Where unpacked files go."""

    def begin(self, name: str, size: int) -> None:
        """A file of `size` bytes follows; its name has been checked."""
        ...

    def take(self, chunk: bytes) -> None:
        """The next bytes of the file begun last."""
        ...


class MemoryShelf:
    """Keeps what is unpacked in memory, up to `limit` bytes in all."""

    def __init__(self, limit: int) -> None:
        self._files: dict[str, bytearray] = {}
        self._current = bytearray()
        self._left = limit

    def begin(self, name: str, size: int) -> None:
        """Make room for a file. Raises `IntegrityError` for a second file of a name, or when it would be too much."""
        if name in self._files:
            raise IntegrityError(f"The package holds {name} twice.")
        self._left -= size + BLOCK
        if self._left < 0:
            raise IntegrityError("The package is larger than this machine accepts; nothing was kept. Raise the limit.")
        self._current = self._files[name] = bytearray()

    def take(self, chunk: bytes) -> None:
        """Append to the file begun last."""
        self._current += chunk

    def files(self) -> Mapping[str, bytes]:
        """All files, complete."""
        return {name: bytes(content) for name, content in self._files.items()}


class Unpacker:
    """A writer that unpacks as bytes arrive. Call `finish` at the end: an archive cut short is refused there."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._held = bytearray()
        self._left = 0
        self._padding = 0
        self._ended = False

    def write(self, part: bytes) -> int:
        """Take the next bytes. Raises `IntegrityError` at the first one that this program would not have written."""
        self._held += part
        view = 0
        while view < len(self._held):
            used = self._step(view)
            if used == 0:
                break
            view += used
        del self._held[:view]
        return len(part)

    def flush(self) -> None:
        """Nothing is held back but what is still incomplete."""

    def finish(self) -> None:
        """Raise `IntegrityError` unless the archive ended where it should."""
        if not self._ended or self._held:
            raise IntegrityError("The package ends in the middle of a file: it was only half written.")

    def _step(self, view: int) -> int:
        if self._left:
            chunk = bytes(self._held[view : view + self._left])
            self._shelf.take(chunk)
            self._left -= len(chunk)
            return len(chunk)
        if len(self._held) - view < self._padding or self._ended:
            return self._refuse_rest()
        if self._padding:
            used, self._padding = self._padding, 0
            if any(self._held[view : view + used]):
                raise IntegrityError("The package holds hidden bytes between its files.")
            return used
        return self._header(view)

    def _refuse_rest(self) -> int:
        if self._ended:
            raise IntegrityError("The package holds bytes after its end.")
        return 0

    def _header(self, view: int) -> int:
        block = bytes(self._held[view : view + BLOCK])
        if len(block) < BLOCK:
            return 0
        if not any(block):
            return self._end(view)
        name, size = _read_header(block)
        self._shelf.begin(name, size)
        self._left, self._padding = size, -size % BLOCK
        return BLOCK

    def _end(self, view: int) -> int:
        if len(self._held) - view < 2 * BLOCK:
            return 0
        if any(self._held[view : view + 2 * BLOCK]):
            raise IntegrityError("The package is not in the form this program writes.")
        self._ended = True
        return 2 * BLOCK


def _read_header(block: bytes) -> tuple[str, int]:
    try:
        name = block[:100].rstrip(b"\0").decode("ascii")
        size = int(block[124:135], 8)
        written = header_for(name, size)
    except (ValueError, UsageError):
        raise IntegrityError("The package holds a file with a forbidden name or size; nothing was unpacked.") from None
    if written != block:
        raise IntegrityError(f"The package holds {name!r} in a form this program never writes; nothing was unpacked.")
    return name, size
