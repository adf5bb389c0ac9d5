"""A question to an agency on a server elsewhere, and its answers back, each as a sealed package.

What seals and opens is handed in (`Post`): this room knows what is in the package, not how it is locked.
The series is not told, nor who asks; of the answers, not who gave them: both are in the log of their own agency.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from sightline.agencies.access import Acting
from sightline.agencies.model import Role
from sightline.kernel import canonical
from sightline.kernel.blobs import Blobs
from sightline.kernel.clock import now, stamp
from sightline.kernel.errors import Conflict, IntegrityError, NotPermitted, Refusal
from sightline.media.crops import check_crop
from sightline.places.territories import INDEX
from sightline.questions import store
from sightline.questions.model import LONGEST_WORDS, Offer, Origin, Question, QuestionState, Reply, Said

QUESTION, ANSWERS = "question", "answers"
QUESTION_FILE, CROP_FILE, ANSWERS_FILE = "question.json", "crop.jpg", "answers.json"
MOST_ANSWERS = 200
# Answers may still be opened when they come a while after the question's own time.
ANSWERS_LAST = timedelta(days=60)


class Post(Protocol):
    """Seals to an agency elsewhere, and opens what comes from one."""

    def send(self, kind: str, to: str, files: Mapping[str, bytes], expires: datetime) -> str:
        """Seal `files` to agency `to`; return the package number."""
        ...

    def receive(self, path: Path, kind: str) -> tuple[str, str, Mapping[str, bytes]]:
        """Open a package of this kind, once: (its number, the sending agency, its files)."""
        ...


def send(acting: Acting, blobs: Blobs, number: int, to: str, post: Post) -> str:
    """Seal a released question to an agency elsewhere that it was released to; return the package number."""
    acting.require(Role.RELEASER)
    question = store.by_number(acting, number)
    if question.agency != acting.officer.agency or question.origin is not None:
        raise NotPermitted(f"Question Q{number} is another agency's; only its officers send it.")
    if not question.open_at(now()):
        raise Conflict(f"Question Q{number} is not open: release it first, before its time is over.")
    if to not in question.offered:
        raise NotPermitted(f"Question Q{number} was not released to {to}; a second officer decides whom it is shown.")
    body = {"v": 1, "question": number, "words": question.words, "expires": stamp(question.expires)}
    files = {QUESTION_FILE: canonical.encode(body), CROP_FILE: blobs.get(question.crop)}
    package = post.send(QUESTION, to, files, question.expires)
    store.sent(acting, number, to, package)
    acting.record("send question", f"question:{number}", f"package:{package}", f"crop:{question.crop}", to=to)
    return package


def arrive(acting: Acting, blobs: Blobs, path: Path, post: Post) -> Question:
    """Open a question that came from elsewhere and offer it to the own agency's officers."""
    acting.require(Role.SPECIALIST, Role.COORDINATOR, Role.RELEASER)
    package, sender, files = post.receive(path, QUESTION)
    body, jpeg = _read(files, QUESTION_FILE, "question"), files.get(CROP_FILE, b"")
    words, expires = _words(body.get("words")), _moment(body.get("expires"))
    if type(body.get("question")) is not int:
        raise IntegrityError("The question in the package has no number.")
    _check_picture(jpeg)
    draft = Question(
        id=0,
        agency=acting.officer.agency,
        operation_id=None,
        series_id=None,
        clue_id=None,
        crop=blobs.put(jpeg),
        words=words,
        state=QuestionState.ASKED,
        asked_by=acting.officer.id,
        asked_at=now(),
        expires=expires,
        origin=Origin(agency=sender, package=f"{package}/{body['question']}"),
    )
    kept = store.add(acting, draft)
    store.offer(acting, kept.id, [Offer(agency=acting.officer.agency, country=None, gain=0.0)])
    acting.record("open question", f"question:{kept.id}", f"package:{package}", f"crop:{kept.crop}", sender=sender)
    return store.change(acting, kept, QuestionState.RELEASED)


