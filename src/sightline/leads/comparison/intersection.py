"""Private set intersection (ECDH, as OpenMined's PSI library has it). The only file that knows that library.

The asker blinds its items with a secret of its own and sends them; the answerer blinds them a second time, and sends
its own items blinded once, as a Golomb-compressed set. Only the asker, taking its own blind off, can see which of its
own items are in that set, and only those. The answerer sees points on a curve.

What leaks: how many items each side has. So each side fills up with random items to a power of two. What it cannot
help: an asker can put in hashes that it does not hold. That is why questions are few, signed and recorded.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import private_set_intersection.python as library
from google.protobuf.message import DecodeError

from sightline.kernel.errors import IntegrityError

LEAST = 1 << 10
MOST = 1 << 20
FALSE_ALARMS = 1e-9
"""Chance that a whole comparison names an item that the other side does not have."""
LONGEST_MESSAGE = 128 << 20

_psi: Any = library


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the asker sends (message) and keeps to itself (key)."""

    message: bytes
    key: bytes


def filled(items: Sequence[str]) -> list[str]:
    """`items` and random ones behind them, up to the next power of two. Raises `IntegrityError` above `MOST`."""
    if len(items) > MOST:
        raise IntegrityError(f"A comparison takes at most {MOST:,} items; this has {len(items):,}.")
    size = LEAST
    while size < len(items):
        size *= 2
    return [*items, *(f"filling|{secrets.token_hex(32)}" for _ in range(size - len(items)))]


def ask(items: Sequence[str]) -> Asked:
    """Blind the asker's items, in their order."""
    client = _psi.client.CreateWithNewKey(True)  # noqa: FBT003 - the library's own signature
    request = client.CreateRequest(list(items))
    return Asked(message=request.SerializeToString(), key=client.GetPrivateKeyBytes())


def answer(message: bytes, items: Sequence[str]) -> tuple[bytes, bytes, int]:
    """(the answerer's set, the asker's items blinded twice, how many those are). Raises `IntegrityError`."""
    request = _parsed(_psi.Request, message)
    count = len(request.encrypted_elements)
    if not LEAST <= count <= MOST:
        raise IntegrityError(f"A comparison has from {LEAST:,} to {MOST:,} items; this one has {count:,}.")
    server = _psi.server.CreateWithNewKey(True)  # noqa: FBT003 - the library's own signature
    try:
        setup = server.CreateSetupMessage(FALSE_ALARMS, count, list(items), _psi.DataStructure.GCS)
        response = server.ProcessRequest(request)
    except RuntimeError:
        raise IntegrityError("The comparison holds something that is no blinded item.") from None
    return setup.SerializeToString(), response.SerializeToString(), count


def read(key: bytes, setup: bytes, response: bytes, count: int) -> list[int]:
    """Which of the asker's `count` items the answerer has too, by place. Raises `IntegrityError`."""
    known, twice = _parsed(_psi.ServerSetup, setup), _parsed(_psi.Response, response)
    if len(twice.encrypted_elements) != count or not known.HasField("gcs"):
        raise IntegrityError("The answer to the comparison is not one to what was asked.")
    try:
        client = _psi.client.CreateFromKey(key, True)  # noqa: FBT003 - the library's own signature
        return sorted(place for place in client.GetIntersection(known, twice) if 0 <= place < count)
    except RuntimeError:
        raise IntegrityError("The answer to the comparison holds something that is no blinded item.") from None


def _parsed(kind: Any, raw: bytes) -> Any:
    if len(raw) > LONGEST_MESSAGE:
        raise IntegrityError("The comparison is larger than any can be.")
    try:
        return kind.FromString(raw)
    except DecodeError:
        raise IntegrityError("The comparison cannot be read: it was damaged or is something else.") from None
