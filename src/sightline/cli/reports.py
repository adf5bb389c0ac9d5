"""Commands of an oversight body: reports from the custody log. Reading it is itself recorded. They hang below `custody`."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Annotated

import typer

from sightline.agencies.model import Role as Duty
from sightline.cli import show, state
from sightline.cli.state import Json
from sightline.custody import log
from sightline.custody.reports import Kind, Line, Wanted, as_csv, report
from sightline.kernel.clock import now
from sightline.kernel.db import Role
from sightline.kernel.errors import Conflict, UsageError

SHOWN = 200
Subject = Annotated[str, typer.Option(help="Only entries about this: media:SHA256, series:12, lead:5, contribution:3.")]


def custody_report(
    kind: Annotated[str, typer.Argument(help=f"One of: {', '.join(Kind)}, all.")],
    officer: Annotated[str, typer.Option(help="Only what this officer did.")] = "",
    subject: Subject = "",
    since: Annotated[str | None, typer.Option(help="From this day on, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option(help="Up to and with this day.")] = None,
    exchange: Annotated[bool, typer.Option("--exchange", help="From the log of what passes between agencies.")] = False,
    to: Annotated[Path | None, typer.Option(help="Write all of it as CSV into this new file.")] = None,
    json: Json = False,
) -> None:
    """Report from your agency's log who looked, what was disclosed or erased, why and when. The report is recorded too."""
    wanted = Wanted(
        kinds=_kinds(kind), officer=officer, subject=subject, since=_moment(since), until=_moment(until, days=1)
    )
    with state.workspace() as opened:
        with opened.acting() as acting:
            acting.require(Duty.AUDITOR)
            name = log.EXCHANGE if exchange else acting.officer.agency
            about = [subject] if subject else []
            # Recorded and committed before anything is read: nobody reads the log unseen, not even half of it.
            acting.record("report", f"log:{name}", *about, kind=kind, officer=officer, since=since, until=until)
        opened.seal()
        with opened.database.transaction(Role.WORKER) as connection:
            found = list(report(log.read(connection, name), wanted))
    if to:
        _write(to, found)
    if json:
        show.as_json({"log": name, "lines": found})
        return
    rows = [(one.position, one.at[:19], one.officer, one.action, _short(one), one.purpose) for one in found[-SHOWN:]]
    show.table(f"{kind} in the log of {name}", ("entry", "at", "who", "did", "what", "why"), rows, empty="Nothing.")
    if len(found) > SHOWN:
        show.say(f"These are the last {SHOWN} of {len(found)}; write all of them with --to FILE.csv.")
    if to:
        show.say(f"{len(found)} entries are in {to}.")


def _kinds(text: str) -> frozenset[Kind]:
    if text == "all":
        return frozenset(Kind)
    try:
        return frozenset({Kind(text)})
    except ValueError:
        raise UsageError(f"{text!r} is no kind of report. Use one of: {', '.join(Kind)}, all.") from None


def _moment(text: str | None, days: int = 0) -> datetime | None:
    if text is None:
        return None
    return datetime.combine(state.day(text, after_days=0), time.min, tzinfo=now().tzinfo) + timedelta(days=days)


def _short(one: Line) -> str:
    more = f" and {len(one.subjects) - 2} more" if len(one.subjects) > 2 else ""
    return ", ".join(subject[:40] for subject in one.subjects[:2]) + more


def _write(path: Path, found: list[Line]) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="") as sink:
            sink.writelines(as_csv(found))
    except FileExistsError:
        raise Conflict(f"{path} exists already; name a new file.") from None
    except OSError as fault:
        raise UsageError(f"{path} cannot be written: {fault.strerror}.") from None
