"""What an auditor reads of their agency's custody log. Reading it is recorded and committed before anything is read."""

from __future__ import annotations

from collections import deque
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from sightline.agencies.model import Role
from sightline.api.shapes import Count, Shape
from sightline.api.signed import Signed
from sightline.custody import log
from sightline.custody.reports import Kind, Wanted, report
from sightline.kernel.db import Role as DatabaseRole

router = APIRouter(prefix="/api/admin", tags=["administration"])
Text = Annotated[str, Field(max_length=100)]


class EntryShown(Shape):
    """An entry of the log. position: its place, by which it can be proven."""

    position: int
    at: str
    officer: str
    action: str
    subjects: list[str]
    purpose: str


class Entries(Shape):
    """The newest entries that were asked for, newest first. total: how many there are of them."""

    log: str
    total: Count
    entries: list[EntryShown]


@router.get("/log/entries")
def list_entries(
    desk: Signed,
    kind: Kind | None = None,
    officer: Text = "",
    subject: Text = "",
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
) -> Entries:
    """Who looked, who changed, what was disclosed or erased: the log of my agency. Auditors may."""
    with desk.acting() as acting:
        acting.require(Role.AUDITOR)
        name = acting.officer.agency
        about = [subject] if subject else []
        acting.record("report", f"log:{name}", *about, kind=kind or "all", officer=officer, since=None, until=None)
    desk.workspace.seal()
    wanted = Wanted(kinds=frozenset(Kind) if kind is None else frozenset({kind}), officer=officer, subject=subject)
    total, newest = 0, deque[EntryShown](maxlen=limit)
    with desk.workspace.database.transaction(DatabaseRole.WORKER) as connection:
        for one in report(log.read(connection, name), wanted):
            total += 1
            newest.append(
                EntryShown(
                    position=one.position,
                    at=one.at,
                    officer=one.officer,
                    action=one.action,
                    subjects=list(one.subjects),
                    purpose=one.purpose,
                )
            )
    return Entries(log=name, total=total, entries=list(reversed(newest)))
