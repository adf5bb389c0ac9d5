"""What an officer may not see answers like what is not there: the same exit code and the same words, for every command."""

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from sightline.cli.main import run
from sightline.kernel import db
from sightline.kernel.settings import Settings
from sightline.workspace import Workspace
from tests.agencies import made
from tests.agencies.made import NAMED, OTHER, OUTSIDE, OWNER
from tests.conftest import fresh_database

HIDDEN, ABSENT = 7, 987654
"""Case 7 is granted to nobody: its contribution, media, series, clue, mask, link and lead have this number."""
COMMANDS: tuple[str, ...] = (
    "grant give {n} --share preview --for work",
    "grant revoke G{n}",
    "media show {n}",
    "media show {sha}",
    "media mask draw {n} 0.1,0.1,0.2,0.2",
    "media mask list {n}",
    "media mask confirm {n}",
    "media mask reject {n}",
    "series show S{n}",
    "series status S{n} open",
    "series split S{n} {n} --title part",
    "series merge S{n} S{n}1",
    "series undo S{n}",
    "links --series S{n}",
    "link show L{n}",
    "link confirm L{n}",
    "link reject L{n}",
    "link unsure L{n}",
    "search {n}",
    "compare {n} {n}1",
    "clue list S{n}",
    "clue add S{n} plug E",
    "clue confirm {n}",
    "clue reject {n}",
    "clue group {n} one",
    "where S{n}",
    "question ask S{n} {n}",
    "question show {n}",
    "lead compose S{n} --to BE",
    "lead show {n}",
    "lead edit {n}",
    "lead withdraw {n}",
    "lead approve {n} --country PT",
    "lead release {n} --reason danger --country PT",
    "lead review {n}",
    "lead seal {n}",
    "outcome {n} none",
    "prove {sha}",
    "replay {sha}",
)

Say = Callable[[str, str, int], tuple[int, str]]


@pytest.fixture(scope="module")
def place(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a workspace with every case, and in every agency an officer who may do everything but administer."""
    folder = tmp_path_factory.mktemp("absent") / "workspace"
    with fresh_database(server) as dsn:
        settings = Settings(
            workspace=folder, database=dsn, bytes="", officer="", purpose="test", workers=1, language="en"
        )
        with Workspace.create(settings) as workspace:
            made.fill(workspace.database)
            with workspace.database.transaction(db.Role.OWNER) as connection:
                for code in made.AGENCIES:
                    connection.execute(
                        text("INSERT INTO officer (handle, name, agency, roles, created_at) VALUES (:handle, 'Officer',"
                             " :agency, '{specialist,coordinator,releaser,contributor,auditor}', now())"),
                        {"handle": f"{code.lower()}.all", "agency": code},
                    )  # fmt: skip
                connection.execute(
                    text("INSERT INTO lead (id, operation_id, series_id, country, agency, state, body, created_by, created_at)"
                         " OVERRIDING SYSTEM VALUE VALUES (7, 1, 7, 'PT', 'PT', 'draft', '{}', 1, now())")
                )  # fmt: skip
        yield folder


@pytest.fixture
def say(place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    """Run a command about a thing with this number; return (exit code, words without the number)."""
    monkeypatch.chdir(place.parent)  # where proofs are written

    def call(officer: str, command: str, number: int) -> tuple[int, str]:
        owned = f"{OWNER} {number}".encode()
        filled = command.format(n=number, sha=hashlib.sha256(owned).hexdigest())
        code = run(["--workspace", str(place), "--as", officer, *filled.split()])
        said = capsys.readouterr()
        # A table breaks its lines by the length of a number; what is said is what is compared.
        words = " ".join((said.out + said.err).split())
        return code, re.sub(
            rf"\b([A-Z]?){number}(1?)\b", r"\1N\2", re.sub(r"[0-9a-f]{64}|[0-9a-f]{12}(?=.custody)", "SHA", words)
        )

    return call


@pytest.mark.parametrize("agency", [NAMED, OTHER, OUTSIDE])
def test_absent_and_forbidden_answer_alike(say: Say, agency: str) -> None:
    officer = f"{agency.lower()}.all"
    different = {}
    for command in COMMANDS:
        forbidden, absent = say(officer, command, HIDDEN), say(officer, command, ABSENT)
        assert not re.search("No such|Missing|Traceback|unexpected", absent[1]), (command, absent)
        if forbidden != absent:
            different[command] = (forbidden, absent)
    assert different == {}


def test_the_owner_is_answered_otherwise(say: Say) -> None:
    """So that the test above does not hold only because the commands are mistyped."""
    for command in ("media show {n}", "series show S{n}", "clue list S{n}", "clue confirm {n}", "grant revoke G{n}"):
        assert say(f"{OWNER.lower()}.all", command, HIDDEN) != say(f"{OWNER.lower()}.all", command, ABSENT), command
