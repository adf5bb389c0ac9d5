"""Who is asking: the one place that opens a transaction for an officer and says what they may do.

What an officer may *see* is decided by row-level security in PostgreSQL, which reads the two settings set here.
What an officer may *do* is decided by `require`. Every act and view is recorded in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from sightline.agencies.model import Officer, Role
from sightline.agencies.store import officer_by_handle
from sightline.custody import log
from sightline.kernel.db import Database
from sightline.kernel.db import Role as DatabaseRole
from sightline.kernel.errors import NotPermitted


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


Enter = Callable[[], AbstractContextManager[Acting]]
"""Opens the next transaction of the same officer: for work that must not hold one while it reads or computes."""


@contextmanager
def acting(database: Database, handle: str, purpose: str) -> Iterator[Acting]:
    """A transaction in which the officer `handle` acts. Raises `NotFound` when there is no such active officer."""
    with database.transaction(DatabaseRole.APP) as connection:
        officer = officer_by_handle(connection, handle)
        _identify(connection, officer)
        yield Acting(officer=officer, connection=connection, purpose=purpose)


@contextmanager
def machine(database: Database, handle: str, purpose: str, agent: str) -> Iterator[Acting]:
    """A transaction in which the machine acts because officer `handle` asked; it sees every agency's material."""
    with database.transaction(DatabaseRole.WORKER) as connection:
        officer = officer_by_handle(connection, handle)
        _identify(connection, officer)
        yield Acting(officer=officer, connection=connection, purpose=purpose, agent=agent)


def _identify(connection: Connection, officer: Officer) -> None:
    settings: Mapping[str, str] = {"sightline.agency": officer.agency, "sightline.officer": str(officer.id)}
    for name, value in settings.items():
        connection.exec_driver_sql("SELECT set_config(%s, %s, true)", (name, value))
