"""The custody log: acts and entries together, every tamper found at its place."""

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from sightline.agencies.access import Acting
from sightline.custody import log, tree
from sightline.custody.seal import publish
from sightline.custody.verify import Broken, Kept, Verified, published, start_from, verify
from sightline.kernel.db import Role
from sightline.kernel.errors import IntegrityError, UsageError
from sightline.workspace import Workspace

LAST = "(SELECT entry_id FROM custody_leaf WHERE log='BE' ORDER BY position DESC LIMIT 1)"
FIFTH = "(SELECT entry_id FROM custody_leaf WHERE log='BE' AND position=5)"


def _entries(workspace: Workspace, count: int) -> None:
    with workspace.acting() as acting:
        for number in range(count):
            acting.record("try", f"thing:{number}", number=number)


def _fail_after(acting: Acting) -> None:
    acting.record("try", "thing:1")
    raise RuntimeError


def _verify(workspace: Workspace, kept: Kept | None = None) -> Verified | Broken:
    with workspace.database.transaction(Role.WORKER) as connection:
        return verify(connection, "BE", workspace.log_key.public_key(), kept)


def _tamper(workspace: Workspace, statement: str) -> None:
    with workspace.database.transaction(Role.OWNER) as connection:
        connection.execute(text(statement))


def test_an_act_that_fails_leaves_no_entry(workspace: Workspace) -> None:
    workspace.seal()
    before = _verify(workspace)
    with pytest.raises(RuntimeError), workspace.acting() as acting:
        _fail_after(acting)
    workspace.seal()
    assert _verify(workspace) == before


def test_the_whole_log_verifies(workspace: Workspace) -> None:
    _entries(workspace, 20)
    workspace.seal()
    found = _verify(workspace)
    assert isinstance(found, Verified)
    assert found.entries >= 20
    assert found.checkpoints == 1


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (
            f"UPDATE custody_entry SET body = body || ' ' WHERE id = {FIFTH}",
            "changed",
        ),
        (
            f"DELETE FROM custody_entry WHERE id = {FIFTH}",
            "deleted",
        ),
        ("DELETE FROM custody_leaf WHERE log='BE' AND position=5", "missing"),
        ("DELETE FROM custody_leaf WHERE log='BE' AND position>=5", "only 5 are left"),
    ],
)
def test_a_tamper_is_found_at_its_place(workspace: Workspace, statement: str, fault: str) -> None:
    _entries(workspace, 12)
    workspace.seal()
    _tamper(workspace, statement)
    found = _verify(workspace)
    assert isinstance(found, Broken)
    assert found.position == 5
    assert fault in found.fault


def test_an_entry_rewritten_with_its_hash_breaks_the_checkpoint(workspace: Workspace) -> None:
    _entries(workspace, 6)
    workspace.seal()
    forged = b'{"forged":true}'
    with workspace.database.transaction(Role.WORKER) as connection:
        place = next(one.position for one in log.read(connection, "BE") if one.id == 3)
    with workspace.database.transaction(Role.OWNER) as connection:
        connection.execute(
            log.entries.update().where(log.entries.c.id == 3).values(body=forged, leaf=tree.leaf_hash(forged))
        )
    found = _verify(workspace)
    assert isinstance(found, Broken)
    assert "one of the entries 0 to" in found.fault
    exact = _verify(workspace, published(workspace.checkpoints / "BE", workspace.log_key.public_key()))
    assert isinstance(exact, Broken)
    assert "is not the one that was signed" in exact.fault
    assert exact.position == place


def test_a_log_rolled_back_with_its_checkpoints_is_found_by_the_copy_outside(workspace: Workspace) -> None:
    workspace.seal()
    before = _verify(workspace)
    assert isinstance(before, Verified)
    _entries(workspace, 6)
    workspace.seal()
    kept = published(workspace.checkpoints / "BE", workspace.log_key.public_key())
    _tamper(workspace, f"DELETE FROM custody_leaf WHERE log='BE' AND position>={before.entries}")
    _tamper(workspace, "DELETE FROM custody_entry WHERE log='BE' AND id NOT IN (SELECT entry_id FROM custody_leaf)")
    _tamper(workspace, f"DELETE FROM custody_checkpoint WHERE log='BE' AND size>{before.entries}")
    assert _verify(workspace) == before
    found = _verify(workspace, kept)
    assert isinstance(found, Broken)
    assert found.position == before.entries
    _entries(workspace, 1)
    with pytest.raises(IntegrityError, match="rolled back"):
        workspace.seal()
    (workspace.checkpoints / "BE" / "checkpoint").unlink()  # so that the fixture can close


