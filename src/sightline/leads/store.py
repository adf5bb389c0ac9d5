"""The tables of leads: what was composed and sealed here, what came in, and what came home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB, insert

from sightline.agencies.access import Acting
from sightline.agencies.model import Role
from sightline.kernel.blobs import Blobs
from sightline.kernel.clock import now
from sightline.kernel.db import metadata
from sightline.kernel.errors import Conflict, NotFound, UsageError
from sightline.leads.directory import Directory, Partner
from sightline.leads.model import Contents, Lead, PackageNumber, Permission
from sightline.leads.wire import from_json, to_json

leads = Table(
    "lead",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("operation_id", BigInteger, ForeignKey("operation.id"), nullable=False),
    Column("series_id", BigInteger, ForeignKey("series.id"), nullable=False, index=True),
    Column("country", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("number", Text, unique=True),
    Column("package", LargeBinary),
    Column("body", JSONB, nullable=False),
    Column("created_by", BigInteger, ForeignKey("officer.id"), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("sealed_at", DateTime(timezone=True)),
)
received = Table(
    "lead_received",
    metadata,
    Column("number", Text, primary_key=True),
    Column("sender", Text, nullable=False),
    Column("package", LargeBinary, nullable=False),
    Column("body", JSONB, nullable=False),
    Column("opened_by", BigInteger, ForeignKey("officer.id"), nullable=False),
    Column("opened_at", DateTime(timezone=True), nullable=False),
)
answers = Table(
    "lead_answer",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("lead_number", Text, nullable=False, index=True),
    Column("number", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("body", JSONB, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)
serials = Table(
    "package_serial",
    metadata,
    Column("sender", Text, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("serial", Integer, nullable=False),
)
seen = Table(
    "package_seen",
    metadata,
    Column("number", Text, primary_key=True),
    Column("package", LargeBinary, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("package_seen_package_idx", "package"),
)
partners = Table(
    "partner",
    metadata,
    Column("key_id", Text, primary_key=True),
    Column("agency", Text, nullable=False, index=True),
    Column("body", JSONB, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
)
permissions = Table(
    "permission",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("owner", Text, ForeignKey("agency.code"), nullable=False),
    Column("country", Text, nullable=False),
    Column("given_by", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A lead with where it belongs and, once sealed, the SHA-256 of its package."""

    lead: Lead
    operation_id: int
    series_id: int
    package: str | None
    sealed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A receipt or an outcome that came home. body: as `wire.to_json` wrote it."""

    lead_number: str
    number: str
    kind: str
    sender: str
    body: dict[str, Any]
    at: datetime


def create(acting: Acting, blobs: Blobs, operation_id: int, series_id: int, contents: Contents) -> Kept:
    """Keep a new draft."""
    draft = Lead(id=0, contents=contents)
    _keep_crops(blobs, contents)
    number = acting.connection.execute(
        insert(leads)
        .values(
            operation_id=operation_id,
            series_id=series_id,
            country=contents.recipient.country,
            agency=contents.recipient.agency,
            state=draft.state,
            body=to_json(draft),
            created_by=acting.officer.id,
            created_at=now(),
        )
        .returning(leads.c.id)
    ).scalar_one()
    acting.record("compose", f"lead:{number}", f"series:{series_id}", country=contents.recipient.country)
    return by_id(acting, blobs, number)


def update(acting: Acting, blobs: Blobs, before: Kept, lead: Lead, action: str, **detail: object) -> Kept:
    """Keep the next state of a lead. Raises `Conflict` when somebody changed it meanwhile."""
    _keep_crops(blobs, lead.contents)
    number = str(lead.number) if lead.number else None
    changed = acting.connection.execute(
        leads.update()
        .where(leads.c.id == lead.id, leads.c.body == to_json(replace(before.lead, id=0)))
        .values(
            state=lead.state,
            number=number,
            body=to_json(replace(lead, id=0)),
            country=lead.contents.recipient.country,
            agency=lead.contents.recipient.agency,
        )
    )
    if not changed.rowcount:
        raise Conflict(f"Lead {lead.id} was changed by somebody else; look at it again, nothing was overwritten.")
    acting.record(action, f"lead:{lead.id}", state=lead.state, **detail)
    return by_id(acting, blobs, lead.id)


def seal(acting: Acting, blobs: Blobs, before: Kept, lead: Lead, package: str) -> Kept:
    """Keep a lead as sealed; `package` is the SHA-256 of the sealed file."""
    update(acting, blobs, before, lead, "seal", package=package, number=str(lead.number))
    acting.connection.execute(
        leads.update().where(leads.c.id == lead.id).values(package=bytes.fromhex(package), sealed_at=now())
    )
    return by_id(acting, blobs, lead.id)


def by_id(acting: Acting, blobs: Blobs, number: int) -> Kept:
    """One lead. Raises `NotFound`."""
    row = acting.connection.execute(select(leads).where(leads.c.id == number)).one_or_none()
    if row is None:
        raise NotFound(f"There is no lead {number}. See `sightline lead list`.")
    return _kept(blobs, row)


def by_package_number(acting: Acting, blobs: Blobs, number: str) -> Kept:
    """The lead sealed under a package number. Raises `NotFound`."""
    row = acting.connection.execute(select(leads).where(leads.c.number == number)).one_or_none()
    if row is None:
        raise NotFound(f"No lead with the package number {number} was sealed here.")
    return _kept(blobs, row)


def list_leads(acting: Acting, blobs: Blobs, operation_id: int) -> list[Kept]:
    """The leads of an operation, oldest first."""
    rows = acting.connection.execute(select(leads).where(leads.c.operation_id == operation_id).order_by(leads.c.id))
    return [_kept(blobs, row) for row in rows]


def next_number(acting: Acting, sender: str) -> PackageNumber:
    """The sender's next package number of this year. A number that is not used stays a gap that the log explains."""
    year = now().year
    statement = insert(serials).values(sender=sender, year=year, serial=1)
    serial = acting.connection.execute(
        statement.on_conflict_do_update(
            index_elements=["sender", "year"], set_={"serial": serials.c.serial + 1}
        ).returning(serials.c.serial)
    ).scalar_one()
    return PackageNumber(sender=sender, year=year, serial=serial)


