"""The tables of questions, offers and answers. Who sees which is decided by row-level security, and so is blindness."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Double,
    ForeignKey,
    Identity,
    LargeBinary,
    Row,
    Table,
    Text,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import insert

from sightline.agencies.access import Acting
from sightline.kernel.clock import now
from sightline.kernel.db import metadata
from sightline.kernel.errors import Conflict, NotFound
from sightline.questions.calibration import Past
from sightline.questions.model import Answer, Offer, Origin, Question, QuestionState, Reply, Said

questions = Table(
    "question",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("agency", Text, ForeignKey("agency.code"), nullable=False),
    Column("operation_id", BigInteger, ForeignKey("operation.id")),
    Column("series_id", BigInteger, ForeignKey("series.id"), index=True),
    Column("clue_id", BigInteger, ForeignKey("clue.id")),
    Column("origin", Text),
    Column("origin_package", Text, unique=True),
    Column("crop", LargeBinary, nullable=False),
    Column("words", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("asked_by", BigInteger, ForeignKey("officer.id"), nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("released_by", BigInteger, ForeignKey("officer.id")),
    Column("released_at", DateTime(timezone=True)),
    Column("expires", DateTime(timezone=True), nullable=False),
    Column("closed_at", DateTime(timezone=True)),
)
offers = Table(
    "question_offer",
    metadata,
    Column("question_id", BigInteger, ForeignKey("question.id"), primary_key=True),
    Column("agency", Text, primary_key=True),
    Column("gain", Double, nullable=False),
    Column("package", Text),
    Column("offered_at", DateTime(timezone=True), nullable=False),
)
answers = Table(
    "question_answer",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("question_id", BigInteger, ForeignKey("question.id"), nullable=False, index=True),
    Column("agency", Text, nullable=False),
    Column("officer_id", BigInteger, ForeignKey("officer.id")),
    Column("package", Text),
    Column("said", Text, nullable=False),
    Column("country", Text),
    Column("confidence", Double),
    Column("why", Text, nullable=False),
    Column("answered_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("question_id", "officer_id"),
)


def add(acting: Acting, question: Question) -> Question:
    """Enter a question; its `id`, `agency`, `asked_by` and `asked_at` are set here."""
    origin = question.origin
    row = {
        "agency": acting.officer.agency,
        "operation_id": question.operation_id,
        "series_id": question.series_id,
        "clue_id": question.clue_id,
        "origin": origin.agency if origin else None,
        "origin_package": origin.package if origin else None,
        "crop": bytes.fromhex(question.crop),
        "words": question.words,
        "state": question.state,
        "asked_by": acting.officer.id,
        "asked_at": now(),
        "expires": question.expires,
    }
    added = acting.connection.execute(insert(questions).values(**row).returning(questions.c.id)).scalar_one()
    return by_number(acting, added)


def by_number(acting: Acting, number: int) -> Question:
    """One question. Raises `NotFound`, also for one that was not offered to the officer's agency."""
    found = _select(acting, questions.c.id == number)
    if not found:
        raise NotFound(f"There is no question Q{number}. See `sightline question list`.")
    return found[0]


def list_questions(acting: Acting, series_id: int | None = None) -> list[Question]:
    """The questions the officer may see, newest first; of one series where one is given."""
    return _select(acting, *([questions.c.series_id == series_id] if series_id is not None else []))


def change(acting: Acting, before: Question, state: QuestionState) -> Question:
    """Move a question to another state. Raises `Conflict` when somebody was faster."""
    values: dict[str, object] = {"state": state}
    if state is QuestionState.RELEASED:
        values |= {"released_by": acting.officer.id, "released_at": now()}
    if state in {QuestionState.CLOSED, QuestionState.WITHDRAWN}:
        values["closed_at"] = now()
    changed = acting.connection.execute(
        questions.update().where(questions.c.id == before.id, questions.c.state == before.state).values(**values)
    )
    if not changed.rowcount:
        raise Conflict(f"Question Q{before.id} was changed by somebody else; look at it again.")
    return by_number(acting, before.id)


def offer(acting: Acting, number: int, to: Sequence[Offer]) -> None:
    """Enter to whom a question is offered; one offered before stays as it is."""
    rows = [{"question_id": number, "agency": one.agency, "gain": one.gain, "offered_at": now()} for one in to]
    if rows:
        acting.connection.execute(insert(offers).values(rows).on_conflict_do_nothing())


