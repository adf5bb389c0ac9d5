"""The receipt and the outcome come home the way the lead went out."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from sightline.kernel.canonical import encode
from sightline.kernel.errors import IntegrityError, UsageError
from sightline.leads.dsse import sign
from sightline.leads.model import Counts, Outcome, OutcomeKind, PackageKind, PackageNumber, Receipt
from sightline.leads.package import open_package, seal
from sightline.leads.returns import (
    ANSWER,
    ANSWER_TYPE,
    ReturnOrder,
    check_answer,
    check_outcome,
    open_return,
    seal_return,
)
from sightline.leads.sealing import Address, seal_files
from sightline.leads.wire import to_json
from tests.leads.conftest import DAY, NOW, trusted

LEAD = "BE-DJSOC-2026-000001"


@pytest.fixture(scope="module")
def sent(world, tmp_path_factory):
    return seal(world.approved, world.order(), tmp_path_factory.mktemp("sent") / "lead.lead")


@pytest.fixture
def receipt(world, sent):
    opened = open_package(sent.path, world.desk())
    return Receipt(
        answers=str(opened.number),
        package=opened.package,
        received_by=receiver(world).signatory,
        received_at=NOW + DAY,
        accepted=True,
    )


def home(world, **changes):
    given = {"keys": world.sender, "directory": trusted(world.recipient), "now": NOW + 2 * DAY}
    return world.desk(**{**given, **changes})


def back(world, answer, folder, serial=1):
    number = PackageNumber(sender="FR-OFMIN", year=2026, serial=serial)
    path = folder / f"{number}.receipt"
    return seal_return(path, answer, order(world, number))


def order(world, number, to=None, officer=None):
    return ReturnOrder(
        number=number,
        sender=world.recipient,
        officer=officer or receiver(world),
        to=to or world.sender.card,
        now=NOW + DAY,
    )


def receiver(world):
    """The officer of the receiving agency who answers."""
    return replace(world.second, agency=world.recipient.card.agency)


def outcome(world, sent, kind=OutcomeKind.SAFEGUARDED, **counts):
    return Outcome(
        answers=LEAD,
        package=sent.sha256,
        kind=kind,
        counts=Counts(**counts),
        reported_by=receiver(world).signatory,
        at=NOW + DAY,
        note="Ville, café",
    )


def test_a_receipt_comes_home(world, sent, receipt, tmp_path):
    homecoming = open_return(back(world, receipt, tmp_path).path, home(world))
    assert homecoming.answer == receipt
    assert homecoming.sender == world.recipient.card
    check_answer(homecoming, world.draft.contents, LEAD, sent.sha256)


def test_an_outcome_comes_home_with_its_counts_apart(world, sent, tmp_path):
    answer = outcome(world, sent, probable=2, positive=1, safeguarded=1, arrests=1)
    homecoming = open_return(back(world, answer, tmp_path).path, home(world))
    assert homecoming.answer == answer


def test_an_answer_about_another_lead_or_from_another_agency_is_refused(world, sent, receipt, tmp_path):
    homecoming = open_return(back(world, receipt, tmp_path).path, home(world))
    contents = world.draft.contents
    with pytest.raises(IntegrityError, match="another package"):
        check_answer(homecoming, contents, LEAD, "0" * 64)
    with pytest.raises(IntegrityError, match="answers BE-DJSOC-2026-000001"):
        check_answer(homecoming, contents, "BE-DJSOC-2026-000002", sent.sha256)
    stranger = replace(homecoming, sender=world.stranger.card)
    with pytest.raises(IntegrityError, match="went to FR FR-OFMIN and the answer comes from NL NL-TBKK"):
        check_answer(stranger, contents, LEAD, sent.sha256)


def test_a_repeated_or_altered_answer_is_refused(world, receipt, tmp_path):
    raw = back(world, receipt, tmp_path).path.read_bytes()
    with pytest.raises(IntegrityError, match="opened here before"):
        open_return(raw, home(world, seen={"FR-OFMIN-2026-000001"}))
    dice = random.Random(1)
    for _ in range(60):
        at = dice.randrange(len(raw))
        with pytest.raises(IntegrityError):
            open_return(raw[:at] + bytes([raw[at] ^ 4]) + raw[at + 1 :], home(world))


def test_an_answer_goes_to_the_sender_of_the_lead_only(world, receipt, tmp_path):
    number = PackageNumber(sender="FR-OFMIN", year=2026, serial=1)
    with pytest.raises(UsageError, match="did not come from NL-TBKK"):
        seal_return(tmp_path / "x", receipt, order(world, number, to=world.stranger.card))


@pytest.mark.parametrize(
    ("kind", "counts", "reason"),
    [
        (OutcomeKind.SAFEGUARDED, {}, "at least one person as safeguarded"),
        (OutcomeKind.POSITIVE, {"probable": 1}, "at least one person as positive"),
        (OutcomeKind.NOT_OURS, {"positive": 1}, "counts nobody"),
        (OutcomeKind.NO_FURTHER_LEADS, {"arrests": 1}, "counts nobody"),
        (OutcomeKind.PROBABLE, {"probable": -1}, "whole numbers from 0"),
    ],
)
def test_an_outcome_whose_counts_do_not_fit_is_not_sent(world, sent, kind, counts, reason):
    with pytest.raises(UsageError, match=reason):
        check_outcome(outcome(world, sent, kind, **counts))


def test_an_answer_carries_the_signature_of_the_officer_who_gave_it(world, sent, receipt, tmp_path):
    number = PackageNumber(sender="FR-OFMIN", year=2026, serial=1)
    somebody_else = replace(world.first, agency=world.recipient.card.agency)
    with pytest.raises(UsageError, match="somebody else's"):
        seal_return(tmp_path / "a", receipt, order(world, number, officer=somebody_else))


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        (None, "not signed by the officer"),
        ("{}", "cannot be read"),
        ("other", "is not the answer in the package"),
        ("key", "is missing"),
    ],
)
def test_an_answer_whose_officer_did_not_sign_it_is_refused(world, receipt, tmp_path, word, reason):
    body = encode(to_json(receipt))
    officer = receiver(world)
    made = {
        "other": sign(ANSWER_TYPE, body + b" ", [officer.key]),
        "key": sign(ANSWER_TYPE, body, [world.first.key]),
    }
    claim = {"answers": receipt.answers, "package": receipt.package}
    if word is not None:
        claim["officer"] = made.get(word, word)
    address = Address(
        kind=PackageKind.RECEIPT,
        number=PackageNumber(sender="FR-OFMIN", year=2026, serial=1),
        sender=world.recipient,
        recipients=(world.sender.card,),
        now=NOW + DAY,
        expires=NOW + 9 * DAY,
    )
    path = seal_files(tmp_path / "a", address, {ANSWER: body}, claim).path
    with pytest.raises(IntegrityError, match=reason):
        open_return(path, home(world))
