"""A question to experts and the answers to it: frozen facts, no I/O."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sightline.kernel.errors import UsageError

LONGEST_WORDS = 1_000


class QuestionState(StrEnum):
    """The life of a question. Only a released one is offered; only a closed one's answers are clues."""

    ASKED = "asked"
    RELEASED = "released"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Said(StrEnum):
    """What an answer can say: a country, that the thing is found everywhere, or that it is not from the expert's own."""

    COUNTRY = "country"
    TOO_COMMON = "too common"
    NOT_FROM_HERE = "not from here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The agency and the package a question came in, from a server elsewhere."""

    agency: str
    package: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A sanitised crop and what is asked about it.

    agency: who asks here, or who answers here what came from elsewhere (then `origin` is set and series_id, clue_id
    are None: the series is not told). crop: SHA-256 of the JPEG. offered: the agencies it was offered to, as far as
    the reader may know: all for the asking agency, only one's own for the others.
    """

    id: int
    agency: str
    operation_id: int | None
    series_id: int | None
    clue_id: int | None
    crop: str
    words: str
    state: QuestionState
    asked_by: int
    asked_at: datetime
    expires: datetime
    released_by: int | None = None
    closed_at: datetime | None = None
    origin: Origin | None = None
    offered: tuple[str, ...] = ()

    def open_at(self, moment: datetime) -> bool:
        """Whether it can be answered at `moment`."""
        return self.state is QuestionState.RELEASED and moment < self.expires


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What an officer wants to ask: about which clue of which series, in which words, until when (None: five days)."""

    series_id: int
    clue_id: int
    words: str = ""
    expires: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What an expert says: `country` (ISO 3166 alpha-2) and `confidence` (0..1) as `said` needs them, and why."""

    said: Said
    why: str
    country: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A stored answer. mine: whether the reader gave it. package: the package it came in, from a server elsewhere."""

    id: int
    question_id: int
    agency: str
    reply: Reply
    answered_at: datetime
    mine: bool
    package: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An agency that may know. gain: the information one more answer from its country is expected to bring, in bits."""

    agency: str
    country: str | None
    gain: float


def checked(reply: Reply, own_country: str | None) -> Reply:
    """`reply` as it is kept, `not from here` naming the expert's own country. Raises `UsageError`."""
    if len(reply.why) > LONGEST_WORDS:
        raise UsageError(f"Say why in at most {LONGEST_WORDS} characters; this has {len(reply.why)}.")
    if reply.said is Said.COUNTRY:
        if reply.country is None or reply.confidence is None or not 0.0 < reply.confidence <= 1.0:
            raise UsageError("An answer that names a country also says how sure you are: above 0 and at most 1.")
        return reply
    if reply.country is not None or reply.confidence is not None:
        raise UsageError(f"The answer `{reply.said}` takes neither a country nor a confidence.")
    if reply.said is Said.TOO_COMMON:
        return reply
    if own_country is None:
        raise UsageError("Your agency is of no country, so it cannot say `not from here`; answer with a country.")
    return Reply(said=reply.said, why=reply.why, country=own_country)


def parse_number(text: str) -> int:
    """The number in `Q12` or `12`. Raises `UsageError`."""
    digits = text.upper().removeprefix("Q")
    if not digits.isdecimal():
        raise UsageError(f"{text!r} is no question; write Q12 or 12.")
    return int(digits)
