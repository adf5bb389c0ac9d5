"""Checkpoints: `origin, size, root` as a C2SP signed note, so that other people's verifiers read our log.

Formats: c2sp.org/tlog-checkpoint, c2sp.org/signed-note (signature type 1, Ed25519) and c2sp.org/tlog-cosignature
(type 4, Ed25519 over a time and the checkpoint), by which other agencies witness what they have seen.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sightline.kernel.errors import IntegrityError

ED25519 = b"\x01"
COSIGNATURE = b"\x04"
DASH = "\u2014 "
NAME = re.compile(r"[^\s+]+")
SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What a log vouches for: its first `size` entries have the Merkle root `root` (32 bytes)."""

    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        """The note text that is signed; it ends with a newline."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnessed:
    """A witness's word that it saw a checkpoint, consistent with all before, at `at` (seconds since 1970)."""

    name: str
    at: int


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """The checkpoint as a signed note under the log's own name."""
    body = checkpoint.body()
    return f"{body}\n{_line(checkpoint.origin, ED25519, key, key.sign(body.encode()))}"


def parse(note: str) -> Checkpoint:
    """The checkpoint a note claims, before any signature is checked. Raises `IntegrityError` when it is no note."""
    try:
        body, _ = note.split("\n\n", 1)
        origin, size, encoded = body.split("\n")
        root = base64.b64decode(encoded, validate=True)
    except ValueError as fault:
        raise IntegrityError("A checkpoint of the custody log is not a signed note.") from fault
    if len(root) != 32 or not SIZE.fullmatch(size) or not NAME.fullmatch(origin):
        raise IntegrityError("A checkpoint of the custody log has no usable origin, size or root.")
    checkpoint = Checkpoint(origin=origin, size=int(size), root=root)
    if checkpoint.body() != f"{body}\n":  # base64 has second spellings; only the first is signed
        raise IntegrityError("A checkpoint of the custody log is not written as checkpoints are.")
    return checkpoint


def read(note: str, key: Ed25519PublicKey) -> Checkpoint:
    """The checkpoint in `note`, if `key` signed it. Raises `IntegrityError` when it did not or the note is broken."""
    checkpoint = parse(note)
    for signature in _signatures(note, checkpoint.origin, ED25519, key):
        if _holds(key, signature, checkpoint.body()):
            return checkpoint
    raise IntegrityError(
        f"The checkpoint of log {checkpoint.origin} at size {checkpoint.size} is not signed by the key of this log."
    )


def cosign(note: str, name: str, key: Ed25519PrivateKey, at: int) -> str:
    """`note` with a witness's cosignature line added. The caller has checked that the log only grew.

    name: the witness, without spaces or `+`. at: seconds since 1970.
    """
    signature = at.to_bytes(8, "big") + key.sign(_cosigned(parse(note), at).encode())
    return f"{note.rstrip()}\n{_line(name, COSIGNATURE, key, signature)}"


def witnessed(note: str, name: str, key: Ed25519PublicKey) -> Witnessed | None:
    """What the witness `name` with `key` says under `note`, or None when it says nothing or its line does not hold."""
    checkpoint = parse(note)
    for signature in _signatures(note, name, COSIGNATURE, key):
        at = int.from_bytes(signature[:8], "big")
        if len(signature) == 72 and _holds(key, signature[8:], _cosigned(checkpoint, at)):
            return Witnessed(name=name, at=at)
    return None


def key_id(name: str, key: Ed25519PublicKey, kind: bytes = ED25519) -> bytes:
    """First four bytes of SHA-256(name || newline || type || public key), as signed notes name a key."""
    return hashlib.sha256(name.encode() + b"\n" + kind + _raw(key)).digest()[:4]


def write_key(name: str, key: Ed25519PublicKey, kind: bytes = ED25519) -> str:
    """A public key as one line of text (a signed-note `vkey`): `name+id+base64`."""
    return f"{name}+{key_id(name, key, kind).hex()}+{base64.b64encode(kind + _raw(key)).decode()}"


def read_key(text: str) -> tuple[str, bytes, Ed25519PublicKey]:
    """(name, type, key) from such a line. Raises `IntegrityError` when it is none or was copied wrongly."""
    try:
        name, identity, encoded = text.strip().split("+", 2)
        raw = base64.b64decode(encoded, validate=True)
        key = Ed25519PublicKey.from_public_bytes(raw[1:])
    except ValueError as fault:
        raise IntegrityError(
            f"{text[:60]!r} is not the public key of a log: it has the form name+id+base64."
        ) from fault
    kind = raw[:1]
    if kind not in (ED25519, COSIGNATURE) or identity != key_id(name, key, kind).hex():
        raise IntegrityError(f"The public key of {name} was copied wrongly: its parts do not belong together.")
    return name, kind, key


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _line(name: str, kind: bytes, key: Ed25519PrivateKey, signature: bytes) -> str:
    encoded = base64.b64encode(key_id(name, key.public_key(), kind) + signature).decode()
    return f"{DASH}{name} {encoded}\n"


def _signatures(note: str, name: str, kind: bytes, key: Ed25519PublicKey) -> list[bytes]:
    """The signatures under `note` that claim to be by this name and key; lines of others are passed over."""
    found = []
    for line in note.split("\n\n", 1)[1].split("\n"):
        by, _, encoded = line.removeprefix(DASH).rpartition(" ")
        try:
            raw = base64.b64decode(encoded, validate=True)
        except ValueError:  # no base64, or no ASCII
            continue
        if line.startswith(DASH) and by == name and raw[:4] == key_id(name, key, kind):
            found.append(raw[4:])
    return found


def _holds(key: Ed25519PublicKey, signature: bytes, text: str) -> bool:
    try:
        key.verify(signature, text.encode())
    except InvalidSignature:
        return False
    return True


def _cosigned(checkpoint: Checkpoint, at: int) -> str:
    return f"cosignature/v1\ntime {at}\n{checkpoint.body()}"
