"""Sessions: what stands for a person between two requests. A token is shown once; only its hash is kept.

A session lasts 12 hours at most and ends after 30 minutes in which nobody used it. Ending or revoking it works on the
very next request. Beginning and ending are entries of the custody log; each act of a session has an entry of its own.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sightline.agencies.model import Officer
from sightline.agencies.store import officer_by_handle
from sightline.agencies.tokens import store
from sightline.agencies.tokens.store import Session
from sightline.kernel.clock import now
from sightline.kernel.db import Database, Role
from sightline.kernel.errors import NotPermitted, UsageError

__all__ = ["Lasting", "Session", "begin", "end", "end_all", "one_time_link", "redeem", "who"]

TOKEN_BYTES = 32
LINK_LASTS = timedelta(minutes=10)
LONGEST_PURPOSE = 200
LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """How long a session lasts at most, and how long it may lie idle."""

    most: timedelta = timedelta(hours=12)
    idle: timedelta = timedelta(minutes=30)


def begin(database: Database, handle: str, *, method: str, purpose: str = "", lasting: Lasting | None = None) -> str:
    """Open a session for an officer who has shown who they are, and return its token; only its hash is kept.

    method: how they showed it (`passkey`, `password`, `oidc`, `link`). purpose: why they will look; may be empty, but
    then nothing can be looked at. Raises `NotFound` for the officer, `UsageError` for a purpose over 200 characters.
    """
    chosen = lasting or Lasting()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with database.transaction(Role.WORKER) as connection:
        session = _fresh(officer_by_handle(connection, handle), method, purpose, chosen)
        store.open_session(connection, _hash(token), session, chosen.idle)
    return token


def who(database: Database, token: str) -> Session:
    """Whose session this token opens. Raises `NotPermitted` when it is unknown, ended or revoked: all answer alike."""
    with database.transaction(Role.WORKER) as connection:
        found = store.standing(connection, _hash(token), now())
    if found is None:
        raise NotPermitted("You are not signed in, or your session has ended: sign in again.")
    return found


def end(database: Database, token: str) -> None:
    """End the session of this token. Doing it twice, or with no session, changes nothing."""
    with database.transaction(Role.WORKER) as connection:
        store.revoke(connection, _hash(token), now())


def end_all(database: Database, handle: str) -> int:
    """End every session of an officer and spoil their unused links; how many sessions ended. Raises `NotFound`."""
    with database.transaction(Role.WORKER) as connection:
        return len(store.revoke_all(connection, officer_by_handle(connection, handle), now()))


def one_time_link(database: Database, handle: str) -> str:
    """A secret that opens one session for this officer, once, within 10 minutes. Raises `NotFound`."""
    secret = secrets.token_urlsafe(TOKEN_BYTES)
    with database.transaction(Role.WORKER) as connection:
        officer = officer_by_handle(connection, handle)
        moment = now()
        store.keep_link(connection, _hash(secret), officer, (moment, moment + LINK_LASTS))
    return secret


def redeem(database: Database, secret: str, *, purpose: str = "", lasting: Lasting | None = None) -> str:
    """Use a one-time link up and return a session token. Raises `NotPermitted` when it is unknown, used or too old."""
    chosen = lasting or Lasting()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with database.transaction(Role.WORKER) as connection:
        handle = store.use_link(connection, _hash(secret), now())
        if handle is not None:
            session = _fresh(officer_by_handle(connection, handle), LINK, purpose, chosen)
            store.open_session(connection, _hash(token), session, chosen.idle)
            return token
    raise NotPermitted("This sign-in link does not hold: it is good once, for 10 minutes. Ask for a new one.")


def _fresh(officer: Officer, method: str, purpose: str, lasting: Lasting) -> Session:
    if len(purpose) > LONGEST_PURPOSE:
        raise UsageError(f"The purpose has {len(purpose)} characters; say it in {LONGEST_PURPOSE}.")
    moment = now()
    return Session(
        handle=officer.handle,
        officer_id=officer.id,
        agency=officer.agency,
        method=method,
        began=moment,
        ends=moment + lasting.most,
        purpose=purpose,
    )


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
