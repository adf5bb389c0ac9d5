"""Decide how long a contribution is kept: warned before its review date, kept on for a reason, or erased by two officers.

An erased content leaves a tombstone: its SHA-256 in the custody log and in the tables, with `erased` as its outcome. Its
bytes, the features made of it, its links, what clues read in it, and every path are gone. Content that another
contribution brought too stays with that one. Leads and questions that were sent are not called back by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sightline.agencies.access import Acting, Enter
from sightline.agencies.model import Role
from sightline.custody import erasure as texts
from sightline.custody.log import Author
from sightline.kernel.blobs import Blobs
from sightline.kernel.clock import now
from sightline.kernel.errors import Conflict, NotPermitted, UsageError
from sightline.leads.retention import store
from sightline.leads.retention.store import Due, Erasure

WARN = timedelta(days=30)
LONGEST = timedelta(days=5 * 366)
NAMED = 500


def due(acting: Acting, within: timedelta = WARN) -> list[Due]:
    """The own agency's contributions to be reviewed within this time, those overdue first."""
    return store.due(acting, now().date() + within)


def keep_until(acting: Acting, number: int, until: date, reason: str) -> None:
    """Keep a contribution until a later review, for a written reason, which stands in the log by its salted hash.

    Grants to others that ended with the old date stay ended. Raises `UsageError` for a date that is past or more than
    five years away, or a reason that says nothing.
    """
    acting.require(Role.COORDINATOR, Role.AUDITOR)
    today = now().date()
    if not today < until <= today + LONGEST:
        raise UsageError(f"The next review lies after today and within five years; {until} does not.")
    before = store.set_review(acting, number, until)
    acting.record(
        "review contribution", f"contribution:{number}", _reason(acting, reason), before=before.isoformat(),
        until=until.isoformat(),
    )  # fmt: skip


def propose(acting: Acting, number: int, reason: str) -> Erasure:
    """Propose to erase a contribution of the own agency. Nothing is erased before a second officer approves."""
    acting.require(Role.COORDINATOR, Role.AUDITOR)
    why = _reason(acting, reason)
    proposed = store.propose(acting, number, why)
    acting.record("propose erasure", f"contribution:{number}", why)
    return proposed


def approve(acting: Acting, number: int) -> Erasure:
    """Approve a proposed erasure as the second officer. Raises `NotPermitted` for the one who proposed it."""
    acting.require(Role.COORDINATOR, Role.AUDITOR)
    found = store.by_contribution(acting, number)
    if found.proposed_by == acting.officer.id:
        raise NotPermitted("The officer who proposed an erasure cannot approve it; ask a second officer.")
    if found.done:
        raise Conflict(f"Contribution {number} was erased before.")
    if not found.approved:
        store.approve(acting, found)
        acting.record("approve erasure", f"contribution:{number}")
    return store.by_contribution(acting, number)


def carry_out(machine: Enter, blobs: Blobs, number: int) -> int:
    """Erase what was approved; return how many contents that were. Interrupted, it is run again and goes on.

    machine: opens transactions of the machine. The tables go first: bytes without rows are harmless, rows without
    bytes would be taken for damage.
    """
    with machine() as acting:
        found = store.by_contribution(acting, number)
        if not found.approved:
            raise NotPermitted(f"The erasure of contribution {number} waits for a second officer.")
        contents, names = store.empty(acting, found)
    for name in names:
        blobs.remove(name)
    with machine() as acting:
        if not found.done:
            store.finish(acting, found)
            _tombstones(acting, found, contents)
    return len(contents)


def _tombstones(acting: Acting, found: Erasure, contents: Sequence[str]) -> None:
    about = f"contribution:{found.contribution}"
    for start in range(0, max(1, len(contents)), NAMED):
        named = [f"media:{sha256}" for sha256 in contents[start : start + NAMED]]
        acting.record("erase", about, found.reason, *named, contents=len(contents))


def _reason(acting: Acting, reason: str) -> str:
    if len(reason.strip()) < 10:
        raise UsageError("Give the reason in a sentence: why it is kept longer, or why it goes.")
    author = Author(
        officer=acting.officer.handle, agency=acting.officer.agency, purpose=acting.purpose, agent=acting.agent
    )
    return texts.keep(acting.connection, author, reason.strip())
