"""The tables of operations and contributions."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Row,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    select,
)
from sqlalchemy.dialects.postgresql import insert

from sightline.agencies.access import Acting
from sightline.agencies.model import Role
from sightline.agencies.store import agency_by_code
from sightline.kernel.clock import now
from sightline.kernel.db import metadata
from sightline.kernel.errors import Conflict, NotFound, NotPermitted, UsageError
from sightline.operations.model import Contribution, Handling, Level, Operation, Tlp

operations = Table(
    "operation",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("host", Text, ForeignKey("agency.code"), nullable=False),
    Column("starts", Date, nullable=False),
    Column("ends", Date, nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("created_by", BigInteger, ForeignKey("officer.id")),
)
members = Table(
    "operation_agency",
    metadata,
    Column("operation_id", BigInteger, ForeignKey("operation.id"), primary_key=True),
    Column("agency", Text, ForeignKey("agency.code"), primary_key=True),
)
contributions = Table(
    "contribution",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("operation_id", BigInteger, ForeignKey("operation.id"), nullable=False),
    Column("agency", Text, ForeignKey("agency.code"), nullable=False),
    Column("case_reference", Text, nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("handling", Text, nullable=False),
    Column("tlp", Text, nullable=False),
    Column("review", Date, nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("created_by", BigInteger, ForeignKey("officer.id"), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("operation_id", "agency", "case_reference"),
)


def create(acting: Acting, operation: Operation) -> Operation:
    """Open an operation; `operation.id` is ignored. Coordinators and administrators may."""
    acting.require(Role.COORDINATOR, Role.ADMINISTRATOR)
    if operation.ends < operation.starts:
        raise UsageError(f"The operation {operation.code} would end before it starts; give --ends after --starts.")
    row = {
        "code": operation.code,
        "name": operation.name,
        "host": operation.host,
        "starts": operation.starts,
        "ends": operation.ends,
        "level": int(operation.level),
        "created_at": now(),
        "created_by": acting.officer.id,
    }
    statement = insert(operations).values(**row).on_conflict_do_nothing().returning(operations.c.id)
    number = acting.connection.execute(statement).scalar_one_or_none()
    if number is None:
        raise Conflict(f"The operation {operation.code} is already there.")
    acting.record("create", f"operation:{operation.code}", host=operation.host, ends=operation.ends.isoformat())
    for code in dict.fromkeys((operation.host, *operation.agencies)):
        join(acting, number, operation.code, code)
    return by_code(acting, operation.code)


def join(acting: Acting, operation_id: int, operation_code: str, agency: str) -> None:
    """Let an agency take part. Coordinators and administrators of the host may, and who opened the operation."""
    acting.require(Role.COORDINATOR, Role.ADMINISTRATOR)
    opened = acting.connection.execute(select(operations).where(operations.c.id == operation_id)).one_or_none()
    if opened is None:
        raise NotFound(f"There is no operation {operation_code!r}. See `sightline operation list`.")
    if acting.officer.agency != opened.host and acting.officer.id != opened.created_by:
        raise NotPermitted(f"{acting.officer.handle} may not do this: an officer of the host {opened.host} must.")
    agency_by_code(acting.connection, agency)
    row = {"operation_id": operation_id, "agency": agency}
    added = acting.connection.execute(insert(members).values(**row).on_conflict_do_nothing())
    if added.rowcount:
        acting.record("join", f"operation:{operation_code}", agency=agency)


def by_code(acting: Acting, code: str) -> Operation:
    """The operation with this code. Raises `NotFound`."""
    row = acting.connection.execute(select(operations).where(operations.c.code == code)).one_or_none()
    if row is None:
        raise NotFound(f"There is no operation {code!r}. See `sightline operation list`.")
    return _operation(acting, row)


def by_id(acting: Acting, number: int) -> Operation:
    """The operation with this number. Raises `NotFound`."""
    row = acting.connection.execute(select(operations).where(operations.c.id == number)).one_or_none()
    if row is None:
        raise NotFound(f"There is no operation with the number {number}.")
    return _operation(acting, row)


def the_only(acting: Acting) -> Operation:
    """The workspace's operation when there is exactly one. Raises `UsageError` otherwise."""
    rows = acting.connection.execute(select(operations)).all()
    if len(rows) == 1:
        return _operation(acting, rows[0])
    if not rows:
        raise UsageError("There is no operation yet. Create one: sightline operation create CODE.")
    codes = ", ".join(sorted(row.code for row in rows))
    raise UsageError(f"There are several operations ({codes}); say which with --operation.")


