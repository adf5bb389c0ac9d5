"""Who is asking: the one place that opens a transaction for an officer and says what they may do.

What an officer may *see* is decided by row-level security in PostgreSQL, which reads the settings made here; how much of
it, by `level`, which asks the same function of the database. What an officer may *do* is decided by `require`.
Every act and view is recorded in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from sightline.agencies.model import Level, Officer, Role
from sightline.agencies.store import founding, unknown_officer
from sightline.custody import log
from sightline.kernel.clock import now
from sightline.kernel.db import Database
from sightline.kernel.db import Role as DatabaseRole
from sightline.kernel.errors import NotFound, NotPermitted, UsageError

# One statement: it names the officer, and from its end on the transaction is that officer's and no longer the owner's.
# The database reads from memory more than from a turning disk; told so, it looks up a page of media by index.
_ENTER = """
    SELECT o.id, o.name, o.agency, o.roles,
        set_config('sightline.agency', o.agency, true), set_config('sightline.officer', o.id::text, true),
        set_config('sightline.roles', array_to_string(o.roles, ','), true),
        set_config('sightline.purpose', %s, true), sl_keep_shown(),
        set_config('random_page_cost', '1.1', true), set_config('role', %s, true)
    FROM officer o WHERE o.handle = %s AND o.active
"""
_BEHIND_THE_WALL = "42501"  # PostgreSQL: insufficient privilege, also for a row that a policy refuses
_TERMS = text("SELECT * FROM sl_terms(:wanted) ORDER BY media_id, owner, handling, tlp, level")
_PERMITTED = text(
    "SELECT EXISTS (SELECT FROM permission p WHERE p.owner = :owner AND p.country = :country AND p.at <= :at"
    " AND trim(p.reference) <> '')"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """An officer at work in one open transaction. Store functions take this first.

    agent: empty for a person; the name of the machine step (`worker`) when a job acts on an officer's request.
    """

    officer: Officer
    connection: Connection
    purpose: str
    agent: str = ""

    @property
    def author(self) -> str:
        """How this act is named in records: `officer:7`, or `machine:worker`."""
        return f"machine:{self.agent}" if self.agent else f"officer:{self.officer.id}"

    def record(self, action: str, *subjects: str, **detail: object) -> None:
        """Write a custody entry in this transaction. No names and no free text in `detail`."""
        author = log.Author(
            officer=self.officer.handle, agency=self.officer.agency, purpose=self.purpose, agent=self.agent
        )
        log.record(self.connection, author, action, list(subjects), detail)

    def require(self, *roles: Role) -> None:
        """Raise `NotPermitted` unless the officer has one of `roles`."""
        if not self.officer.has(*roles):
            wanted = " or ".join(roles)
            raise NotPermitted(f"{self.officer.handle} may not do this: it takes the role {wanted}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On what conditions one owner shows a media: handling code (`H1`), TLP (`TLP:AMBER`), level, may it go onward."""

    owner: str
    handling: str
    tlp: str
    review: date
    level: Level
    onward: bool


Enter = Callable[[], AbstractContextManager[Acting]]
"""Opens the next transaction of the same officer: for work that must not hold one while it reads or computes."""


@contextmanager
def acting(database: Database, handle: str, purpose: str) -> Iterator[Acting]:
    """A transaction in which the officer `handle` acts. Raises `NotFound` when there is no such active officer.

    Raises `UsageError` without a purpose: nobody looks without saying why.
    """
    try:
        with database.transaction(DatabaseRole.OWNER) as connection:
            yield _entered(connection, handle, purpose, DatabaseRole.APP)
    except ProgrammingError as fault:
        if getattr(fault.orig, "sqlstate", None) != _BEHIND_THE_WALL:
            raise
        # The wall stopped what no sentence stopped before; it says no more of it than of what is not there.
        raise NotFound("There is nothing under that number, or nothing that you may see and change.") from fault


@contextmanager
def machine(database: Database, handle: str, purpose: str, agent: str) -> Iterator[Acting]:
    """A transaction in which the machine acts because officer `handle` asked; it sees every agency's material."""
    with database.transaction(DatabaseRole.OWNER) as connection:
        yield _entered(connection, handle, purpose, DatabaseRole.WORKER, agent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entering:
    """A transaction in which agencies and officers are entered; `by` is None before the first officer is there."""

    connection: Connection
    by: Officer | None


@contextmanager
def entering(database: Database, enter: Enter) -> Iterator[Entering]:
    """Whoever holds the machine founds a workspace; once an officer is there, the one whom `enter` opens must act."""
    with database.transaction(DatabaseRole.APP) as connection:
        if founding(connection):
            yield Entering(connection=connection, by=None)
            return
    with enter() as officer:
        yield Entering(connection=officer.connection, by=officer.officer)


def terms(acting: Acting, media_ids: Sequence[int]) -> dict[int, tuple[Terms, ...]]:
    """The conditions of every owner that shows one of these media to the officer; what is not shown is not there."""
    found: dict[int, list[Terms]] = {}
    for row in acting.connection.execute(_TERMS, {"wanted": list(media_ids)}):
        one = Terms(
            owner=row.owner,
            handling=row.handling,
            tlp=row.tlp,
            review=row.review,
            level=Level(row.level),
            onward=row.onward,
        )
        found.setdefault(row.media_id, []).append(one)
    return {media_id: tuple(all_of_it) for media_id, all_of_it in found.items()}


def level(acting: Acting, media_id: int) -> Level:
    """How much of a media the officer may see: the most that any of its owners shows; `NOTHING` when it is not there.

    For an own media whose review date has passed it is `MATCHES`: its rows are there, and no picture.
    """
    return max((one.level for one in terms(acting, [media_id]).get(media_id, ())), default=Level.NOTHING)


def require_level(acting: Acting, media_id: int, least: Level) -> None:
    """What every door that gives pixels or bytes asks first.

    Raises `NotFound` for what is not there for this officer, `NotPermitted` when its owners show less than `least`.
    """
    shown = terms(acting, [media_id]).get(media_id)
    if shown is None:
        raise NotFound(f"There is no media {media_id}.")
    if max(one.level for one in shown) < least:
        owners = ", ".join(sorted({one.owner for one in shown}))
        raise NotPermitted(
            f"Media {media_id} is not shown to you at the level {least.name.lower()}: "
            f"its owner has not granted it, or its review date has passed. Ask {owners}."
        )


def permitted(acting: Acting, owner: str, country: str) -> bool:
    """Whether `owner` has recorded, with a reference, that its material may go to `country`."""
    return bool(acting.connection.execute(_PERMITTED, {"owner": owner, "country": country, "at": now()}).scalar_one())


def _entered(connection: Connection, handle: str, purpose: str, role: DatabaseRole, agent: str = "") -> Acting:
    if not purpose.strip():
        raise UsageError("Say why you look: --purpose, or the setting `purpose`. Nothing is shown without one.")
    row = connection.exec_driver_sql(_ENTER, (purpose, role.value, handle)).one_or_none()
    if row is None:
        raise unknown_officer(handle)
    number, name, agency, named, *_ = row
    roles = frozenset(Role(one) for one in named)
    officer = Officer(id=number, handle=handle, name=name, agency=agency, roles=roles)
    return Acting(officer=officer, connection=connection, purpose=purpose, agent=agent)
