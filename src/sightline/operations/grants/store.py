"""The tables of grants, and of questions for matches. What a grant opens is decided in the database, by one function."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Row,
    SmallInteger,
    Table,
    Text,
    column,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import insert

from sightline.agencies.access import Acting
from sightline.agencies.model import Level, Role
from sightline.kernel.clock import now
from sightline.kernel.db import metadata
from sightline.kernel.errors import NotFound, NotPermitted, UsageError
from sightline.operations.grants.model import Grant, HiddenMatch, Offer
from sightline.operations.store import contributions, members

grants = Table(
    "access_grant",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("contribution_id", BigInteger, ForeignKey("contribution.id"), nullable=False),
    Column("owner", Text, ForeignKey("agency.code"), nullable=False),
    Column("to_agency", Text, ForeignKey("agency.code")),
    Column("level", SmallInteger, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("until", Date, nullable=False),
    Column("onward", Boolean, nullable=False),
    Column("given_by", BigInteger, ForeignKey("officer.id"), nullable=False),
    Column("given_at", DateTime(timezone=True), nullable=False),
    Column("revoked_by", BigInteger, ForeignKey("officer.id")),
    Column("revoked_at", DateTime(timezone=True)),
    Index("access_grant_contribution_id_idx", "contribution_id", postgresql_where="revoked_at IS NULL"),
)
questions = Table(
    "match_question",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("officer", BigInteger, ForeignKey("officer.id"), nullable=False),
    Column("agency", Text, ForeignKey("agency.code"), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("match_question_agency_at_idx", "agency", "at"),
)
GIVERS = (Role.COORDINATOR, Role.RELEASER)
QUESTIONS_AN_HOUR = 30  # of one agency: a person reading lists does not reach it, a program that probes does


def give(acting: Acting, offer: Offer) -> Grant:
    """Let another agency, or all of the operation, see one of the own contributions. Coordinators and releasers may.

    Raises `NotFound` for what is not there or not the own agency's, `UsageError` for an agency that does not take part.
    """
    acting.require(*GIVERS)
    mine = (contributions.c.id == offer.contribution_id) & (contributions.c.agency == acting.officer.agency)
    row = acting.connection.execute(select(contributions).where(mine)).one_or_none()
    if row is None:
        raise NotFound(f"There is no contribution {offer.contribution_id} of your agency. See `sightline grant list`.")
    if offer.until < now().date() or offer.until > row.review:
        raise UsageError(
            f"A grant lasts until its contribution is reviewed at most: --until from today to {row.review}."
        )
    if offer.to_agency is not None:
        _check_receiver(acting, offer.to_agency, row.operation_id)
    values = {
        "contribution_id": offer.contribution_id,
        "owner": acting.officer.agency,
        "to_agency": offer.to_agency,
        "level": int(offer.level),
        "purpose": offer.purpose,
        "until": offer.until,
        "onward": offer.onward,
        "given_by": acting.officer.id,
        "given_at": now(),
    }
    made = acting.connection.execute(insert(grants).values(**values).returning(grants)).one()
    acting.record(
        "grant",
        f"contribution:{offer.contribution_id}",
        grant=made.id,
        to=offer.to_agency or "operation",
        level=int(offer.level),
        until=offer.until.isoformat(),
        onward=offer.onward,
    )
    return _grant(made)


def list_grants(acting: Acting, *, all_of_them: bool = False) -> list[Grant]:
    """The grants the own agency gave and those it was given, by number; without the revoked ones unless asked for."""
    statement = select(grants).order_by(grants.c.id)
    if not all_of_them:
        statement = statement.where(grants.c.revoked_at.is_(None))
    return [_grant(row) for row in acting.connection.execute(statement)]


def revoke(acting: Acting, number: int) -> Grant:
    """End a grant of the own agency: it holds no more from the next request on. Raises `NotFound`."""
    acting.require(*GIVERS)
    mine = (grants.c.id == number) & (grants.c.owner == acting.officer.agency) & grants.c.revoked_at.is_(None)
    ended = grants.update().where(mine).values(revoked_by=acting.officer.id, revoked_at=now()).returning(grants)
    row = acting.connection.execute(ended).one_or_none()
    if row is None:
        raise NotFound(f"There is no standing grant G{number} of your agency. See `sightline grant list`.")
    acting.record("revoke grant", f"contribution:{row.contribution_id}", grant=number)
    return _grant(row)


def hidden_matches(acting: Acting) -> list[HiddenMatch]:
    """What of the own agency's media matches something that others let it know of and not see; whose that is.

    Counted and recorded: at most `QUESTIONS_AN_HOUR` an agency. Raises `NotPermitted` beyond it.
    """
    hour = questions.c.at > now() - timedelta(hours=1)
    # One after the other, or two at once would both find the last question still to be had.
    acting.connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"matches {acting.officer.agency}"))))
    asked = select(func.count()).select_from(questions).where(questions.c.agency == acting.officer.agency, hour)
    if acting.connection.execute(asked).scalar_one() >= QUESTIONS_AN_HOUR:
        raise NotPermitted(
            f"{acting.officer.agency} asked {QUESTIONS_AN_HOUR} times within an hour what matches elsewhere; ask later."
        )
    row = {"officer": acting.officer.id, "agency": acting.officer.agency, "at": now()}
    acting.connection.execute(questions.insert().inline().values(**row))
    answer = func.sl_matches().table_valued(column("media_id"), column("kind"), column("strength"), column("owner"))
    found = [
        HiddenMatch(media_id=row.media_id, kind=row.kind, strength=row.strength, owner=row.owner)
        for row in acting.connection.execute(select(answer))
    ]
    acting.record("ask for matches", matches=len(found), owners=sorted({one.owner for one in found}))
    return found


def _check_receiver(acting: Acting, agency: str, operation_id: int) -> None:
    if agency == acting.officer.agency:
        raise UsageError("An agency sees all of its own; grant it to another one.")
    part = select(members.c.agency).where(members.c.operation_id == operation_id, members.c.agency == agency)
    if acting.connection.execute(part).one_or_none() is None:
        raise UsageError(f"{agency} does not take part in this operation. See `sightline operation list`.")


def _grant(row: Row[Any]) -> Grant:
    return Grant(
        id=row.id,
        contribution_id=row.contribution_id,
        owner=row.owner,
        to_agency=row.to_agency,
        level=Level(row.level),
        purpose=row.purpose,
        until=row.until,
        onward=row.onward,
        given_at=row.given_at,
        revoked_at=row.revoked_at,
    )