def seen_numbers(acting: Acting) -> frozenset[str]:
    """The numbers of every package opened here."""
    return frozenset(acting.connection.execute(select(seen.c.number)).scalars())


def mark_seen(acting: Acting, number: str, package: str) -> None:
    """Remember that a package was opened. Raises `Conflict` when it was before."""
    added = acting.connection.execute(
        insert(seen).values(number=number, package=bytes.fromhex(package), at=now()).on_conflict_do_nothing()
    )
    if not added.rowcount:
        raise Conflict(f"The package {number} was opened here before; nothing was changed.")


def keep_received(acting: Acting, number: str, sender: str, package: str, body: Mapping[str, Any]) -> None:
    """Keep a lead that came in."""
    mark_seen(acting, number, package)
    row = {"number": number, "sender": sender, "package": bytes.fromhex(package), "body": dict(body)}
    acting.connection.execute(insert(received).values(**row, opened_by=acting.officer.id, opened_at=now()))
    acting.record("open package", f"package:{number}", package=package, sender=sender)


def received_by_number(acting: Acting, number: str) -> tuple[str, str, dict[str, Any]]:
    """(sender, SHA-256 of the package, body) of a lead that came in. Raises `NotFound`."""
    row = acting.connection.execute(select(received).where(received.c.number == number)).one_or_none()
    if row is None:
        raise NotFound(f"No lead with the number {number} was opened here. Open it: sightline lead open PACKAGE.")
    return row.sender, row.package.hex(), row.body


def keep_answer(acting: Acting, answer: Answer, package: str) -> None:
    """Keep a receipt or outcome that came home. Raises `Conflict` when it came before."""
    mark_seen(acting, answer.number, package)
    row = {
        "lead_number": answer.lead_number,
        "number": answer.number,
        "kind": answer.kind,
        "sender": answer.sender,
        "body": answer.body,
        "at": answer.at,
    }
    acting.connection.execute(insert(answers).values(**row))
    acting.record(answer.kind, f"package:{answer.lead_number}", sender=answer.sender, package=package)


def answers_to(acting: Acting, numbers: list[str] | None = None) -> list[Answer]:
    """Receipts and outcomes, to the leads with these package numbers or to all, oldest first."""
    statement = select(answers).order_by(answers.c.id)
    if numbers is not None:
        statement = statement.where(answers.c.lead_number.in_(numbers))
    return [
        Answer(
            lead_number=row.lead_number, number=row.number, kind=row.kind, sender=row.sender, body=row.body, at=row.at
        )
        for row in acting.connection.execute(statement)
    ]


def keep_partner(acting: Acting, partner: Partner, action: str) -> None:
    """Keep a partner's card as it stands now: entered, confirmed or revoked."""
    acting.require(Role.RELEASER, Role.ADMINISTRATOR)
    row = {"agency": partner.card.agency, "body": to_json(partner), "changed_at": now()}
    statement = insert(partners).values(key_id=partner.card.key_id, **row)
    acting.connection.execute(statement.on_conflict_do_update(index_elements=["key_id"], set_=row))
    acting.record(action, f"key:{partner.card.key_id}", agency=partner.card.agency)


def list_partners(acting: Acting) -> list[Partner]:
    """Every partner's card, by agency, newest last."""
    rows = select(partners.c.body).order_by(partners.c.agency, partners.c.changed_at)
    return [from_json(Partner, body) for body in acting.connection.execute(rows).scalars()]


def directory(acting: Acting) -> Directory:
    """The directory of partners as it stands."""
    return Directory(list_partners(acting))


def keep_permission(acting: Acting, permission: Permission) -> None:
    """Record an owner's permission to send its material onward to one country."""
    acting.require(Role.COORDINATOR, Role.RELEASER)
    row = {
        "owner": permission.owner,
        "country": permission.country,
        "given_by": permission.given_by,
        "reference": permission.reference,
        "at": permission.at,
    }
    acting.connection.execute(insert(permissions).values(**row))
    acting.record("permit", owner=permission.owner, country=permission.country)


def permission(acting: Acting, owner: str, country: str) -> Permission | None:
    """The newest permission of an owner for a country."""
    statement = select(permissions).where(permissions.c.owner == owner, permissions.c.country == country)
    row = acting.connection.execute(statement.order_by(permissions.c.id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    return Permission(owner=row.owner, country=row.country, given_by=row.given_by, at=row.at, reference=row.reference)


def parse_number(text: str) -> int:
    """The number in `lead 12` or `12`. Raises `UsageError`."""
    if not text.isdecimal():
        raise UsageError(f"{text!r} is no lead; write its number, as `sightline lead list` shows it.")
    return int(text)


def _keep_crops(blobs: Blobs, contents: Contents) -> None:
    for crop in contents.crops:
        blobs.put(crop.jpeg)


def _kept(blobs: Blobs, row: Any) -> Kept:
    crops = {crop["jpeg"]["sha256"] for crop in row.body["contents"]["crops"]}
    lead = from_json(Lead, row.body, {sha256: blobs.get(sha256) for sha256 in crops})
    package = row.package.hex() if row.package else None
    return Kept(
        lead=replace(lead, id=row.id),
        operation_id=row.operation_id,
        series_id=row.series_id,
        package=package,
        sealed_at=row.sealed_at,
    )
