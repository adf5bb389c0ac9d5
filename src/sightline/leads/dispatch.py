"""The acts on a lead, from a draft to the answer that comes home: each checks, changes one row and records itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from sightline.agencies.access import Acting
from sightline.agencies.doors import Door, Onward, check_door
from sightline.agencies.model import Role
from sightline.kernel.blobs import Blobs
from sightline.kernel.clock import now
from sightline.kernel.errors import NotPermitted, UsageError
from sightline.leads import package, returns, states, store
from sightline.leads.archive import Part
from sightline.leads.keys import AgencyKeys
from sightline.leads.marks import OfficerKey
from sightline.leads.model import Contents, Counts, LeadState, Outcome, OutcomeKind, Receipt
from sightline.leads.package import Opened, SealOrder
from sightline.leads.returns import Homecoming, ReturnOrder
from sightline.leads.sealing import Desk, Sealed
from sightline.leads.states import Act
from sightline.leads.store import Answer, Kept
from sightline.leads.wire import to_json
from sightline.series import store as series_store
from sightline.series.model import Status

# What an outcome makes of the series here. Probable, positive and safeguarded stay three different things.
STATUS = {
    OutcomeKind.PROBABLE: Status.PROBABLE,
    OutcomeKind.POSITIVE: Status.POSITIVE,
    OutcomeKind.SAFEGUARDED: Status.SAFEGUARDED,
    OutcomeKind.ADULT: Status.ADULT,
    OutcomeKind.DECEASED: Status.DECEASED,
    OutcomeKind.NOT_OURS: Status.NOT_OURS,
    OutcomeKind.NO_FURTHER_LEADS: Status.COLD,
}
ACT = {OutcomeKind.NOT_OURS: Act.RETURN, OutcomeKind.NO_FURTHER_LEADS: Act.CLOSE}


def propose(acting: Acting, blobs: Blobs, number: int, key: OfficerKey) -> Kept:
    """The composing officer signs the draft."""
    acting.require(Role.SPECIALIST, Role.COORDINATOR, Role.RELEASER)
    before = store.by_id(acting, blobs, number)
    return store.update(acting, blobs, before, states.propose(before.lead, key, now()), "propose lead")


def edit(acting: Acting, blobs: Blobs, number: int, key: OfficerKey, contents: Contents) -> Kept:
    """Other contents for a lead that is not sealed yet: both signatures are void, and the editing officer's is the new one.

    Raises `Conflict` once it is sealed, `UsageError` when nothing changes.
    """
    acting.require(Role.SPECIALIST, Role.COORDINATOR, Role.RELEASER)
    before = store.by_id(acting, blobs, number)
    if contents == before.lead.contents:
        raise UsageError(f"Lead {number} says exactly this already; nothing was changed.")
    kept = store.update(acting, blobs, before, states.edit(before.lead, contents), "edit lead")
    return store.update(acting, blobs, kept, states.propose(kept.lead, key, now()), "propose lead")


def withdraw(acting: Acting, blobs: Blobs, number: int) -> Kept:
    """Give a lead up before it is sealed. A sealed package cannot be called back: tell its recipient."""
    acting.require(Role.SPECIALIST, Role.COORDINATOR, Role.RELEASER)
    before = store.by_id(acting, blobs, number)
    return store.update(acting, blobs, before, states.move(before.lead, Act.WITHDRAW), "withdraw lead")


def approve(acting: Acting, blobs: Blobs, number: int, key: OfficerKey, typed_country: str) -> Kept:
    """A second officer, who types the receiving country, signs the same contents."""
    acting.require(Role.RELEASER)
    before = store.by_id(acting, blobs, number)
    after = states.approve(before.lead, key, typed_country, now())
    return store.update(acting, blobs, before, after, "approve lead", country=typed_country)


def release_urgently(acting: Acting, blobs: Blobs, number: int, key: OfficerKey, emergency: states.Emergency) -> Kept:
    """One officer releases in immediate danger; a review within 24 hours is due and the package says so.

    Raises `NotPermitted` while the review of an earlier urgent release of this operation is overdue.
    """
    acting.require(Role.RELEASER)
    before = store.by_id(acting, blobs, number)
    late = overdue(acting, blobs, before.operation_id)
    if late:
        raise NotPermitted(
            f"The review of lead {late[0].lead.id}, released urgently, is overdue: a second officer does that first, "
            f"`sightline lead review {late[0].lead.id}`."
        )
    after = states.release_urgently(before.lead, key, emergency, now())
    return store.update(acting, blobs, before, after, "release urgently", country=emergency.typed_country)


def review(acting: Acting, blobs: Blobs, number: int, key: OfficerKey) -> Kept:
    """A second officer reviews an urgent release after the fact."""
    acting.require(Role.RELEASER)
    before = store.by_id(acting, blobs, number)
    return store.update(acting, blobs, before, states.review(before.lead, key, now()), "review release")


def overdue(acting: Acting, blobs: Blobs, operation_id: int) -> list[Kept]:
    """The urgent releases whose review did not come within 24 hours."""
    moment = now()
    due = ((kept, states.review_due(kept.lead)) for kept in store.list_leads(acting, blobs, operation_id))
    return [kept for kept, when in due if when is not None and when < moment]


def seal(
    acting: Acting,
    blobs: Blobs,
    number: int,
    keys: AgencyKeys,
    folder: Path,
    extras: Mapping[str, Part] = MappingProxyType({}),
) -> tuple[Kept, Sealed]:
    """Write the sealed package into `folder` and mark the lead as sent; the series is then referred.

    extras: further files by name, such as the proofs that `proofs.of_lead` takes from the custody log.
    """
    acting.require(Role.RELEASER)
    before = store.by_id(acting, blobs, number)
    contents = before.lead.contents
    # Asked once more at the door: a grant may have ended, or a review date passed, since the lead was composed.
    shown = series_store.media_of(acting, before.series_id)
    check_door(acting, Door.ONWARD, shown, Onward(country=contents.recipient.country))
    recipient = store.directory(acting).recipient(contents.recipient.agency, now())
    serial = store.next_number(acting, keys.card.agency)
    sealed_lead = states.seal_as(before.lead, serial)
    folder.mkdir(parents=True, exist_ok=True)
    order = SealOrder(number=serial, sender=keys, recipients=(recipient,), now=now(), extras=extras)
    sealed = package.seal(before.lead, order, folder / f"{serial}.sightline")
    kept = store.seal(acting, blobs, before, sealed_lead, sealed.sha256)
    kept = store.update(acting, blobs, kept, states.move(kept.lead, Act.SEND), "send lead")
    _advance(acting, kept.series_id, Status.REFERRED)
    return kept, sealed


def open_lead(acting: Acting, path: Path, keys: AgencyKeys, folder: Path) -> Opened:
    """Check and open a package that came in, and lay its files out below `folder`."""
    opened = package.open_package(path, _desk(acting, keys))
    store.keep_received(
        acting, str(opened.number), opened.sender.agency, opened.package, {"contents": to_json(opened.contents)}
    )
    package.write_out(opened, folder / str(opened.number))
    return opened


def acknowledge(acting: Acting, number: str, keys: AgencyKeys, key: OfficerKey, folder: Path) -> Sealed:
    """The receiving agency's signed receipt for a lead it has opened, sealed to the sender."""
    sender, digest, _ = store.received_by_number(acting, number)
    receipt = Receipt(answers=number, package=digest, received_by=key.signatory, received_at=now(), accepted=True)
    return _send_home(acting, receipt, sender, (keys, key), folder)


