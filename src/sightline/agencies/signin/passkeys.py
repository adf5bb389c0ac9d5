"""Passkeys (WebAuthn level 2): a key that never leaves the officer's device, opened by finger, face or PIN there.

The device, not this server, checks the person; the server learns only that it did (user verification is required).
Nobody types a name: the device offers its keys, so the page cannot be asked who is here.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from sightline.agencies import sessions
from sightline.agencies.sessions import Lasting
from sightline.agencies.signin import store
from sightline.agencies.signin.store import Passkey
from sightline.agencies.store import officer_by_handle
from sightline.kernel.db import Database, Role
from sightline.kernel.errors import Conflict, NotPermitted, UsageError

CHALLENGE_BYTES = 32
LONGEST_NAME = 60
ADD, USE = "add passkey", "use passkey"
FAILED = "This passkey does not open anything here. Try again, or sign in another way."


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where the page lives: its host name (`rp_id`), its full origin (`https://host:8443`), and what people call it."""

    host: str
    origin: str
    name: str = "Sightline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceremony:
    """What the page hands to the browser (`options`, JSON) and gives back with its answer (`id`)."""

    id: str
    options: str


def begin_adding(database: Database, handle: str, site: Site) -> Ceremony:
    """First half of adding a passkey for an officer who is signed in. Raises `NotFound`."""
    challenge = secrets.token_bytes(CHALLENGE_BYTES)
    ceremony = secrets.token_bytes(16)
    with database.transaction(Role.WORKER) as connection:
        officer = officer_by_handle(connection, handle)
        there = store.credentials_of(connection, officer)
        body = {"challenge": challenge.hex(), "origin": site.origin}
        store.keep_challenge(connection, ceremony, ADD, body, officer)
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_name=handle,
        user_id=officer.id.to_bytes(8, "big"),
        challenge=challenge,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in there],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
    )
    return Ceremony(id=bytes_to_base64url(ceremony), options=options_to_json(options))


def finish_adding(database: Database, handle: str, site: Site, ceremony: str, answer: str, name: str) -> None:
    """Second half: check the browser's answer (JSON) and keep the key. Raises `NotPermitted`, `Conflict`, `NotFound`.

    name: what the officer calls the device.
    """
    with database.transaction(Role.WORKER) as connection:
        body = store.take_challenge(connection, _number(ceremony), ADD, officer_by_handle(connection, handle))
    if body is None or body["origin"] != site.origin:
        raise NotPermitted("Adding this passkey took too long, or was done before. Begin again.")
    try:
        seen = verify_registration_response(
            credential=answer,
            expected_challenge=bytes.fromhex(body["challenge"]),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as fault:
        raise NotPermitted(
            "This passkey could not be added: the device's answer does not hold. Begin again."
        ) from fault
    made = Passkey(
        credential=seen.credential_id,
        handle=handle,
        public_key=seen.credential_public_key,
        sign_count=seen.sign_count,
    )
    with database.transaction(Role.WORKER) as connection:
        officer = officer_by_handle(connection, handle)
        if not store.keep_passkey(connection, officer, made, name.strip()[:LONGEST_NAME] or "passkey"):
            raise Conflict("This passkey is here already.")
        store.record(connection, officer, ADD, format=str(seen.fmt))


def begin_sign_in(database: Database, site: Site) -> Ceremony:
    """First half of signing in: a challenge for whichever key the device holds."""
    challenge, ceremony = secrets.token_bytes(CHALLENGE_BYTES), secrets.token_bytes(16)
    with database.transaction(Role.WORKER) as connection:
        store.keep_challenge(connection, ceremony, USE, {"challenge": challenge.hex(), "origin": site.origin})
    options = generate_authentication_options(
        rp_id=site.host, challenge=challenge, user_verification=UserVerificationRequirement.REQUIRED
    )
    return Ceremony(id=bytes_to_base64url(ceremony), options=options_to_json(options))


def finish_sign_in(
    database: Database, site: Site, ceremony: str, answer: str, *, purpose: str = "", lasting: Lasting | None = None
) -> str:
    """Second half: check the device's answer (JSON) and return a session token. Raises `NotPermitted`.

    An unknown key, a wrong signature, an old challenge, a device that did not check the person and a count that went
    back (a copied key) are all refused in the same words.
    """
    with database.transaction(Role.WORKER) as connection:
        body = store.take_challenge(connection, _number(ceremony), USE)
    try:
        credential = parse_authentication_credential_json(answer).raw_id
    except (WebAuthnException, ValueError, KeyError, TypeError) as fault:
        raise NotPermitted(FAILED) from fault
    handle = _verified(database, site, body or {}, credential, answer)
    return sessions.begin(database, handle, method="passkey", purpose=purpose, lasting=lasting)


def _verified(database: Database, site: Site, body: dict[str, str], credential: bytes, answer: str) -> str:
    with database.transaction(Role.WORKER) as connection:
        known = store.passkey_of(connection, credential)
        if known is None or body.get("origin") != site.origin:
            raise NotPermitted(FAILED)
        try:
            seen = verify_authentication_response(
                credential=answer,
                expected_challenge=bytes.fromhex(body["challenge"]),
                expected_rp_id=site.host,
                expected_origin=site.origin,
                credential_public_key=known.public_key,
                credential_current_sign_count=known.sign_count,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError) as fault:
            raise NotPermitted(FAILED) from fault
        store.used_passkey(connection, credential, seen.new_sign_count)
    return known.handle


def _number(ceremony: str) -> bytes:
    try:
        return base64url_to_bytes(ceremony)
    except ValueError:
        raise UsageError("This is no ceremony of this server; begin again.") from None
