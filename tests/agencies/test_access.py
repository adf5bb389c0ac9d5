"""Row-level security is the wall: what an agency may not see is not there, whatever the query."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from sightline.intake.folder import walk
from sightline.intake.receive import receive
from sightline.kernel.errors import NotFound, NotPermitted
from sightline.operations import store as operation_store
from sightline.operations.model import Contribution, Handling, Level, Tlp
from sightline.series import store as series_store
from sightline.series.media import store as media_store
from sightline.series.model import Status
from sightline.workspace import Workspace

TABLES = ("contribution", "media_file", "media", "series", "series_media")


def _contribute(workspace: Workspace, level: Level, source: Path) -> tuple[int, int]:
    with workspace.acting("be.first") as acting:
        operation = operation_store.the_only(acting)
        contribution = operation_store.contribute(
            acting,
            Contribution(
                id=0,
                operation_id=operation.id,
                agency="BE",
                case_reference=f"CASE-{level}",
                legal_basis="order",
                handling=Handling.H1,
                tlp=Tlp.AMBER,
                review=date(2027, 1, 1),
                level=level,
            ),
        )
        number = series_store.open_series(acting, operation.id, f"BE CASE-{level}")
        got = receive(acting, workspace.blobs, contribution, number, list(walk(source)))
    return number, got.fresh_media[0]


def test_another_agency_sees_nothing_at_level_0(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "one.bin").write_bytes(b"one")
    number, media_id = _contribute(workspace, Level.NOTHING, tmp_path / "one.bin")
    with workspace.acting("fr.first") as acting:
        counts = {name: acting.connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in TABLES}
        assert counts == dict.fromkeys(TABLES, 0)
        with pytest.raises(NotFound):
            series_store.by_number(acting, number)
        with pytest.raises(NotFound):
            media_store.by_id(acting, media_id)


def test_a_shared_contribution_is_seen_and_changed_only_by_right(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "one.bin").write_bytes(b"one")
    number, media_id = _contribute(workspace, Level.PREVIEW, tmp_path / "one.bin")
    with workspace.acting("fr.first") as acting:
        assert series_store.by_number(acting, number).agencies == ("BE",)
        assert media_store.by_id(acting, media_id).sha256
        assert series_store.set_status(acting, number, Status.OPEN).status is Status.OPEN
    with pytest.raises(NotPermitted), workspace.acting("fr.first") as acting:
        operation_store.join(acting, 1, "OP", "FR")


def test_receiving_a_hidden_content_again_does_not_tell(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "one.bin").write_bytes(b"one")
    _contribute(workspace, Level.NOTHING, tmp_path / "one.bin")
    with workspace.acting("fr.first") as acting:
        operation = operation_store.the_only(acting)
        mine = operation_store.contribute(
            acting,
            Contribution(
                id=0,
                operation_id=operation.id,
                agency="FR",
                case_reference="F",
                legal_basis="order",
                handling=Handling.H0,
                tlp=Tlp.GREEN,
                review=date(2027, 1, 1),
                level=Level.NOTHING,
            ),
        )
        number = series_store.open_series(acting, operation.id, "FR F")
        receive(acting, workspace.blobs, mine, number, list(walk(tmp_path / "one.bin")))
        media_id = series_store.media_of(acting, number)[0]
        assert [file.agency for file in media_store.files_of(acting, media_id)] == ["FR"]
        assert series_store.series_of(acting, [media_id]) == {media_id: [number]}
        assert [one.id for one in series_store.list_series(acting, operation.id)] == [number]


def test_an_agency_contributes_for_itself_only(workspace: Workspace) -> None:
    with workspace.acting("fr.first") as acting:
        operation = operation_store.the_only(acting)
        wanted = Contribution(
            id=0,
            operation_id=operation.id,
            agency="BE",
            case_reference="X",
            legal_basis="order",
            handling=Handling.H0,
            tlp=Tlp.GREEN,
            review=date(2027, 1, 1),
            level=Level.NOTHING,
        )
        with pytest.raises(NotPermitted, match="an officer of it must"):
            operation_store.contribute(acting, wanted)
