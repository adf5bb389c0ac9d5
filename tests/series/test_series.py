"""Series: split, merge, status and their undo; history is kept and media never get lost."""

import pytest

from sightline.kernel.blobs import measure
from sightline.kernel.errors import NotFound, UsageError
from sightline.operations import store as operation_store
from sightline.series import store
from sightline.series.media import store as media_store
from sightline.series.model import Status, parse_status
from sightline.workspace import Workspace
from tests.operations.test_operations import contribution_of


@pytest.fixture
def two(workspace: Workspace, tmp_path) -> tuple[int, int, list[int]]:
    """Two series: the first holds media 1-3, the second 3-4."""
    with workspace.acting() as acting:
        operation = operation_store.the_only(acting)
        contribution = operation_store.contribute(acting, contribution_of(operation.id))
        media = []
        for number in range(4):
            path = tmp_path / f"{number}"
            path.write_bytes(bytes([number]))
            stored = measure(path)
            media.append(media_store.receive(acting, contribution.id, "BE", stored, path.name.encode()).media_id)
        first, second = store.open_series(acting, operation.id, "one"), store.open_series(acting, operation.id, "two")
        store.add_media(acting, first, media[:3])
        store.add_media(acting, second, media[2:])
    return first, second, media


def test_merge_and_undo_give_back_exactly_what_was(workspace: Workspace, two: tuple[int, int, list[int]]) -> None:
    first, second, media = two
    with workspace.acting() as acting:
        assert store.merge(acting, first, second).media == 4
        assert store.by_number(acting, second).status is Status.MERGED
        store.undo(acting, first)
        assert store.media_of(acting, first) == media[:3]
        assert store.media_of(acting, second) == media[2:]
        assert store.by_number(acting, second).status is Status.RECEIVED


def test_split_and_undo(workspace: Workspace, two: tuple[int, int, list[int]]) -> None:
    first, _, media = two
    with workspace.acting() as acting:
        fresh = store.split(acting, first, media[:1], "new")
        assert store.media_of(acting, first) == media[1:3]
        assert store.media_of(acting, fresh.id) == media[:1]
        store.undo(acting, first)
        assert store.media_of(acting, first) == media[:3]


def test_undo_goes_back_step_by_step(workspace: Workspace, two: tuple[int, int, list[int]]) -> None:
    first, _, _ = two
    with workspace.acting() as acting:
        store.set_status(acting, first, Status.OPEN)
        store.set_status(acting, first, Status.ANALYSED)
        store.undo(acting, first)
        assert store.by_number(acting, first).status is Status.OPEN
        store.undo(acting, first)
        assert store.by_number(acting, first).status is Status.RECEIVED
        with pytest.raises(NotFound, match="nothing to undo"):
            store.undo(acting, first)
        assert [event.act for event in store.history(acting, first)] == ["status", "status", "undo", "undo"]


def test_a_split_must_leave_something(workspace: Workspace, two: tuple[int, int, list[int]]) -> None:
    first, _, media = two
    with workspace.acting() as acting, pytest.raises(UsageError, match="some and leave some"):
        store.split(acting, first, media[:3], "new")


def test_probable_positive_and_safeguarded_are_three_things() -> None:
    names = [parse_status(text) for text in ("probable-identification", "positive identification", "safeguarded")]
    assert len(set(names)) == 3
