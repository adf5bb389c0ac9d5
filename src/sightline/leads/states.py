"""A lead's life: which act leads from which state to which, and the two pairs of eyes that let it out.

Officers sign the hash of the contents. Any edit makes another hash, so it voids what was signed. A machine calls none
of these acts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sightline.kernel.errors import Conflict, NotPermitted, UsageError
from sightline.leads.handling import check_contents
from sightline.leads.marks import OfficerKey, make_mark
from sightline.leads.model import Contents, Lead, LeadState, Mark, PackageNumber, Said
from sightline.leads.wording import contents_digest

REVIEW_WITHIN = timedelta(hours=24)


class Act(StrEnum):
    """What can be done to a lead."""

    EDIT = "edit"
    PROPOSE = "propose"
    APPROVE = "approve"
    RELEASE_URGENTLY = "release urgently"
    SEAL = "seal"
    SEND = "send"
    ACKNOWLEDGE = "acknowledge"
    TAKE_UP = "take up"
    RETURN = "return"
    CLOSE = "close"
    WITHDRAW = "withdraw"


_S = LeadState
TRANSITIONS: dict[tuple[LeadState, Act], LeadState] = {
    (_S.DRAFT, Act.EDIT): _S.DRAFT,
    (_S.PROPOSED, Act.EDIT): _S.DRAFT,
    (_S.APPROVED, Act.EDIT): _S.DRAFT,
    (_S.DRAFT, Act.PROPOSE): _S.PROPOSED,
    (_S.PROPOSED, Act.APPROVE): _S.APPROVED,
    (_S.DRAFT, Act.RELEASE_URGENTLY): _S.APPROVED,
    (_S.PROPOSED, Act.RELEASE_URGENTLY): _S.APPROVED,
    (_S.APPROVED, Act.SEAL): _S.SEALED,
    (_S.SEALED, Act.SEND): _S.SENT,
    (_S.SENT, Act.ACKNOWLEDGE): _S.ACKNOWLEDGED,
    (_S.SENT, Act.RETURN): _S.RETURNED,
    (_S.ACKNOWLEDGED, Act.TAKE_UP): _S.IN_WORK,
    (_S.ACKNOWLEDGED, Act.RETURN): _S.RETURNED,
    (_S.ACKNOWLEDGED, Act.CLOSE): _S.CLOSED,
    (_S.IN_WORK, Act.RETURN): _S.RETURNED,
    (_S.IN_WORK, Act.CLOSE): _S.CLOSED,
    (_S.RETURNED, Act.CLOSE): _S.CLOSED,
    (_S.DRAFT, Act.WITHDRAW): _S.WITHDRAWN,
    (_S.PROPOSED, Act.WITHDRAW): _S.WITHDRAWN,
    (_S.APPROVED, Act.WITHDRAW): _S.WITHDRAWN,
}


def after(lead: Lead, act: Act) -> LeadState:
    """The state that `act` leads to. Raises `Conflict` when it cannot be done now."""
    state = TRANSITIONS.get((lead.state, act))
    if state is None:
        able = sorted(act.value for at, act in TRANSITIONS if at is lead.state)
        raise Conflict(
            f"Lead {lead.id} is {lead.state}: it cannot {act.value} now. Possible: {', '.join(able) or 'nothing more'}."
        )
    return state


def edit(lead: Lead, contents: Contents) -> Lead:
    """Other contents. Whatever officers had signed is void, even if the words end up the same again."""
    return replace(lead, state=after(lead, Act.EDIT), contents=contents, marks=(), urgent_reason="")


def propose(lead: Lead, officer: OfficerKey, now: datetime) -> Lead:
    """The first officer's signature. Raises `NotPermitted` when a handling code forbids this recipient."""
    state = after(lead, Act.PROPOSE)
    _check(lead.contents, now)
    return replace(lead, state=state, marks=(make_mark(Said.PROPOSED, lead.contents, officer, now),))


