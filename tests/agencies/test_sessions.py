"""Sessions: what opens, what ends them, and that nothing which opens one is kept."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from sightline.agencies import sessions
from sightline.agencies.sessions import Lasting
from sightline.kernel import db
from sightline.kernel.errors import NotFound, NotPermitted, UsageError
from sightline.workspace import Workspace


def _owner(workspace: Workspace, statement: str) -> list[tuple[object, ...]]:
    with workspace.database.transaction(db.Role.OWNER) as connection:
        answer = connection.execute(text(statement))
        return [tuple(row) for row in answer] if answer.returns_rows else []


def _acts(workspace: Workspace) -> list[str]:
    bodies = _owner(workspace, "SELECT convert_from(body, 'UTF8')::jsonb ->> 'action' FROM custody_entry ORDER BY id")
    return [str(row[0]) for row in bodies]


def test_a_token_says_whose_session_it_is(workspace: Workspace) -> None:
    before = datetime.now(UTC)
    token = sessions.begin(workspace.database, "fr.first", method="password", purpose="case 12")
    found = sessions.who(workspace.database, token)
    assert (found.handle, found.agency, found.method, found.purpose) == ("fr.first", "FR", "password", "case 12")
    assert before <= found.began <= datetime.now(UTC)
    assert found.ends - found.began == timedelta(hours=12)
    with workspace.acting(found.handle) as acting:
        assert acting.officer.id == found.officer_id


def test_ended_unknown_revoked_and_inactive_answer_alike(workspace: Workspace) -> None:
    tokens = [sessions.begin(workspace.database, "fr.first", method="password") for _ in range(3)]
    sessions.end(workspace.database, tokens[0])
    sessions.end(workspace.database, tokens[0])
    assert sessions.who(workspace.database, tokens[1]).handle == "fr.first"
    assert sessions.end_all(workspace.database, "fr.first") == 2
    left = sessions.begin(workspace.database, "fr.first", method="password")
    _owner(workspace, "UPDATE officer SET active = false WHERE handle = 'fr.first'")
    said = set()
    for token in (*tokens, left, "nonsense", ""):
        with pytest.raises(NotPermitted) as refused:
            sessions.who(workspace.database, token)
        said.add(str(refused.value))
    assert len(said) == 1
    assert _acts(workspace).count("sign out") == 1
    assert _acts(workspace).count("revoke sessions") == 1


def test_a_session_ends_by_its_age_and_by_lying_idle(workspace: Workspace) -> None:
    old = sessions.begin(workspace.database, "be.first", method="passkey")
    _owner(workspace, "UPDATE session SET began = began - interval '12 hours', ends = ends - interval '12 hours'")
    idle = sessions.begin(workspace.database, "be.first", method="passkey")
    _owner(workspace, "UPDATE session SET seen = seen - interval '31 minutes' WHERE ends > now()")
    used = sessions.begin(workspace.database, "be.first", method="passkey")
    _owner(workspace, "UPDATE session SET seen = seen - interval '29 minutes' WHERE seen > now() - interval '1 minute'")
    for token in (old, idle):
        with pytest.raises(NotPermitted):
            sessions.who(workspace.database, token)
    sessions.who(workspace.database, used)
    _owner(workspace, "UPDATE session SET seen = seen - interval '29 minutes' WHERE seen > now() - interval '1 minute'")
    assert sessions.who(workspace.database, used).handle == "be.first", "using it keeps it open"


def test_a_session_may_be_made_shorter(workspace: Workspace) -> None:
    short = Lasting(most=timedelta(minutes=1), idle=timedelta(seconds=1))
    token = sessions.begin(workspace.database, "be.first", method="oidc", lasting=short)
    found = sessions.who(workspace.database, token)
    assert found.ends - found.began == timedelta(minutes=1)
    _owner(workspace, "UPDATE session SET seen = seen - interval '2 seconds'")
    with pytest.raises(NotPermitted):
        sessions.who(workspace.database, token)


def test_a_link_opens_one_session_once(workspace: Workspace) -> None:
    secret = sessions.one_time_link(workspace.database, "be.second")
    token = sessions.redeem(workspace.database, secret)
    assert sessions.who(workspace.database, token).method == "link"
    late, spoilt = (sessions.one_time_link(workspace.database, "be.second") for _ in range(2))
    sessions.end_all(workspace.database, "be.second")
    _owner(workspace, "UPDATE one_time_link SET ends = now() WHERE used IS NULL")
    for bad in (secret, late, spoilt, "nonsense"):
        with pytest.raises(NotPermitted, match="good once"):
            sessions.redeem(workspace.database, bad)


def test_a_link_that_is_too_old_opens_nothing(workspace: Workspace) -> None:
    secret = sessions.one_time_link(workspace.database, "be.second")
    _owner(
        workspace, "UPDATE one_time_link SET made = made - interval '10 minutes', ends = ends - interval '10 minutes'"
    )
    with pytest.raises(NotPermitted):
        sessions.redeem(workspace.database, secret)


def test_nothing_that_opens_a_session_is_kept(workspace: Workspace) -> None:
    token = sessions.begin(workspace.database, "be.first", method="password")
    secret = sessions.one_time_link(workspace.database, "be.first")
    kept = str(_owner(workspace, "SELECT * FROM session")) + str(_owner(workspace, "SELECT * FROM one_time_link"))
    written = "".join(str(row) for row in _owner(workspace, "SELECT convert_from(body, 'UTF8') FROM custody_entry"))
    for value in (token, secret):
        assert value not in kept
        assert value not in written


def test_unknown_officers_and_long_purposes_are_refused(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        sessions.begin(workspace.database, "nobody", method="password")
    with pytest.raises(UsageError, match="201 characters"):
        sessions.begin(workspace.database, "be.first", method="password", purpose="x" * 201)


def test_an_officer_sees_the_sessions_of_the_own_agency_only(workspace: Workspace) -> None:
    for handle in ("be.first", "be.second", "fr.first"):
        sessions.begin(workspace.database, handle, method="password")
    with workspace.acting("fr.first") as acting:
        assert acting.connection.execute(text("SELECT count(*) FROM session")).scalar_one() == 1