def test_the_program_cannot_change_or_delete_entries(workspace: Workspace) -> None:
    _entries(workspace, 1)
    for role in (Role.APP, Role.WORKER):
        for statement in ("DELETE FROM custody_entry", "UPDATE custody_entry SET body = ''", "TRUNCATE custody_entry"):
            with (
                pytest.raises(Exception, match="permission denied"),
                workspace.database.transaction(role) as connection,
            ):
                connection.execute(text(statement))


def test_text_that_could_name_somebody_is_refused(workspace: Workspace) -> None:
    with workspace.acting() as acting:
        acting.record("try", "thing:1", note="x" * log.LONGEST)
        for detail in ({"note": "x" * 201}, {"notes": ["a", "x" * 201]}, {"deep": {"note": "x" * 201}}):
            with pytest.raises(UsageError, match="takes no text of 201"):
                acting.record("try", "thing:1", **detail)


def test_sealing_again_goes_on_from_the_last_checkpoint(workspace: Workspace) -> None:
    for count in (1, 7, 300, 1):
        _entries(workspace, count)
        workspace.seal()
    key = workspace.log_key.public_key()
    found = _verify(workspace, published(workspace.checkpoints / "BE", key))
    assert isinstance(found, Verified)
    assert found.checkpoints == 4
    # A frontier that was tampered with is not believed: it is made again from the entries.
    _tamper(workspace, "UPDATE custody_checkpoint SET nodes = decode(repeat('00', length(nodes)), 'hex')")
    _entries(workspace, 3)
    workspace.seal()
    after = _verify(workspace)
    assert isinstance(after, Verified)
    assert after.entries == found.entries + 3


def test_tiles_that_were_lost_or_damaged_are_published_anew(workspace: Workspace) -> None:
    _entries(workspace, 300)
    workspace.seal()
    folder = workspace.checkpoints / "BE"
    whole = folder / "tile" / "0" / "000"
    whole.write_bytes(bytes(8192))
    key = workspace.log_key.public_key()
    assert published(folder, key).hashes == ()  # zeros lead to no signed root
    found = _verify(workspace, published(folder, key))
    assert isinstance(found, Verified)
    with workspace.database.transaction(Role.WORKER) as connection:
        publish(connection, "BE", folder, anew=True)
    assert tree.root(published(folder, key).hashes).hex() == found.root
    shutil.rmtree(folder / "tile")
    _entries(workspace, 1)
    workspace.seal()
    assert len(published(folder, key).hashes) == found.entries + 1


def test_a_signed_row_that_was_cut_leaves_a_gap_to_be_seen(workspace: Workspace) -> None:
    _entries(workspace, 8)
    workspace.seal()
    before = _verify(workspace)
    assert isinstance(before, Verified)
    _tamper(workspace, f"DELETE FROM custody_leaf WHERE log='BE' AND position={before.entries - 1}")
    _entries(workspace, 2)
    workspace.seal()
    found = _verify(workspace)
    assert isinstance(found, Broken)
    assert (found.position, found.fault) == (before.entries - 1, f"entry {before.entries - 1} is missing")


def test_a_row_kept_from_being_signed_is_found(workspace: Workspace) -> None:
    _entries(workspace, 2)
    workspace.seal()
    _entries(workspace, 1)
    _tamper(workspace, "DELETE FROM custody_pending")
    found = _verify(workspace)
    assert isinstance(found, Broken)
    assert "kept from being signed" in found.fault


def test_verification_can_begin_at_a_checkpoint(workspace: Workspace) -> None:
    _entries(workspace, 9)
    workspace.seal()
    folder, key = workspace.checkpoints / "BE", workspace.log_key.public_key()
    note = (folder / "checkpoint").read_text()
    _entries(workspace, 4)
    workspace.seal()

    def begin() -> Verified | Broken:
        with workspace.database.transaction(Role.WORKER) as connection:
            return verify(connection, "BE", key, start_from(connection, "BE", note, key, folder))

    found = begin()
    assert isinstance(found, Verified)
    assert found.entries == found.start + 4
    assert found.root == _verify(workspace).root
    # Without the frontier in the database it comes from the tiles.
    _tamper(workspace, "UPDATE custody_checkpoint SET nodes = NULL")
    assert begin() == found
    _tamper(workspace, f"UPDATE custody_entry SET body = body || ' ' WHERE id = {LAST}")
    broken = begin()
    assert isinstance(broken, Broken)
    assert broken.position == found.entries - 1


@given(st.integers(1, 70), st.data())
def test_inclusion_proofs_lead_to_the_root(size: int, data: st.DataObject) -> None:
    leaves = [tree.leaf_hash(bytes([number])) for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    proof = tree.inclusion_proof(leaves, index)
    assert tree.root_from_proof(leaves[index], index, size, proof) == tree.root(leaves)
    if proof:
        broken = [bytes(32), *proof[1:]]
        assert tree.root_from_proof(leaves[index], index, size, broken) != tree.root(leaves)
