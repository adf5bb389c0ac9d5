"""What comes home: the receipt and the outcome, signed and sealed to the sender of the lead, as it came."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from sightline.kernel import canonical
from sightline.kernel.errors import IntegrityError, UsageError
from sightline.leads.keys import AgencyKeys, KeyCard
from sightline.leads.model import Contents, Counts, Outcome, OutcomeKind, PackageKind, PackageNumber, Receipt
from sightline.leads.sealing import Address, Desk, Sealed, open_files, seal_files
from sightline.leads.wire import from_json, to_json

Answer: TypeAlias = "Receipt | Outcome"
ANSWER = "answer.json"
LIFETIME = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Homecoming:
    """An answer that passed every check. package: SHA-256 of the sealed file it came in."""

    number: PackageNumber
    sender: KeyCard
    answer: Answer
    package: str


def seal_return(
    path: Path, answer: Answer, *, number: PackageNumber, sender: AgencyKeys, to: KeyCard, now: datetime
) -> Sealed:
    """Seal a receipt or outcome to the sender of the lead. Raises `UsageError` for an outcome that cannot be."""
    if isinstance(answer, Outcome):
        check_outcome(answer)
    if answer.answers.rpartition("-")[0].rpartition("-")[0] != to.agency:
        raise UsageError(f"The lead {answer.answers} did not come from {to.agency}; send the answer to its sender.")
    kind = PackageKind.RECEIPT if isinstance(answer, Receipt) else PackageKind.OUTCOME
    address = Address(
        kind=kind, number=number, sender=sender, recipients=(to,), now=now, expires=now + LIFETIME
    )  # fmt: skip
    body = canonical.encode(to_json(answer))
    return seal_files(path, address, {ANSWER: body}, {"answers": answer.answers, "package": answer.package})


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


def _check_read(outcome: Outcome) -> None:
    try:
        check_outcome(outcome)
    except UsageError as fault:
        raise IntegrityError(f"The outcome in the package makes no sense: {fault}") from None