def report(
    acting: Acting,
    number: str,
    answer: tuple[OutcomeKind, Counts, str],
    keys: AgencyKeys,
    key: OfficerKey,
    folder: Path,
) -> Sealed:
    """The receiving agency's signed outcome: (kind, people counted, note), sealed to the sender."""
    sender, digest, _ = store.received_by_number(acting, number)
    kind, counts, note = answer
    outcome = Outcome(
        answers=number, package=digest, kind=kind, counts=counts, reported_by=key.signatory, at=now(), note=note
    )
    return _send_home(acting, outcome, sender, (keys, key), folder)


def take_home(acting: Acting, blobs: Blobs, path: Path, keys: AgencyKeys) -> Homecoming:
    """Check and take in a receipt or an outcome; the lead and its series move on."""
    home = returns.open_return(path, _desk(acting, keys))
    kept = store.by_package_number(acting, blobs, home.answer.answers)
    returns.check_answer(home, kept.lead.contents, str(kept.lead.number), kept.package or "")
    kind = "receipt" if isinstance(home.answer, Receipt) else "outcome"
    at = home.answer.received_at if isinstance(home.answer, Receipt) else home.answer.at
    body = to_json(home.answer)
    assert isinstance(body, dict)
    answer = Answer(
        lead_number=home.answer.answers, number=str(home.number), kind=kind, sender=home.sender.agency, body=body, at=at
    )
    store.keep_answer(acting, answer, home.package)
    _follow(acting, blobs, kept, home.answer)
    return home


def _follow(acting: Acting, blobs: Blobs, kept: Kept, answer: Receipt | Outcome) -> None:
    if isinstance(answer, Receipt):
        if kept.lead.state is LeadState.SENT:
            store.update(acting, blobs, kept, states.move(kept.lead, Act.ACKNOWLEDGE), "acknowledge lead")
        _advance(acting, kept.series_id, Status.ACKNOWLEDGED)
        return
    if kept.lead.state is LeadState.SENT:
        kept = store.update(acting, blobs, kept, states.move(kept.lead, Act.ACKNOWLEDGE), "acknowledge lead")
    act = ACT.get(answer.kind, Act.TAKE_UP)
    if (kept.lead.state, act) in states.TRANSITIONS:
        store.update(acting, blobs, kept, states.move(kept.lead, act), "answer lead", kind=answer.kind)
    _advance(acting, kept.series_id, STATUS[answer.kind])


def _advance(acting: Acting, series_id: int, status: Status) -> None:
    if series_store.by_number(acting, series_id).status is not status:
        series_store.advance(acting, series_id, status)


def _send_home(
    acting: Acting, answer: Receipt | Outcome, sender: str, keys: tuple[AgencyKeys, OfficerKey], folder: Path
) -> Sealed:
    to = store.directory(acting).recipient(sender, now())
    serial = store.next_number(acting, keys[0].card.agency)
    folder.mkdir(parents=True, exist_ok=True)
    order = ReturnOrder(number=serial, sender=keys[0], officer=keys[1], to=to, now=now())
    sealed = returns.seal_return(folder / f"{serial}.sightline", answer, order)
    acting.record("answer", f"package:{answer.answers}", package=sealed.sha256, to=sender)
    return sealed


def _desk(acting: Acting, keys: AgencyKeys) -> Desk:
    return Desk(keys=keys, directory=store.directory(acting), seen=store.seen_numbers(acting), now=now())
