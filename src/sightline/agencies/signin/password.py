"""Signing in with a password (Argon2id) and a code: never with a password alone.

An unknown name, a wrong password, a wrong or used code and codes that were never taken into use all get the same answer
after the same work.
"""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from sightline.agencies import sessions
from sightline.agencies.model import Officer
from sightline.agencies.sessions import Lasting
from sightline.agencies.signin import codes, store, throttle
from sightline.agencies.signin.store import Kept
from sightline.agencies.store import officer_by_handle
from sightline.kernel.db import Database, Role
from sightline.kernel.errors import NotFound, NotPermitted, UsageError

SHORTEST, LONGEST = 12, 256
WRONG = "The name, the password or the code is not right. A code is good once; wait for the next one."
# RFC 9106, second recommended choice: 64 MiB, 3 passes, 4 lanes.
HASHER = PasswordHasher()


def set_password(database: Database, handle: str, password: str) -> None:
    """Give an officer a new password. Raises `NotFound`, `UsageError` for one that is too short or holds the name."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(f"A password has {SHORTEST} to {LONGEST} characters; a sentence that you remember is best.")
    if handle.lower() in password.lower() or len(set(password)) < SHORTEST // 2:
        raise UsageError("A password does not hold the name, nor few characters over and over.")
    hashed = HASHER.hash(password)
    with database.transaction(Role.WORKER) as connection:
        officer = officer_by_handle(connection, handle)
        store.keep_password(connection, officer, hashed)
        store.record(connection, officer, "set password")


def sign_in(
    database: Database, handle: str, password: str, code: str, *, purpose: str = "", lasting: Lasting | None = None
) -> str:
    """A session token for who knows the password and has the app. Raises `NotPermitted`, the same for every fault.

    Raises `TooMany`, which is also a `NotPermitted`, while one has to wait after many failures.
    """
    throttle.attempt(database, handle)
    known, kept = _kept(database, handle)
    right = _verified(kept.hash if kept.hash else _nobody(), password)
    # The code is used up only after the right password: a guesser cannot spoil the codes of others.
    good = codes.use(database, kept.officer, kept.secret, code if right else "")
    if not (known and right and good):
        _refused(database, kept.officer, known=known)
        raise NotPermitted(WRONG)
    throttle.succeeded(database, handle)
    if HASHER.check_needs_rehash(kept.hash):
        set_password(database, handle, password)
    return sessions.begin(database, handle, method="password", purpose=purpose, lasting=lasting)


def _kept(database: Database, handle: str) -> tuple[bool, Kept]:
    stranger = Officer(id=0, handle="", name="", agency="", roles=frozenset())
    with database.transaction(Role.WORKER) as connection:
        try:
            officer = officer_by_handle(connection, handle)
        except NotFound:
            officer = stranger
        kept = store.kept(connection, officer)
    if kept is None or not kept.secret:
        return False, Kept(officer=officer, hash="", secret="", last_step=0)
    return True, kept


def _verified(hashed: str, password: str) -> bool:
    try:
        return HASHER.verify(hashed, password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False


def _refused(database: Database, officer: Officer, *, known: bool) -> None:
    with database.transaction(Role.WORKER) as connection:
        if officer.id:
            store.record(connection, officer, "refuse sign in", method="password", known=known)
        else:
            store.kept(connection, officer)  # a query in place of the entry that nobody's log could take


@cache
def _nobody() -> str:
    """The hash that a stranger's password is compared with, made once with the same cost."""
    return HASHER.hash("nobody has this password")
