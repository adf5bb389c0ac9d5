"""Taking files in: every file ends in one outcome, twice is once, and nothing is followed out of the folder."""

import os
from datetime import date
from pathlib import Path

import pytest

from sightline import pipeline
from sightline.intake.folder import walk
from sightline.kernel.errors import UsageError
from sightline.operations import store as operation_store
from sightline.operations.model import Contribution, Handling, Level, Tlp
from sightline.series import store as series_store
from sightline.series.media import store as media_store
from sightline.workspace import Workspace


@pytest.fixture
def wanted(workspace: Workspace) -> Contribution:
    with workspace.acting() as acting:
        operation = operation_store.the_only(acting)
    return Contribution(
        id=0,
        operation_id=operation.id,
        agency="BE",
        case_reference="CASE-1",
        legal_basis="order",
        handling=Handling.H1,
        tlp=Tlp.AMBER,
        review=date(2027, 1, 1),
        level=Level.PREVIEW,
    )


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "a.bin").write_bytes(b"a")
    (folder / "deep" / "same as a.bin").write_bytes(b"a")
    (folder / "deep" / "er" / "b.bin").write_bytes(b"b")
    (folder / os.fsdecode(b"\xff\xfename")).write_bytes(b"c")
    (folder / "link").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe")
    return folder


def test_the_sum_of_outcomes_is_the_sum_of_files(workspace: Workspace, wanted: Contribution, source: Path) -> None:
    done = pipeline.take_in(workspace, None, wanted, source)
    assert done.files == 6
    assert (done.fresh, done.known) == (3, 1)
    assert done.refused == {"link": 1, "not-a-file": 1}
    with workspace.acting() as acting:
        assert sum(media_store.outcomes(acting, wanted.operation_id).values()) == 6
        paths = {file.path for file, _ in media_store.of_contribution(acting, done.contribution.id)}
    assert "deep/same as a.bin" in paths


def test_taking_the_same_folder_in_twice_adds_nothing(workspace: Workspace, wanted: Contribution, source: Path) -> None:
    pipeline.take_in(workspace, None, wanted, source)
    again = pipeline.take_in(workspace, None, wanted, source)
    assert (again.fresh, again.known) == (0, 4)
    with workspace.acting() as acting:
        assert sum(media_store.outcomes(acting, wanted.operation_id).values()) == 6
        assert len(series_store.list_series(acting, wanted.operation_id)) == 1


def test_a_path_is_kept_byte_for_byte(workspace: Workspace, wanted: Contribution, source: Path) -> None:
    pipeline.take_in(workspace, None, wanted, source)
    with workspace.acting() as acting:
        stored = acting.connection.exec_driver_sql("SELECT path FROM media_file").scalars().all()
    assert b"\xff\xfename" in [bytes(path) for path in stored]


def test_each_top_folder_can_be_a_series(workspace: Workspace, wanted: Contribution, source: Path) -> None:
    pipeline.take_in(workspace, None, wanted, source, by_folder=True)
    with workspace.acting() as acting:
        titles = {one.title: one.media for one in series_store.list_series(acting, wanted.operation_id)}
    assert titles == {"BE CASE-1": 2, "BE CASE-1 / deep": 2}


def test_the_bytes_are_kept_before_the_row(workspace: Workspace, wanted: Contribution, source: Path) -> None:
    pipeline.take_in(workspace, None, wanted, source)
    with workspace.acting() as acting:
        for content in media_store.of_operation(acting, wanted.operation_id):
            assert workspace.blobs.get(content.sha256)


def test_a_folder_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        list(walk(tmp_path / "nothing"))
