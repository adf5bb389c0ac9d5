"""age encryption (age-encryption.org/v1, X25519). The only file that knows pyrage, which comes without types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import pyrage

from sightline.kernel.errors import IntegrityError, UsageError

_age: Any = pyrage


class Reader(Protocol):
    """Anything with `read(n)`."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; empty at the end."""
        ...


class Writer(Protocol):
    """Anything with `write` and `flush`."""

    def write(self, part: bytes, /) -> int:
        """Take all of `part`; return its length."""
        ...

    def flush(self) -> None:
        """Pass on what is held back."""
        ...


def make_identity() -> str:
    """A new private key, `AGE-SECRET-KEY-1…`."""
    return str(_age.x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """The public key `age1…` of a private one. Raises `IntegrityError` when it is not one."""
    return str(_identity(identity).to_public())


def check_recipient(recipient: str) -> None:
    """Raise `UsageError` when `recipient` is not an age public key."""
    _recipient(recipient)


def encrypt(source: Reader, sink: Writer, recipients: Sequence[str]) -> None:
    """Stream `source` into `sink`, readable for each of `recipients`. Constant memory."""
    _age.encrypt_io(source, sink, [_recipient(one) for one in recipients])


def decrypt(source: Reader, sink: Writer, identities: Sequence[str]) -> None:
    """Stream the plain bytes of `source` into `sink`.

    Every 64 KiB part is authenticated before it is passed on, the end only at the end: what arrived counts only when
    this returns. Raises `IntegrityError` when it was altered, cut short or not sealed to one of these keys.
    """
    try:
        _age.decrypt_io(source, sink, [_identity(one) for one in identities])
    except _age.DecryptError as fault:
        if "No matching keys" in str(fault):
            raise IntegrityError(
                "The package is not sealed to your agency's key; ask the sender to seal it again."
            ) from None
        raise IntegrityError("The sealed part was altered or cut short: it does not decrypt.") from None


def _identity(text: str) -> Any:
    try:
        return _age.x25519.Identity.from_str(text)
    except _age.IdentityError:
        raise IntegrityError("The agency's private key cannot be read; restore it from the backup.") from None


def _recipient(text: str) -> Any:
    try:
        return _age.x25519.Recipient.from_str(text)
    except _age.RecipientError:
        raise UsageError(f"{text[:24]!r} is not an age public key; one begins with age1.") from None
