"""Officers and how they sign in, by commands: who may enter whom, and that secrets are never arguments."""

from pathlib import Path

import pyotp
import pytest

from sightline.agencies import sessions
from sightline.agencies.signin import password
from sightline.kernel.clock import now
from sightline.kernel.db import Database
from sightline.kernel.errors import NotPermitted
from tests.cli.conftest import Ask


def _officer(handle: str, agency: str, *roles: str) -> list[str]:
    words = ["officer", "add", handle, "--agency", agency, "--name", "Officer"]
    return [*words, *(word for role in roles for word in ("--role", role))]


@pytest.fixture
def ready(ask: Ask) -> Ask:
    """A workspace with two agencies: an administrator and a specialist in BE, nobody yet in FR."""
    assert ask("init")[0] == 0
    for code in ("BE", "FR"):
        assert ask("agency", "add", code, "--name", f"Unit of {code}", "--country", code)[0] == 0
    assert ask(*_officer("be.one", "BE", "specialist"))[0] == 2, "nobody could enter a second officer"
    assert ask(*_officer("be.one", "BE", "administrator", "coordinator"))[0] == 0
    assert ask(*_officer("be.two", "BE", "specialist"))[0] == 0
    return ask


def test_officers_are_entered_by_administrators_of_their_agency(ready: Ask) -> None:
    assert ready(*_officer("be.three", "BE", "specialist"), officer="be.two")[0] == 4
    assert ready("agency", "add", "NL", "--name", "Unit", officer="be.two")[0] == 4
    assert ready(*_officer("fr.one", "FR", "administrator"))[0] == 0, "an agency without one"
    code, error = ready(*_officer("fr.two", "FR", "specialist"))
    assert (code, "an administrator of FR must" in error["message"]) == (4, True)
    assert ready(*_officer("fr.two", "FR", "specialist"), officer="fr.one")[0] == 0
    assert ready("officer", "deactivate", "fr.two")[0] == 4
    assert ready("officer", "deactivate", "fr.two", officer="fr.one")[0] == 0
    assert ready("series", "list", officer="fr.two")[0] == 2
    code, listed = ready("officer", "list", officer="be.two")
    assert (code, {one["handle"] for one in listed["officers"]}) == (0, {"be.one", "be.two"}), "no operation in common"


def test_the_last_administrator_stays(ready: Ask) -> None:
    code, error = ready("officer", "deactivate", "be.one")
    assert (code, "last administrator" in error["message"]) == (2, True)


def test_password_codes_link_and_sessions(ready: Ask, dsn: str, tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.write_text("nine herons over the weir\n")
    assert ready("officer", "password", "be.two", "--from", str(words))[0] == 0
    assert ready("officer", "password", "be.one", "--from", str(words), officer="be.two")[0] == 4
    code, made = ready("officer", "totp", "be.two", "--svg", str(tmp_path / "code.svg"), officer="be.two")
    assert (code, (tmp_path / "code.svg").read_text()[:4]) == (0, "<svg")
    secret = pyotp.parse_uri(made["uri"]).secret
    shown = pyotp.TOTP(secret).at(int(now().timestamp()) - 30)
    assert ready("officer", "totp", "be.two", "--confirm", shown, officer="be.two")[0] == 0
    database = Database(dsn)
    token = password.sign_in(database, "be.two", "nine herons over the weir", pyotp.TOTP(secret).now())
    code, link = ready("officer", "link", "be.two")
    assert code == 0
    other = sessions.redeem(database, link["secret"])
    code, listed = ready("officer", "sessions")
    assert [(one["handle"], one["method"]) for one in listed["sessions"]] == [
        ("be.two", "link"),
        ("be.two", "password"),
    ]
    assert ready("officer", "revoke", "be.one", officer="be.two")[0] == 4
    assert ready("officer", "revoke", "be.two")[1]["ended"] == 2
    for one in (token, other):
        with pytest.raises(NotPermitted):
            sessions.who(database, one)
    database.close()
