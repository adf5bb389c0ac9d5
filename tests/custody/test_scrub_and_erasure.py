"""Bit rot is found and named; text about a person can be erased and the log stays whole."""

import time
from pathlib import Path

import pytest

from sightline.agencies.access import Acting
from sightline.custody import erasure, log
from sightline.custody.log import Author
from sightline.custody.scrub import State, expected, scrub
from sightline.custody.verify import Verified, verify
from sightline.kernel.blobs import Blobs, name_of
from sightline.kernel.db import Role
from sightline.kernel.errors import NotFound
from sightline.workspace import Workspace


def test_every_flipped_byte_and_every_lost_blob_is_named(tmp_path: Path) -> None:
    blobs = Blobs.at(str(tmp_path))
    names = [blobs.put(bytes([number]) * 3000) for number in range(8)]
    damaged, lost = names[3], names[5]
    path = tmp_path / name_of(damaged)
    path.chmod(0o600)
    content = bytearray(path.read_bytes())
    content[1234] ^= 1
    path.write_bytes(content)
    (tmp_path / name_of(lost)).unlink()
    (tmp_path / name_of(names[0])).with_name(".a.draft").write_bytes(b"left over by a crash")
    found = {one.sha256: one.state for one in scrub(blobs, names)}
    assert found.pop(damaged) is State.DAMAGED
    assert found.pop(lost) is State.MISSING
    assert set(found.values()) == {State.WHOLE}
    assert len(found) == 6


def test_reading_keeps_to_the_rate(tmp_path: Path) -> None:
    blobs = Blobs.at(str(tmp_path))
    blobs.put(bytes(300_000))
    start = time.monotonic()
    assert [one.size for one in scrub(blobs, (), rate=1_000_000)] == [300_000]
    assert time.monotonic() - start >= 0.3


def test_an_empty_workspace_expects_nothing(workspace: Workspace) -> None:
    with workspace.database.transaction(Role.WORKER) as connection:
        assert expected(connection) == {}


def _author(acting: Acting) -> Author:
    return Author(officer=acting.officer.handle, agency=acting.officer.agency, purpose="test")


def test_a_hash_is_salted() -> None:
    salt, digest = erasure.salted("a name")
    assert erasure.salted("a name", salt) == (salt, digest)
    assert erasure.salted("a name")[1] != digest
    assert len(salt) == 32


def test_text_can_be_erased_and_the_log_stays_whole(workspace: Workspace) -> None:
    with workspace.acting() as acting:
        author = _author(acting)
        subject = erasure.keep(acting.connection, author, "what a person wrote about a person")
        acting.record("note", subject)
        assert erasure.words(acting.connection, subject) == "what a person wrote about a person"
    with workspace.acting("fr.first") as acting, pytest.raises(NotFound):
        erasure.erase(acting.connection, _author(acting), subject, "request")
    with workspace.acting() as acting:
        erasure.erase(acting.connection, author, subject, "request")
    workspace.seal()
    with workspace.acting() as acting:
        with pytest.raises(NotFound, match="erased"):
            erasure.words(acting.connection, subject)
        with pytest.raises(NotFound):
            erasure.erase(acting.connection, author, subject, "request")
        with pytest.raises(NotFound):
            erasure.words(acting.connection, "text:no hash")
    with workspace.database.transaction(Role.WORKER) as connection:
        assert isinstance(verify(connection, "BE", workspace.log_key.public_key()), Verified)
        bodies = [one.body.decode() for one in log.about(connection, "BE", subject)]
    assert ['"action":"note"' in bodies[0], '"action":"erase"' in bodies[1], len(bodies)] == [True, True, 2]
    assert not any("person" in body for body in bodies)
