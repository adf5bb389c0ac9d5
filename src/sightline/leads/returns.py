"""What comes home: the receipt and the outcome, signed and sealed to the sender of the lead, as it came."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from sightline.kernel import canonical
from sightline.kernel.errors import IntegrityError, UsageError
from sightline.leads.dsse import open_envelope, sign
from sightline.leads.keys import AgencyKeys, KeyCard, key_id
from sightline.leads.marks import OfficerKey
from sightline.leads.model import Contents, Counts, Outcome, OutcomeKind, PackageKind, PackageNumber, Receipt, Signatory
from sightline.leads.sealing import Address, Desk, Sealed, Unsealed, open_files, seal_files
from sightline.leads.wire import from_json, to_json

Answer: TypeAlias = "Receipt | Outcome"
ANSWER = "answer.json"
ANSWER_TYPE = "application/vnd.sightline.answer+json"
LIFETIME = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnOrder:
    """Under which number an answer is sealed, by whose keys and which officer's own, to whose card."""

    number: PackageNumber
    sender: AgencyKeys
    officer: OfficerKey
    to: KeyCard
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Homecoming:
    """An answer that passed every check. package: SHA-256 of the sealed file it came in."""

    number: PackageNumber
    sender: KeyCard
    answer: Answer
    package: str


def seal_return(path: Path, answer: Answer, order: ReturnOrder) -> Sealed:
    """Seal a receipt or outcome to the sender of the lead, signed by the officer who gives it and by the agency.

    Raises `UsageError` for an outcome that cannot be, or whose officer is another than the one who signs.
    """
    if isinstance(answer, Outcome):
        check_outcome(answer)
    to = order.to
    if answer.answers.rpartition("-")[0].rpartition("-")[0] != to.agency:
        raise UsageError(f"The lead {answer.answers} did not come from {to.agency}; send the answer to its sender.")
    if given_by(answer) != order.officer.signatory:
        raise UsageError("An answer is signed by the officer who gives it, and this key is somebody else's.")
    address = Address(
        kind=PackageKind.RECEIPT if isinstance(answer, Receipt) else PackageKind.OUTCOME,
        number=order.number,
        sender=order.sender,
        recipients=(to,),
        now=order.now,
        expires=order.now + LIFETIME,
    )
    body = canonical.encode(to_json(answer))
    word = sign(ANSWER_TYPE, body, [order.officer.key])
    return seal_files(
        path, address, {ANSWER: body}, {"answers": answer.answers, "package": answer.package, "officer": word}
    )


def given_by(answer: Answer) -> Signatory:
    """The officer who gives the answer."""
    return answer.received_by if isinstance(answer, Receipt) else answer.reported_by


def open_return(source: bytes | Path, desk: Desk) -> Homecoming:
    """Check and open a receipt or outcome. Raises `IntegrityError` with the exact reason."""
    found = open_files(source, desk, {PackageKind.RECEIPT, PackageKind.OUTCOME})
    try:
        body = json.loads(found.files[ANSWER])
    except (KeyError, ValueError, RecursionError):
        raise IntegrityError("The answer inside the package cannot be read.") from None
    kind = Receipt if found.header.kind is PackageKind.RECEIPT else Outcome
    answer: Answer = from_json(kind, body)
    if (answer.answers, answer.package) != (found.claim.get("answers"), found.claim.get("package")):
        raise IntegrityError("The answer inside the package is not the one its sender signed.")
    if isinstance(answer, Outcome):
        _check_read(answer)
    _check_officer(answer, found)
    return Homecoming(
        number=PackageNumber.parse(found.header.number), sender=found.sender, answer=answer, package=found.sha256
    )


def check_answer(homecoming: Homecoming, contents: Contents, number: str, package: str) -> None:
    """Raise `IntegrityError` unless the answer is to this lead, about this very file, from the agency it went to.

    number, package: the lead's package number and the SHA-256 of its sealed file, as they are recorded here.
    """
    to, card = contents.recipient, homecoming.sender
    if (card.country, card.agency) != (to.country, to.agency):
        raise IntegrityError(
            f"The lead {number} went to {to.country} {to.agency} "
            f"and the answer comes from {card.country} {card.agency}."
        )
    if homecoming.answer.answers != number:
        raise IntegrityError(f"The answer {homecoming.number} answers {homecoming.answer.answers}, not {number}.")
    if homecoming.answer.package != package:
        raise IntegrityError(f"The answer is about another package under the number {number} than the one sealed here.")


def check_outcome(outcome: Outcome) -> None:
    """Raise `UsageError` when the counts do not fit the kind: a positive outcome counts someone, `not ours` nobody."""
    counts = outcome.counts
    if min(_all(counts)) < 0 or max(_all(counts)) > _MOST:
        raise UsageError("An outcome counts people: whole numbers from 0.")
    needed = _NEEDED.get(outcome.kind)
    if needed is None:
        if any(_all(counts)):
            raise UsageError(f"An outcome that says {outcome.kind!s} counts nobody.")
    elif getattr(counts, needed) < 1:
        raise UsageError(f"An outcome that says {outcome.kind!s} counts at least one person as {needed}.")


_MOST = 100_000
_NEEDED = {
    OutcomeKind.PROBABLE: "probable",
    OutcomeKind.POSITIVE: "positive",
    OutcomeKind.SAFEGUARDED: "safeguarded",
    OutcomeKind.ADULT: "adult",
    OutcomeKind.DECEASED: "deceased",
}


def _all(counts: Counts) -> tuple[int, ...]:
    return (counts.probable, counts.positive, counts.safeguarded, counts.adult, counts.deceased, counts.arrests)


def _check_officer(answer: Answer, found: Unsealed) -> None:
    """The officer's own signature over exactly this answer; that the key is theirs, their agency's signature says."""
    officer, word = given_by(answer), found.claim.get("officer")
    if not isinstance(word, str):
        raise IntegrityError("The answer is not signed by the officer who gives it.")
    if open_envelope(word, ANSWER_TYPE, {key_id(officer.key): officer.key}) != found.files[ANSWER]:
        raise IntegrityError(f"What {officer.name} signed is not the answer in the package.")
    if officer.agency != found.sender.agency:
        raise IntegrityError(f"{officer.name} is of {officer.agency} and cannot answer for {found.sender.agency}.")


def _check_read(outcome: Outcome) -> None:
    try:
        check_outcome(outcome)
    except UsageError as fault:
        raise IntegrityError(f"The outcome in the package makes no sense: {fault}") from None
