"""Where a file ends and where its format says it should: what is missing, and what hangs on behind the picture.

Runs inside the cage only. Walks lengths and markers; decodes nothing.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from sightline.media.kinds import Kind

_MAX_STEPS = 200_000
_BLOCK = 1 << 20
_JPEG_SCAN, _JPEG_END = 0xDA, b"\xff\xd9"


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """expected: the size the format asks for, None where it cannot be told. missing: the end mark is not there.

    actual: the size in bytes. trailing: bytes behind the picture's own end, 0 where none or unknown.
    """

    actual: int
    expected: int | None = None
    missing: bool = False

    @property
    def trailing(self) -> int:
        """Bytes behind the end of the picture."""
        return 0 if self.expected is None or self.missing else max(0, self.actual - self.expected)

    @property
    def truncated(self) -> bool:
        """Whether the file stops before its format says it ends."""
        return self.missing or (self.expected is not None and self.actual < self.expected)

    def sentence(self) -> str:
        """How much is there, in plain words."""
        if self.expected is not None and self.actual < self.expected:
            share = 100 * self.actual // self.expected
            return f"the file has {self.actual:,} of the {self.expected:,} bytes it should have ({share} %)"
        return f"the file has {self.actual:,} bytes and its end mark is missing"


def end_of(source: BinaryIO, kind: Kind) -> End:
    """Find the end the format promises. The file's position is left anywhere."""
    actual = source.seek(0, os.SEEK_END)
    source.seek(0)
    walk = _WALKS.get(kind.format)
    expected = None
    if walk:
        with contextlib.suppress(ValueError, OverflowError):  # a length beyond what any file can have
            expected = walk(source, actual)
    return End(actual=actual, expected=expected, missing=walk is not None and expected is None)


def _jpeg(source: BinaryIO, _actual: int) -> int | None:
    """Segments have lengths up to the first scan; after it the end marker is searched for, as decoders do."""
    source.seek(2)
    for _ in range(_MAX_STEPS):
        marker = source.read(2)
        if len(marker) < 2 or marker[0] != 0xFF:
            return None
        if marker[1] == 0xFF:
            source.seek(-1, os.SEEK_CUR)
            continue
        if marker[1] == _JPEG_SCAN:
            return _find(source, _JPEG_END)
        if marker[1] != 0x01 and not 0xD0 <= marker[1] <= 0xD8:
            length = int.from_bytes(source.read(2), "big")
            source.seek(max(length - 2, 0), os.SEEK_CUR)
    return None


def _find(source: BinaryIO, mark: bytes) -> int | None:
    """The position just behind the next `mark`."""
    at, kept = source.tell(), b""
    while block := source.read(_BLOCK):
        found = (kept + block).find(mark)
        if found >= 0:
            return at - len(kept) + found + len(mark)
        at += len(block)
        kept = block[-len(mark) + 1 :]
    return None


def _png(source: BinaryIO, _actual: int) -> int | None:
    source.seek(8)
    for _ in range(_MAX_STEPS):
        head = source.read(8)
        if len(head) < 8:
            return None
        at = source.seek(int.from_bytes(head[:4], "big") + 4, os.SEEK_CUR)
        if head[4:] == b"IEND":
            return at
    return None


def _gif(source: BinaryIO, _actual: int) -> int | None:
    header = source.read(13)
    if len(header) < 13:
        return None
    source.seek(_palette(header[10]), os.SEEK_CUR)
    for _ in range(_MAX_STEPS):
        block = source.read(1)
        if block == b";":
            return source.tell()
        if block == b",":
            image = source.read(9)
            if len(image) < 9:
                return None
            source.seek(_palette(image[8]) + 1, os.SEEK_CUR)
        elif block == b"!":
            source.seek(1, os.SEEK_CUR)
        else:
            return None
        if not _skip_sub_blocks(source):
            return None
    return None


def _palette(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _skip_sub_blocks(source: BinaryIO) -> bool:
    for _ in range(_MAX_STEPS):
        size = source.read(1)
        if not size:
            return False
        if size == b"\0":
            return True
        source.seek(size[0], os.SEEK_CUR)
    return False


def _riff(source: BinaryIO, _actual: int) -> int | None:
    head = source.read(8)
    size = int.from_bytes(head[4:], "little") if len(head) == 8 else None
    return None if size is None else 8 + size + size % 2


def _bmp(source: BinaryIO, actual: int) -> int | None:
    # Writers often leave the size 0 or wrong; only a plausible one is believed.
    size = int.from_bytes(source.read(6)[2:], "little")
    return size if size >= 54 else actual


def _boxes(source: BinaryIO, actual: int) -> int | None:
    """ISO media: top-level boxes follow one another; the index (`moov`, or `meta` of a still) must be among them."""
    at, seen = 0, set[bytes]()
    for _ in range(_MAX_STEPS):
        source.seek(at)
        head = source.read(16)
        if len(head) < 8:
            break
        size = int.from_bytes(head[:4], "big")
        seen.add(head[4:8])
        if size == 1:
            size = int.from_bytes(head[8:16], "big")
        if size == 0:
            at = actual
        if size < 8:
            break
        at += size
    return at if at > actual or seen & {b"moov", b"meta"} else None


def _matroska(source: BinaryIO, actual: int) -> int | None:
    """The EBML header, then one segment whose size is written unless the file was streamed."""
    at = 0
    for wanted in (b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"):
        source.seek(at)
        head = source.read(12)
        if head[:4] != wanted or len(head) < 12:
            return actual if at else None
        width = 9 - head[4].bit_length() if head[4] else 8
        size = int.from_bytes(head[4 : 4 + width], "big") & ((1 << 7 * width) - 1)
        if size == (1 << 7 * width) - 1:
            return actual
        at += 4 + width + size
    return at


_WALKS: dict[str, Callable[[BinaryIO, int], int | None]] = {
    "jpeg": _jpeg,
    "png": _png,
    "gif": _gif,
    "webp": _riff,
    "avi": _riff,
    "bmp": _bmp,
    "avif": _boxes,
    "heic": _boxes,
    "mp4": _boxes,
    "mov": _boxes,
    "mkv": _matroska,
    "webm": _matroska,
}
