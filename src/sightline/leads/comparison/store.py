"""What is compared (the own agency's contents and cameras), and the register of comparisons asked and answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB, insert

from sightline.agencies.access import Acting
from sightline.kernel.clock import now
from sightline.kernel.db import metadata
from sightline.kernel.errors import IntegrityError
from sightline.series.media.store import media, media_files

comparisons = Table(
    "comparison",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("agency", Text, ForeignKey("agency.code"), nullable=False),
    Column("partner", Text, nullable=False),
    Column("side", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("items", BigInteger, nullable=False),
    Column("key", LargeBinary),
    Column("series", JSONB),
    Column("found", JSONB),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("read_at", DateTime(timezone=True)),
    UniqueConstraint("number", "side"),
    Index("comparison_partner_idx", "partner", "at"),
)
ASKED, ANSWERED = "asked", "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A comparison that was asked and not read yet. series: for each item, in order, the own series it stands in."""

    partner: str
    key: bytes
    series: Sequence[Sequence[int]]


def own_contents(acting: Acting) -> Mapping[int, str]:
    """Media id -> SHA-256 of every content that the officer's own agency contributed. Empty files say nothing."""
    rows = acting.connection.execute(
        select(media.c.id, media.c.sha256)
        .where(
            media.c.size > 0,
            media.c.id.in_(select(media_files.c.media_id).where(media_files.c.agency == acting.officer.agency)),
        )
        .order_by(media.c.id)
    )
    return {row.id: row.sha256.hex() for row in rows}


def keep_asked(acting: Acting, number: str, partner: str, key: bytes, series: Sequence[Sequence[int]]) -> None:
    """Remember what is needed to read the answer."""
    row = {"key": key, "series": [list(one) for one in series], "items": len(series)}
    _keep(acting, ASKED, number, partner, row)


def keep_answered(acting: Acting, number: str, partner: str, items: int) -> None:
    """Remember that a comparison was answered."""
    _keep(acting, ANSWERED, number, partner, {"items": items})


def asked(acting: Acting, number: str) -> Open:
    """The comparison asked under a package number. Raises `IntegrityError` when there is none, or it was read."""
    mine = (comparisons.c.number == number) & (comparisons.c.side == ASKED)
    row = acting.connection.execute(select(comparisons).where(mine)).one_or_none()
    if row is None or row.key is None:
        raise IntegrityError(f"No comparison {number} waits for an answer here; one answer is read once.")
    return Open(partner=row.partner, key=row.key, series=row.series)


def keep_read(acting: Acting, number: str, found: Sequence[int]) -> None:
    """Keep which series the partner knows too; the key is gone from now on, and so is what stood in which place."""
    acting.connection.execute(
        comparisons.update()
        .where(comparisons.c.number == number, comparisons.c.side == ASKED)
        .values(key=None, series=None, found=list(found), read_at=now())
    )


def answered_since(acting: Acting, partner: str, span: timedelta) -> tuple[int, int]:
    """(comparisons, items) answered to a partner within the last `span`."""
    mine = (comparisons.c.side == ANSWERED) & (comparisons.c.partner == partner) & (comparisons.c.at > now() - span)
    sizes = list(acting.connection.execute(select(comparisons.c["items"]).where(mine)).scalars())
    return len(sizes), sum(sizes)


def partners_who_know(acting: Acting, series_id: int) -> dict[str, datetime]:
    """The partners whose servers know material of a series too, by the comparisons read so far, and since when."""
    rows = acting.connection.execute(
        select(comparisons.c.partner, func.max(comparisons.c.read_at).label("at"))
        .where(comparisons.c.found.contains([series_id]))
        .group_by(comparisons.c.partner)
        .order_by(comparisons.c.partner)
    )
    return {row.partner: row.at for row in rows}


def partners_asked(acting: Acting) -> list[str]:
    """The partners whose answers were read."""
    read = select(comparisons.c.partner).where(comparisons.c.read_at.is_not(None)).distinct()
    return sorted(acting.connection.execute(read).scalars())


def _keep(acting: Acting, side: str, number: str, partner: str, row: Mapping[str, object]) -> None:
    values = {"agency": acting.officer.agency, "partner": partner, "side": side, "number": number, "at": now(), **row}
    acting.connection.execute(insert(comparisons).values(**values))
