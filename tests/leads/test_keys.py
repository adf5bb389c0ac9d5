"""Keys are made, kept closed, shown as fingerprints, confirmed by two and revoked by one."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from sightline.kernel.errors import Conflict, IntegrityError, NotFound, NotPermitted, UsageError
from sightline.leads.directory import Directory, Partner, confirm, revoke
from sightline.leads.keyfiles import load_agency_keys, load_signing_key, save_agency_keys, save_signing_key
from sightline.leads.keys import encode_base64, make_agency_keys, make_signing_key, read_card, verify, write_card
from tests.leads.conftest import DAY, NOW, agency


@pytest.fixture(scope="module")
def keys():
    return agency("BE", "BE-DJSOC", "Federal Judicial Police")


@pytest.mark.parametrize("secret", ["", "a passphrase"])
def test_keys_come_back_as_they_were_kept(keys, tmp_path, secret):
    save_agency_keys(keys, tmp_path / "keys", secret)
    back = load_agency_keys(tmp_path / "keys", secret)
    assert (back.card, back.sealing, back.signing.public) == (keys.card, keys.sealing, keys.signing.public)
    assert verify(keys.card.signing, b"m", encode_base64(back.signing.sign(b"m")))
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()}
    assert modes == {0o600}
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    if secret:
        kept = b"".join(path.read_bytes() for path in (tmp_path / "keys").iterdir())
        assert keys.sealing.encode() not in kept


def test_private_keys_are_never_printed(keys):
    assert keys.sealing not in repr(keys)
    assert "private" not in repr(keys.signing)


def test_a_key_is_never_written_over(keys, tmp_path):
    save_agency_keys(keys, tmp_path)
    before = (tmp_path / "signing.pem").read_bytes()
    with pytest.raises(Conflict, match="never written over"):
        save_agency_keys(agency("BE", "BE-DJSOC", "x"), tmp_path)
    assert (tmp_path / "signing.pem").read_bytes() == before


def test_a_key_that_others_can_read_is_refused(keys, tmp_path):
    save_agency_keys(keys, tmp_path)
    (tmp_path / "signing.pem").chmod(0o640)
    with pytest.raises(NotPermitted, match="chmod 600"):
        load_agency_keys(tmp_path)


def test_absent_wrong_and_damaged_keys_are_plain_sentences(keys, tmp_path):
    with pytest.raises(NotFound, match="There is no key"):
        load_agency_keys(tmp_path / "nowhere")
    save_signing_key(keys.signing, tmp_path / "locked.pem", "right")
    with pytest.raises(NotPermitted, match="protected"):
        load_signing_key(tmp_path / "locked.pem")
    with pytest.raises(NotPermitted, match="does not open"):
        load_signing_key(tmp_path / "locked.pem", "wrong")
    (tmp_path / "odd.pem").write_bytes(b"odd")
    (tmp_path / "odd.pem").chmod(0o600)
    with pytest.raises(IntegrityError, match="no readable key"):
        load_signing_key(tmp_path / "odd.pem")


def test_keys_of_two_agencies_in_one_folder_are_refused(keys, tmp_path):
    save_agency_keys(keys, tmp_path)
    other = agency("FR", "FR-OFMIN", "Office")
    (tmp_path / "card.json").write_bytes(write_card(other.card))
    with pytest.raises(IntegrityError, match="do not belong together"):
        load_agency_keys(tmp_path)


def test_a_card_travels_and_cannot_be_edited(keys):
    assert read_card(write_card(keys.card)) == keys.card
    for field, value in [
        ("country", "NL"),
        ("sealing", agency("NL", "X", "x").card.sealing),
        ("valid_until", "2030-01-01T00:00:00Z"),
    ]:
        body = json.loads(write_card(keys.card)) | {field: value}
        with pytest.raises(IntegrityError, match="changed after it was made"):
            read_card(json.dumps(body))
    for nonsense in (b"", b"[]", b"{}", b"\xff\xfe", b'{"sealing":1}'):
        with pytest.raises(IntegrityError):
            read_card(nonsense)


def test_a_fingerprint_names_both_keys(keys):
    assert len(keys.card.fingerprint.split()) == 8
    assert replace(keys.card, sealing="age1x").fingerprint != keys.card.fingerprint
    assert replace(keys.card, signing="x").fingerprint != keys.card.fingerprint


def test_a_partner_counts_after_the_second_person_typed_the_fingerprint(keys):
    entered = Partner(card=keys.card, entered_by="first")
    with pytest.raises(IntegrityError, match="second officer"):
        Directory([entered]).sender(keys.card.key_id, NOW)
    with pytest.raises(NotPermitted):
        confirm(entered, by="first", typed_fingerprint=keys.card.fingerprint)
    with pytest.raises(UsageError, match="does not match"):
        confirm(entered, by="second", typed_fingerprint="0000 " * 8)
    confirmed = confirm(entered, by="second", typed_fingerprint=keys.card.fingerprint.upper())
    assert Directory([confirmed]).sender(keys.card.key_id, NOW) == keys.card


def test_a_lost_key_stops_counting_at_once(keys):
    partner = Partner(card=keys.card, entered_by="first", confirmed_by="second")
    with pytest.raises(UsageError, match="Say why"):
        revoke(partner, why=" ", at=NOW)
    lost = revoke(partner, why="lost on a train", at=NOW)
    with pytest.raises(IntegrityError, match="revoked: lost on a train"):
        Directory([lost]).sender(keys.card.key_id, NOW)
    with pytest.raises(IntegrityError, match="revoked"):
        Directory([lost]).recipient("BE-DJSOC", NOW)


def test_after_a_rotation_the_newest_card_is_sealed_to_and_the_old_one_still_verifies(keys):
    newer = make_agency_keys("BE", "BE-DJSOC", "Federal Judicial Police", (NOW - DAY, NOW + 400 * DAY))
    both = Directory([Partner(card=one.card, entered_by="a", confirmed_by="b") for one in (keys, newer)])
    assert both.recipient("BE-DJSOC", NOW) == newer.card
    assert both.sender(keys.card.key_id, NOW) == keys.card
    with pytest.raises(NotFound, match="no key card of NL-TBKK"):
        both.recipient("NL-TBKK", NOW)


def test_a_key_must_be_valid_for_some_time():
    with pytest.raises(UsageError):
        make_agency_keys("BE", "B", "b", (NOW, NOW))


def test_another_spelling_of_a_signature_is_no_signature():
    key = make_signing_key()
    signature = encode_base64(key.sign(b"m"))
    assert verify(key.public, b"m", signature)
    last = signature[-3]
    spelled = signature[:-3] + chr(ord(last) + 1) + signature[-2:]
    assert not verify(key.public, b"m", spelled)
    assert not verify(key.public, b"m", signature + "\n")
    assert not verify("", b"m", signature)
