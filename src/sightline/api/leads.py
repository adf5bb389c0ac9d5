"""Leads: draft from a series, see exactly what the recipient will see, a second officer, seal, receipts and outcomes."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from sightline.agencies.access import Acting
from sightline.api.shapes import Number, Shape
from sightline.api.signed import Desk, Signed
from sightline.kernel.clock import now
from sightline.kernel.errors import NotFound
from sightline.leads import dispatch, proofs, store
from sightline.leads.assemble import Choices, assemble, without_crops
from sightline.leads.keyfiles import load_agency_keys, load_signing_key
from sightline.leads.keys import AgencyKeys
from sightline.leads.marks import OfficerKey
from sightline.leads.model import Contact, Contents, LeadState, Letter, Said
from sightline.leads.report.page import render
from sightline.leads.states import Emergency, check_release, review_due
from sightline.leads.store import Kept
from sightline.leads.wire import to_json
from sightline.leads.wording import contents_digest
from sightline.operations import store as operation_store
from sightline.places import store as place_store
from sightline.series import store as series_store

router = APIRouter(prefix="/api", tags=["leads"])
LeadId = Annotated[int, Path(ge=1, le=2**62)]
LIFETIME = timedelta(days=180)
REPORT_POLICY = (
    "default-src 'none'; style-src 'sha256-{style}'; img-src data:; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'none'; sandbox"
)


class Signature(Shape):
    """An officer's signature under exactly these contents."""

    said: Said
    officer: str
    agency: str
    at: datetime


class AnswerShown(Shape):
    """A receipt or an outcome that came home."""

    kind: str
    outcome: str | None
    counts: dict[str, int]
    note: str
    sender: str
    at: datetime


class LeadRow(Shape):
    """A lead in the register."""

    id: int
    number: str | None
    series: int
    country: str
    agency: str
    state: LeadState
    urgent: bool
    review_due: datetime | None
    sealed_at: datetime | None
    signed: list[Signature]
    answers: list[AnswerShown]


class Leads(Shape):
    """The register of an operation, oldest first."""

    leads: list[LeadRow]


class CropShown(Shape):
    """A crop that goes along; its picture is at /api/leads/{lead}/crops/{name}."""

    name: str
    caption: str


class LeadShown(Shape):
    """A lead and exactly what its recipient will be told. contents: as it is sealed, pictures as their SHA-256."""

    lead: LeadRow
    contents: dict[str, Any]
    crops: list[CropShown]
    digest: str


class Recipient(Shape):
    """An agency that can be sealed to."""

    agency: str
    country: str
    name: str
    language: str
    confirmed: bool


class Recipients(Shape):
    """Who can be sealed to; the likely country's first."""

    recipients: list[Recipient]
    likely: str | None


class Draft(Shape):
    """What the composing officer decides; all but the recipient has a sensible default. clues: whose crops go along."""

    series: Number
    to: Annotated[str, Field(min_length=2, max_length=16)]
    purpose: Annotated[str, Field(min_length=1, max_length=400)] = "identification of the victim"
    summary: Annotated[str, Field(max_length=4_000)] = ""
    contact: Annotated[str, Field(max_length=200)] = ""
    expires: date | None = None
    clues: Annotated[list[Number], Field(max_length=100)] | None = None
    restriction: Annotated[str, Field(max_length=1_000)] = ""


class Edit(Shape):
    """Other words, or crops left out. It voids what was signed; the editing officer's is the new signature."""

    summary: Annotated[str, Field(max_length=4_000)] | None = None
    purpose: Annotated[str, Field(min_length=1, max_length=400)] | None = None
    drop: Annotated[list[Annotated[str, Field(max_length=20)]], Field(max_length=50)] = Field(default_factory=list)


class Approval(Shape):
    """The receiving country, typed anew: the check that it goes to the right one."""

    country: Annotated[str, Field(min_length=2, max_length=3)]


class UrgentRelease(Shape):
    """Immediate danger: who, and why now; and the receiving country, typed anew."""

    country: Annotated[str, Field(min_length=2, max_length=3)]
    reason: Annotated[str, Field(min_length=10, max_length=1_000)]


class Sealed(Shape):
    """The sealed package as it lies in the outbox of the workspace."""

    lead: LeadRow
    number: str
    sha256: str
    size: int


@router.get("/operations/{operation}/leads")
def list_leads(desk: Signed, operation: Annotated[int, Path(ge=1, le=2**62)]) -> Leads:
    """The register of leads with receipts and outcomes."""
    with desk.acting() as acting:
        meant = operation_store.by_id(acting, operation)
        found = store.list_leads(acting, desk.workspace.blobs, operation)
        rows = _rows(acting, found)
        acting.record("list leads", f"operation:{meant.code}", leads=len(rows))
    return Leads(leads=rows)


