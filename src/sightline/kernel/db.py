"""The database: one dialect, PostgreSQL; one place that opens transactions.

Two roles do the work, and neither owns a table nor may step around row-level security: `sightline_app` acts for an
officer, `sightline_worker` for the machine. Only `migrate` connects as the owner.
Whoever opens the transaction ends it; inner code never commits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, MetaData, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError

from sightline.kernel.errors import Conflict, IntegrityError, SightlineError, Unavailable

CONNECT = {"connect_timeout": 10, "keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3}
"""So that a server or a cable that is gone is noticed in half a minute, not in hours."""
MIGRATING = 0x51_6D69
MIGRATIONS = Path(__file__).parent / "migrations"

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
        "ck": "%(table_name)s_%(constraint_name)s_check",
    }
)


class Role(StrEnum):
    """Who a transaction works as."""

    OWNER = "owner"
    APP = "sightline_app"
    WORKER = "sightline_worker"


class Database:
    """Engines for one PostgreSQL database. `dsn` is the owner's; the other roles are entered from it."""

    def __init__(self, dsn: str, revive: Callable[[], object] | None = None) -> None:
        """revive: starts the server again when it does not answer; it is then asked once more."""
        self.dsn = dsn
        self.revive = revive
        url = make_url(dsn).set(drivername="postgresql+psycopg")
        self._engine: Engine = create_engine(
            url,
            pool_size=8,
            max_overflow=8,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args=CONNECT,
            # Otherwise an insert that met a conflict, and one that did not, both count -1 rows.
            execution_options={"preserve_rowcount": True},
        )

    @contextmanager
    def transaction(self, role: Role, context: Mapping[str, str] | None = None) -> Iterator[Connection]:
        """One transaction as `role`, with the `sightline.*` settings in `context` that row-level security reads.

        Commits when the block ends, rolls back when it raises. Raises `Unavailable` when the server cannot be reached
        or has no room, `Conflict` when two acts got in each other's way.
        """
        try:
            with self._connected() as connection, connection.begin():
                if role is not Role.OWNER:
                    connection.execute(text(f"SET LOCAL ROLE {role.value}"))
                for name, value in (context or {}).items():
                    connection.execute(
                        text("SELECT set_config(:name, :value, true)"), {"name": f"sightline.{name}", "value": value}
                    )
                yield connection
        except (OperationalError, InterfaceError, InternalError) as fault:
            raise _told(fault) or fault from fault

    def _connected(self) -> Connection:
        try:
            return self._engine.connect()
        except OperationalError:
            if self.revive is None:
                raise
        self.revive()
        return self._engine.connect()

    def migrate(self) -> None:
        """Bring the tables to this program's version.

        Raises `Unavailable` when the server cannot be reached, `Conflict` when a newer program made the tables.
        """
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        try:
            with self._connected() as connection, connection.begin():
                # Two that open a workspace of an older version at once: the second finds it done.
                connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATING})"))
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
        except CommandError as unknown:
            raise Conflict(
                f"A newer version of this program made the tables of this database; this one knows them up to {_head()}. "
                "Update this program; nothing was changed."
            ) from unknown
        except (OperationalError, InterfaceError, InternalError) as fault:
            raise _told(fault) or fault from fault

    def check(self) -> None:
        """For a program that may not change the tables: raise `Conflict` unless they are those of this version."""
        found, known = self.version(), _head()
        if found != known:
            older = found is not None and found > known
            raise Conflict(
                f"The tables of this database are at version {found or 'none'}, this program works with {known}. "
                + ("Update this program." if older else "Open the workspace once with this version on its own machine.")
            )

    def version(self) -> str | None:
        """The migration the tables are at, None for an empty database."""
        with self.transaction(Role.OWNER) as connection:
            if not connection.execute(text("SELECT to_regclass('alembic_version') IS NOT NULL")).scalar_one():
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()


def _head() -> str:
    return max(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _told(fault: DBAPIError) -> SightlineError | None:
    """The plain sentence for a server that is away, full or damaged, or had to stop one of two acts; None for a bug."""
    code = str(getattr(fault.orig, "sqlstate", None) or "")
    cause = str(fault.orig).strip().splitlines()[0] if fault.orig else "no reason given"
    if code.startswith("40") or code == "55P03":
        return Conflict("Two acts got in each other's way; this one was undone. Try again.")
    if code.startswith("XX"):
        return IntegrityError(f"The database says that it is damaged: {cause}. Stop the work and restore a backup.")
    if code == "53100":
        return Unavailable("The disk of the database is full. Make room, then try again; what was kept before stays.")
    if isinstance(fault, InternalError):
        return None
    return Unavailable(
        f"The database does not answer: {cause}. Start it, or check the DSN; what was not acknowledged is undone."
    )
