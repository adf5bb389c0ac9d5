"""What an oversight body asks of a log: who looked at what, why and when; and everything that was given away.

Read from the entries themselves, so that what is reported can be proven (`prove`). A verb that is new to this list is in
neither report: `kind_of` is tried against every verb the program writes.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sightline.custody.log import Entry


class Kind(StrEnum):
    """What an entry is to an overseer."""

    VIEW = "views"
    DISCLOSURE = "disclosures"
    ERASURE = "erasures"
    ACT = "acts"


DISCLOSURES = frozenset(
    {
        "answer", "answer comparison", "ask comparison", "download", "export list", "export log", "grant", "pack contribution",
        "permit", "release question", "seal", "seal package", "send answers", "send lead", "send question",
    }
)  # fmt: skip
ERASURES = frozenset({"approve erasure", "erase", "propose erasure", "review contribution"})
_LOOKS = ("view", "list", "search", "reveal", "watch", "read", "figures", "open ", "prove", "report", "my ", "team ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry as a report shows it. position: its place in the log, by which it can be proven."""

    log: str
    position: int
    at: str
    officer: str
    agent: str
    action: str
    subjects: tuple[str, ...]
    purpose: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries a report is about; empty fields do not narrow it. since, until: moments, the second excluded."""

    kinds: frozenset[Kind] = frozenset(Kind)
    officer: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None


def kind_of(action: str) -> Kind:
    """What an action is to an overseer."""
    if action in DISCLOSURES:
        return Kind.DISCLOSURE
    if action in ERASURES:
        return Kind.ERASURE
    return Kind.VIEW if action.startswith(_LOOKS) else Kind.ACT


def report(entries: Iterable[Entry], wanted: Wanted) -> Iterator[Line]:
    """The entries that are wanted, in the order of the log. One that cannot be read is shown as `unreadable`."""
    for entry in entries:
        line = _line(entry)
        if line.action == "unreadable" or _fits(line, wanted):
            yield line


def as_csv(lines: Iterable[Line]) -> Iterator[str]:
    """The lines as CSV, one row a subject, with nothing in it that a spreadsheet would run."""
    yield _row(["log", "entry", "at", "officer", "agent", "action", "subject", "purpose", "detail"])
    for one in lines:
        detail = json.dumps(one.detail, ensure_ascii=False, sort_keys=True)
        for subject in one.subjects or ("",):
            yield _row([
                one.log, str(one.position), one.at, one.officer, one.agent, one.action, subject, one.purpose, detail,
            ])  # fmt: skip


def _row(cells: list[str]) -> str:
    sink = io.StringIO()
    csv.writer(sink).writerow(
        [f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell for cell in cells]
    )
    return sink.getvalue()


def _fits(line: Line, wanted: Wanted) -> bool:
    if kind_of(line.action) not in wanted.kinds or (wanted.officer and line.officer != wanted.officer):
        return False
    if wanted.subject and wanted.subject not in line.subjects:
        return False
    moment = datetime.fromisoformat(line.at)
    return not (wanted.since and moment < wanted.since) and not (wanted.until and moment >= wanted.until)


def _line(entry: Entry) -> Line:
    try:
        said = json.loads(entry.body)
        return Line(
            log=entry.log, position=entry.position, at=str(said["at"]), officer=str(said["officer"]),
            agent=str(said["agent"]), action=str(said["action"]), subjects=tuple(map(str, said["subjects"])),
            purpose=str(said["purpose"]), detail=dict(said["detail"]),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError):
        return Line(
            log=entry.log, position=entry.position, at="", officer="", agent="", action="unreadable", subjects=(),
            purpose="", detail={},
        )  # fmt: skip