@router.get("/recipients")
def list_recipients(desk: Signed, series: Annotated[int | None, Query(ge=1, le=2**62)] = None) -> Recipients:
    """The agencies whose keys are known here; those of the series' likely country first."""
    with desk.acting() as acting:
        likely = None
        if series is not None:
            series_store.by_number(acting, series)
            likely = _likely(acting, series)
        found = store.list_partners(acting)
        acting.record("list recipients")
    rows = [
        Recipient(
            agency=one.card.agency,
            country=one.card.country,
            name=one.card.name,
            language=one.card.language,
            confirmed=one.confirmed_by != "",
        )
        for one in found
        if one.revoked_at is None
    ]
    return Recipients(recipients=sorted(rows, key=lambda one: (one.country != likely, one.agency)), likely=likely)


@router.post("/leads", status_code=201)
def draft_lead(desk: Signed, wanted: Draft) -> LeadShown:
    """Draft and propose a lead on a series: clues with reasons, masked crops, de-confliction. Never an original."""
    with desk.acting() as acting:
        keys, key = _agency_keys(desk, acting), _officer_key(desk, acting)
        number = series_store.by_number(acting, wanted.series)
        operation = operation_store.by_id(acting, number.operation_id)
        choices = Choices(
            sender=keys.card,
            recipient=store.directory(acting).recipient(wanted.to, now()),
            answer_to=Contact(unit=wanted.contact or keys.card.name),
            expires=_last_moment(wanted.expires),
            purpose=wanted.purpose,
            summary=wanted.summary,
            clues=tuple(wanted.clues) if wanted.clues is not None else None,
            restriction=wanted.restriction,
        )
        blobs = desk.workspace.blobs
        contents = assemble(acting, blobs, desk.renditions.decoder, operation, wanted.series, choices)
        kept = store.create(acting, blobs, operation.id, wanted.series, contents)
        kept = dispatch.propose(acting, blobs, kept.lead.id, key)
        return _shown(acting, kept)


@router.get("/leads/{lead}")
def show_lead(desk: Signed, lead: LeadId) -> LeadShown:
    """A lead and exactly what its recipient will be told."""
    with desk.acting() as acting:
        kept = store.by_id(acting, desk.workspace.blobs, lead)
        acting.record("view", f"lead:{lead}")
        return _shown(acting, kept)


@router.get(
    "/leads/{lead}/report",
    response_class=Response,
    responses={200: {"content": {"text/html": {}}, "description": "The report, as the recipient reads it"}},
)
def show_report(desk: Signed, lead: LeadId) -> Response:
    """The very report of the package: no script, nothing fetched."""
    with desk.acting() as acting:
        kept = store.by_id(acting, desk.workspace.blobs, lead)
        acting.record("view", f"lead:{lead}")
    one = kept.lead
    letter = Letter(
        number=str(one.number or "not sealed yet"),
        sealed_at=kept.sealed_at or now(),
        marks=one.marks,
        urgent_reason=one.urgent_reason,
    )
    html = render(one.contents, letter).html
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256((style.group(1) if style else "").encode()).digest()).decode()
    headers = {"Content-Security-Policy": REPORT_POLICY.format(style=digest)}
    return Response(html, media_type="text/html; charset=utf-8", headers=headers)


@router.get(
    "/leads/{lead}/crops/{name}",
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}}, "description": "A JPEG"}},
)
def show_crop(desk: Signed, lead: LeadId, name: Annotated[str, Path(max_length=40)]) -> Response:
    """A crop as it goes along: people masked, metadata gone."""
    with desk.acting() as acting:
        contents = store.by_id(acting, desk.workspace.blobs, lead).lead.contents
        crop = next((one for one in contents.crops if one.name == name), None)
        if crop is None:
            raise NotFound("There is no such crop.")
        acting.record("view crop", f"lead:{lead}", f"media:{crop.media}", crop=name)
    return Response(crop.jpeg, media_type="image/jpeg")


@router.patch("/leads/{lead}")
def edit_lead(desk: Signed, lead: LeadId, wanted: Edit) -> LeadShown:
    """Change words or leave crops out; whatever was signed is void and the editing officer signs anew."""
    with desk.acting() as acting:
        blobs = desk.workspace.blobs
        contents: Contents = without_crops(store.by_id(acting, blobs, lead).lead.contents, wanted.drop)
        words = wanted.model_dump(include={"summary", "purpose"}, exclude_none=True)
        kept = dispatch.edit(acting, blobs, lead, _officer_key(desk, acting), replace(contents, **words))
        return _shown(acting, kept)


