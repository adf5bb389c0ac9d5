"""The table of acts that can be taken back: what was done, step by step, with the state before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, Identity, Row, Table, Text, select
from sqlalchemy.dialects.postgresql import JSONB, insert

from sightline.agencies.access import Acting
from sightline.kernel.clock import now
from sightline.kernel.db import metadata
from sightline.kernel.errors import Conflict

table = Table(
    "act",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("officer", BigInteger, ForeignKey("officer.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("steps", JSONB, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("undone_at", DateTime(timezone=True)),
)
KEPT = 100

Step = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act of an officer. said: in words, for the one who takes it back. steps: what changed, in order."""

    id: int
    kind: str
    said: str
    steps: tuple[Step, ...]
    at: datetime


def keep(acting: Acting, kind: str, said: str, steps: Sequence[Step]) -> int:
    """Remember an act that was done in this transaction; return its number, 0 when nothing changed."""
    if not steps:
        return 0
    row = {"officer": acting.officer.id, "kind": kind, "said": said, "steps": list(steps), "at": now()}
    return int(acting.connection.execute(insert(table).values(**row).returning(table.c.id)).scalar_one())


def newest(acting: Acting, most: int = KEPT) -> list[Act]:
    """The officer's acts that still stand, newest first."""
    mine = (table.c.officer == acting.officer.id) & table.c.undone_at.is_(None)
    rows = acting.connection.execute(select(table).where(mine).order_by(table.c.id.desc()).limit(most))
    return [_act(row) for row in rows]


def last(acting: Acting) -> Act:
    """The officer's newest act, locked for this transaction. Raises `Conflict` when nothing can be taken back."""
    mine = (table.c.officer == acting.officer.id) & table.c.undone_at.is_(None)
    statement = select(table).where(mine).order_by(table.c.id.desc()).limit(1).with_for_update()
    row = acting.connection.execute(statement).one_or_none()
    if row is None:
        raise Conflict("There is nothing to take back.")
    return _act(row)


def mark_undone(acting: Acting, number: int) -> None:
    """Remember that an act was taken back."""
    acting.connection.execute(table.update().where(table.c.id == number).values(undone_at=now()))
    acting.record("undo", f"act:{number}")


def _act(row: Row[Any]) -> Act:
    return Act(id=row.id, kind=row.kind, said=row.said, steps=tuple(row.steps), at=row.at)
