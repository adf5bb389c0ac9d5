"""Several machines on one database: an attached folder examines and nothing else; versions must agree."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from sightline.jobs import alive as alive_module
from sightline.jobs.alive import Alive
from sightline.kernel.db import Role
from sightline.kernel.errors import Conflict, UsageError
from sightline.operations.model import Contribution, Handling, Level, Tlp
from sightline.pipeline import take_in, work_alone
from sightline.workspace import Workspace


@pytest.fixture
def second(workspace: Workspace, tmp_path: Path) -> Iterator[Workspace]:
    """A second machine, attached to the first one's database and bytes."""
    where = replace(workspace.settings, workspace=tmp_path / "second", bytes=str(workspace.folder / "bytes"))
    with Workspace.attach(where) as attached:
        yield attached


def _counted(workspace: Workspace, statement: str) -> int:
    with workspace.database.transaction(Role.OWNER) as connection:
        return connection.exec_driver_sql(statement).scalar_one()


def test_it_examines_leaves_matching_to_the_workspace_and_signs_nothing(
    workspace: Workspace, second: Workspace, tmp_path: Path
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    Image.linear_gradient("L").save(source / "a.png")
    wanted = Contribution(
        id=0, operation_id=1, agency="BE", case_reference="CASE-1", legal_basis="order",
        handling=Handling.H1, tlp=Tlp.AMBER, review=date(2027, 1, 1), level=Level.PREVIEW,
    )  # fmt: skip
    take_in(workspace, None, wanted, source)
    workspace.seal()
    work_alone(second)
    assert _counted(workspace, "SELECT count(*) FROM feature") > 0
    assert (
        _counted(workspace, "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND task_name = 'match'")
        == 1
    )
    assert _counted(workspace, "SELECT count(*) FROM custody_pending") > 0
    assert not (second.folder / "keys").exists()
    work_alone(workspace)
    workspace.seal()
    assert _counted(workspace, "SELECT count(*) FROM procrastinate_jobs WHERE status <> 'succeeded'") == 0
    assert _counted(workspace, "SELECT count(*) FROM custody_pending") == 0


def test_attaching_needs_to_know_where(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="DSN"):
        Workspace.attach(replace(workspace.settings, workspace=tmp_path / "third", bytes=""))


def test_the_folder_remembers_what_it_is_attached_to(second: Workspace) -> None:
    with pytest.raises(Conflict, match="workspace already"):
        Workspace.attach(second.settings)


def test_tables_of_another_version_are_refused_both_ways(workspace: Workspace) -> None:
    known = workspace.database.version()
    for found, word in (("9999", "Update this program"), ("0001", "own machine")):
        _counted(workspace, f"UPDATE alembic_version SET version_num = '{found}' RETURNING 1")
        with pytest.raises(Conflict, match=word):
            workspace.database.check()
    _counted(workspace, "UPDATE alembic_version SET version_num = '9999' RETURNING 1")
    with pytest.raises(Conflict, match="newer version"):
        workspace.database.migrate()
    _counted(workspace, f"UPDATE alembic_version SET version_num = '{known}' RETURNING 1")
    workspace.database.check()


def test_workers_of_two_versions_do_not_work_side_by_side(dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def beside(other: str) -> None:
        async with Alive(dsn, Role.WORKER.value):
            monkeypatch.setattr(alive_module, "VERSION", other)
            async with Alive(dsn, Role.WORKER.value):
                pass

    asyncio.run(beside(alive_module.VERSION))
    with pytest.raises(Conflict, match="Workers of another version"):
        asyncio.run(beside("0.0.1"))