@router.post("/leads/{lead}/approve")
def approve_lead(desk: Signed, lead: LeadId, wanted: Approval) -> LeadShown:
    """Approve as the second officer: another person and another key than the proposer's."""
    with desk.acting() as acting:
        kept = dispatch.approve(
            acting, desk.workspace.blobs, lead, _officer_key(desk, acting), wanted.country.strip().upper()
        )
        return _shown(acting, kept)


@router.post("/leads/{lead}/release")
def release_lead(desk: Signed, lead: LeadId, wanted: UrgentRelease) -> LeadShown:
    """Release alone in immediate danger; a second officer reviews it within 24 hours, and the package says so."""
    emergency = Emergency(reason=wanted.reason, typed_country=wanted.country.strip().upper())
    with desk.acting() as acting:
        key = _officer_key(desk, acting)
        return _shown(acting, dispatch.release_urgently(acting, desk.workspace.blobs, lead, key, emergency))


@router.post("/leads/{lead}/{step}")
def move_lead(desk: Signed, lead: LeadId, step: Literal["review", "withdraw"]) -> LeadShown:
    """Review an urgent release as the second officer, or give a lead up before it is sealed."""
    with desk.acting() as acting:
        blobs = desk.workspace.blobs
        if step == "withdraw":
            return _shown(acting, dispatch.withdraw(acting, blobs, lead))
        return _shown(acting, dispatch.review(acting, blobs, lead, _officer_key(desk, acting)))


@router.put("/leads/{lead}/seal")
def seal_lead(desk: Signed, lead: LeadId) -> Sealed:
    """Write the sealed package of an approved lead into the outbox; the series is then referred."""
    workspace = desk.workspace
    with desk.acting() as acting:
        check_release(store.by_id(acting, workspace.blobs, lead).lead)
        name = acting.officer.agency
    workspace.seal()
    extras = proofs.of_lead(workspace.database, workspace.checkpoints / name, workspace.log_key.public_key(), lead)
    with desk.acting() as acting:
        keys = _agency_keys(desk, acting)
        kept, sealed = dispatch.seal(acting, workspace.blobs, lead, keys, workspace.folder / "outbox", extras)
        row = _rows(acting, [kept])[0]
    return Sealed(lead=row, number=str(sealed.number), sha256=sealed.sha256, size=sealed.size)


def _rows(acting: Acting, found: list[Kept]) -> list[LeadRow]:
    numbers = [str(kept.lead.number) for kept in found if kept.lead.number]
    home: dict[str, list[AnswerShown]] = {}
    for one in store.answers_to(acting, numbers):
        counts: Any = one.body.get("counts") or {}
        shown = AnswerShown(
            kind=one.kind,
            outcome=one.body.get("kind"),
            counts={str(name): int(count) for name, count in counts.items()},
            note=str(one.body.get("note") or ""),
            sender=one.sender,
            at=one.at,
        )
        home.setdefault(one.lead_number, []).append(shown)
    return [_row(kept, home.get(str(kept.lead.number), [])) for kept in found]


def _row(kept: Kept, answers: list[AnswerShown]) -> LeadRow:
    lead = kept.lead
    return LeadRow(
        id=lead.id,
        number=str(lead.number) if lead.number else None,
        series=kept.series_id,
        country=lead.contents.recipient.country,
        agency=lead.contents.recipient.agency,
        state=lead.state,
        urgent=bool(lead.urgent_reason),
        review_due=review_due(lead),
        sealed_at=kept.sealed_at,
        signed=[
            Signature(said=mark.said, officer=mark.officer.name, agency=mark.officer.agency, at=mark.at)
            for mark in lead.marks
        ],
        answers=answers,
    )


def _shown(acting: Acting, kept: Kept) -> LeadShown:
    contents: Any = to_json(kept.lead.contents)
    return LeadShown(
        lead=_rows(acting, [kept])[0],
        contents=contents,
        crops=[CropShown(name=one.name, caption=one.caption) for one in kept.lead.contents.crops],
        digest=contents_digest(kept.lead.contents),
    )


def _likely(acting: Acting, series: int) -> str | None:
    newest = place_store.newest(acting, series)
    return newest.country if newest else None


def _last_moment(day: date | None) -> datetime:
    if day is None:
        return now() + LIFETIME
    return datetime.combine(day, time.max, tzinfo=now().tzinfo)


def _agency_keys(desk: Desk, acting: Acting) -> AgencyKeys:
    return load_agency_keys(desk.workspace.agency_keys(acting.officer.agency))


def _officer_key(desk: Desk, acting: Acting) -> OfficerKey:
    key = load_signing_key(desk.workspace.officer_key(acting.officer.handle))
    return OfficerKey(name=acting.officer.name, agency=acting.officer.agency, key=key)
