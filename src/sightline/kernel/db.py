"""The database: one dialect, PostgreSQL; one place that opens transactions.

Two roles do the work, and neither owns a table nor may step around row-level security: `sightline_app` acts for an
officer, `sightline_worker` for the machine. Only `migrate` connects as the owner.
Whoever opens the transaction ends it; inner code never commits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, MetaData, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError

from sightline.kernel.errors import Unavailable

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

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        url = make_url(dsn).set(drivername="postgresql+psycopg")
        self._engine: Engine = create_engine(url, pool_size=8, max_overflow=8, pool_pre_ping=True)

    @contextmanager
    def transaction(self, role: Role, context: Mapping[str, str] | None = None) -> Iterator[Connection]:
        """One transaction as `role`, with the `sightline.*` settings in `context` that row-level security reads.

        Commits when the block ends, rolls back when it raises. Raises `Unavailable` when the server cannot be reached.
        """
        try:
            with self._engine.begin() as connection:
                if role is not Role.OWNER:
                    connection.execute(text(f"SET LOCAL ROLE {role.value}"))
                for name, value in (context or {}).items():
                    connection.execute(
                        text("SELECT set_config(:name, :value, true)"), {"name": f"sightline.{name}", "value": value}
                    )
                yield connection
        except OperationalError as fault:
            raise unreachable(fault) from fault

    def migrate(self) -> None:
        """Bring the tables to this program's version. Raises `Unavailable` when the server cannot be reached."""
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        try:
            with self._engine.begin() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
        except OperationalError as fault:
            raise unreachable(fault) from fault

    def version(self) -> str | None:
        """The migration the tables are at, None for an empty database."""
        with self.transaction(Role.OWNER) as connection:
            if not connection.execute(text("SELECT to_regclass('alembic_version') IS NOT NULL")).scalar_one():
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()


def unreachable(fault: DBAPIError) -> Unavailable:
    """The plain sentence for a server that does not answer or has run out of room."""
    cause = str(fault.orig).strip().splitlines()[0] if fault.orig else "no reason given"
    return Unavailable(f"The database does not answer: {cause}. Start it, or check the DSN; nothing was changed.")
