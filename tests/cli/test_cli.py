"""The command line as its user has it: one small operation by commands alone, and every fault a sentence and a code."""

import json
import shutil
from pathlib import Path

import pytest

from sightline.cli.main import run
from sightline.cli.rooms import COMMANDS, load
from sightline.demo.truth import WORLD
from tests.cli.conftest import Ask


@pytest.fixture
def ready(ask: Ask) -> Ask:
    """A workspace with two agencies, three officers and an operation."""
    assert ask("init")[0] == 0
    assert ask("agency", "add", "BE", "--name", "Unit of Belgium", "--country", "BE", "--keys")[0] == 0
    assert ask("agency", "add", "FR", "--name", "Unit of France", "--country", "FR")[0] == 0
    every = [
        word
        for role in ("administrator", "contributor", "specialist", "coordinator", "releaser")
        for word in ("--role", role)
    ]
    for handle, agency in (("be.one", "BE"), ("be.two", "BE"), ("fr.one", "FR")):
        roles = every if agency == "BE" else ["--role", "specialist"]
        assert ask("officer", "add", handle, "--agency", agency, "--name", f"Officer {handle}", *roles)[0] == 0
    assert ask("operation", "create", "OP", "--agency", "FR")[0] == 0
    return ask


@pytest.mark.slow
def test_a_small_operation_by_commands_alone(ready: Ask, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for number, name in enumerate(("BE/BE-24-0117/DCIM/LUM_0412.jpg", "NL/NL-24-0554/a1.jpg")):
        shutil.copy(WORLD / name, source / f"{number}.jpg")
    (source / "broken.jpg").write_bytes(b"")
    code, got = ready("intake", str(source), "--case", "C1", "--basis", "order")
    assert (code, got["files"], got["fresh"]) == (0, 3, 3)
    code, counts = ready("work")
    assert (code, counts["failed"], counts["waiting"]) == (0, 0, 0)
    code, listed = ready("media", "list")
    assert listed["outcomes"] == {"examined": 2, "refused: empty": 1}
    code, found = ready("links")
    assert [link["proposal"]["kind"] for link in found["links"]] != []
    number = f"L{found['links'][0]['id']}"
    assert ready("link", "confirm", number)[1]["verdict"] == "confirmed"
    code, series = ready("series", "list")
    assert code == 0, series
    assert [(one["title"], one["media"]) for one in series["series"]] == [("BE C1", 3)]
    code, clue = ready("clue", "add", "S1", "plug", "E", "--media", "1")
    assert (code, clue["state"]) == (0, "confirmed")
    code, where = ready("where", "S1")
    assert code == 0
    assert where["posterior"][0][1] > 0
    assert ready("figures")[0] == 0
    code, verified = ready("verify")
    assert (code, verified["holds"]) == (0, True)


def test_no_workspace_is_said_plainly(ask: Ask) -> None:
    code, error = ask("series", "list")
    assert code == 2
    assert "sightline init" in error["message"]


def test_an_unknown_agency_officer_series_and_link(ready: Ask, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"x")
    for arguments, words in (
        (("intake", str(tmp_path / "a.jpg"), "--agency", "XX", "--case", "C", "--basis", "b"), "no agency XX"),
        (("series", "show", "S99"), "no series S99"),
        (("series", "show", "banana"), "write S12 or 12"),
        (("link", "confirm", "L99"), "no link L99"),
        (("where", "S99"), "no series S99"),
        (("intake", str(tmp_path / "nothing"), "--case", "C", "--basis", "b"), "is not there"),
        (("intake", str(tmp_path / "a.jpg"), "--case", "C", "--basis", "b", "--handling", "H9"), "no handling code"),
        (("clue", "add", "S1", "sock", "3"), "no kind of clue"),
        (("partner", "card", "--agency", "FR"), "no keys of FR"),
    ):
        code, error = ready(*arguments)
        assert code == 2, arguments
        assert words in error["message"], error
    code, error = ready("series", "list", officer="nobody")
    assert code == 2
    assert "no officer 'nobody'" in error["message"]


def test_a_role_that_may_not(ready: Ask, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"x")
    code, error = ready("intake", str(tmp_path / "a.jpg"), "--case", "C", "--basis", "b", officer="fr.one")
    assert code == 4
    assert "contributor" in error["message"]


def test_a_package_that_is_none(ready: Ask, tmp_path: Path) -> None:
    (tmp_path / "half.sightline").write_bytes(b"sightline")
    code, error = ready("lead", "open", str(tmp_path / "half.sightline"))
    assert code == 5, error


def test_a_database_that_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SIGHTLINE_DATABASE", f"postgresql://nobody@/nothing?host={tmp_path}")
    assert run(["--workspace", str(tmp_path / "w"), "init", "--json"]) == 6
    assert "does not answer" in capsys.readouterr().err


def test_settings_say_where_they_come_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SIGHTLINE_PURPOSE", "from outside")
    assert run(["--workspace", str(tmp_path), "settings", "--json"]) == 0
    found = {one["name"]: (one["value"], one["origin"]) for one in json.loads(capsys.readouterr().out)["settings"]}
    assert found["workspace"] == (str(tmp_path), "flag")
    assert found["purpose"] == ("from outside", "environment")
    assert found["language"] == ("en", "default")


def test_every_command_is_listed_with_its_own_words() -> None:
    for name, (_, line) in COMMANDS.items():
        words = load(name).help or ""
        assert words.split(".")[0].rstrip() == line.split(".")[0].rstrip() or words.startswith(line.rstrip(".")), name


def test_an_unknown_command_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["nonsense"]) == 2
    assert "nonsense" in capsys.readouterr().err
