"""A result is checked as if its writer were hostile: it may be."""

import fcntl
import json
import os
import struct
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.kernel.errors import Refusal
from sightline.media import planes


@pytest.fixture
def memory() -> Iterator[int]:
    descriptor = planes.new_memory()
    yield descriptor
    os.close(descriptor)


def forged(header: bytes, pixels: bytes = bytes(64), magic: bytes = b"SLRESULT", length: int | None = None) -> int:
    descriptor = planes.new_memory()
    os.write(descriptor, pixels + header + struct.pack("<8sQ", magic, len(header) if length is None else length))
    return descriptor


def refused(descriptor: int) -> bool:
    try:
        planes.read(descriptor, header_bytes=1000)
    except Refusal as refusal:
        return refusal.code == "damaged-result"
    finally:
        os.close(descriptor)
    return False


def test_planes_come_back_as_written(memory: int) -> None:
    writer = planes.PlaneWriter(memory)
    grey = np.arange(15, dtype=np.uint8).reshape(3, 5)
    colour = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)
    assert [writer.add(grey), writer.add(colour), writer.add(grey.T)] == [0, 1, 2]
    writer.close({"answer": "é\ud800"})
    result = planes.read(memory, header_bytes=1000)
    assert result.body == {"answer": "é\ud800"}
    assert all(np.array_equal(a, b) for a, b in zip(result.planes, (grey, colour, grey.T), strict=True))
    assert not result.planes[0].flags.writeable


def test_nobody_can_write_after_it_was_read(memory: int) -> None:
    planes.PlaneWriter(memory).close({})
    planes.read(memory, header_bytes=1000)
    with pytest.raises(PermissionError):
        os.write(memory, b"x")
    with pytest.raises(PermissionError):
        os.ftruncate(memory, 0)
    assert fcntl.fcntl(memory, fcntl.F_GET_SEALS) & fcntl.F_SEAL_WRITE


@pytest.mark.parametrize(
    "entry",
    [
        [0, 65, 1], [64, 1, 1], [-1, 4, 4], [0, 0, 4], [0, -1, -1], [0, 1 << 40, 1 << 40], [0, 4], [0, 4, 4, 4],
        [0, 1, 1, 3, 1],
        [0.0, 4, 4], ["0", 4, 4], [True, 4, 4], {}, None, [],
    ],
)  # fmt: skip
def test_impossible_planes_are_refused(entry: object) -> None:
    assert refused(forged(json.dumps({"planes": [entry], "body": {}}).encode()))


def test_a_possible_plane_is_not_refused() -> None:
    assert not refused(forged(json.dumps({"planes": [[0, 8, 8]], "body": {}}).encode()))


@pytest.mark.parametrize(
    "header",
    [
        b"", b"{}", b"[]", b"null", b'{"planes": [], "body": []}', b'{"planes": {}, "body": {}}', b'{"body": {}}',
        b"\xff\xfe",
        b'{"planes": [], "body": ' + b"[" * 500 + b"]" * 500 + b"}", b"x" * 2000,
        json.dumps({"planes": [[0, 1, 1]] * 5000, "body": {}}).encode(),
    ],
)  # fmt: skip
def test_impossible_headers_are_refused(header: bytes) -> None:
    assert refused(forged(header))


def test_a_wrong_trailer_is_refused() -> None:
    good = b'{"planes": [], "body": {}}'
    assert not refused(forged(good))
    assert refused(forged(good, magic=b"XXXXXXXX"))
    assert refused(forged(good, length=1 << 60))
    assert refused(forged(good, length=len(good) + 1000))
    assert refused(planes.new_memory())


def test_a_header_of_a_hundred_thousand_lists_is_not_parsed() -> None:
    descriptor = forged(b'{"planes": [], "body": {"a": [' + b"[]," * 100_000 + b"[]]}}")
    with pytest.raises(Refusal, match="too complex"):
        planes.read(descriptor, header_bytes=10 << 20)
    os.close(descriptor)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    descriptor = planes.new_memory()
    os.write(descriptor, data)
    assert refused(descriptor)
