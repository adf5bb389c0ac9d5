"""The custody log: acts and entries together, every tamper found at its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from sightline.agencies.access import Acting
from sightline.custody import log, tree
from sightline.custody.verify import Broken, Verified, verify
from sightline.kernel.db import Role
from sightline.workspace import Workspace

FIFTH = "(SELECT entry_id FROM custody_leaf WHERE log='BE' AND position=5)"


def _entries(workspace: Workspace, count: int) -> None:
    for number in range(count):
        with workspace.acting() as acting:
            acting.record("try", f"thing:{number}", number=number)


def _fail_after(acting: Acting) -> None:
    acting.record("try", "thing:1")
    raise RuntimeError


def _verify(workspace: Workspace, outside: list[str] | None = None) -> Verified | Broken:
    with workspace.database.transaction(Role.WORKER) as connection:
        return verify(connection, "BE", workspace.log_key.public_key(), outside or [])


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
    with workspace.database.transaction(Role.OWNER) as connection:
        connection.execute(
            log.entries.update().where(log.entries.c.id == 3).values(body=forged, leaf=tree.leaf_hash(forged))
        )
    found = _verify(workspace)
    assert isinstance(found, Broken)
    assert "not those that were signed" in found.fault


def test_a_log_rolled_back_with_its_checkpoints_is_found_by_the_copy_outside(workspace: Workspace) -> None:
    _entries(workspace, 6)
    workspace.seal()
    copy = (workspace.checkpoints / "BE.checkpoint").read_text()
    _tamper(workspace, "DELETE FROM custody_leaf WHERE log='BE' AND position>=3")
    _tamper(workspace, "DELETE FROM custody_checkpoint")
    assert isinstance(_verify(workspace), Verified)
    assert isinstance(_verify(workspace, [copy]), Broken)


def test_the_program_cannot_change_or_delete_entries(workspace: Workspace) -> None:
    _entries(workspace, 1)
    for role in (Role.APP, Role.WORKER):
        for statement in ("DELETE FROM custody_entry", "UPDATE custody_entry SET body = ''", "TRUNCATE custody_entry"):
            with (
                pytest.raises(Exception, match="permission denied"),
                workspace.database.transaction(role) as connection,
            ):
                connection.execute(text(statement))


@given(st.integers(1, 70), st.data())
def test_inclusion_proofs_lead_to_the_root(size: int, data: st.DataObject) -> None:
    leaves = [tree.leaf_hash(bytes([number])) for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    proof = tree.inclusion_proof(leaves, index)
    assert tree.root_from_proof(leaves[index], index, size, proof) == tree.root(leaves)
    if proof:
        broken = [bytes(32), *proof[1:]]
        assert tree.root_from_proof(leaves[index], index, size, broken) != tree.root(leaves)
