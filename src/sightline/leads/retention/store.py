"""Review dates of contributions, and what erasing one does to the tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Row,
    Table,
    Text,
    UniqueConstraint,
    func,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, insert

from sightline.agencies.access import Acting
from sightline.kernel.clock import now
from sightline.kernel.db import metadata
from sightline.kernel.errors import Conflict, NotFound
from sightline.operations.store import contributions
from sightline.series.media.store import media_files

erasures = Table(
    "erasure",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("contribution_id", BigInteger, ForeignKey("contribution.id"), nullable=False),
    Column("agency", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("proposed_by", BigInteger, ForeignKey("officer.id"), nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    Column("approved_by", BigInteger, ForeignKey("officer.id")),
    Column("approved_at", DateTime(timezone=True)),
    Column("contents", JSONB),
    Column("blobs", JSONB),
    Column("done_at", DateTime(timezone=True)),
    UniqueConstraint("contribution_id"),
)
# Contents that no other contribution holds, and every blob that hangs on them.
_ONLY_HERE = text(
    "SELECT DISTINCT f.media_id, encode(m.sha256, 'hex') AS sha256 FROM media_file f JOIN media m ON m.id = f.media_id "
    "WHERE f.contribution_id = :number AND NOT EXISTS (SELECT FROM media_file o "
    "WHERE o.media_id = f.media_id AND o.contribution_id <> f.contribution_id)"
)
_ARRAYS = text(
    "SELECT DISTINCT encode(arrays, 'hex') FROM feature WHERE media_id = ANY(:media) AND arrays IS NOT NULL "
    "AND NOT EXISTS (SELECT FROM feature o WHERE o.arrays = feature.arrays AND NOT o.media_id = ANY(:media))"
)
# What the machine read of the contents goes; that they were there stays.
_EMPTY = tuple(
    text(statement)
    for statement in (
        "DELETE FROM feature WHERE media_id = ANY(:media)",
        "DELETE FROM matched WHERE media_id = ANY(:media)",
        "DELETE FROM link WHERE left_media = ANY(:media) OR right_media = ANY(:media)",
        "UPDATE clue SET value = 'erased', detail = '{}', region = NULL, span = NULL, state = 'rejected' "
        "WHERE media_id = ANY(:media)",
        "UPDATE series_media SET removed_at = now() WHERE media_id = ANY(:media) AND removed_at IS NULL",
        "UPDATE media SET state = 'refused', refusal_code = 'erased', refusal = 'Erased after review.', metadata = '{}', "
        "warnings = '[]' WHERE id = ANY(:media)",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A contribution with its review date. erasing: an erasure was proposed for it."""

    contribution: int
    case_reference: str
    review: date
    files: int
    erasing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """A proposed, approved or finished erasure."""

    id: int
    contribution: int
    agency: str
    reason: str
    proposed_by: int
    approved: bool
    done: bool


def due(acting: Acting, until: date) -> list[Due]:
    """The own agency's contributions whose review date is `until` or earlier and which were not erased, by date."""
    files = (
        select(func.count()).select_from(media_files).where(media_files.c.contribution_id == contributions.c.id)
    ).scalar_subquery()
    statement = (
        select(contributions, files.label("files"), erasures.c.id.label("erasing"), erasures.c.done_at)
        .outerjoin(erasures, erasures.c.contribution_id == contributions.c.id)
        .where(contributions.c.agency == acting.officer.agency, contributions.c.review <= until)
        .where(erasures.c.done_at.is_(None))
        .order_by(contributions.c.review, contributions.c.id)
    )
    return [
        Due(
            contribution=row.id, case_reference=row.case_reference, review=row.review, files=row.files,
            erasing=row.erasing is not None,
        )
        for row in acting.connection.execute(statement)
    ]  # fmt: skip


def set_review(acting: Acting, number: int, review: date) -> date:
    """Set the review date of an own contribution; return the one before. Raises `NotFound`."""
    mine = (contributions.c.id == number) & (contributions.c.agency == acting.officer.agency)
    before = acting.connection.execute(select(contributions.c.review).where(mine)).scalar_one_or_none()
    if before is None:
        raise NotFound(f"Your agency has no contribution {number}. See `sightline retention due`.")
    acting.connection.execute(contributions.update().where(mine).values(review=review))
    return before


def propose(acting: Acting, number: int, reason: str) -> Erasure:
    """Enter a proposed erasure of an own contribution. Raises `NotFound`, `Conflict` when there is one already."""
    mine = (contributions.c.id == number) & (contributions.c.agency == acting.officer.agency)
    if acting.connection.execute(select(contributions.c.id).where(mine)).one_or_none() is None:
        raise NotFound(f"Your agency has no contribution {number}. See `sightline retention due`.")
    row = {"contribution_id": number, "agency": acting.officer.agency, "reason": reason}
    statement = insert(erasures).values(**row, proposed_by=acting.officer.id, proposed_at=now())
    added = acting.connection.execute(statement.on_conflict_do_nothing().returning(erasures)).one_or_none()
    if added is None:
        raise Conflict(f"The erasure of contribution {number} was proposed before; a second officer approves it.")
    return _erasure(added)


def by_contribution(acting: Acting, number: int) -> Erasure:
    """The erasure of a contribution. Raises `NotFound`."""
    wanted = select(erasures).where(erasures.c.contribution_id == number)
    row = acting.connection.execute(wanted).one_or_none()
    if row is None:
        raise NotFound(f"Nobody has proposed to erase contribution {number}.")
    return _erasure(row)


def approve(acting: Acting, erasure: Erasure) -> None:
    """Enter the second officer's yes."""
    values = {"approved_by": acting.officer.id, "approved_at": now()}
    acting.connection.execute(erasures.update().where(erasures.c.id == erasure.id).values(**values))


def empty(acting: Acting, erasure: Erasure) -> tuple[list[str], list[str]]:
    """Take what an approved erasure is about out of the tables; return (contents, blobs) that are to go, by SHA-256.

    Doing it again returns the same. For the machine.
    """
    row = acting.connection.execute(
        select(erasures.c.contents, erasures.c.blobs).where(erasures.c.id == erasure.id)
    ).one()
    if row.contents is not None:
        return list(row.contents), list(row.blobs)
    rows = acting.connection.execute(_ONLY_HERE, {"number": erasure.contribution}).all()
    media = [one.media_id for one in rows]
    contents = sorted(str(one.sha256) for one in rows)
    blobs = sorted({*contents, *map(str, acting.connection.execute(_ARRAYS, {"media": media}).scalars())})
    for statement in _EMPTY:
        acting.connection.execute(statement, {"media": media})
    # Paths name people more often than anything else does.
    acting.connection.execute(
        text(
            "UPDATE media_file SET media_id = NULL, path = ('erased/' || id)::bytea, refusal_code = 'erased', "
            "refusal = 'Erased after review.' WHERE contribution_id = :number"
        ),
        {"number": erasure.contribution},
    )
    values = {"contents": contents, "blobs": blobs}
    acting.connection.execute(erasures.update().where(erasures.c.id == erasure.id).values(**values))
    return contents, blobs


def finish(acting: Acting, erasure: Erasure) -> None:
    """Note that every byte is gone."""
    acting.connection.execute(erasures.update().where(erasures.c.id == erasure.id).values(done_at=now()))


def _erasure(row: Row[Any]) -> Erasure:
    return Erasure(
        id=row.id,
        contribution=row.contribution_id,
        agency=row.agency,
        reason=row.reason,
        proposed_by=row.proposed_by,
        approved=row.approved_by is not None,
        done=row.done_at is not None,
    )