def approve(lead: Lead, officer: OfficerKey, typed_country: str, now: datetime) -> Lead:
    """The second officer's signature: another person, another key, who types the country the package goes to.

    Raises `NotPermitted` for the same person or key, `UsageError` for another country, `Conflict` after an edit.
    """
    state = after(lead, Act.APPROVE)
    _check(lead.contents, now)
    proposed = _mark(lead, Said.PROPOSED)
    if same_person(proposed, officer):
        raise NotPermitted("The officer who proposed a lead cannot approve it; ask a second officer.")
    if proposed.digest != contents_digest(lead.contents):
        raise Conflict("The lead was edited after it was proposed; propose it again.")
    _check_country(lead, typed_country)
    return replace(lead, state=state, marks=(proposed, make_mark(Said.APPROVED, lead.contents, officer, now)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """Why one officer must be enough, and the country that officer typed."""

    reason: str
    typed_country: str


def release_urgently(lead: Lead, officer: OfficerKey, emergency: Emergency, now: datetime) -> Lead:
    """Immediate danger: one officer is enough, for a written reason; the package says so and a review is due."""
    state = after(lead, Act.RELEASE_URGENTLY)
    _check(lead.contents, now)
    if len(emergency.reason.strip()) < 10:
        raise UsageError("An urgent release needs its reason in a sentence: who is in danger, and why now.")
    _check_country(lead, emergency.typed_country)
    mark = make_mark(Said.RELEASED_URGENTLY, lead.contents, officer, now)
    return replace(lead, state=state, marks=(mark,), urgent_reason=emergency.reason.strip())


def review(lead: Lead, officer: OfficerKey, now: datetime) -> Lead:
    """The second officer's look at an urgent release, after the fact."""
    released = _mark(lead, Said.RELEASED_URGENTLY)
    if same_person(released, officer):
        raise NotPermitted("The officer who released a lead urgently cannot review it; ask a second officer.")
    if any(one.said is Said.REVIEWED for one in lead.marks):
        raise Conflict(f"Lead {lead.id} has been reviewed already.")
    return replace(lead, marks=(*lead.marks, make_mark(Said.REVIEWED, lead.contents, officer, now)))


def review_due(lead: Lead) -> datetime | None:
    """When the review of an urgent release must be done; None when none is due."""
    said = {one.said: one.at for one in lead.marks}
    if Said.RELEASED_URGENTLY not in said or Said.REVIEWED in said:
        return None
    return said[Said.RELEASED_URGENTLY] + REVIEW_WITHIN


def seal_as(lead: Lead, number: PackageNumber) -> Lead:
    """The lead under its number, once its package is written. Raises `Conflict` unless its signatures still hold."""
    check_release(lead)
    return replace(lead, state=after(lead, Act.SEAL), number=number)


def move(lead: Lead, act: Act) -> Lead:
    """Send, acknowledge, take up, return, close or withdraw. Raises `UsageError` for the acts that need a signature."""
    if act not in {Act.SEND, Act.ACKNOWLEDGE, Act.TAKE_UP, Act.RETURN, Act.CLOSE, Act.WITHDRAW}:
        raise UsageError(f"To {act.value} a lead takes more than a change of state.")
    return replace(lead, state=after(lead, act))


def check_release(lead: Lead) -> None:
    """Raise `NotPermitted` unless two officers, or one in an emergency, signed exactly these contents."""
    digest = contents_digest(lead.contents)
    signed = {one.said: one for one in lead.marks if one.digest == digest}
    if Said.RELEASED_URGENTLY in signed and lead.urgent_reason:
        return
    if Said.PROPOSED not in signed or Said.APPROVED not in signed:
        raise NotPermitted(f"Lead {lead.id} does not have two officers' signatures on these exact contents.")


def same_person(mark: Mark, officer: OfficerKey) -> bool:
    """Whether the key, or the name within the agency, is the same: one person with two accounts is still one person."""
    left, right = mark.officer, officer.signatory
    return left.key == right.key or (_plain(left.name), left.agency) == (_plain(right.name), right.agency)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _check(contents: Contents, now: datetime) -> None:
    check_contents(contents, now)
    if contents.expires <= now:
        raise UsageError(f"The package would have expired on {contents.expires:%Y-%m-%d}; set a later date.")
    if not contents.legal_basis.strip() or not contents.purpose.strip():
        raise UsageError("A package needs its legal basis and its purpose in words.")


def _mark(lead: Lead, said: Said) -> Mark:
    found = next((one for one in lead.marks if one.said is said), None)
    if found is None:
        raise Conflict(f"Nobody has {said.value} lead {lead.id} as it stands.")
    return found


def _check_country(lead: Lead, typed: str) -> None:
    wanted = lead.contents.recipient.country
    if typed.strip().upper() != wanted:
        raise UsageError(
            f"You typed {typed.strip()[:20]!r}, but the package goes to {wanted}. Look again, then type it."
        )
