"""A lead, what goes into its package, and what comes home: frozen facts, no I/O."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sightline.kernel.errors import UsageError
from sightline.operations.model import Handling as HandlingCode


class LeadState(StrEnum):
    """The ladder of a lead, from the first draft to the answer of the country concerned."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    APPROVED = "approved"
    SEALED = "sealed"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    IN_WORK = "in work"
    RETURNED = "returned"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Tlp(StrEnum):
    """Traffic Light Protocol 2.0."""

    RED = "RED"
    AMBER_STRICT = "AMBER+STRICT"
    AMBER = "AMBER"
    GREEN = "GREEN"
    CLEAR = "CLEAR"


class Nature(StrEnum):
    """Fact and assessment are never mixed."""

    FACT = "fact"
    ASSESSMENT = "assessment"


class Known(StrEnum):
    """What de-confliction answered."""

    NOT_KNOWN = "not known elsewhere"
    IN_WORK_ELSEWHERE = "being worked elsewhere"
    IDENTIFIED_ELSEWHERE = "identified elsewhere"
    NOT_CHECKED = "not checked"


class OutcomeKind(StrEnum):
    """What a country reports; probable, positive and safeguarded are never one number."""

    PROBABLE = "probable"
    POSITIVE = "positive"
    SAFEGUARDED = "safeguarded"
    ADULT = "adult"
    DECEASED = "deceased"
    NOT_OURS = "not ours"
    NO_FURTHER_LEADS = "no further leads"


class PackageKind(StrEnum):
    """What a sealed package holds."""

    LEAD = "lead"
    RECEIPT = "receipt"
    OUTCOME = "outcome"
    CONTRIBUTION = "contribution"
    QUESTION = "question"
    ANSWERS = "answers"
    COMPARISON = "comparison"
    COMPARED = "compared"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageNumber:
    """`BE-2026-000042`: the sender's agency code, the year, and the sender's own running number."""

    sender: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.sender}-{self.year:04d}-{self.serial:06d}"

    @classmethod
    def parse(cls, text: str) -> PackageNumber:
        """Read the written form. Raises `UsageError` for anything else."""
        found = re.fullmatch(r"([A-Z0-9]+(?:-[A-Z0-9]+)*)-(\d{4})-(\d{6})", text, re.ASCII)
        if found is None or len(found[1]) > 32:
            raise UsageError(f"{text[:60]!r} is not a package number; one looks like BE-2026-000042.")
        return cls(sender=found[1], year=int(found[2]), serial=int(found[3]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An agency as a package names it: ISO 3166 country code, agency code, name."""

    country: str
    agency: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to answer, and how."""

    unit: str
    person: str = ""
    email: str = ""
    phone: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """The owner agreed that material under its handling code goes to one country; `reference` is its letter."""

    owner: str
    country: str
    given_by: str
    at: datetime
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """How one agency's material in the package may be used. `restriction`: the free text that H3 demands."""

    owner: str
    code: HandlingCode
    tlp: Tlp
    restriction: str = ""
    permission: Permission | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesReference:
    """Which series, in the sender's words, and how large it is."""

    reference: str
    operation: str
    images: int
    videos: int
    first_seen: str = ""
    last_seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryShare:
    """A country (ISO 3166 alpha-2) and its probability, 0..1."""

    country: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceGroup:
    """One group of clues: what it does to the leading country, and what would be believed without it.

    log10_ratio: log10 of the likelihood ratio of the leading country against all others together.
    """

    name: str
    log10_ratio: float
    without: CountryShare | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """Where the series was made: shares by falling probability, the smallest set holding 90 %, and how it was found."""

    shares: tuple[CountryShare, ...]
    set90: tuple[str, ...] = ()
    prior: str = ""
    groups: tuple[EvidenceGroup, ...] = ()
    method: str = ""
    abstains: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Crop:
    """A sanitised part of a picture: JPEG bytes without metadata, and what to look at."""

    name: str
    jpeg: bytes
    caption: str
    media: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClueFigure:
    """One clue and why it says what it says. crops: names of crops. seen_by: who or what saw it, as in `Sighting`."""

    kind: str
    value: str
    reason: str
    seen_by: str
    nature: Nature
    group: str = ""
    confirmed_by: str = ""
    crops: tuple[str, ...] = ()
    against: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFigure:
    """Two media that belong together. strength: `verified`, `possible` or `similar look only`."""

    kind: str
    strength: str
    left: str
    right: str
    reason: str
    verdict: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaListed:
    """A media of the series in the list: digests and every path it was seen under, no bytes."""

    sha256: str
    md5: str
    sha1: str
    size: int
    mime: str
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deconfliction:
    """Whether the series is known, identified or in work elsewhere; against what it was checked."""

    known: Known
    checked_against: tuple[str, ...]
    checked_at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """Europol's 4x4: source A, B, C or X; information 1 to 4."""

    source: str
    information: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What two officers look at and agree to send. Its hash is what they sign; any edit makes another hash.

    language: of the report, `en`, `fr`, `nl`, `de` or `es`. expires: after it the package may not be opened.
    """

    series: SeriesReference
    recipient: Party
    sender: Party
    answer_to: Contact
    handling: tuple[Handling, ...]
    legal_basis: str
    purpose: str
    expires: datetime
    hypothesis: Hypothesis
    clues: tuple[ClueFigure, ...]
    deconfliction: Deconfliction
    grade: Grade
    crops: tuple[Crop, ...] = ()
    links: tuple[LinkFigure, ...] = ()
    media: tuple[MediaListed, ...] = ()
    summary: str = ""
    not_known: tuple[str, ...] = ()
    language: str = "en"


class Said(StrEnum):
    """What an officer put a signature to."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    RELEASED_URGENTLY = "released urgently"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """An officer as a package names them. key: Ed25519 public key, base64."""

    name: str
    agency: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One officer's signed word on one exact content. envelope: the DSSE envelope (JSON) that proves it."""

    said: Said
    officer: Signatory
    at: datetime
    digest: str
    envelope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A lead on its way. `urgent_reason` is set when one officer released it alone; it must then be reviewed."""

    id: int
    contents: Contents
    state: LeadState = LeadState.DRAFT
    marks: tuple[Mark, ...] = ()
    urgent_reason: str = ""
    number: PackageNumber | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is known only when a lead is sealed: number, moment, the officers' marks, the reason if it was urgent."""

    number: str
    sealed_at: datetime
    marks: tuple[Mark, ...]
    urgent_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The receiving agency has opened a package. package: SHA-256 of the sealed file it opened."""

    answers: str
    package: str
    received_by: Signatory
    received_at: datetime
    accepted: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """People, not files. Each is counted apart; a press release needs them apart."""

    probable: int = 0
    positive: int = 0
    safeguarded: int = 0
    adult: int = 0
    deceased: int = 0
    arrests: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a lead in the receiving country. Later outcomes of the same lead replace earlier ones by `at`."""

    answers: str
    package: str
    kind: OutcomeKind
    counts: Counts
    reported_by: Signatory
    at: datetime
    note: str = ""
