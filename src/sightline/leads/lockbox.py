"""A small secret under a passphrase: scrypt (RFC 7914) makes the key, ChaCha20-Poly1305 (RFC 8439) closes the box.

The cost is fixed, so that a box closed on a fast machine opens on a slow or busy one (decision record 0051).
"""

from __future__ import annotations

import hashlib
import json
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from sightline.kernel.errors import IntegrityError, NotPermitted
from sightline.leads.keys import decode_base64, encode_base64

FORMAT = "sightline-locked/1"
# 128 MiB and about a third of a second: OWASP's first choice for scrypt.
_COST = {"n": 1 << 17, "r": 8, "p": 1, "maxmem": 160 << 20, "dklen": 32}


def lock(plain: bytes, secret: str) -> bytes:
    """Close `plain` under a passphrase."""
    salt, nonce = os.urandom(16), os.urandom(12)
    box = ChaCha20Poly1305(_key(secret, salt)).encrypt(nonce, plain, FORMAT.encode())
    parts = {"format": FORMAT, "salt": encode_base64(salt), "nonce": encode_base64(nonce), "box": encode_base64(box)}
    return json.dumps(parts, indent=1).encode() + b"\n"


def is_locked(content: bytes) -> bool:
    """Whether `content` was made by `lock`."""
    return FORMAT.encode() in content[:64]


def unlock(content: bytes, secret: str) -> bytes:
    """Open the box. Raises `NotPermitted` for a wrong passphrase, `IntegrityError` for a damaged box."""
    try:
        parts = json.loads(content)
        salt, nonce, box = (decode_base64(parts[name]) for name in ("salt", "nonce", "box"))
        return ChaCha20Poly1305(_key(secret, salt)).decrypt(nonce, box, FORMAT.encode())
    except InvalidTag:
        raise NotPermitted("The passphrase does not open the key.") from None
    except (ValueError, KeyError, TypeError):
        raise IntegrityError("The locked key is damaged; restore it from the backup.") from None


def _key(secret: str, salt: bytes) -> bytes:
    return hashlib.scrypt(secret.encode(), salt=salt, **_COST)
