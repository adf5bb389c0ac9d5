"""Grants in use: given, seen, passed on, ended on the next request; and matches of what one may not see."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from sightline.agencies.access import level, require_level
from sightline.agencies.doors import Door, Onward, check_door
from sightline.agencies.model import Level
from sightline.intake.folder import walk
from sightline.intake.receive import receive
from sightline.kernel import db
from sightline.kernel.clock import now
from sightline.kernel.errors import NotFound, NotPermitted, UsageError
from sightline.operations import store as operation_store
from sightline.operations.grants import store as grant_store
from sightline.operations.grants.model import Offer, parse_number
from sightline.operations.model import Contribution, Handling, Tlp
from sightline.series import store as series_store
from sightline.workspace import Workspace

Bring = Callable[..., tuple[int, int]]
TODAY = now().date()


@pytest.fixture
def bring(workspace: Workspace, tmp_path: Path) -> Bring:
    """Take one file in; return (contribution, media)."""

    def call(handle: str, name: str, shared: Level, handling: Handling = Handling.H1) -> tuple[int, int]:
        source = tmp_path / name
        source.write_bytes(name.encode())
        with workspace.acting(handle) as acting:
            wanted = Contribution(
                id=0,
                operation_id=operation_store.the_only(acting).id,
                agency=acting.officer.agency,
                case_reference=name,
                legal_basis="order",
                handling=handling,
                tlp=Tlp.AMBER,
                review=TODAY + timedelta(days=90),
                level=shared,
            )
            contribution = operation_store.contribute(acting, wanted)
            number = series_store.open_series(acting, wanted.operation_id, name)
            got = receive(acting, workspace.blobs, contribution, number, list(walk(source)))
        return contribution.id, got.fresh_media[0]

    return call


def _offer(contribution: int, shared: Level = Level.PREVIEW, **changes: object) -> Offer:
    fields: dict[str, object] = {
        "contribution_id": contribution,
        "to_agency": "FR",
        "level": shared,
        "purpose": "compare the room",
        "until": TODAY + timedelta(days=3),
        "onward": False,
    }
    return Offer(**(fields | changes))


def _level(workspace: Workspace, media: int) -> Level:
    with workspace.acting("fr.first") as acting:
        return level(acting, media)


def test_what_is_stated_at_intake_is_the_first_grant(workspace: Workspace, bring: Bring) -> None:
    contribution, media = bring("be.first", "a", Level.BLURRED)
    with workspace.acting("fr.first") as acting:
        (grant,) = grant_store.list_grants(acting)
        assert (grant.contribution_id, grant.owner, grant.to_agency, grant.level, grant.onward) == (
            contribution, "BE", None, Level.BLURRED, True,
        )  # fmt: skip
        require_level(acting, media, Level.BLURRED)
        with pytest.raises(NotPermitted, match="Ask BE"):
            require_level(acting, media, Level.PREVIEW)


def test_a_grant_raises_the_level_and_its_end_is_felt_on_the_next_request(workspace: Workspace, bring: Bring) -> None:
    contribution, media = bring("be.first", "a", Level.NOTHING)
    assert _level(workspace, media) is Level.NOTHING
    with workspace.acting("fr.first") as acting, pytest.raises(NotFound):
        require_level(acting, media, Level.BLURRED)
    for shared in (Level.MATCHES, Level.BLURRED, Level.PREVIEW, Level.ORIGINAL):
        with workspace.acting() as acting:
            grant = grant_store.give(acting, _offer(contribution, shared))
        assert _level(workspace, media) is (shared if shared > Level.MATCHES else Level.NOTHING)
        with workspace.acting() as acting:
            grant_store.revoke(acting, grant.id)
        assert _level(workspace, media) is Level.NOTHING
    with workspace.acting() as acting:
        assert [one.level for one in grant_store.list_grants(acting, all_of_them=True)] == [1, 2, 3, 4]
        with pytest.raises(NotFound, match="no standing grant"):
            grant_store.revoke(acting, grant.id)


def test_a_review_date_that_has_passed_shuts_every_door(workspace: Workspace, bring: Bring) -> None:
    _, media = bring("be.first", "a", Level.ORIGINAL)
    assert _level(workspace, media) is Level.ORIGINAL
    with workspace.database.transaction(db.Role.OWNER) as connection:
        connection.execute(text("UPDATE contribution SET review = current_date - 1"))
    assert _level(workspace, media) is Level.NOTHING
    with workspace.acting() as acting:
        assert level(acting, media) is Level.MATCHES
        for door in Door:
            with pytest.raises(NotPermitted, match="review date"):
                check_door(acting, door, [media], Onward(country="PT"))


def test_nobody_looks_without_saying_why(workspace: Workspace, bring: Bring) -> None:
    bring("be.first", "a", Level.ORIGINAL)
    workspace.settings = replace(workspace.settings, purpose=" ")
    with pytest.raises(UsageError, match="Say why"), workspace.acting("fr.first"):
        pass


def test_h2_goes_onward_only_with_its_owners_recorded_permission(workspace: Workspace, bring: Bring) -> None:
    _, plain = bring("be.first", "a", Level.PREVIEW)
    contribution, strict = bring("be.first", "b", Level.PREVIEW, Handling.H2)
    with workspace.acting() as acting:
        grant_store.give(acting, _offer(contribution, onward=True))
        check_door(acting, Door.ONWARD, [plain, strict], Onward(country="PT"))
    with workspace.acting("fr.first") as acting:
        check_door(acting, Door.ONWARD, [plain], Onward(country="PT"))
        with pytest.raises(NotPermitted, match="it is H2"):
            check_door(acting, Door.ONWARD, [plain, strict], Onward(country="PT"))
    with workspace.database.transaction(db.Role.OWNER) as connection:
        connection.execute(
            text(
                "INSERT INTO permission (owner, country, given_by, reference, at) VALUES ('BE', 'PT', 'x', 'y', now())"
            )
        )
    with workspace.acting("fr.first") as acting:
        check_door(acting, Door.ONWARD, [plain, strict], Onward(country="PT"))
        with pytest.raises(NotPermitted, match="permission for DE"):
            check_door(acting, Door.ONWARD, [strict], Onward(country="DE"))


def test_a_grant_that_makes_no_sense_is_refused(workspace: Workspace, bring: Bring) -> None:
    contribution, _ = bring("be.first", "a", Level.NOTHING)
    for changes in (
        {"to_agency": "BE"},
        {"to_agency": "NL"},
        {"until": TODAY - timedelta(days=1)},
        {"until": TODAY + timedelta(days=400)},
    ):
        with workspace.acting() as acting, pytest.raises(UsageError):
            grant_store.give(acting, _offer(contribution, **changes))
    for changes in ({"purpose": " "}, {"level": Level.NOTHING}):
        with pytest.raises(UsageError):
            _offer(contribution, **changes)
    theirs, _ = bring("fr.first", "b", Level.PREVIEW)
    with workspace.acting() as acting, pytest.raises(NotFound):
        grant_store.give(acting, _offer(theirs))
    with workspace.acting("fr.first") as acting, pytest.raises(NotPermitted):
        grant_store.give(acting, _offer(theirs, to_agency="BE"))
    assert parse_number("g12") == 12
    with pytest.raises(UsageError):
        parse_number("G")


def test_matches_tell_whom_to_talk_to_and_nothing_else(workspace: Workspace, bring: Bring) -> None:
    contribution, hidden = bring("be.first", "a", Level.MATCHES)
    _, mine = bring("fr.first", "b", Level.NOTHING)
    with workspace.database.transaction(db.Role.OWNER) as connection:
        connection.execute(
            text(
                "INSERT INTO link (kind, left_media, right_media, strength, score, matcher, version, evidence, made_at)"
                " VALUES ('same scene', :one, :two, 'verified', 1, 'x', '1', '{}', now())"
            ),
            {"one": hidden, "two": mine},
        )
    with workspace.acting("fr.first") as acting:
        (found,) = grant_store.hidden_matches(acting)
        assert (found.media_id, found.kind, found.strength, found.owner) == (mine, "same scene", "verified", "BE")
    with workspace.acting() as acting:
        assert grant_store.hidden_matches(acting) == [], "FR shows BE nothing, not even that it matches"
        grant_store.give(acting, _offer(contribution, Level.BLURRED))
    with workspace.acting("fr.first") as acting:
        assert grant_store.hidden_matches(acting) == [], "it is among the links now"


def test_questions_for_matches_are_counted_and_recorded(workspace: Workspace) -> None:
    for _ in range(grant_store.QUESTIONS_AN_HOUR):
        with workspace.acting("fr.first") as acting:
            grant_store.hidden_matches(acting)
    with pytest.raises(NotPermitted, match="ask later"), workspace.acting("fr.first") as acting:
        grant_store.hidden_matches(acting)
    with workspace.acting() as acting:
        grant_store.hidden_matches(acting)
    with workspace.database.transaction(db.Role.OWNER) as connection:
        asked = text(
            "SELECT count(*) FROM custody_entry WHERE position('ask for matches' IN convert_from(body, 'UTF8')) > 0"
        )
        assert connection.execute(asked).scalar_one() == grant_store.QUESTIONS_AN_HOUR + 1
        connection.execute(text("UPDATE match_question SET at = at - interval '1 hour'"))
    with workspace.acting("fr.first") as acting:
        grant_store.hidden_matches(acting)
