"""ZIP inside the cage: its directory as entries, and pieces of its members. Nothing here names a file."""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterator, Sequence
from lzma import LZMAError
from typing import IO, BinaryIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from sightline.intake.unpacking import FREE_BYTES, MOST_ENTRIES, MOST_RATIO, Gate, Listing

FAULTS = (
    BadZipFile, LZMAError, zlib.error, struct.error, EOFError, OSError, ValueError, ArithmeticError, RuntimeError,
    LookupError, TypeError, AttributeError,
)  # fmt: skip
"""What Python's reader raises on damaged archives: it was not written for hostile ones."""
_METHODS = {ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA}
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_UTF8 = 0x800
_LOCAL_HEADER = 30
_SKIP = 1 << 20


def list_zip(file: BinaryIO, most_bytes: int) -> Listing:
    """The files of a ZIP, by its central directory."""
    try:
        with ZipFile(file) as archive:
            infos, directory = archive.infolist(), archive.start_dir
    except FAULTS:
        return Listing(entries=(), fault="damaged")
    overlapping = _overlapping(infos, directory)
    gate = Gate(most_bytes)
    files = [(place, one) for place, one in enumerate(infos) if not _is_folder(one)]
    entries = tuple(
        gate.entry(place, one.file_size, _name(one), _against(one, inside=place not in overlapping))
        for place, one in files[:MOST_ENTRIES]
    )
    return Listing(entries=entries, fault="too-many-entries" if len(files) > MOST_ENTRIES else "")


def take_zip(file: BinaryIO, wanted: Sequence[tuple[int, int, int]]) -> Iterator[bytes | str]:
    """The bytes of each wanted (place, offset, size), or the code of why they cannot be read."""
    with ZipFile(file) as archive:
        infos = archive.infolist()
        source, at = None, (-1, 0)
        for place, offset, size in wanted:
            try:
                if source is None or at != (place, offset):
                    source = archive.open(infos[place])
                    _skip(source, offset)
                content = source.read(size)
                # Reading on at the end makes the reader compare its checksum.
                whole = offset + size < infos[place].file_size or not source.read(1)
            except NotImplementedError:
                source, content, whole = None, b"", False
                yield "unknown-compression"
                continue
            except FAULTS:
                source, content, whole = None, b"", False
            at = (place, offset + size)
            yield content if whole and len(content) == size else "damaged"


def _skip(source: IO[bytes], count: int) -> None:
    while count > 0 and (passed := len(source.read(min(count, _SKIP)))):
        count -= passed


def _name(info: ZipInfo) -> bytes:
    """The name byte for byte: code page 437 maps every byte to one character and back."""
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437", "replace")


def _is_folder(info: ZipInfo) -> bool:
    return info.filename.endswith("/") and info.file_size == 0


def _against(info: ZipInfo, *, inside: bool) -> str:
    mode = info.external_attr >> 16 if info.create_system == 3 else 0
    if info.flag_bits & _ENCRYPTED:
        return "encrypted"
    if stat.S_ISLNK(mode):
        return "link"
    if stat.S_IFMT(mode) and not stat.S_ISREG(mode):
        return "not-a-file"
    if not inside:
        return "overlapping"
    if info.compress_type not in _METHODS:
        return "unknown-compression"
    return "archive-bomb" if info.file_size > FREE_BYTES + MOST_RATIO * info.compress_size else ""


def _overlapping(infos: Sequence[ZipInfo], directory: int) -> set[int]:
    """Members whose bytes another member, or the directory, claims too: what makes small bombs of terabytes."""
    spans = sorted(
        (one.header_offset, one.header_offset + _LOCAL_HEADER + one.compress_size, place)
        for place, one in enumerate(infos)
    )
    found: set[int] = set()
    reach, holder = 0, -1
    for start, end, place in spans:
        if start < reach:
            found.update((place, holder))
        if end > directory or start < 0:
            found.add(place)
        if end > reach:
            reach, holder = end, place
    return found
