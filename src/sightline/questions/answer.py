"""Answer: blind, once, by whoever the question was offered to; and close it, so that the answers become clues."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from sightline.agencies.access import Acting
from sightline.agencies.model import Role
from sightline.agencies.store import agency_by_code
from sightline.clues import store as clue_store
from sightline.clues.model import Clue, Sighting
from sightline.kernel.blobs import Blobs
from sightline.kernel.clock import now
from sightline.kernel.errors import Conflict, NotPermitted
from sightline.places.territories import territory
from sightline.questions import store
from sightline.questions.calibration import KINDS, Past, Record, record, reliability
from sightline.questions.model import Answer, Question, QuestionState, Reply, checked


def picture(acting: Acting, blobs: Blobs, number: int) -> bytes:
    """The JPEG of a question; that the officer saw it is recorded. Raises `NotFound`."""
    question = store.by_number(acting, number)
    acting.record("view question", f"question:{number}", f"crop:{question.crop}")
    return blobs.get(question.crop)


def waiting(acting: Acting) -> list[Question]:
    """The open questions that the officer can answer and has not."""
    moment, done = now(), store.answered(acting)
    return [
        one
        for one in store.list_questions(acting)
        if one.open_at(moment)
        and one.id not in done
        and acting.officer.agency in one.offered
        and (one.origin is not None or one.asked_by != acting.officer.id)
    ]


def answer(acting: Acting, number: int, reply: Reply) -> Answer:
    """Give the officer's own answer. Raises `NotPermitted` for the one who asked, `Conflict` for a second or late one."""
    acting.require(Role.SPECIALIST, Role.CONTRIBUTOR, Role.COORDINATOR)
    question = store.by_number(acting, number)
    _check_open(acting, question)
    if reply.country is not None:
        reply = replace(reply, country=territory(reply.country))
    own = agency_by_code(acting.connection, acting.officer.agency).country
    kept = store.keep_answer(acting, number, checked(reply, own))
    # What was said stands in the table; the log says that it was said, and by whom.
    acting.record("answer question", f"question:{number}", f"answer:{kept.id}")
    return kept


def answers(acting: Acting, number: int) -> list[Answer]:
    """The answers the officer may see by now; that they were read is recorded. Raises `NotFound`."""
    store.by_number(acting, number)
    found = store.answers_to(acting, number)
    acting.record("view answers", f"question:{number}", answers=len(found))
    return found


def my_record(acting: Acting) -> Record:
    """The officer's own record. There is no function that tells anybody else's."""
    return record(store.own_record(acting))


def close(acting: Acting, number: int) -> tuple[Question, list[Clue]]:
    """End a question; its answers become confirmed clues of one group, so that they do not count as independent.

    Raises `NotPermitted` for another agency's officer, `Conflict` when it is not open.
    """
    acting.require(Role.SPECIALIST, Role.COORDINATOR)
    question = store.by_number(acting, number)
    if question.agency != acting.officer.agency:
        raise NotPermitted(f"Question Q{number} is another agency's; only its officers close it.")
    if question.state is not QuestionState.RELEASED:
        raise Conflict(f"Question Q{number} is {question.state}; only a released one can be closed.")
    closed = store.change(acting, question, QuestionState.CLOSED)
    made = _clues(acting, closed)
    acting.record("close question", f"question:{number}", clues=[one.id for one in made])
    return closed, made


def close_expired(acting: Acting) -> list[Question]:
    """Close the own agency's questions whose time is over."""
    moment = now()
    due = [
        one
        for one in store.list_questions(acting)
        if one.state is QuestionState.RELEASED and one.expires <= moment and one.agency == acting.officer.agency
    ]
    return [close(acting, one.id)[0] for one in due]


def _clues(acting: Acting, question: Question) -> list[Clue]:
    if question.series_id is None or question.clue_id is None:
        return []
    asked = clue_store.by_number(acting, question.clue_id).sighting
    records = store.records_of(acting, question.id)
    given = store.answers_to(acting, question.id)
    # In no order: a clue shows how far its expert is trusted, and nobody else is to learn whose figure that is.
    random.SystemRandom().shuffle(given)
    return [
        clue_store.add(acting, question.series_id, _sighting(one, place, asked, records.get(one.id, [])))
        for place, one in enumerate(given, start=1)
    ]


def _sighting(given: Answer, place: int, asked: Sighting, past: Sequence[Past]) -> Sighting:
    reply = given.reply
    return Sighting(
        kind=KINDS[reply.said],
        value=reply.country or "",
        # `expert:Q3.1`: the log knows who; the clue does not say, because it shows how far that person is trusted.
        seen_by=f"expert:Q{given.question_id}.{place}",
        media_id=asked.media_id,
        region=asked.region,
        span=asked.span,
        detail={} if reply.confidence is None else {"confidence": reply.confidence},
        reliability=reliability(reply.said, past),
        group=f"question-{given.question_id}",
    )


def _check_open(acting: Acting, question: Question) -> None:
    if question.origin is None and question.asked_by == acting.officer.id:
        raise NotPermitted("You asked this question; leave the answer to others.")
    if acting.officer.agency not in question.offered:
        raise NotPermitted(f"Question Q{question.id} was not offered to {acting.officer.agency}.")
    if question.state is not QuestionState.RELEASED:
        raise Conflict(f"Question Q{question.id} is {question.state}; it takes no answers.")
    if question.expires <= now():
        raise Conflict(f"Question Q{question.id} expired on {question.expires:%Y-%m-%d %H:%M}.")
