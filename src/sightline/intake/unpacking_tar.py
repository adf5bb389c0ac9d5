"""TAR and single packed streams inside the cage: where each member's bytes lie, and those bytes."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, cast

from typing_extensions import override

from sightline.intake.unpacking import FREE_BYTES, MOST_ENTRIES, MOST_RATIO, STREAMS, Entry, Gate, Listing, refusal
from sightline.intake.unpacking_zip import FAULTS
from sightline.kernel.errors import Refusal

_OPENERS: dict[str, Callable[[BinaryIO], BinaryIO]] = {
    "gzip": lambda file: cast("BinaryIO", gzip.GzipFile(fileobj=file, mode="rb")),
    "bzip2": lambda file: cast("BinaryIO", bz2.BZ2File(file)),
    "xz": lambda file: cast("BinaryIO", lzma.LZMAFile(file)),  # noqa: SIM115 - it lives as long as the cage
}
_STEP = 1 << 20
_BLOCK = 512


class Forward:
    """A file that is read forwards and never further than `most` bytes; `tarfile` needs no more than this."""

    def __init__(self, source: BinaryIO, most: int) -> None:
        self._source = source
        self._most = most
        self._at = 0

    def read(self, size: int) -> bytes:
        """Up to `size` bytes, fewer only at the end. Raises Refusal `archive-bomb` behind the limit."""
        parts: list[bytes] = []
        while size > 0 and (part := self._source.read(min(size, _STEP))):
            parts.append(part)
            size -= len(part)
            self._at += len(part)
            if self._at > self._most:
                raise refusal("archive-bomb")
        return b"".join(parts)

    def seek(self, to: int, whence: int = io.SEEK_SET) -> int:
        """Go to an absolute place; forwards by reading, so that a packed stream is passed over once."""
        if whence != io.SEEK_SET:
            raise ValueError("only absolute places")
        if to < self._at:
            self._at = self._source.seek(to)
        while self._at < to and self.read(min(_STEP, to - self._at)):
            pass
        return self._at

    def tell(self) -> int:
        """The place in the unpacked bytes."""
        return self._at


class Plain(Forward):
    """The same for a file that is not packed: places are gone to, not read to."""

    @override
    def seek(self, to: int, whence: int = io.SEEK_SET) -> int:
        """Go to an absolute place at once."""
        self._at = self._source.seek(to, whence)
        return self._at


def opened(file: BinaryIO, form: str) -> Forward:
    """The unpacked bytes of a TAR or a packed stream, which may be `MOST_RATIO` times the file."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if form not in STREAMS:
        return Plain(file, size)
    return Forward(_OPENERS[form](file), FREE_BYTES + MOST_RATIO * size)


def list_stream(file: BinaryIO, form: str, most_bytes: int) -> Listing:
    """The members of a TAR, packed or not; any other packed stream has one member, without a name."""
    source = opened(file, form)
    try:
        head = source.read(_BLOCK)
    except FAULTS:
        return Listing(entries=(), fault="damaged")
    if form not in STREAMS or head[257:262] == b"ustar":
        source.seek(0)
        return _list_tar(source, most_bytes)
    try:
        while source.read(_STEP):
            pass
    except EOFError:
        return Listing(entries=(), fault="truncated")
    except Refusal as bomb:
        return Listing(entries=(), fault=bomb.code)
    except FAULTS:
        return Listing(entries=(), fault="damaged")
    return Listing(entries=(Gate(most_bytes).entry(0, source.tell(), b"unpacked", ""),))


def take_stream(file: BinaryIO, form: str, wanted: Sequence[tuple[int, int, int]]) -> Iterator[bytes | str]:
    """The bytes of each wanted (start, offset, size), or the code of why they cannot be read."""
    source = opened(file, form)
    for start, offset, size in wanted:
        try:
            source.seek(start + offset)
            content = source.read(size)
        except FAULTS:
            yield "damaged"
            continue
        yield content if len(content) == size else "truncated"


def _list_tar(source: Forward, most_bytes: int) -> Listing:
    gate, entries, fault = Gate(most_bytes), list[Entry](), ""
    try:
        with tarfile.TarFile(fileobj=cast("BinaryIO", source), mode="r", errorlevel=0) as archive:
            while (info := archive.next()) is not None and not fault:
                if len(entries) == MOST_ENTRIES:
                    fault = "too-many-entries"
                elif not info.isdir():
                    entries.append(gate.entry(info.offset_data, info.size, _name(info), _against(info)))
            fault = fault or _end(source, archive.offset)
    except Refusal as bomb:
        fault = bomb.code
    except (tarfile.TarError, EOFError, OSError, OverflowError):
        fault = "truncated" if entries else "damaged"
    except FAULTS:
        fault = "damaged"
    return Listing(entries=tuple(entries), fault=fault)


def _end(source: Forward, at: int) -> str:
    """`tarfile` stops in silence at a header it cannot read: an archive ends with zeros, or with the file."""
    source.seek(at)
    return "damaged" if source.read(_BLOCK).strip(b"\0") else ""


def _name(info: tarfile.TarInfo) -> bytes:
    return info.name.encode("utf-8", "surrogateescape")


def _against(info: tarfile.TarInfo) -> str:
    if info.issym() or info.islnk():
        return "link"
    if info.issparse():
        return "unknown-compression"
    return "" if info.isreg() else "not-a-file"
