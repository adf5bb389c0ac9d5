"""Reports for an oversight body: every verb has its place, reading is recorded, nothing in a CSV runs."""

import ast
import csv
import io
from pathlib import Path

import pytest

import sightline
from sightline.custody import log
from sightline.custody.reports import Kind, Wanted, as_csv, kind_of, report
from sightline.kernel.clock import now
from sightline.kernel.db import Role
from sightline.workspace import Workspace
from tests.cli.conftest import Ask, ask  # noqa: F401 - a fixture

SOURCE = Path(sightline.__file__).parent


def _verbs() -> set[str]:
    """Every first word of `record(...)` in the program that is written out."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "record":
                found |= {
                    one.value for one in node.args[:3] if isinstance(one, ast.Constant) and isinstance(one.value, str)
                }
    return found


@pytest.mark.parametrize("verb", sorted(verb for verb in _verbs() if verb.startswith(("view", "list", "reveal"))))
def test_whatever_looks_is_a_view(verb: str) -> None:
    assert kind_of(verb) is Kind.VIEW


@pytest.mark.parametrize("verb", sorted(verb for verb in _verbs() if verb.startswith(("send", "export", "pack"))))
def test_whatever_leaves_is_a_disclosure(verb: str) -> None:
    assert kind_of(verb) is Kind.DISCLOSURE


def test_a_report_narrows_by_kind_officer_subject_and_day(workspace: Workspace) -> None:
    with workspace.acting() as acting:
        acting.record("view", "media:aa")
        acting.record("send lead", "lead:1")
    with workspace.acting("be.second") as acting:
        acting.record("view", "media:aa", "media:bb")
    workspace.seal()
    with workspace.database.transaction(Role.WORKER) as connection:
        entries = list(log.read(connection, "BE"))

    def found(**narrow: object) -> list[tuple[str, str]]:
        return [(one.officer, one.action) for one in report(entries, Wanted(**narrow))]

    assert found(kinds=frozenset({Kind.DISCLOSURE})) == [("be.first", "send lead")]
    assert found(subject="media:bb") == [("be.second", "view")]
    assert found(subject="media:aa", officer="be.first") == [("be.first", "view")]
    assert found(kinds=frozenset({Kind.VIEW}), since=now()) == []
    assert found(kinds=frozenset({Kind.VIEW}), until=now()) == [("be.first", "view"), ("be.second", "view")]


def test_a_csv_has_a_row_for_each_subject_and_nothing_that_runs(workspace: Workspace) -> None:
    with workspace.acting() as acting:
        acting.record("view", "=1+1", "media:bb")
    workspace.seal()
    with workspace.database.transaction(Role.WORKER) as connection:
        lines = [one for one in report(log.read(connection, "BE"), Wanted(subject="media:bb"))]
    rows = list(csv.reader(io.StringIO("".join(as_csv(lines)))))
    assert [row[6] for row in rows] == ["subject", "'=1+1", "media:bb"]


def test_reading_the_log_is_in_the_log(ask: Ask) -> None:  # noqa: F811 - a fixture
    roles = [word for role in ("administrator", "auditor", "specialist") for word in ("--role", role)]
    assert ask("init")[0] == 0
    assert ask("agency", "add", "BE", "--name", "Unit", "--country", "BE")[0] == 0
    assert ask("officer", "add", "be.one", "--agency", "BE", "--name", "One", *roles)[0] == 0
    assert (
        ask("officer", "add", "be.two", "--agency", "BE", "--name", "Two", "--role", "specialist", officer="be.one")[0]
        == 0
    )
    assert ask("custody", "report", "views", officer="be.two")[0] == 4
    assert ask("custody", "report", "nonsense", officer="be.one")[0] == 2
    code, first = ask("custody", "report", "views", officer="be.one")
    assert (code, [line["action"] for line in first["lines"]]) == (0, ["report"]), "this very report is in it"
    code, second = ask("custody", "report", "all", "--officer", "be.one", officer="be.one")
    assert [line["action"] for line in second["lines"]].count("report") == 2
