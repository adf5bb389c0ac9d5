"""The tables of agencies and officers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Connection,
    DateTime,
    ForeignKey,
    Identity,
    Row,
    Table,
    Text,
    any_,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import insert

from sightline.agencies.model import Agency, Officer, Role, check_handle
from sightline.custody import log
from sightline.kernel.clock import now
from sightline.kernel.db import metadata
from sightline.kernel.errors import Conflict, NotFound, NotPermitted

agencies = Table(
    "agency",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("country", Text),
    Column("created_at", DateTime(timezone=True), nullable=False),
)
officers = Table(
    "officer",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("handle", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("agency", Text, ForeignKey("agency.code"), nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
    Column("active", Boolean, nullable=False, server_default="true"),
    Column("created_at", DateTime(timezone=True), nullable=False),
)


def founding(connection: Connection) -> bool:
    """Whether no officer is there yet: then whoever holds the machine enters agencies and the first officer."""
    return bool(connection.execute(select(func.sl_founding())).scalar_one())


def add_agency(connection: Connection, agency: Agency, by: Officer | None = None) -> None:
    """Enter an agency. by: the administrator who does it; None only before there is any officer.

    Raises `Conflict` when the code is taken, `NotPermitted`.
    """
    _may_enter(connection, agency.code, by, first_of_all=False)
    row = {"code": agency.code, "name": agency.name, "country": agency.country}
    added = connection.execute(insert(agencies).values(**row, created_at=now()).on_conflict_do_nothing())
    if not added.rowcount:
        raise Conflict(f"The agency {agency.code} is already there.")
    log.record(connection, _entering(agency.code, by), "add agency", [f"agency:{agency.code}"], {})


def agency_by_code(connection: Connection, code: str) -> Agency:
    """The agency with this code. Raises `NotFound`."""
    row = connection.execute(select(agencies).where(agencies.c.code == code)).one_or_none()
    if row is None:
        raise NotFound(
            f"There is no agency {code}. See `sightline agency list`, or add it: sightline agency add {code}."
        )
    return _agency(row)


def list_agencies(connection: Connection) -> list[Agency]:
    """Every agency, by code."""
    return [_agency(row) for row in connection.execute(select(agencies).order_by(agencies.c.code))]


def add_officer(
    connection: Connection, handle: str, name: str, agency: str, roles: frozenset[Role], by: Officer | None = None
) -> Officer:
    """Enter an officer of an agency. by: the administrator who does it; None for the very first officer.

    An administrator enters officers of the own agency, and of an agency that has no administrator yet.
    Raises `NotFound` for the agency, `Conflict` when the handle is taken, `NotPermitted`.
    """
    agency_by_code(connection, agency)
    _may_enter(connection, agency, by, first_of_all=True)
    row = {"handle": check_handle(handle), "name": name, "agency": agency, "roles": sorted(roles)}
    statement = insert(officers).values(**row, created_at=now()).on_conflict_do_nothing().returning(officers.c.id)
    added = connection.execute(statement).scalar_one_or_none()
    if added is None:
        raise Conflict(f"The officer {handle} is already there.")
    log.record(connection, _entering(agency, by), "add officer", [f"officer:{added}"], {"roles": sorted(roles)})
    return Officer(id=added, handle=handle, name=name, agency=agency, roles=roles)


def officer_by_handle(connection: Connection, handle: str) -> Officer:
    """The active officer with this handle. Raises `NotFound`."""
    row = connection.execute(select(officers).where(officers.c.handle == handle, officers.c.active)).one_or_none()
    if row is None:
        raise unknown_officer(handle)
    return _officer(row)


def list_officers(connection: Connection) -> list[Officer]:
    """Every active officer, by agency and handle."""
    rows = connection.execute(select(officers).where(officers.c.active).order_by(officers.c.agency, officers.c.handle))
    return [_officer(row) for row in rows]


def administers(connection: Connection, by: Officer, agency: str) -> bool:
    """Whether `by` enters and changes the officers of `agency`."""
    if not by.has(Role.ADMINISTRATOR):
        return False
    if by.agency == agency:
        return True
    standing = officers.c.active & (literal(Role.ADMINISTRATOR.value) == any_(officers.c.roles))
    there = select(officers.c.id).where(officers.c.agency == agency, standing).limit(1)
    return connection.execute(there).one_or_none() is None


def deactivate(connection: Connection, handle: str, by: Officer) -> Officer:
    """Let an officer act no more. What they did stays. Raises `NotFound`, `NotPermitted`, `Conflict` for the last one."""
    officer = officer_by_handle(connection, handle)
    if not administers(connection, by, officer.agency):
        raise NotPermitted(f"{by.handle} may not do this: an administrator of {officer.agency} must.")
    if officer.has(Role.ADMINISTRATOR):
        others = (
            officers.c.active
            & (literal(Role.ADMINISTRATOR.value) == any_(officers.c.roles))
            & (officers.c.id != officer.id)
        )
        if connection.execute(select(officers.c.id).where(others).limit(1)).one_or_none() is None:
            raise Conflict(f"{handle} is the last administrator; enter another one first.")
    connection.execute(officers.update().where(officers.c.id == officer.id).values(active=False))
    log.record(connection, _entering(officer.agency, by), "deactivate officer", [f"officer:{officer.id}"], {})
    return officer


def unknown_officer(handle: str) -> NotFound:
    """What is said of a handle that is nobody's."""
    return NotFound(f"There is no officer {handle!r}. See `sightline officer list`, or add one: sightline officer add.")


def _may_enter(connection: Connection, agency: str, by: Officer | None, *, first_of_all: bool) -> None:
    if by is None:
        if not founding(connection):
            raise NotPermitted("There are officers here already: an administrator must act. Say who with --as HANDLE.")
    elif not by.has(Role.ADMINISTRATOR) or (first_of_all and not administers(connection, by, agency)):
        raise NotPermitted(f"{by.handle} may not do this: an administrator of {agency} must.")


def _entering(agency: str, by: Officer | None) -> log.Author:
    """The first entries are made by whoever holds the machine, before any officer can act."""
    if by is None:
        return log.Author(officer="", agency=agency, purpose="set-up", agent="command line")
    return log.Author(officer=by.handle, agency=by.agency, purpose="set-up")


def _agency(row: Row[Any]) -> Agency:
    return Agency(code=row.code, name=row.name, country=row.country)


def _officer(row: Row[Any]) -> Officer:
    roles = frozenset(Role(name) for name in row.roles)
    return Officer(id=row.id, handle=row.handle, name=row.name, agency=row.agency, roles=roles)