def answer_home(acting: Acting, number: int, post: Post) -> str:
    """Close a question from elsewhere and seal its answers to the agency that asked; return the package number."""
    acting.require(Role.SPECIALIST, Role.COORDINATOR, Role.RELEASER)
    question = store.by_number(acting, number)
    if question.origin is None or question.state is not QuestionState.RELEASED:
        raise Conflict(f"Question Q{number} is not an open question from elsewhere; there is nothing to send back.")
    closed = store.change(acting, question, QuestionState.CLOSED)
    replies = [one.reply for one in store.answers_to(acting, number)]
    asked_in, _, asked_as = question.origin.package.rpartition("/")
    body = {"v": 1, "question": int(asked_as), "package": asked_in, "answers": [_plain(one) for one in replies]}
    files = {ANSWERS_FILE: canonical.encode(body)}
    package = post.send(ANSWERS, question.origin.agency, files, now() + ANSWERS_LAST)
    acting.record("send answers", f"question:{closed.id}", f"package:{package}", answers=len(replies))
    return package


def take_home(acting: Acting, path: Path, post: Post) -> tuple[Question, int]:
    """Take in the answers of an agency elsewhere: the question, and how many there were.

    Raises `IntegrityError` unless the package answers the very package that went to its sender, `Conflict` when the
    question was closed meanwhile.
    """
    acting.require(Role.SPECIALIST, Role.COORDINATOR, Role.RELEASER)
    package, sender, files = post.receive(path, ANSWERS)
    body = _read(files, ANSWERS_FILE, "answers")
    number, given = body.get("question"), body.get("answers")
    if type(number) is not int or not isinstance(given, list) or len(given) > MOST_ANSWERS:
        raise IntegrityError("The answers in the package do not say what they answer.")
    question = store.by_number(acting, number)
    if store.offers_of(acting, number).get(sender) != body.get("package"):
        raise IntegrityError(f"Question Q{number} did not go to {sender} in the package that this one answers.")
    if question.state is not QuestionState.RELEASED:
        raise Conflict(f"Question Q{number} is {question.state}; it takes no answers any more.")
    replies = [_reply(one) for one in given]
    store.keep_answers_from(acting, number, sender, package, replies)
    acting.record("take answers", f"question:{number}", f"package:{package}", answers=len(replies), sender=sender)
    return question, len(replies)


def _plain(reply: Reply) -> dict[str, object]:
    confidence = None if reply.confidence is None else repr(reply.confidence)
    return {"said": reply.said.value, "country": reply.country, "confidence": confidence, "why": reply.why}


def _read(files: Mapping[str, bytes], name: str, what: str) -> dict[str, Any]:
    try:
        body = json.loads(files[name])
    except (KeyError, ValueError, RecursionError):
        body = None
    if not isinstance(body, dict) or body.get("v") != 1:
        raise IntegrityError(f"The {what} inside the package cannot be read.")
    return body


def _words(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_WORDS or "\0" in value or not value.isprintable():
        raise IntegrityError("The words inside the package are too long, or no readable text.")
    return value


def _moment(value: object) -> datetime:
    try:
        return datetime.fromisoformat(str(value)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise IntegrityError("The question in the package does not say until when it can be answered.") from None


def _check_picture(jpeg: bytes) -> None:
    try:
        check_crop("of the question", jpeg)
    except Refusal as fault:
        raise IntegrityError(f"The picture in the package is not one that may be asked about: {fault}") from None


def _reply(one: object) -> Reply:
    if not isinstance(one, dict):
        raise IntegrityError("An answer in the package cannot be read.")
    try:
        said = Said(str(one.get("said")))
        confidence = None if one.get("confidence") is None else float(str(one["confidence"]))
    except ValueError:
        raise IntegrityError("An answer in the package says nothing that an answer can say.") from None
    country = one.get("country")
    named = isinstance(country, str) and country in INDEX
    sure = confidence is not None and 0.0 < confidence <= 1.0
    fits = {
        Said.COUNTRY: named and sure,
        Said.NOT_FROM_HERE: named and confidence is None,
        Said.TOO_COMMON: country is None and confidence is None,
    }
    if not fits[said]:
        raise IntegrityError("An answer in the package contradicts itself.")
    return Reply(said=said, why=_words(one.get("why")), country=country, confidence=confidence)
