"""Private keys on disk: files that only their owner can read, in the formats of `openssl pkey` and `age`."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sightline.kernel.errors import Conflict, IntegrityError, NotFound, NotPermitted
from sightline.leads import age
from sightline.leads.keys import AgencyKeys, SigningKey, read_card, wrap, write_card

SIGNING, SEALING, CARD = "signing.pem", "sealing.age", "card.json"


def save_agency_keys(keys: AgencyKeys, folder: Path, secret: str = "") -> None:
    """Write both keys and the card into `folder` (0700, files 0600), which must not hold keys yet.

    secret: a passphrase that protects the private keys on disk; without one, disk encryption is their only guard.
    Raises `Conflict` when there are keys already: keys are never written over.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    save_signing_key(keys.signing, folder / SIGNING, secret)
    identity = f"{keys.sealing}\n".encode()
    _write(folder / SEALING, age.lock(identity, secret) if secret else identity)
    _write(folder / CARD, write_card(keys.card))


def load_agency_keys(folder: Path, secret: str = "") -> AgencyKeys:
    """Read an agency's keys back. Raises `NotFound`, `NotPermitted` or `IntegrityError` with what to do."""
    signing = load_signing_key(folder / SIGNING, secret)
    raw = _read(folder / SEALING)
    identity = age.unlock(raw, secret) if raw.startswith(age.MAGIC) else raw
    sealing = identity.decode("ascii", errors="replace").strip()
    card = read_card(_read(folder / CARD))
    if card.signing != signing.public or card.sealing != age.recipient_of(sealing):
        raise IntegrityError(f"The keys in {folder} do not belong together; restore the folder from one backup.")
    return AgencyKeys(card=card, signing=signing, sealing=sealing)


def save_signing_key(key: SigningKey, path: Path, secret: str = "") -> None:
    """Write an Ed25519 key as PKCS#8 PEM, mode 0600. Raises `Conflict` when the file exists."""
    guard = serialization.BestAvailableEncryption(secret.encode()) if secret else serialization.NoEncryption()
    pem = key.private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, guard)
    _write(path, pem)


def load_signing_key(path: Path, secret: str = "") -> SigningKey:
    """Read an Ed25519 key. Raises `NotFound`, `NotPermitted` or `IntegrityError` with what to do."""
    raw = _read(path)
    locked = b"ENCRYPTED" in raw
    if locked and not secret:
        raise NotPermitted(f"The key in {path} is protected; give its passphrase.")
    try:
        private = serialization.load_pem_private_key(raw, secret.encode() if locked else None)
    except ValueError:
        if locked:
            raise NotPermitted(f"The passphrase does not open the key in {path}.") from None
        raise IntegrityError(f"{path} holds no readable key; restore it from the backup.") from None
    if not isinstance(private, Ed25519PrivateKey):
        raise IntegrityError(f"The key in {path} is of another kind; Sightline signs with Ed25519.")
    return wrap(private)


def _write(path: Path, content: bytes) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError:
        raise Conflict(f"{path} exists already; a key is never written over. Move the old one away first.") from None
    with os.fdopen(descriptor, "wb") as sink:
        sink.write(content)
        sink.flush()
        os.fsync(sink.fileno())


def _read(path: Path) -> bytes:
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise NotPermitted(f"Others can read the key file {path}; close it with: chmod 600 {path}")
        return path.read_bytes()
    except FileNotFoundError:
        raise NotFound(f"There is no key at {path}; make the agency's keys first, or restore them.") from None
    except PermissionError:
        raise NotPermitted(f"The key file {path} belongs to another user; run as its owner.") from None
