"""Signing in: what opens a session, and that every fault is answered in the same words."""

from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import text

from sightline.agencies import sessions
from sightline.agencies.signin import codes, passkeys, password, throttle
from sightline.agencies.signin.passkeys import Ceremony, Site
from sightline.kernel import db
from sightline.kernel.clock import now
from sightline.kernel.errors import Conflict, NotPermitted, UsageError
from sightline.workspace import Workspace
from tests.agencies.authenticator import Authenticator

SITE = Site(host="desk.example", origin="https://desk.example:8443")
SECRET_WORDS = "seven boats on a quiet lake"


def _owner(workspace: Workspace, statement: str) -> list[tuple[object, ...]]:
    with workspace.database.transaction(db.Role.OWNER) as connection:
        answer = connection.execute(text(statement))
        return [tuple(row) for row in answer] if answer.returns_rows else []


def _code(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(int(now().timestamp()) + 30 * steps)


@pytest.fixture
def secret(workspace: Workspace) -> str:
    """The secret of the codes of be.first, who has a password and has used the code of the step before."""
    password.set_password(workspace.database, "be.first", SECRET_WORDS)
    made = codes.enrol(workspace.database, "be.first")
    codes.confirm(workspace.database, "be.first", _code(made.secret, -1))
    return made.secret


def test_a_password_and_a_code_open_a_session(workspace: Workspace, secret: str) -> None:
    token = password.sign_in(workspace.database, "be.first", SECRET_WORDS, _code(secret), purpose="case 3")
    found = sessions.who(workspace.database, token)
    assert (found.handle, found.method, found.purpose) == ("be.first", "password", "case 3")


def test_a_code_is_good_once(workspace: Workspace, secret: str) -> None:
    code = _code(secret)
    password.sign_in(workspace.database, "be.first", SECRET_WORDS, code)
    for again in (code, _code(secret, -1)):
        with pytest.raises(NotPermitted, match="not right"):
            password.sign_in(workspace.database, "be.first", SECRET_WORDS, again)
    password.sign_in(workspace.database, "be.first", SECRET_WORDS, _code(secret, 1))


def test_every_fault_is_answered_in_the_same_words(workspace: Workspace, secret: str) -> None:
    password.set_password(workspace.database, "be.second", SECRET_WORDS)  # who never took codes into use
    unconfirmed = codes.enrol(workspace.database, "be.second").secret
    said = set()
    for handle, words, code in (
        ("nobody", SECRET_WORDS, "123456"),
        ("be.first", "not the words at all", _code(secret)),
        ("be.first", SECRET_WORDS, "000000" if _code(secret) != "000000" else "111111"),
        ("be.second", SECRET_WORDS, _code(unconfirmed)),
        ("be.second", SECRET_WORDS, ""),
        ("fr.first", SECRET_WORDS, ""),
        ("", "", ""),
    ):
        with pytest.raises(NotPermitted) as refused:
            password.sign_in(workspace.database, handle, words, code)
        said.add((type(refused.value), str(refused.value)))
    assert said == {(NotPermitted, password.WRONG)}
    # A wrong password uses up nobody's code.
    password.sign_in(workspace.database, "be.first", SECRET_WORDS, _code(secret))


def test_who_guesses_has_to_wait_whether_there_is_such_an_officer_or_not(workspace: Workspace, secret: str) -> None:
    for handle in ("be.first", "nobody"):
        for _ in range(5):
            throttle.attempt(workspace.database, handle)
        with pytest.raises(throttle.TooMany, match=r"again in [12] s"):
            password.sign_in(workspace.database, handle, SECRET_WORDS, _code(secret))
    _owner(workspace, "UPDATE sign_in_attempt SET next = next - interval '2 seconds'")
    password.sign_in(workspace.database, "be.first", SECRET_WORDS, _code(secret))
    assert _owner(workspace, "SELECT count(*), max(failures) FROM sign_in_attempt") == [(1, 5)]


def test_the_wait_grows_to_a_quarter_of_an_hour(workspace: Workspace) -> None:
    waits = []
    for _ in range(16):
        throttle.attempt(workspace.database, "nobody")
        waited = _owner(workspace, "SELECT next - now() FROM sign_in_attempt")[0][0]
        assert isinstance(waited, timedelta)
        waits.append(round(waited.total_seconds()))
        _owner(workspace, "UPDATE sign_in_attempt SET next = now()")
    assert waits[:4] == [0, 0, 0, 0]
    assert [one for one in waits[4:12] if one not in {2, 4, 8, 16, 32, 64, 128, 256}] == []
    assert set(waits[14:]) == {900}


def test_bad_passwords_are_refused_with_a_reason(workspace: Workspace) -> None:
    for words in ("short", "x" * 300, "be.first is my name", "aaaaaaaaaaaaaaa"):
        with pytest.raises(UsageError):
            password.set_password(workspace.database, "be.first", words)


def test_a_password_is_kept_as_argon2id_and_never_logged(workspace: Workspace, secret: str) -> None:
    kept = str(_owner(workspace, "SELECT * FROM sign_in_password"))
    assert "$argon2id$v=19$m=65536,t=3,p=4$" in kept
    log = str(_owner(workspace, "SELECT convert_from(body, 'UTF8') FROM custody_entry"))
    for hidden in (SECRET_WORDS, secret, "argon2"):
        assert hidden not in log


def test_an_enrolment_can_be_scanned(workspace: Workspace) -> None:
    made = codes.enrol(workspace.database, "be.first")
    assert made.uri.startswith("otpauth://totp/Sightline:be.first?secret=" + made.secret)
    assert made.svg.startswith("<svg")
    assert {len(line) for line in made.text.splitlines()} == {len(made.text.splitlines()[0])}
    with pytest.raises(NotPermitted):
        codes.confirm(workspace.database, "be.first", "12345")


def _added(workspace: Workspace, device: Authenticator, handle: str = "be.first") -> None:
    begun = passkeys.begin_adding(workspace.database, handle, SITE)
    answer = device.create(begun.options, SITE.origin)
    passkeys.finish_adding(workspace.database, handle, SITE, begun.id, answer, "my key")


def test_a_passkey_is_added_and_opens_a_session(workspace: Workspace) -> None:
    device = Authenticator()
    _added(workspace, device)
    for _ in range(2):
        begun = passkeys.begin_sign_in(workspace.database, SITE)
        token = passkeys.finish_sign_in(workspace.database, SITE, begun.id, device.get(begun.options, SITE.origin))
        found = sessions.who(workspace.database, token)
        assert (found.handle, found.method) == ("be.first", "passkey")
    with pytest.raises(Conflict):
        _added(workspace, device)


def _tries(workspace: Workspace, begun: Ceremony, answer: str, site: Site = SITE) -> str:
    with pytest.raises(NotPermitted) as refused:
        passkeys.finish_sign_in(workspace.database, site, begun.id, answer)
    return str(refused.value)


def test_passkeys_are_refused_in_the_same_words(workspace: Workspace) -> None:
    device, stranger = Authenticator(), Authenticator(credential=b"credential-of-another-device-002")
    _added(workspace, device)
    forger = replace(stranger, credential=device.credential)
    careless = replace(device, verifies=False)
    other = replace(SITE, origin="https://desk.elsewhere:8443")
    said = set()
    for one, origin in (
        (stranger, SITE.origin),
        (forger, SITE.origin),
        (careless, SITE.origin),
        (device, other.origin),
    ):
        begun = passkeys.begin_sign_in(workspace.database, SITE)
        said.add(_tries(workspace, begun, one.get(begun.options, origin)))
    begun = passkeys.begin_sign_in(workspace.database, SITE)
    answer = device.get(begun.options, SITE.origin)
    passkeys.finish_sign_in(workspace.database, SITE, begun.id, answer)
    said.add(_tries(workspace, begun, answer))  # played back
    again = passkeys.begin_sign_in(workspace.database, SITE)
    said.add(_tries(workspace, again, answer))  # to another challenge
    late = passkeys.begin_sign_in(workspace.database, SITE)
    _owner(workspace, "UPDATE sign_in_challenge SET ends = now()")
    said.add(_tries(workspace, late, device.get(late.options, SITE.origin)))
    copied = passkeys.begin_sign_in(workspace.database, SITE)
    device.count = 0
    said.add(_tries(workspace, copied, device.get(copied.options, SITE.origin)))  # a count that went back
    said.add(_tries(workspace, passkeys.begin_sign_in(workspace.database, SITE), "{}"))
    _owner(workspace, "UPDATE officer SET active = false WHERE handle = 'be.first'")
    gone = passkeys.begin_sign_in(workspace.database, SITE)
    device.count = 50
    said.add(_tries(workspace, gone, device.get(gone.options, SITE.origin)))
    assert said == {passkeys.FAILED}


def test_a_passkey_is_not_added_without_its_ceremony(workspace: Workspace) -> None:
    begun = passkeys.begin_adding(workspace.database, "be.first", SITE)
    answer = Authenticator(verifies=False).create(begun.options, SITE.origin)
    with pytest.raises(NotPermitted, match="does not hold"):
        passkeys.finish_adding(workspace.database, "be.first", SITE, begun.id, answer, "")
    with pytest.raises(NotPermitted, match="too long"):  # the challenge is used up
        passkeys.finish_adding(workspace.database, "be.first", SITE, begun.id, answer, "")
    begun = passkeys.begin_adding(workspace.database, "be.first", SITE)
    answer = Authenticator().create(begun.options, SITE.origin)
    with pytest.raises(NotPermitted, match="too long"):  # another officer's ceremony
        passkeys.finish_adding(workspace.database, "fr.first", SITE, begun.id, answer, "")
    with pytest.raises(NotPermitted):
        passkeys.finish_adding(workspace.database, "be.first", SITE, "nonsense", answer, "")
