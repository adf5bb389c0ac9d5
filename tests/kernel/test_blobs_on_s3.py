"""The store of bytes on a real S3 server: what holds in a folder holds there, and what goes wrong is said plainly."""

import hashlib
import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import obstore
import pytest
from obstore.store import from_url

from sightline.kernel import blobs as blobs_module
from sightline.kernel.blobs import Blobs, name_of
from sightline.kernel.errors import IntegrityError, NotFound, Unavailable
from tests.kernel.s3_server import Server, running

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def s3() -> Iterator[Server]:
    # The object server keeps its metadata in extended attributes, which pytest's own folder may lie without.
    with tempfile.TemporaryDirectory(prefix="sightline-s3-") as folder, running(Path(folder)) as server:
        yield server


@pytest.fixture
def bucket(s3: Server, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """URL of a bucket of this test's own."""
    for name, value in s3.environment().items():
        monkeypatch.setenv(name, value)
    return s3.make_bucket(hashlib.md5(request.node.name.encode()).hexdigest())


def test_bytes_come_back_and_are_kept_once(bucket: str) -> None:
    blobs = Blobs.at(f"{bucket}/evidence")
    name = blobs.put(b"a room")
    assert blobs.put(b"a room") == name
    assert (blobs.get(name), blobs.holds(name)) == (b"a room", True)
    with blobs.opened(name) as descriptor:
        assert os.read(descriptor, 100) == b"a room"
    assert list(blobs.names()) == [name]


def test_what_was_never_put_is_not_there(bucket: str) -> None:
    blobs = Blobs.at(bucket)
    absent = hashlib.sha256(b"never").hexdigest()
    assert not blobs.holds(absent)
    with pytest.raises(NotFound):
        blobs.get(absent)


def test_a_large_file_goes_in_parts(bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blobs_module, "AT_ONCE_BYTES", 1 << 20)
    large = tmp_path / "film.bin"
    large.write_bytes(os.urandom(12 << 20))
    blobs = Blobs.at(bucket)
    stored = blobs.put_file(large)
    assert hashlib.sha256(blobs.get(stored.sha256)).hexdigest() == stored.sha256
    head = obstore.head(from_url(bucket), name_of(stored.sha256))
    assert head["size"] == 12 << 20
    assert "-" in str(head["e_tag"]), "an object that came in parts has a tag of parts"


def test_changed_bytes_are_found_and_never_handed_out(bucket: str) -> None:
    blobs = Blobs.at(bucket)
    name = blobs.put(b"a room")
    obstore.put(from_url(bucket), name_of(name), b"another room")
    with pytest.raises(IntegrityError):
        blobs.get(name)


def test_a_bucket_that_is_not_there_is_said_plainly(bucket: str) -> None:
    with pytest.raises(Unavailable, match="never-made"):
        Blobs.at("s3://never-made").put(b"a room")


def test_a_wrong_key_is_said_plainly(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    with pytest.raises(Unavailable):
        Blobs.at(bucket).put(b"a room")


def test_a_server_that_pauses_is_waited_for(bucket: str, s3: Server) -> None:
    """An object server that stands still answers with 503 or not at all; when it goes on, so does the writer."""
    blobs = Blobs.at(bucket)
    stopped = s3.processes["object"]
    stopped.send_signal(signal.SIGSTOP)
    try:
        os.posix_spawn("/bin/sh", ["sh", "-c", f"sleep 3; kill -CONT {stopped.pid}"], os.environ)
        name = blobs.put(b"a room seen while the server stood still")
    finally:
        stopped.send_signal(signal.SIGCONT)
    assert blobs.get(name) == b"a room seen while the server stood still"
