"""Canonical JSON (RFC 8785 for the values we use), so that the same fact always has the same hash."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def encode(value: Any) -> bytes:
    """`value` as canonical JSON: sorted keys, no spaces, UTF-8. Floats are refused; write them as text.

    Raises `TypeError` for a float or for what JSON does not know: a number must read the same in every language.
    """
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON of `value`, in hex."""
    return hashlib.sha256(encode(value)).hexdigest()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        msg = "canonical JSON holds no floats: write the number as text"
        raise TypeError(msg)
    if isinstance(value, dict):
        for part in value.values():
            _refuse_floats(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            _refuse_floats(part)
