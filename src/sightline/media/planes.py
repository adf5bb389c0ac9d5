"""How a result leaves the cage: pixel planes, then one small JSON header, in memory that both sides hold.

Written by the caged process, read by its parent, which trusts none of it: every offset, shape and count is checked
against what the file holds, and the memory is sealed against any further writing before the first byte is read.
"""

from __future__ import annotations

import fcntl
import json
import math
import mmap
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from PIL import Image

from sightline.kernel.errors import Refusal
from sightline.media.model import Json, Pixels

_MAGIC = b"SLRESULT"
_TRAILER = struct.Struct("<8sQ")
_ALIGNMENT = 64
_MAX_PLANES = 4_096
_MAX_SIDE = 1 << 26
_MAX_CONTAINERS = 100_000
HEADER_ROOM = 1 << 20
"""What a header may hold beside its metadata: the list of planes and pictures."""


def new_memory() -> int:
    """A descriptor of nameless memory for one result."""
    return os.memfd_create("result", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)


class PlaneWriter:
    """The caged side: hands out numbers for planes, then closes the result with its header."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._file = os.fdopen(descriptor, "wb", buffering=0, closefd=False)
        self._at = 0
        self._planes: list[Json] = []

    def add(self, pixels: Pixels | Image.Image) -> int:
        """Write a plane (2 or 3 axes of uint8; an image of mode L or RGB) and return its number.

        Raises OSError when the room is used up.
        """
        if isinstance(pixels, Image.Image):
            return self._add_image(pixels)
        block = np.ascontiguousarray(pixels, dtype=np.uint8)
        self._planes.append([self._at, *block.shape])
        self._write(block.reshape(-1).data)
        self._at += -self._at % _ALIGNMENT
        return len(self._planes) - 1

    def _add_image(self, image: Image.Image) -> int:
        """Pillow writes its own rows as PPM: a line of text, then the plane, with no copy of it in between."""
        if image.mode not in {"L", "RGB"}:
            raise ValueError(f"a plane of mode {image.mode}")
        self._file.seek(self._at)
        image.save(self._file, "PPM")
        end = os.lseek(self._descriptor, 0, os.SEEK_CUR)
        shape = (image.height, image.width, 3)[: 3 if image.mode == "RGB" else 2]
        self._planes.append([end - math.prod(shape), *shape])
        self._at = end + -end % _ALIGNMENT
        return len(self._planes) - 1

    def close(self, body: Json) -> None:
        """Write the header; nothing can follow."""
        whole = {"planes": self._planes, "body": body}
        header = json.dumps(whole, allow_nan=False, ensure_ascii=False).encode("utf-8", "surrogatepass")
        self._write(memoryview(header))
        self._write(memoryview(_TRAILER.pack(_MAGIC, len(header))))

    def _write(self, data: memoryview) -> None:
        while data:
            written = os.pwrite(self._descriptor, data, self._at)
            self._at += written
            data = data[written:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The parent's side: a checked header's body, and read-only planes that live in the shared memory."""

    body: Mapping[str, Json]
    planes: tuple[Pixels, ...]


def read(descriptor: int, *, header_bytes: int) -> Result:
    """Check and open a result whose writer has ended. Raises Refusal `damaged-result` when anything is odd."""
    try:
        fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, fcntl.F_SEAL_WRITE | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW)
        return _read(descriptor, header_bytes)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refusal("damaged-result", f"The decoder's answer does not hold together: {error}.") from error


def _read(descriptor: int, header_bytes: int) -> Result:
    size = os.fstat(descriptor).st_size
    if size < _TRAILER.size:
        raise ValueError("there is none")
    memory = mmap.mmap(descriptor, size, mmap.MAP_SHARED, mmap.PROT_READ)
    magic, length = _TRAILER.unpack_from(memory, size - _TRAILER.size)
    header_at = size - _TRAILER.size - length
    if magic != _MAGIC or length > header_bytes or header_at < 0:
        raise ValueError("its end is not as agreed")
    header = memory[header_at : header_at + length]
    if header.count(b"[") + header.count(b"{") > _MAX_CONTAINERS:
        raise ValueError("its header is too complex")
    parsed = json.loads(header)
    planes = tuple(_plane(memory, entry, header_at) for entry in _planes_of(parsed))
    body = parsed["body"]
    if not isinstance(body, dict):
        raise TypeError("its header has no body")
    return Result(body=body, planes=planes)


def _planes_of(parsed: object) -> list[object]:
    entries = parsed["planes"] if isinstance(parsed, dict) else None
    if not isinstance(entries, list) or len(entries) > _MAX_PLANES:
        raise ValueError("its list of planes is not one")
    return entries


def _plane(memory: mmap.mmap, entry: object, end: int) -> Pixels:
    if not isinstance(entry, list) or len(entry) not in {3, 4} or not all(type(n) is int for n in entry):
        raise ValueError("a plane is not described by numbers")
    offset, *shape = entry
    if offset < 0 or any(not 0 < side < _MAX_SIDE for side in shape) or (len(shape) == 3 and shape[2] != 3):
        raise ValueError("a plane has an impossible shape")
    count = int(np.prod(shape, dtype=object))
    if offset + count > end:
        raise ValueError("a plane lies outside the result")
    return np.frombuffer(memory, np.uint8, count, offset).reshape(shape)
