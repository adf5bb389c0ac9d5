"""Ask: from a clue's region to a sanitised crop, and past a second officer to the agencies most likely to know."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from sightline.agencies.access import Acting
from sightline.agencies.doors import Door, Onward, check_door
from sightline.agencies.model import Role
from sightline.agencies.store import list_agencies, list_officers
from sightline.clues import store as clue_store
from sightline.kernel.blobs import Blobs
from sightline.kernel.clock import now
from sightline.kernel.errors import Conflict, NotPermitted, UsageError
from sightline.media.decoder import Decoder
from sightline.media.model import Region, Span
from sightline.operations import store as operation_store
from sightline.operations.model import Operation
from sightline.places.locate import locate
from sightline.questions import store
from sightline.questions.gain import ranked
from sightline.questions.model import LONGEST_WORDS, Offer, Question, QuestionState, Wish
from sightline.series import store as series_store
from sightline.series.media.cut import cutter

MOST_OFFERED = 5
LIFETIME = timedelta(days=5)


def ask(acting: Acting, blobs: Blobs, decoder: Decoder, wish: Wish) -> Question:
    """Cut the clue's region (people masked, metadata gone) and keep it as a question. A second officer releases it.

    Raises `UsageError` for a clue that is not on this series or has no region, `NotFound` for what is not to be seen.
    """
    acting.require(Role.SPECIALIST, Role.COORDINATOR, Role.RELEASER)
    series = series_store.by_number(acting, wish.series_id)
    media_id, place = _place(acting, wish)
    if len(wish.words) > LONGEST_WORDS:
        raise UsageError(f"A question has at most {LONGEST_WORDS} characters; this one has {len(wish.words)}.")
    draft = Question(
        id=0,
        agency=acting.officer.agency,
        operation_id=series.operation_id,
        series_id=wish.series_id,
        clue_id=wish.clue_id,
        crop="",
        words=wish.words.strip() or "Where is this found?",
        state=QuestionState.ASKED,
        asked_by=acting.officer.id,
        asked_at=now(),
        expires=_until(wish.expires),
    )
    jpeg = cutter(acting, blobs, decoder, [media_id])(media_id, place[0], place[1])
    kept = store.add(acting, replace(draft, crop=blobs.put(jpeg)))
    subjects = (f"question:{kept.id}", f"series:{wish.series_id}", f"clue:{wish.clue_id}", f"crop:{kept.crop}")
    acting.record("ask", *subjects, expires=kept.expires.isoformat())
    return kept


def suggest(acting: Acting, number: int) -> list[Offer]:
    """The agencies of the operation, those whose answer is expected to tell most first. For those who may release."""
    question = store.by_number(acting, number)
    if question.series_id is None or question.operation_id is None:
        raise UsageError(f"Question Q{number} came from elsewhere; its sender decides who is asked.")
    posterior = dict(locate(acting, question.series_id).posterior)
    members = _operation(acting, question.operation_id).agencies
    known = [(one.code, one.country) for one in list_agencies(acting.connection) if one.code in members]
    return ranked(posterior, known)


def release(
    acting: Acting, number: int, to: Sequence[str] = (), elsewhere: Mapping[str, str] = MappingProxyType({})
) -> Question:
    """Let a question out as the second officer; `to`: agencies, the `MOST_OFFERED` most likely to know by default.

    elsewhere: partner agencies on other servers that `to` may name, with their countries; a package (`carry`) takes it
    to them.
    Raises `UsageError` for an agency that is neither in the operation nor such a partner.
    Raises `NotPermitted` for the officer who asked (also under another account) and for material that its owners do not
    let be passed on to one of these agencies; `Conflict` when it is no longer waiting.
    """
    acting.require(Role.RELEASER)
    question = store.by_number(acting, number)
    if question.state is not QuestionState.ASKED:
        raise Conflict(f"Question Q{number} is {question.state}; only one that was just asked can be released.")
    if _same_person(acting, question.asked_by):
        raise NotPermitted("The officer who asked a question cannot release it; ask a second officer.")
    if question.expires <= now():
        raise Conflict(f"Question Q{number} expired on {question.expires:%Y-%m-%d %H:%M}; ask anew.")
    offers = _chosen(acting, question, to, elsewhere)
    _check_doors(acting, question, offers, elsewhere)
    store.offer(acting, number, offers)
    released = store.change(acting, question, QuestionState.RELEASED)
    acting.record("release question", f"question:{number}", f"crop:{question.crop}", to=[one.agency for one in offers])
    return released


def withdraw(acting: Acting, number: int) -> Question:
    """Take a question back. Answers that were given stay and become no clue."""
    acting.require(Role.SPECIALIST, Role.COORDINATOR, Role.RELEASER)
    question = store.by_number(acting, number)
    if question.agency != acting.officer.agency:
        raise NotPermitted(f"Question Q{number} is another agency's; only its officers take it back.")
    if question.state not in {QuestionState.ASKED, QuestionState.RELEASED}:
        raise Conflict(f"Question Q{number} is {question.state} already.")
    gone = store.change(acting, question, QuestionState.WITHDRAWN)
    acting.record("withdraw question", f"question:{number}")
    return gone


def _place(acting: Acting, wish: Wish) -> tuple[int, tuple[Region, Span | None]]:
    clue = next((one for one in clue_store.of_series(acting, wish.series_id) if one.id == wish.clue_id), None)
    series, number = f"S{wish.series_id}", f"C{wish.clue_id}"
    if clue is None:
        raise UsageError(f"There is no clue {number} on series {series}; see `sightline clue list {series}`.")
    seen = clue.sighting
    if seen.media_id is None or seen.region is None:
        raise UsageError(f"Clue {number} is no part of a picture; mark a region first, then ask about it.")
    return seen.media_id, (seen.region, seen.span)


def _until(expires: datetime | None) -> datetime:
    until = expires or now() + LIFETIME
    if until <= now():
        raise UsageError(f"The question would have expired on {until:%Y-%m-%d}; give a later moment.")
    return until


def _operation(acting: Acting, number: int) -> Operation:
    return next(one for one in operation_store.list_operations(acting) if one.id == number)


def _same_person(acting: Acting, officer_id: int) -> bool:
    """One person with two accounts is still one person: the number, or the name within the agency, is the same."""
    if officer_id == acting.officer.id:
        return True
    other = next((one for one in list_officers(acting.connection) if one.id == officer_id), None)
    if other is None or other.agency != acting.officer.agency:
        return False
    return " ".join(other.name.casefold().split()) == " ".join(acting.officer.name.casefold().split())


def _chosen(acting: Acting, question: Question, to: Sequence[str], elsewhere: Collection[str]) -> list[Offer]:
    suggested = suggest(acting, question.id)
    if not to:
        return [one for one in suggested if one.gain > 0.0][:MOST_OFFERED]
    by_code = {one.agency: one for one in suggested}
    strangers = [code for code in to if code not in by_code and code not in elsewhere]
    if strangers:
        raise UsageError(f"{strangers[0]} takes no part in this operation and is no partner whose key is known here.")
    return [by_code.get(code, Offer(agency=code, country=None, gain=0.0)) for code in dict.fromkeys(to)]


def _check_doors(acting: Acting, question: Question, offers: Sequence[Offer], elsewhere: Mapping[str, str]) -> None:
    """To show a part of a picture to another agency is to pass it on: its owners' grants and codes decide."""
    assert question.clue_id is not None  # `ask` saw to it, as to its media
    media_id = clue_store.by_number(acting, question.clue_id).sighting.media_id
    assert media_id is not None
    for one in offers:
        if one.agency != acting.officer.agency:
            country = one.country or elsewhere.get(one.agency, "")
            check_door(acting, Door.ONWARD, [media_id], Onward(country=country))
