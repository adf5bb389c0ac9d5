"""The expert desk: sanitised crops, blind answers, a second officer before anything is offered."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import Field

from sightline.agencies.access import Acting
from sightline.api.shapes import Count, Number, Shape
from sightline.api.signed import Signed
from sightline.questions import answer as answering
from sightline.questions import ask as asking
from sightline.questions import store
from sightline.questions.model import Answer, Question, QuestionState, Reply, Said, Wish

router = APIRouter(prefix="/api/questions", tags=["questions"])
QuestionId = Annotated[int, Path(ge=1, le=2**62)]
Words = Annotated[str, Field(max_length=1_000)]


class QuestionRow(Shape):
    """A question. mine: asked by my agency, by_me: by myself. to_answer: offered to me, open, and not answered by me."""

    id: int
    agency: str
    series: int | None
    clue: int | None
    words: str
    state: QuestionState
    asked_at: datetime
    expires: datetime
    closed_at: datetime | None
    from_elsewhere: str | None
    offered: list[str]
    mine: bool
    by_me: bool
    answered: bool
    to_answer: bool


class Questions(Shape):
    """The questions one may see, newest first."""

    questions: list[QuestionRow]
    to_answer: Count


class Ask(Shape):
    """A question about a clue's region."""

    series: Number
    clue: Number
    words: Words = ""
    expires: datetime | None = None


class Release(Shape):
    """To whom a question goes; empty: the agencies most likely to know."""

    to: Annotated[list[Annotated[str, Field(max_length=16)]], Field(max_length=60)] = Field(default_factory=list)


class OfferShown(Shape):
    """An agency that may know, and how much one more answer from its country is expected to tell, in bits."""

    agency: str
    country: str | None
    gain: float


class Offers(Shape):
    """Whom to ask, best first."""

    offers: list[OfferShown]


class ReplyGiven(Shape):
    """One's own answer, given once and before others' are shown."""

    said: Said
    why: Words = ""
    country: Annotated[str, Field(min_length=2, max_length=2)] | None = None
    confidence: Annotated[float, Field(gt=0.0, le=1.0)] | None = None


class AnswerGiven(Shape):
    """An answer as far as one may see it by now."""

    id: int
    agency: str
    said: Said
    why: str
    country: str | None
    confidence: float | None
    answered_at: datetime
    mine: bool


class Answers(Shape):
    """The answers one may see: one's own, and all once it is given or the question was let out by oneself."""

    answers: list[AnswerGiven]


class Closed(Shape):
    """The closed question and the clues that its answers became."""

    question: QuestionRow
    clues: list[int]


@router.get("")
def list_questions(desk: Signed) -> Questions:
    """Questions asked by my agency and those offered to it."""
    with desk.acting() as acting:
        rows = _rows(acting, store.list_questions(acting))
        acting.record("list questions", questions=len(rows))
    return Questions(questions=rows, to_answer=sum(row.to_answer for row in rows))


@router.post("", status_code=201)
def ask_question(desk: Signed, wanted: Ask) -> QuestionRow:
    """Cut the clue's region, masked and without metadata; a second officer releases it."""
    wish = Wish(series_id=wanted.series, clue_id=wanted.clue, words=wanted.words, expires=wanted.expires)
    with desk.acting() as acting:
        return _rows(acting, [asking.ask(acting, desk.workspace.blobs, desk.renditions.decoder, wish)])[0]


@router.get(
    "/{question}/picture",
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}}, "description": "A JPEG"}},
)
def show_picture(desk: Signed, question: QuestionId) -> Response:
    """The sanitised crop; that it was seen is recorded first."""
    with desk.acting() as acting:
        jpeg = answering.picture(acting, desk.workspace.blobs, question)
    return Response(jpeg, media_type="image/jpeg")


@router.get("/{question}/offers")
def suggest_offers(desk: Signed, question: QuestionId) -> Offers:
    """Whom to ask: agencies whose answer is expected to tell most, first."""
    with desk.acting() as acting:
        found = asking.suggest(acting, question)
    return Offers(offers=[OfferShown.model_validate(one) for one in found])


@router.post("/{question}/release")
def release_question(desk: Signed, question: QuestionId, wanted: Release) -> QuestionRow:
    """Let a question out as the second officer."""
    with desk.acting() as acting:
        return _rows(acting, [asking.release(acting, question, wanted.to)])[0]


@router.get("/{question}/answers")
def list_answers(desk: Signed, question: QuestionId) -> Answers:
    """The answers one may see by now."""
    with desk.acting() as acting:
        found = answering.answers(acting, question)
    return Answers(answers=[_answer(one) for one in found])


@router.post("/{question}/answers", status_code=201)
def give_answer(desk: Signed, question: QuestionId, wanted: ReplyGiven) -> AnswerGiven:
    """Give one's own answer, once."""
    reply = Reply(said=wanted.said, why=wanted.why, country=wanted.country, confidence=wanted.confidence)
    with desk.acting() as acting:
        return _answer(answering.answer(acting, question, reply))


@router.post("/{question}/close")
def close_question(desk: Signed, question: QuestionId) -> Closed:
    """End a question: its answers become clues of one group, so that they do not count as independent."""
    with desk.acting() as acting:
        closed, clues = answering.close(acting, question)
        return Closed(question=_rows(acting, [closed])[0], clues=[one.id for one in clues])


@router.post("/{question}/withdraw")
def withdraw_question(desk: Signed, question: QuestionId) -> QuestionRow:
    """Take a question back; answers that were given become no clue."""
    with desk.acting() as acting:
        return _rows(acting, [asking.withdraw(acting, question)])[0]


def _rows(acting: Acting, found: list[Question]) -> list[QuestionRow]:
    waiting = {one.id for one in answering.waiting(acting)}
    answered = store.answered(acting)
    return [
        QuestionRow(
            id=one.id,
            agency=one.agency,
            series=one.series_id,
            clue=one.clue_id,
            words=one.words,
            state=one.state,
            asked_at=one.asked_at,
            expires=one.expires,
            closed_at=one.closed_at,
            from_elsewhere=one.origin.agency if one.origin else None,
            offered=list(one.offered),
            mine=one.agency == acting.officer.agency,
            by_me=one.origin is None and one.asked_by == acting.officer.id,
            answered=one.id in answered,
            to_answer=one.id in waiting,
        )
        for one in found
    ]


def _answer(one: Answer) -> AnswerGiven:
    return AnswerGiven(
        id=one.id,
        agency=one.agency,
        said=one.reply.said,
        why=one.reply.why,
        country=one.reply.country,
        confidence=one.reply.confidence,
        answered_at=one.answered_at,
        mine=one.mine,
    )
