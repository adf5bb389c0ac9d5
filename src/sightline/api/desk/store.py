"""What belongs to one officer alone: preferences, and how long they looked at sharp pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Double, ForeignKey, Identity, Integer, Table, Text, func, select
from sqlalchemy.dialects.postgresql import JSONB, insert

from sightline.agencies.access import Acting
from sightline.agencies.model import Role
from sightline.kernel.clock import now
from sightline.kernel.db import metadata
from sightline.kernel.errors import Conflict

preference = Table(
    "preference",
    metadata,
    Column("officer", BigInteger, ForeignKey("officer.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", JSONB, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
)
reveal = Table(
    "reveal",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("officer", BigInteger, ForeignKey("officer.id"), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("milliseconds", Integer, nullable=False),
)
blind_vote = Table(
    "blind_vote",
    metadata,
    Column("series_id", BigInteger, ForeignKey("series.id"), primary_key=True),
    Column("officer", BigInteger, ForeignKey("officer.id"), primary_key=True),
    Column("country", Text),
    Column("confidence", Double),
    Column("at", DateTime(timezone=True), nullable=False),
)

BREAK_MINUTES = 50
LONGEST_REVEAL = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """An officer's own settings. views: name -> the query part of a page's address. break_minutes: of revealed time."""

    locale: str = ""
    keymap: Mapping[str, str] = field(default_factory=dict)
    views: Mapping[str, str] = field(default_factory=dict)
    break_minutes: int = BREAK_MINUTES


def preferences(acting: Acting) -> Preferences:
    """The acting officer's own settings."""
    rows = acting.connection.execute(
        select(preference.c.name, preference.c.value).where(preference.c.officer == acting.officer.id)
    )
    found = {row.name: row.value for row in rows}
    return Preferences(
        locale=str(found.get("locale", "")),
        keymap=_texts(found.get("keymap")),
        views=_texts(found.get("views")),
        break_minutes=int(found.get("break_minutes", BREAK_MINUTES)),
    )


def prefer(acting: Acting, **values: object) -> None:
    """Change some of the acting officer's own settings: `locale`, `keymap`, `views`, `break_minutes`."""
    for name, value in values.items():
        row = {"value": value, "changed_at": now()}
        statement = insert(preference).values(officer=acting.officer.id, name=name, **row)
        acting.connection.execute(statement.on_conflict_do_update(index_elements=["officer", "name"], set_=row))
    acting.record("prefer", f"officer:{acting.officer.id}", names=sorted(values))


def add_reveal(acting: Acting, milliseconds: int) -> None:
    """Add a stretch of revealed time to the officer's own account, at most `LONGEST_REVEAL`."""
    most = int(LONGEST_REVEAL.total_seconds() * 1000)
    row = {"officer": acting.officer.id, "at": now(), "milliseconds": min(milliseconds, most)}
    acting.connection.execute(reveal.insert().inline().values(**row))


def revealed(acting: Acting, since: datetime) -> int:
    """The officer's own revealed time since a moment, in milliseconds."""
    total = select(func.coalesce(func.sum(reveal.c.milliseconds), 0)).where(
        reveal.c.officer == acting.officer.id, reveal.c.at >= since
    )
    return int(acting.connection.execute(total).scalar_one())


def team_reveals(acting: Acting, since: datetime) -> tuple[int, int] | None:
    """(officers, milliseconds) of the officer's agency since a moment; None when fewer than five looked.

    Coordinators may ask.
    """
    acting.require(Role.COORDINATOR)
    found: dict[str, Any] = acting.connection.execute(select(func.sl_team_reveals(since))).scalar_one()
    if found["officers"] is None:
        return None
    return int(found["officers"]), int(found["milliseconds"])


def _texts(value: object) -> dict[str, str]:
    return {str(name): str(text) for name, text in value.items()} if isinstance(value, dict) else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """An officer's own answer to "which country"; country None for "I cannot tell"."""

    country: str | None
    confidence: float | None
    at: datetime


def vote_of(acting: Acting, series_id: int) -> Vote | None:
    """The officer's own vote on a series, if they gave one."""
    mine = (blind_vote.c.series_id == series_id) & (blind_vote.c.officer == acting.officer.id)
    row = acting.connection.execute(select(blind_vote).where(mine)).one_or_none()
    return None if row is None else Vote(country=row.country, confidence=row.confidence, at=row.at)


def vote(acting: Acting, series_id: int, country: str | None, confidence: float | None) -> Vote:
    """Keep the officer's vote, given before the machine's answer was shown. Raises `Conflict` for a second one."""
    row = {"series_id": series_id, "officer": acting.officer.id, "country": country, "confidence": confidence}
    added = acting.connection.execute(insert(blind_vote).values(**row, at=now()).on_conflict_do_nothing())
    if not added.rowcount:
        raise Conflict(f"You have voted on S{series_id} already; a blind vote is given once.")
    acting.record("vote", f"series:{series_id}")
    kept = vote_of(acting, series_id)
    assert kept is not None
    return kept
