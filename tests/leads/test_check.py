"""A package checked offline by somebody who has no workspace: from outside, and with the recipient's keys."""

import random
from dataclasses import replace

import pytest

from sightline.kernel.errors import IntegrityError
from sightline.leads.check import check_inside, check_outside
from sightline.leads.package import seal
from tests.leads.conftest import DAY, NOW


@pytest.fixture(scope="module")
def sent(world, tmp_path_factory):
    return seal(world.approved, world.order(), tmp_path_factory.mktemp("sent") / "lead.sightline").path


def test_from_outside_with_and_without_the_senders_card(world, sent):
    assert check_outside(sent, None).sender is None
    found = check_outside(sent, world.sender.card)
    assert (found.sender, found.opened, found.header.agency) == ("Federal Judicial Police", False, "FR-OFMIN")


def test_with_the_recipients_keys_and_as_often_as_one_likes(world, sent):
    for _ in range(2):
        found = check_inside(sent, world.sender.card, world.recipient, NOW + DAY)
    assert found.opened
    assert found.signed == ("An Officer: proposed", "Another Officer: approved")


def test_another_senders_card_does_not_vouch_for_it(world, sent):
    with pytest.raises(IntegrityError, match="signed by another key"):
        check_outside(sent, world.stranger.card)
    forged = replace(world.stranger.card, signing=world.sender.card.signing, agency="NL-TBKK")
    with pytest.raises(IntegrityError):
        check_inside(sent, forged, world.recipient, NOW + DAY)


def test_every_changed_byte_is_noticed_from_outside(world, sent, tmp_path):
    raw, dice = sent.read_bytes(), random.Random(5)
    altered = tmp_path / "altered"
    for _ in range(100):
        at = dice.randrange(len(raw))
        altered.write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
        with pytest.raises(IntegrityError):
            check_outside(altered, world.sender.card)


def test_a_false_proof_inside_is_named(world, tmp_path):
    order = replace(world.order(), extras={"custody/lead.custody-proof": b"sightline-custody-proof/1\nnonsense\n"})
    path = seal(world.approved, order, tmp_path / "lead.sightline").path
    assert check_outside(path, world.sender.card).sender
    with pytest.raises(IntegrityError):
        check_inside(path, world.sender.card, world.recipient, NOW + DAY)
