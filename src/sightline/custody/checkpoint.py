"""Checkpoints: `origin, size, root` as a C2SP signed note, so that other people's verifiers read our log.

Formats: c2sp.org/tlog-checkpoint and c2sp.org/signed-note, signature type 1 (Ed25519).
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sightline.kernel.errors import IntegrityError

ED25519 = b"\x01"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What a log vouches for: its first `size` entries have the Merkle root `root` (32 bytes)."""

    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        """The note text that is signed; it ends with a newline."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """The checkpoint as a signed note under the log's own name."""
    body = checkpoint.body()
    public = key.public_key()
    signature = key_id(checkpoint.origin, public) + key.sign(body.encode())
    return f"{body}\n\u2014 {checkpoint.origin} {base64.b64encode(signature).decode()}\n"


def read(note: str, key: Ed25519PublicKey) -> Checkpoint:
    """The checkpoint in `note`, if `key` signed it. Raises `IntegrityError` when it did not or the note is broken."""
    try:
        body, signatures = note.split("\n\n", 1)
        origin, size, root_text = body.split("\n")[:3]
        checkpoint = Checkpoint(origin=origin, size=int(size), root=base64.b64decode(root_text, validate=True))
    except ValueError as fault:
        raise IntegrityError("A checkpoint of the custody log is not a signed note.") from fault
    wanted = key_id(origin, key)
    for line in signatures.splitlines():
        name, _, encoded = line.removeprefix("\u2014 ").rpartition(" ")
        raw = base64.b64decode(encoded)
        if name != origin or raw[:4] != wanted:
            continue
        try:
            key.verify(raw[4:], (body + "\n").encode())
        except InvalidSignature:
            break
        return checkpoint
    raise IntegrityError(f"The checkpoint of log {origin} at size {size} is not signed by this workspace's key.")


def key_id(name: str, key: Ed25519PublicKey) -> bytes:
    """First four bytes of SHA-256(name || newline || type || public key), as signed notes name a key."""
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + raw).digest()[:4]
