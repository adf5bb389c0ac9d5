"""Keys of agencies and officers, and the card a partner gets. An agency has two: Ed25519 signs, age opens."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sightline.kernel import canonical
from sightline.kernel.errors import IntegrityError, UsageError
from sightline.leads import age
from sightline.leads.wire import from_json, to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCard:
    """The public half of an agency's keys, to hand to partners. Its own signature shows that it was not edited.

    signing: Ed25519 public key, base64. sealing: age recipient (`age1…`). signature: by `signing` over all the rest.
    """

    country: str
    agency: str
    name: str
    signing: str
    sealing: str
    valid_from: datetime
    valid_until: datetime
    language: str = "en"
    signature: str = ""

    @property
    def key_id(self) -> str:
        """SHA-256 of the signing key, hex: how a package names its sender."""
        return key_id(self.signing)

    @property
    def fingerprint(self) -> str:
        """Eight groups of four hex digits over keys, agency and country, to be compared by telephone."""
        digest = hashlib.sha256(f"{self.signing}\n{self.sealing}\n{self.agency}\n{self.country}".encode()).hexdigest()
        return " ".join(digest[at : at + 4] for at in range(0, 32, 4))


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A private Ed25519 key and its public half in base64."""

    private: Ed25519PrivateKey = field(repr=False)
    public: str

    @property
    def key_id(self) -> str:
        """SHA-256 of the public key, hex."""
        return key_id(self.public)

    def sign(self, message: bytes) -> bytes:
        """64 bytes of Ed25519 signature."""
        return self.private.sign(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyKeys:
    """Both private keys of one agency, and its card. sealing: the age private key."""

    card: KeyCard
    signing: SigningKey
    sealing: str = field(repr=False)


def make_signing_key() -> SigningKey:
    """A new Ed25519 key, for an agency or an officer."""
    return wrap(Ed25519PrivateKey.generate())


def make_agency_keys(
    country: str, agency: str, name: str, valid: tuple[datetime, datetime], language: str = "en"
) -> AgencyKeys:
    """New keys for an agency. valid: first and last moment at which partners may trust them."""
    if valid[0] >= valid[1]:
        raise UsageError("A key must be valid for some time: its last day comes after its first.")
    signing, sealing = make_signing_key(), age.make_identity()
    draft = KeyCard(
        country=country,
        agency=agency,
        name=name,
        signing=signing.public,
        sealing=age.recipient_of(sealing),
        valid_from=valid[0],
        valid_until=valid[1],
        language=language,
    )
    signature = base64.b64encode(signing.sign(_signed_part(draft))).decode()
    return AgencyKeys(card=replace(draft, signature=signature), signing=signing, sealing=sealing)


def read_card(text: str | bytes) -> KeyCard:
    """A key card from its JSON. Raises `IntegrityError` when it is damaged or was edited after it was made."""
    try:
        card = from_json(KeyCard, json.loads(text))
        age.check_recipient(card.sealing)
    except (ValueError, RecursionError, UsageError):
        raise IntegrityError("This is not a key card, or it is damaged; ask the partner to send it again.") from None
    if not verify(card.signing, _signed_part(card), card.signature):
        raise IntegrityError("The key card was changed after it was made; do not use it, ask the partner.")
    return card


def write_card(card: KeyCard) -> bytes:
    """The key card as JSON, to hand to partners."""
    return json.dumps(to_json(card), indent=2, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def key_id(public: str) -> str:
    """SHA-256 of a public key given in base64, hex."""
    return hashlib.sha256(public.encode()).hexdigest()


def verify(public: str, message: bytes, signature: str) -> bool:
    """Whether `signature` (canonical base64) is that of the Ed25519 key `public` (base64) over `message`."""
    try:
        raw = decode_base64(signature)
        Ed25519PublicKey.from_public_bytes(decode_base64(public)).verify(raw, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def decode_base64(text: str) -> bytes:
    """Strict base64: only the one canonical spelling is read. Raises `ValueError` for any other."""
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text:
        msg = "base64 is not in its canonical form"
        raise ValueError(msg)
    return raw


def encode_base64(raw: bytes) -> str:
    """Canonical base64 text."""
    return base64.b64encode(raw).decode()


def wrap(private: Ed25519PrivateKey) -> SigningKey:
    """A private key with its public half beside it."""
    return SigningKey(private=private, public=base64.b64encode(private.public_key().public_bytes_raw()).decode())


def _signed_part(card: KeyCard) -> bytes:
    return b"sightline key card 1\n" + canonical.encode(to_json(replace(card, signature="")))
