"""The exact bytes of a lead's contents: `lead.json`. Their SHA-256 is what officers sign and receivers check."""

from __future__ import annotations

import hashlib
import json

from sightline.kernel import canonical
from sightline.kernel.errors import IntegrityError
from sightline.leads.model import Contents
from sightline.leads.wire import from_json, to_json


def contents_bytes(contents: Contents) -> bytes:
    """`lead.json`: canonical JSON; crops appear by SHA-256 and size."""
    return canonical.encode(to_json(contents))


def contents_digest(contents: Contents) -> str:
    """SHA-256 of `contents_bytes`, hex."""
    return hashlib.sha256(contents_bytes(contents)).hexdigest()


def read_contents(raw: bytes, crops: tuple[bytes, ...]) -> Contents:
    """Contents from `lead.json` and the crops beside it. Raises `IntegrityError` when they do not fit."""
    try:
        parsed = json.loads(raw)
    except (ValueError, RecursionError):
        raise IntegrityError("The package's lead.json cannot be read.") from None
    return from_json(Contents, parsed, {hashlib.sha256(one).hexdigest(): one for one in crops})
