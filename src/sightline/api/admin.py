"""Administration and audit: officers, agencies, grants, keys, the custody log, settings with their origin, this machine."""

from __future__ import annotations

from datetime import date, datetime
from importlib.metadata import version
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field

from sightline.agencies import sessions
from sightline.agencies import store as agency_store
from sightline.agencies.model import Level, Role
from sightline.api.shapes import Count, Number, Shape
from sightline.api.signed import Signed
from sightline.custody.verify import Broken, published, verify
from sightline.doctor import examine
from sightline.kernel.db import Role as DatabaseRole
from sightline.kernel.errors import NotPermitted
from sightline.kernel.settings import SETTINGS
from sightline.leads import store as lead_store
from sightline.operations.grants import store as grant_store
from sightline.operations.grants.model import Grant, Offer

router = APIRouter(prefix="/api/admin", tags=["administration"])
Code = Annotated[str, Field(max_length=16)]
SECRET = frozenset({"database", "bytes"})


class OfficerRow(Shape):
    """An officer of one's own agency or of one that takes part in the same operations."""

    id: int
    handle: str
    name: str
    agency: str
    roles: list[Role]


class AgencyRow(Shape):
    """An agency."""

    code: str
    name: str
    country: str | None


class People(Shape):
    """Who takes part."""

    agencies: list[AgencyRow]
    officers: list[OfficerRow]


class GrantRow(Shape):
    """What one agency lets another, or the whole operation (null), see of a contribution."""

    id: int
    contribution: int
    owner: str
    to_agency: str | None
    level: Level
    purpose: str
    until: date
    onward: bool
    given_at: datetime
    revoked_at: datetime | None


class Grants(Shape):
    """The grants my agency gave and was given."""

    grants: list[GrantRow]


class NewGrant(Shape):
    """A grant about to be given; to_agency null: to every agency of the operation."""

    contribution: Number
    to_agency: Code | None = None
    level: Annotated[int, Field(ge=1, le=4)]
    purpose: Annotated[str, Field(min_length=1, max_length=200)]
    until: date
    onward: bool = False


class KeyRow(Shape):
    """A partner's key card and whether it counts."""

    key: str
    agency: str
    country: str
    name: str
    entered_by: str
    confirmed_by: str
    valid_until: datetime
    revoked_at: datetime | None
    revoked_why: str


class Keys(Shape):
    """Whose signatures count here, and who may be sealed to."""

    keys: list[KeyRow]


class LogCheck(Shape):
    """What verifying my agency's custody log found: it holds, or the first bad entry and what is wrong there."""

    log: str
    holds: bool
    entries: Count
    root: str | None
    checkpoints: Count
    bad_entry: int | None
    fault: str | None


class SettingRow(Shape):
    """A setting, its value (hidden where it may hold a password) and where it comes from."""

    name: str
    value: str
    origin: str
    variable: str
    meaning: str


class CheckRow(Shape):
    """One thing looked at on this machine. remedy: what it costs, and what to do."""

    name: str
    good: bool
    needed: bool
    finding: str
    remedy: str


class Machine(Shape):
    """The program and the machine it runs on."""

    version: str
    checks: list[CheckRow]
    settings: list[SettingRow]


class SessionsEnded(Shape):
    """How many sessions of an officer were ended."""

    ended: Count


@router.get("/people")
def list_people(desk: Signed) -> People:
    """Agencies and officers, as far as one works with them."""
    with desk.acting() as acting:
        agencies = agency_store.list_agencies(acting.connection)
        officers = agency_store.list_officers(acting.connection)
        acting.record("list officers", officers=len(officers))
    return People(
        agencies=[AgencyRow.model_validate(one) for one in agencies],
        officers=[
            OfficerRow(id=one.id, handle=one.handle, name=one.name, agency=one.agency, roles=sorted(one.roles))
            for one in officers
        ],
    )


@router.get("/grants")
def list_grants(desk: Signed, *, revoked: Annotated[bool, Query(description="Revoked ones too.")] = False) -> Grants:
    """What my agency shares and is shared."""
    with desk.acting() as acting:
        found = grant_store.list_grants(acting, all_of_them=revoked)
        acting.record("list grants", grants=len(found))
    return Grants(grants=[_grant(one) for one in found])


