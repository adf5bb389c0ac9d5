"""Slowing down who guesses: after five failures each further try waits longer, up to a quarter of an hour.

Attempts are counted before anything is checked, by what was typed and whether or not there is such an officer: so many
who try at once gain nothing, and the wait tells nobody who is here.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sightline.agencies.signin import store
from sightline.kernel.clock import now
from sightline.kernel.db import Database, Role
from sightline.kernel.errors import NotPermitted

MOST = timedelta(minutes=15)
WAIT = {5 + more: timedelta(seconds=2 ** (more + 1)) for more in range(9)}  # 2 s after the 5th failure, then doubling


class TooMany(NotPermitted):
    """Somebody tried too often under this name; the sentence says when to try again."""

    status = 429


def attempt(database: Database, typed: str) -> None:
    """Count an attempt to sign in as `typed`. Raises `TooMany` while one has to wait."""
    with database.transaction(Role.WORKER) as connection:
        until = store.count_attempt(connection, _key(typed), WAIT, MOST)
    if until is not None:
        seconds = max(1, int((until - now()).total_seconds() + 0.999))
        raise TooMany(f"Too many attempts to sign in under this name. Try again in {seconds} s.")


def succeeded(database: Database, typed: str) -> None:
    """Forget the failures of who has now shown who they are."""
    with database.transaction(Role.WORKER) as connection:
        store.forget_attempts(connection, _key(typed))


def _key(typed: str) -> bytes:
    return hashlib.sha256(typed.strip().lower().encode()).digest()
