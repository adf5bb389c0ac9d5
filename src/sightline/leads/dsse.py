"""DSSE v1 envelopes: what is signed is a type and exact bytes, so that nothing is parsed before it is verified.

Format and pre-authentication encoding: secure-systems-lab/dsse, protocol 1.0. Statements follow in-toto Statement v1.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence

from sightline.kernel import canonical
from sightline.kernel.errors import IntegrityError
from sightline.leads.keys import SigningKey, decode_base64, verify
from sightline.media.model import Json

STATEMENT = "https://in-toto.io/Statement/v1"
INTOTO = "application/vnd.in-toto+json"


def encode_for_signing(kind: str, payload: bytes) -> bytes:
    """DSSE's pre-authentication encoding of a payload and its type."""
    name = kind.encode()
    return b"DSSEv1 %d %b %d %b" % (len(name), name, len(payload), payload)


def sign(kind: str, payload: bytes, signers: Sequence[SigningKey]) -> str:
    """An envelope as JSON text, signed by every one of `signers`."""
    message = encode_for_signing(kind, payload)
    return json.dumps(
        {
            "payloadType": kind,
            "payload": base64.b64encode(payload).decode(),
            "signatures": [
                {"keyid": one.key_id, "sig": base64.b64encode(one.sign(message)).decode()} for one in signers
            ],
        }
    )


def open_envelope(envelope: str | bytes, kind: str, keys: Mapping[str, str]) -> bytes:
    """The payload, when every key of `keys` (key id to public key, base64) has signed it. Other signatures are ignored.

    Raises `IntegrityError` naming the key whose signature is absent or wrong.
    """
    payload, signatures = _parse(envelope, kind)
    message = encode_for_signing(kind, payload)
    for key, public in keys.items():
        if key not in signatures:
            raise IntegrityError(f"The signature of key {key[:16]}… is missing.")
        if not verify(public, message, signatures[key]):
            raise IntegrityError(f"The signature of key {key[:16]}… does not hold: the statement was altered.")
    if not keys:
        raise IntegrityError("A statement needs at least one signature that is known.")
    return payload


def statement(subjects: Mapping[str, Mapping[str, str]], predicate_type: str, predicate: Json) -> bytes:
    """An in-toto statement. subjects: name to digests (`sha256` to hex)."""
    return canonical.encode(
        {
            "_type": STATEMENT,
            "subject": [{"name": name, "digest": dict(digest)} for name, digest in sorted(subjects.items())],
            "predicateType": predicate_type,
            "predicate": predicate,
        }
    )


def read_statement(payload: bytes, predicate_type: str) -> tuple[dict[str, dict[str, str]], Json]:
    """Subjects and predicate of a verified statement. Raises `IntegrityError` when it is of another type."""
    try:
        parsed = json.loads(payload)
        if parsed["_type"] != STATEMENT or parsed["predicateType"] != predicate_type:
            raise IntegrityError(f"The statement is not a {predicate_type}.")
        return {one["name"]: dict(one["digest"]) for one in parsed["subject"]}, parsed["predicate"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise IntegrityError("The signed statement cannot be read.") from None


def _parse(envelope: str | bytes, kind: str) -> tuple[bytes, dict[str, str]]:
    try:
        parsed = json.loads(envelope)
        found, payload = parsed["payloadType"], decode_base64(parsed["payload"])
        signatures = {str(one["keyid"]): str(one["sig"]) for one in parsed["signatures"]}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise IntegrityError("The signature envelope cannot be read.") from None
    if found != kind:
        raise IntegrityError(f"The envelope holds {str(found)[:60]}, not {kind}.")
    return payload, signatures
