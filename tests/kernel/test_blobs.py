"""The store of bytes: named by content, whole or not at all, and plain about a full disk."""

import hashlib
import os
import resource
from pathlib import Path

import pytest

from sightline.kernel.blobs import Blobs, measure, name_of
from sightline.kernel.errors import IntegrityError, NotFound, Unavailable


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs.at(str(tmp_path / "bytes"))


def test_a_blob_is_named_by_its_content_and_kept_once(blobs: Blobs, tmp_path: Path) -> None:
    first = blobs.put(b"room")
    assert first == hashlib.sha256(b"room").hexdigest() == blobs.put(b"room")
    assert blobs.get(first) == b"room"
    assert list(blobs.names()) == [first]
    assert (tmp_path / "bytes" / name_of(first)).stat().st_mode & 0o777 == 0o400


def test_a_file_is_measured_and_kept(blobs: Blobs, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(os.urandom(3_000_000))
    stored = blobs.put_file(path)
    assert stored == measure(path)
    assert stored.md5 == hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
    assert blobs.get(stored.sha256) == path.read_bytes()
    descriptor = blobs.open(stored.sha256)
    assert os.fstat(descriptor).st_size == stored.size
    os.close(descriptor)


def test_a_damaged_blob_is_never_returned(blobs: Blobs, tmp_path: Path) -> None:
    name = blobs.put(b"room")
    path = tmp_path / "bytes" / name_of(name)
    path.chmod(0o600)
    path.write_bytes(b"ROOM")
    with pytest.raises(IntegrityError, match="restore a backup"):
        blobs.get(name)


def test_an_absent_blob_is_said(blobs: Blobs) -> None:
    assert not blobs.holds("0" * 64)
    with pytest.raises(NotFound):
        blobs.get("0" * 64)
    with pytest.raises(NotFound):
        blobs.open("0" * 64)


def test_a_full_disk_leaves_nothing_half_written(blobs: Blobs, tmp_path: Path) -> None:
    # A limit on file size fails the write in the middle, as a full disk does.
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, before[1]))
    try:
        with pytest.raises(Unavailable, match="Make room"):
            blobs.put(os.urandom(2_000_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [path for path in (tmp_path / "bytes").rglob("*") if path.is_file()] == []