def list_operations(acting: Acting) -> list[Operation]:
    """Every operation, newest first."""
    rows = acting.connection.execute(select(operations).order_by(operations.c.starts.desc(), operations.c.code)).all()
    return [_operation(acting, row) for row in rows]


def contribute(acting: Acting, contribution: Contribution) -> Contribution:
    """Open the contribution, or find the one this agency already made under the same case reference.

    Contributors may, for their own agency. Raises `NotPermitted`, `UsageError`.
    """
    acting.require(Role.CONTRIBUTOR, Role.COORDINATOR)
    if contribution.agency != acting.officer.agency and not acting.officer.has(Role.COORDINATOR):
        raise NotPermitted(
            f"{acting.officer.handle} cannot contribute for {contribution.agency}; an officer of it must."
        )
    operation = acting.connection.execute(
        select(members).where(
            members.c.operation_id == contribution.operation_id, members.c.agency == contribution.agency
        )
    ).one_or_none()
    if operation is None:
        agency = agency_by_code(acting.connection, contribution.agency)
        raise UsageError(f"{agency.code} does not take part in this operation. Add it: sightline operation join.")
    if not contribution.legal_basis.strip():
        raise UsageError("A contribution needs its legal basis; give it with --basis.")
    found = _find(acting, contribution)
    if found is not None:
        return found
    row = {
        "operation_id": contribution.operation_id,
        "agency": contribution.agency,
        "case_reference": contribution.case_reference,
        "legal_basis": contribution.legal_basis,
        "handling": contribution.handling,
        "tlp": contribution.tlp,
        "review": contribution.review,
        "level": int(contribution.level),
        "created_by": acting.officer.id,
        "created_at": now(),
    }
    acting.connection.execute(insert(contributions).inline().values(**row).on_conflict_do_nothing())
    stored = _find(acting, contribution)
    if stored is None:
        raise NotFound("The contribution could not be read back.")
    acting.record(
        "contribute", f"contribution:{stored.id}", handling=contribution.handling, level=int(contribution.level)
    )
    return stored


def list_contributions(acting: Acting, operation_id: int) -> list[Contribution]:
    """The contributions to one operation that the officer may see, in order of arrival."""
    rows = acting.connection.execute(
        select(contributions).where(contributions.c.operation_id == operation_id).order_by(contributions.c.id)
    )
    return [_contribution(row) for row in rows]


def _find(acting: Acting, wanted: Contribution) -> Contribution | None:
    row = acting.connection.execute(
        select(contributions).where(
            contributions.c.operation_id == wanted.operation_id,
            contributions.c.agency == wanted.agency,
            contributions.c.case_reference == wanted.case_reference,
        )
    ).one_or_none()
    return None if row is None else _contribution(row)


def _operation(acting: Acting, row: Row[Any]) -> Operation:
    joined = select(members.c.agency).where(members.c.operation_id == row.id).order_by(members.c.agency)
    return Operation(
        id=row.id,
        code=row.code,
        name=row.name,
        host=row.host,
        starts=row.starts,
        ends=row.ends,
        level=Level(row.level),
        agencies=tuple(acting.connection.execute(joined).scalars()),
    )


def _contribution(row: Row[Any]) -> Contribution:
    review: date = row.review
    return Contribution(
        id=row.id,
        operation_id=row.operation_id,
        agency=row.agency,
        case_reference=row.case_reference,
        legal_basis=row.legal_basis,
        handling=Handling(row.handling),
        tlp=Tlp(row.tlp),
        review=review,
        level=Level(row.level),
    )
