"""The table of hypotheses: each answer of `where` as it was given, with the clues it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, Identity, Table, Text, func, literal, select
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH, distinct_on, insert

from sightline.agencies.access import Acting
from sightline.kernel.clock import now
from sightline.kernel.db import metadata
from sightline.media.model import Json

hypotheses = Table(
    "hypothesis",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("series_id", BigInteger, ForeignKey("series.id"), nullable=False, index=True),
    Column("basis", Text, nullable=False),
    Column("country", Text),
    Column("body", JSONB, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
)

CONFIRMED = '$.groups[*].clues[*] ? (@.state == "confirmed")'


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A stored hypothesis. basis: digest of the clues and table versions it was computed from.

    country: the likely country, None when it abstains.
    """

    id: int
    series_id: int
    basis: str
    country: str | None
    body: dict[str, Json]
    made_at: datetime


def keep(acting: Acting, series_id: int, basis: str, country: str | None, body: dict[str, Json]) -> Answer:
    """Keep an answer, unless the newest one for this series rests on the same basis."""
    last = newest(acting, series_id)
    if last is not None and last.basis == basis:
        return last
    row = {
        "series_id": series_id,
        "basis": basis,
        "country": country,
        "body": body,
        "made_by": acting.author,
        "made_at": now(),
    }
    acting.connection.execute(insert(hypotheses).values(**row))
    acting.record("locate", f"series:{series_id}", basis=basis, country=country)
    kept = newest(acting, series_id)
    assert kept is not None
    return kept


def newest(acting: Acting, series_id: int) -> Answer | None:
    """The last answer kept for a series."""
    statement = select(hypotheses).where(hypotheses.c.series_id == series_id).order_by(hypotheses.c.id.desc()).limit(1)
    row = acting.connection.execute(statement).one_or_none()
    if row is None:
        return None
    return Answer(
        id=row.id, series_id=row.series_id, basis=row.basis, country=row.country, body=row.body, made_at=row.made_at
    )


def unconfirmed(acting: Acting) -> frozenset[int]:
    """The series whose newest answer rests on nothing that a person has confirmed: read it as a machine's guess."""
    confirmed = func.jsonb_path_exists(hypotheses.c.body, literal(CONFIRMED, JSONPATH))
    newest_of_each = (
        select(hypotheses.c.series_id, confirmed.label("confirmed"))
        .ext(distinct_on(hypotheses.c.series_id))
        .order_by(hypotheses.c.series_id, hypotheses.c.id.desc())
        .subquery()
    )
    statement = select(newest_of_each.c.series_id).where(~newest_of_each.c.confirmed)
    return frozenset(acting.connection.execute(statement).scalars())


def located(acting: Acting) -> dict[int, str | None]:
    """For every series that was located: the likely country of its newest answer."""
    statement = (
        select(hypotheses.c.series_id, hypotheses.c.country)
        .ext(distinct_on(hypotheses.c.series_id))
        .order_by(hypotheses.c.series_id, hypotheses.c.id.desc())
    )
    return {row.series_id: row.country for row in acting.connection.execute(statement)}
