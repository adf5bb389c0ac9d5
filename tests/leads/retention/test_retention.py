"""What is due is named, what is kept has a reason, what is erased is gone, and that it was there is still known."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from sightline.clues import store as clue_store
from sightline.clues.model import ClueState, Sighting
from sightline.custody import log
from sightline.custody.scrub import State, expected, scrub
from sightline.features import store as feature_store
from sightline.features.extract import Outcome, Result
from sightline.kernel.clock import now
from sightline.kernel.db import Role
from sightline.kernel.errors import Conflict, NotFound, NotPermitted, UsageError
from sightline.leads.retention import keep
from sightline.operations import store as operation_store
from sightline.series import store as series_store
from sightline.series.media import store as media_store
from sightline.workspace import Workspace
from tests.operations.test_operations import contribution_of

WHY = "The case was closed and nobody needs it any more."


@pytest.fixture
def given(workspace: Workspace, tmp_path: Path) -> dict[str, int]:
    """BE's contribution of two contents, one of which FR brought too."""
    found: dict[str, int] = {}
    for agency, contents in (("BE", (b"only ours", b"theirs too")), ("FR", (b"theirs too",))):
        with workspace.acting(f"{agency.lower()}.first") as acting:
            operation = operation_store.the_only(acting)
            contribution = operation_store.contribute(acting, contribution_of(operation.id, agency=agency))
            found[agency] = contribution.id
            for content in contents:
                (tmp_path / "file").write_bytes(content)
                stored = workspace.blobs.put_file(tmp_path / "file")
                name = b"Jane Doe/" + content
                found[content.decode()] = media_store.receive(acting, contribution.id, agency, stored, name).media_id
    with workspace.acting() as acting:
        series = series_store.open_series(acting, operation_store.the_only(acting).id, "Series")
        series_store.add_media(acting, series, [found["only ours"], found["theirs too"]])
        seen = Sighting(kind="phone", value="+32 2 555 01 23", seen_by="officer:1", media_id=found["only ours"])
        found["clue"], found["series"] = clue_store.add(acting, series, seen).id, series
    result = Result(extractor="digest", version="1", seconds=None, outcome=Outcome.FOUND, note=None, value={"a": 1})
    with workspace.machine("be.first", "test") as acting:
        feature_store.save(acting, found["only ours"], [(result, workspace.blobs.put(b"arrays"))])
    return found


def _erase(workspace: Workspace, number: int) -> int:
    with workspace.acting() as acting:
        keep.propose(acting, number, WHY)
    with workspace.acting("be.second") as acting:
        keep.approve(acting, number)
    return keep.carry_out(lambda: workspace.machine("be.second", "erasure"), workspace.blobs, number)


def test_reviews_are_announced_before_they_are_due(workspace: Workspace, given: dict[str, int]) -> None:
    with workspace.database.transaction(Role.OWNER) as connection:
        connection.exec_driver_sql("UPDATE contribution SET review = current_date + 20")
    with workspace.acting() as acting:
        assert [(one.contribution, one.files) for one in keep.due(acting)] == [(given["BE"], 2)]
        assert keep.due(acting, timedelta(days=10)) == []
        keep.keep_until(
            acting, given["BE"], now().date() + timedelta(days=400), "A trial is still under way in two countries."
        )
        assert keep.due(acting) == []
        for days in (-1, 0, 6 * 366):
            with pytest.raises(UsageError):
                keep.keep_until(acting, given["BE"], now().date() + timedelta(days=days), WHY)
        with pytest.raises(NotFound):
            keep.keep_until(acting, given["FR"], now().date() + timedelta(days=1), WHY)
        with pytest.raises(UsageError, match="in a sentence"):
            keep.propose(acting, given["BE"], "no")


def test_two_officers_erase(workspace: Workspace, given: dict[str, int]) -> None:
    with workspace.acting() as acting:
        keep.propose(acting, given["BE"], WHY)
        with pytest.raises(NotPermitted, match="second officer"):
            keep.approve(acting, given["BE"])
    with workspace.acting() as acting, pytest.raises(Conflict):
        keep.propose(acting, given["BE"], WHY)
    with pytest.raises(NotPermitted, match="waits for a second officer"):
        keep.carry_out(lambda: workspace.machine("be.first", "erasure"), workspace.blobs, given["BE"])


def test_what_is_erased_is_gone_and_its_tombstone_stays(workspace: Workspace, given: dict[str, int]) -> None:
    with workspace.acting() as acting:
        ours, shared = (media_store.by_id(acting, given[name]).sha256 for name in ("only ours", "theirs too"))
    assert _erase(workspace, given["BE"]) == 1
    assert [workspace.blobs.holds(sha256) for sha256 in (ours, shared)] == [False, True]
    with workspace.machine("be.first", "test") as acting:
        gone = media_store.by_id(acting, given["only ours"])
        assert (gone.refusal_code, gone.sha256) == ("erased", ours)
        assert feature_store.of_media(acting, given["only ours"]) == []
        clue = clue_store.by_number(acting, given["clue"])
        assert (clue.sighting.value, clue.state) == ("erased", ClueState.REJECTED)
        assert series_store.media_of(acting, given["series"]) == [given["theirs too"]]
        everything = [bytes(one) for one in acting.connection.exec_driver_sql("SELECT path FROM media_file").scalars()]
        assert sorted(b"Jane Doe" in path for path in everything) == [False, False, True], "only FR's own path is left"
    with workspace.acting("fr.first") as acting:
        assert media_store.by_id(acting, given["theirs too"]).sha256 == shared
    workspace.seal()
    with workspace.database.transaction(Role.WORKER) as connection:
        entries = [json.loads(one.body) for one in log.read(connection, "BE")]
        tombstone = next(one for one in entries if one["action"] == "erase")
        assert f"media:{ours}" in tombstone["subjects"]
        assert f"media:{shared}" not in tombstone["subjects"]
        assert not any("nobody needs it" in json.dumps(one) for one in entries)
        found = {one.state for one in scrub(workspace.blobs, expected(connection))}
    assert found == {State.WHOLE}, "erased bytes are not missed"


def test_an_erasure_that_was_interrupted_goes_on(workspace: Workspace, given: dict[str, int]) -> None:
    class Stopped(Exception):
        pass

    class Stopping:
        def remove(self, _sha256: str) -> None:
            raise Stopped

    with workspace.acting() as acting:
        keep.propose(acting, given["BE"], WHY)
    with workspace.acting("be.second") as acting:
        keep.approve(acting, given["BE"])
    with pytest.raises(Stopped):
        keep.carry_out(lambda: workspace.machine("be.second", "erasure"), Stopping(), given["BE"])
    with workspace.acting("be.second") as acting:
        assert keep.approve(acting, given["BE"]).done is False
    assert keep.carry_out(lambda: workspace.machine("be.second", "erasure"), workspace.blobs, given["BE"]) == 1
    with workspace.acting("be.second") as acting, pytest.raises(Conflict, match="erased before"):
        keep.approve(acting, given["BE"])
