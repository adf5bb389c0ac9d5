"""Proof files, checkpoints and witnesses: what anyone can check with nothing but a public key."""

import base64
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sightline.custody import tree
from sightline.custody.checkpoint import (
    COSIGNATURE,
    Checkpoint,
    Witnessed,
    cosign,
    parse,
    read,
    read_key,
    sign,
    witnessed,
    write_key,
)
from sightline.custody.proofs import Proof, check, proof_text
from sightline.custody.witness import Witness, cosign_export
from sightline.kernel.errors import IntegrityError
from tests.custody import made

WHOLE = made.entries(20)
WITNESS_KEY = Ed25519PrivateKey.from_private_bytes(bytes([7] * 32))
WITNESS = "sightline/FR/witness"


def test_a_proof_holds_with_the_key_it_names_and_with_the_one_given() -> None:
    text = made.proofs(WHOLE, (0, 7, 19))
    for key in (None, made.VKEY, f" {made.VKEY}\n"):
        proven = check(text, key)
        assert (proven.subject, proven.log, proven.size) == (made.MEDIA, made.ORIGIN, 20)
        assert [index for index, _ in proven.entries] == [0, 7, 19]
        assert proven.entries[1][1]["action"] == "view"
    with pytest.raises(IntegrityError, match="another key"):
        check(text, write_key(made.ORIGIN, made.OTHER.public_key()))


def test_each_block_is_a_tlog_proof_of_the_specification() -> None:
    text = made.proofs(WHOLE, (7,))
    lines = text.split("c2sp.org/tlog-proof@v1\n")[1].split("\n")
    assert lines[0] == "index 7"
    hashes, checkpoint = lines[1 : lines.index("")], lines[lines.index("") + 1 :]
    assert [base64.b64decode(one) for one in hashes] == tree.inclusion_proof([one.leaf for one in WHOLE], 7)
    assert "\n".join(checkpoint) == made.note(WHOLE, 20)


def test_the_first_entry_that_does_not_hold_is_named() -> None:
    text = made.proofs(WHOLE, (3, 7, 19)).replace('"thing:7"', '"thing:8"')
    with pytest.raises(IntegrityError, match="Entry 7 does not stand"):
        check(text)


def test_an_entry_about_something_else_proves_nothing() -> None:
    proof = Proof(body=WHOLE[0].body.decode(), index=0, path=(), note=made.note(WHOLE, 1))
    assert check(proof_text(made.MEDIA, made.VKEY, [proof])).entries
    with pytest.raises(IntegrityError, match="says nothing about"):
        check(proof_text("media:cd", made.VKEY, [proof]))
    with pytest.raises(IntegrityError, match="no entry"):
        check(proof_text(made.MEDIA, made.VKEY, []))


def test_a_key_copied_wrongly_is_refused() -> None:
    name, _, key = read_key(made.VKEY)
    assert write_key(name, key) == made.VKEY
    for wrong in ("", "sightline/BE", made.VKEY.replace("BE", "FR"), made.VKEY[:-4] + "AAA=", made.VKEY + "é"):
        with pytest.raises(IntegrityError):
            read_key(wrong)


@pytest.mark.parametrize(
    "note",
    ["", "\n\n", "a\n1\nAAAA\n\nx", "a b\n1\n" + "A" * 43 + "=\n\n", "a\n01\n" + "A" * 43 + "=\n\n", "a\n1\né\n\n"],
)
def test_what_is_no_checkpoint_is_refused(note: str) -> None:
    with pytest.raises(IntegrityError):
        parse(note)


def test_a_second_spelling_of_a_root_is_refused() -> None:
    note = sign(Checkpoint(origin=made.ORIGIN, size=1, root=bytes(32)), made.KEY)
    assert "A=\n" in note
    with pytest.raises(IntegrityError, match="not written as"):
        parse(note.replace("A=\n", "B=\n", 1))


def test_a_cosignature_speaks_of_its_time_and_leaves_the_note_valid() -> None:
    note = cosign(made.note(WHOLE, 20), WITNESS, WITNESS_KEY, 1_700_000_000)
    public = WITNESS_KEY.public_key()
    assert read(note, made.KEY.public_key()).size == 20
    assert witnessed(note, WITNESS, public) == Witnessed(name=WITNESS, at=1_700_000_000)
    assert witnessed(note, "sightline/NL/witness", public) is None
    assert witnessed(made.note(WHOLE, 20), WITNESS, public) is None
    line = note.splitlines()[-1].rpartition(" ")[2]
    raw = bytearray(base64.b64decode(line))
    raw[11] ^= 1  # the time that was signed
    assert witnessed(note.replace(line, base64.b64encode(raw).decode()), WITNESS, public) is None


def test_a_witness_cosigns_what_only_grew(tmp_path: Path) -> None:
    witness = Witness(name=WITNESS, key=WITNESS_KEY, folder=tmp_path)
    seen = cosign_export(witness, made.export(WHOLE[:8], [made.note(WHOLE, 8)], hashes_only=True), 1)
    assert parse(seen).size == 8
    grown = cosign_export(witness, made.export(WHOLE, [made.note(WHOLE, 8), made.note(WHOLE, 20)], hashes_only=True), 2)
    assert witnessed(grown, WITNESS, WITNESS_KEY.public_key()) == Witnessed(name=WITNESS, at=2)
    name, kind, _ = read_key(write_key(WITNESS, WITNESS_KEY.public_key(), COSIGNATURE))
    assert (name, kind) == (WITNESS, COSIGNATURE)


def test_a_witness_refuses_a_changed_past_a_shorter_log_and_another_key(tmp_path: Path) -> None:
    witness = Witness(name=WITNESS, key=WITNESS_KEY, folder=tmp_path)
    cosign_export(witness, made.export(WHOLE[:8], [made.note(WHOLE, 8)], hashes_only=True), 1)
    forged = [*WHOLE[:5], *(made.entry(at, made.body(at, "forged")) for at in range(5, 20))]
    with pytest.raises(IntegrityError, match="you witnessed"):
        cosign_export(witness, made.export(forged, [made.note(forged, 20)], hashes_only=True), 2)
    with pytest.raises(IntegrityError, match="ou witnessed"):
        cosign_export(witness, made.export(WHOLE[:6], [made.note(WHOLE, 6)], hashes_only=True), 2)
    with pytest.raises(IntegrityError, match="was signed"):
        cosign_export(witness, made.export(WHOLE[:7], [made.note(WHOLE, 8)], hashes_only=True), 2)
    other = write_key(made.ORIGIN, made.OTHER.public_key())
    lines = made.export(WHOLE, [made.note(WHOLE, 20, made.OTHER)], hashes_only=True)
    with pytest.raises(IntegrityError, match="another key"):
        cosign_export(witness, [line.replace(made.VKEY, other) for line in lines], 2)
    with pytest.raises(IntegrityError, match="no signed checkpoint"):
        cosign_export(witness, made.export(WHOLE, [], hashes_only=True), 2)
