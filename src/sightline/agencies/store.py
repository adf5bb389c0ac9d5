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
    select,
)
from sqlalchemy.dialects.postgresql import insert

from sightline.agencies.model import Agency, Officer, Role, check_handle
from sightline.custody import log
from sightline.kernel.clock import now
from sightline.kernel.db import metadata
from sightline.kernel.errors import Conflict, NotFound

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


def add_agency(connection: Connection, agency: Agency) -> None:
    """Enter an agency. Raises `Conflict` when the code is taken."""
    row = {"code": agency.code, "name": agency.name, "country": agency.country}
    added = connection.execute(insert(agencies).values(**row, created_at=now()).on_conflict_do_nothing())
    if not added.rowcount:
        raise Conflict(f"The agency {agency.code} is already there.")
    log.record(connection, _set_up(agency.code), "add agency", [f"agency:{agency.code}"], {})


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


def add_officer(connection: Connection, handle: str, name: str, agency: str, roles: frozenset[Role]) -> Officer:
    """Enter an officer of an agency. Raises `NotFound` for the agency, `Conflict` when the handle is taken."""
    agency_by_code(connection, agency)
    row = {"handle": check_handle(handle), "name": name, "agency": agency, "roles": sorted(roles)}
    statement = insert(officers).values(**row, created_at=now()).on_conflict_do_nothing().returning(officers.c.id)
    added = connection.execute(statement).scalar_one_or_none()
    if added is None:
        raise Conflict(f"The officer {handle} is already there.")
    log.record(connection, _set_up(agency), "add officer", [f"officer:{added}"], {"roles": sorted(roles)})
    return Officer(id=added, handle=handle, name=name, agency=agency, roles=roles)


def officer_by_handle(connection: Connection, handle: str) -> Officer:
    """The active officer with this handle. Raises `NotFound`."""
    row = connection.execute(select(officers).where(officers.c.handle == handle, officers.c.active)).one_or_none()
    if row is None:
        raise NotFound(
            f"There is no officer {handle!r}. See `sightline officer list`, or add one: sightline officer add."
        )
    return _officer(row)


def list_officers(connection: Connection) -> list[Officer]:
    """Every active officer, by agency and handle."""
    rows = connection.execute(select(officers).where(officers.c.active).order_by(officers.c.agency, officers.c.handle))
    return [_officer(row) for row in rows]


def _set_up(agency: str) -> log.Author:
    """Agencies and officers are entered by whoever holds the machine, before any officer can act."""
    return log.Author(officer="", agency=agency, purpose="set-up", agent="command line")


def _agency(row: Row[Any]) -> Agency:
    return Agency(code=row.code, name=row.name, country=row.country)


def _officer(row: Row[Any]) -> Officer:
    roles = frozenset(Role(name) for name in row.roles)
    return Officer(id=row.id, handle=row.handle, name=row.name, agency=row.agency, roles=roles)