def offers_of(acting: Acting, number: int) -> dict[str, str | None]:
    """Agency -> the package the question went out in, None inside this workspace; as far as the officer may know."""
    rows = acting.connection.execute(
        select(offers.c.agency, offers.c.package).where(offers.c.question_id == number).order_by(offers.c.agency)
    )
    return {row.agency: row.package for row in rows}


def sent(acting: Acting, number: int, agency: str, package: str) -> None:
    """Note the package in which a question went to an agency elsewhere."""
    acting.connection.execute(
        offers.update().where(offers.c.question_id == number, offers.c.agency == agency).values(package=package)
    )


def keep_answer(acting: Acting, number: int, reply: Reply) -> Answer:
    """Keep the officer's own answer. Raises `Conflict` for a second one: an answer is given once."""
    row = _answer_row(number, acting.officer.agency, reply) | {"officer_id": acting.officer.id}
    statement = insert(answers).values(**row).on_conflict_do_nothing().returning(answers)
    stored = acting.connection.execute(statement).one_or_none()
    if stored is None:
        raise Conflict(f"You answered question Q{number} before; an answer is given once and stays.")
    return _answer(stored, acting)


def keep_answers_from(acting: Acting, number: int, agency: str, package: str, replies: Sequence[Reply]) -> None:
    """Keep the answers that came in a package from a server elsewhere."""
    rows = [_answer_row(number, agency, reply) | {"package": package} for reply in replies]
    if rows:
        acting.connection.execute(insert(answers).values(rows))


def answers_to(acting: Acting, number: int) -> list[Answer]:
    """The answers the officer may see: the own one, and all once one has given it or let the question out."""
    rows = acting.connection.execute(select(answers).where(answers.c.question_id == number).order_by(answers.c.id))
    return [_answer(row, acting) for row in rows]


def answered(acting: Acting) -> frozenset[int]:
    """The questions the officer has answered."""
    mine = select(answers.c.question_id).where(answers.c.officer_id == acting.officer.id)
    return frozenset(acting.connection.execute(mine).scalars())


def records_of(acting: Acting, number: int) -> dict[int, list[Past]]:
    """For each answer to a question: what its expert said before and what turned out to be true. No names."""
    found: dict[int, list[Past]] = {}
    for row in acting.connection.execute(select("*").select_from(func.sl_question_records(number))):
        found.setdefault(row.answer, []).append(_past(row))
    return found


def own_record(acting: Acting) -> list[Past]:
    """What the officer said before where the truth is known by now; of nobody else."""
    return [_past(row) for row in acting.connection.execute(select("*").select_from(func.sl_question_own_record()))]


def _select(acting: Acting, *conditions: Any) -> list[Question]:
    rows = acting.connection.execute(select(questions).where(*conditions).order_by(questions.c.id.desc())).all()
    told: dict[int, list[str]] = {}
    wanted = select(offers).where(offers.c.question_id.in_([row.id for row in rows])).order_by(offers.c.agency)
    for one in acting.connection.execute(wanted):
        told.setdefault(one.question_id, []).append(one.agency)
    return [_question(row, told.get(row.id, [])) for row in rows]


def _question(row: Row[Any], offered: Sequence[str]) -> Question:
    return Question(
        id=row.id,
        agency=row.agency,
        operation_id=row.operation_id,
        series_id=row.series_id,
        clue_id=row.clue_id,
        crop=row.crop.hex(),
        words=row.words,
        state=QuestionState(row.state),
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        expires=row.expires,
        released_by=row.released_by,
        closed_at=row.closed_at,
        origin=Origin(agency=row.origin, package=row.origin_package) if row.origin else None,
        offered=tuple(offered),
    )


def _answer_row(number: int, agency: str, reply: Reply) -> dict[str, object]:
    return {
        "question_id": number,
        "agency": agency,
        "said": reply.said,
        "country": reply.country,
        "confidence": reply.confidence,
        "why": reply.why,
        "answered_at": now(),
    }


def _answer(row: Row[Any], acting: Acting) -> Answer:
    return Answer(
        id=row.id,
        question_id=row.question_id,
        agency=row.agency,
        reply=Reply(said=Said(row.said), why=row.why, country=row.country, confidence=row.confidence),
        answered_at=row.answered_at,
        mine=row.officer_id == acting.officer.id,
        package=row.package,
    )


def _past(row: Row[Any]) -> Past:
    return Past(said=Said(row.said), country=row.country, confidence=row.confidence, truth=row.truth)
