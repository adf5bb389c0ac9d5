"""Private keys on disk: files that only their owner can read.

Without a passphrase they are in the formats of `openssl pkey` and `age`; with one they lie in a `lockbox`.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sightline.kernel.errors import Conflict, IntegrityError, NotFound, NotPermitted
from sightline.leads import age
from sightline.leads.keys import AgencyKeys, SigningKey, read_card, wrap, write_card
from sightline.leads.lockbox import is_locked, lock, unlock

SIGNING, SEALING, CARD = "signing.pem", "sealing.age", "card.json"


def save_agency_keys(keys: AgencyKeys, folder: Path, secret: str = "") -> None:
    """Write both keys and the card into `folder` (0700, files 0600), which must not hold keys yet.

    secret: a passphrase that protects the private keys on disk; without one, disk encryption is their only guard.
    Raises `Conflict` when there are keys already: keys are never written over.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    save_signing_key(keys.signing, folder / SIGNING, secret)
    _write(folder / SEALING, f"{keys.sealing}\n".encode(), secret)
    _write(folder / CARD, write_card(keys.card))


def load_agency_keys(folder: Path, secret: str = "") -> AgencyKeys:
    """Read an agency's keys back. Raises `NotFound`, `NotPermitted` or `IntegrityError` with what to do."""
    signing = load_signing_key(folder / SIGNING, secret)
    sealing = _read(folder / SEALING, secret).decode("ascii", errors="replace").strip()
    card = read_card(_read(folder / CARD))
    if card.signing != signing.public or card.sealing != age.recipient_of(sealing):
        raise IntegrityError(f"The keys in {folder} do not belong together; restore the folder from one backup.")
    return AgencyKeys(card=card, signing=signing, sealing=sealing)


def save_signing_key(key: SigningKey, path: Path, secret: str = "") -> None:
    """Write an Ed25519 key as PKCS#8 PEM, mode 0600. Raises `Conflict` when the file exists."""
    form, bare = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    _write(path, key.private.private_bytes(serialization.Encoding.PEM, form, bare), secret)


def load_signing_key(path: Path, secret: str = "") -> SigningKey:
    """Read an Ed25519 key. Raises `NotFound`, `NotPermitted` or `IntegrityError` with what to do."""
    try:
        private = serialization.load_pem_private_key(_read(path, secret), None)
    except (ValueError, TypeError):
        raise IntegrityError(f"{path} holds no readable key; restore it from the backup.") from None
    if not isinstance(private, Ed25519PrivateKey):
        raise IntegrityError(f"The key in {path} is of another kind; Sightline signs with Ed25519.")
    return wrap(private)


def _write(path: Path, content: bytes, secret: str = "") -> None:
    kept = lock(content, secret) if secret else content
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError:
        raise Conflict(f"{path} exists already; a key is never written over. Move the old one away first.") from None
    with os.fdopen(descriptor, "wb") as sink:
        sink.write(kept)
        sink.flush()
        os.fsync(sink.fileno())


def _read(path: Path, secret: str = "") -> bytes:
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise NotPermitted(f"Others can read the key file {path}; close it with: chmod 600 {path}")
        content = path.read_bytes()
    except FileNotFoundError:
        raise NotFound(f"There is no key at {path}; make the agency's keys first, or restore them.") from None
    except PermissionError:
        raise NotPermitted(f"The key file {path} belongs to another user; run as its owner.") from None
    if not is_locked(content):
        return content
    if not secret:
        raise NotPermitted(f"The key in {path} is protected; give its passphrase.")
    return unlock(content, secret)