@router.post("/grants", status_code=201)
def give_grant(desk: Signed, wanted: NewGrant) -> GrantRow:
    """Let another agency, or the whole operation, see one of my agency's contributions."""
    offer = Offer(
        contribution_id=wanted.contribution,
        to_agency=wanted.to_agency,
        level=Level(wanted.level),
        purpose=wanted.purpose,
        until=wanted.until,
        onward=wanted.onward,
    )
    with desk.acting() as acting:
        return _grant(grant_store.give(acting, offer))


@router.delete("/grants/{grant}")
def revoke_grant(desk: Signed, grant: Annotated[int, Path(ge=1, le=2**62)]) -> GrantRow:
    """End a grant: it holds no more from the next request on."""
    with desk.acting() as acting:
        return _grant(grant_store.revoke(acting, grant))


@router.get("/keys")
def list_keys(desk: Signed) -> Keys:
    """The key cards of partners."""
    with desk.acting() as acting:
        found = lead_store.list_partners(acting)
        acting.record("list keys", keys=len(found))
    return Keys(
        keys=[
            KeyRow(
                key=one.card.key_id,
                agency=one.card.agency,
                country=one.card.country,
                name=one.card.name,
                entered_by=one.entered_by,
                confirmed_by=one.confirmed_by,
                valid_until=one.card.valid_until,
                revoked_at=one.revoked_at,
                revoked_why=one.revoked_why,
            )
            for one in found
        ]
    )


@router.get("/log")
def verify_log(desk: Signed) -> LogCheck:
    """Verify my agency's custody log from its first entry. Auditors, coordinators and administrators may."""
    workspace = desk.workspace
    with desk.acting() as acting:
        acting.require(Role.AUDITOR, Role.COORDINATOR, Role.ADMINISTRATOR)
        name = acting.officer.agency
        acting.record("verify log")
    workspace.seal()
    key = workspace.log_key.public_key()
    with workspace.database.transaction(DatabaseRole.WORKER) as connection:
        found = verify(connection, name, key, published(workspace.checkpoints / name, key))
    if isinstance(found, Broken):
        return LogCheck(
            log=name,
            holds=False,
            entries=found.position,
            root=None,
            checkpoints=0,
            bad_entry=found.position,
            fault=found.fault,
        )
    return LogCheck(
        log=name,
        holds=True,
        entries=found.entries,
        root=found.root,
        checkpoints=found.checkpoints,
        bad_entry=None,
        fault=None,
    )


@router.get("/machine")
def show_machine(
    desk: Signed, *, cage: Annotated[bool, Query(description="Try the cage too: some seconds.")] = False
) -> Machine:
    """The program, what the machine lacks, and the settings in force with their origin. Administrators may."""
    with desk.acting() as acting:
        acting.require(Role.ADMINISTRATOR, Role.COORDINATOR)
        acting.record("view settings")
    settings = desk.workspace.settings
    rows = [
        SettingRow(
            name=one.name,
            value=_value(one.name, str(getattr(settings, one.name))),
            origin=settings.origin.get(one.name, "default"),
            variable=one.variable,
            meaning=one.meaning,
        )
        for one in SETTINGS
    ]
    checks = [CheckRow.model_validate(one) for one in examine(settings, try_cage=cage)]
    return Machine(version=version("sightline"), checks=checks, settings=rows)


@router.delete("/officers/{handle}/sessions")
def end_sessions(desk: Signed, handle: Annotated[str, Path(max_length=48)]) -> SessionsEnded:
    """End every session of an officer, at once: one's own, or, as their administrator, another's."""
    with desk.acting() as acting:
        wanted = agency_store.officer_by_handle(acting.connection, handle)
        mine = wanted.id == acting.officer.id
        if not mine and not agency_store.administers(acting.connection, acting.officer, wanted.agency):
            raise NotPermitted(f"{acting.officer.handle} does not administer the officers of {wanted.agency}.")
        acting.record("end sessions", f"officer:{wanted.id}")
    return SessionsEnded(ended=sessions.end_all(desk.workspace.database, handle))


def _grant(one: Grant) -> GrantRow:
    return GrantRow(
        id=one.id,
        contribution=one.contribution_id,
        owner=one.owner,
        to_agency=one.to_agency,
        level=one.level,
        purpose=one.purpose,
        until=one.until,
        onward=one.onward,
        given_at=one.given_at,
        revoked_at=one.revoked_at,
    )


def _value(name: str, value: str) -> str:
    return "set" if name in SECRET and value and "://" in value else value
