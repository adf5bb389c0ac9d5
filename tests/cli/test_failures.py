"""What a person sees when something breaks inside: one sentence and where to read on, on a terminal and as JSON."""

import errno
import json
import logging
from collections.abc import Iterator

import pytest

from sightline.cli import main, state
from sightline.kernel import diary


@pytest.fixture(autouse=True)
def handlers(tmp_path) -> Iterator[None]:
    root = logging.getLogger()
    before = list(root.handlers)
    diary.keep(tmp_path)
    yield
    root.handlers = before


def _break(monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    def settings() -> None:
        raise fault

    monkeypatch.setattr(state, "settings", settings)


def test_a_failure_inside_is_one_sentence_and_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _break(monkeypatch, KeyError("SELECT * FROM officer WHERE password='geheim123'"))
    assert main.run(["doctor", "--quick"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "KeyError" in said.err
    assert "SELECT" not in said.err
    path = diary.place()
    assert path is not None
    assert str(path) in said.err
    assert "Traceback" in path.read_text()
    assert "geheim123" not in path.read_text()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT])
def test_a_disk_that_fails_anywhere_is_no_fault_of_the_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    _break(monkeypatch, OSError(number, "no", "a/file"))
    assert main.run(["doctor", "--quick", "--json"]) == 6
    said = json.loads(capsys.readouterr().err)
    assert said["error"] == "Unavailable"
    assert "a/file" in said["message"]
