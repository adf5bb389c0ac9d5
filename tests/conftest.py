"""A real PostgreSQL for the whole run, a fresh database for each test, and two agencies with officers to act."""

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import psycopg
import pytest
from pytest_socket import socket_allow_hosts

from sightline.agencies import store as agency_store
from sightline.agencies.model import Agency, Role
from sightline.kernel import postgres
from sightline.kernel.db import Database
from sightline.kernel.db import Role as DatabaseRole
from sightline.kernel.settings import Settings
from sightline.operations import store as operation_store
from sightline.operations.model import Level, Operation
from sightline.workspace import Workspace


def pytest_runtest_setup() -> None:
    # No test may reach the network. Unix sockets, on which the database listens, and this machine itself stay open.
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """DSN of a PostgreSQL server whose database `template` has every table."""
    # Not below pytest's own folder: another run's clean-up of old folders would take the server away.
    with tempfile.TemporaryDirectory(prefix="sightline-", ignore_cleanup_errors=True) as folder:
        yield _prepared(Path(folder) / "database")


def _prepared(folder: Path) -> str:
    dsn = postgres.start(folder)
    _administer(dsn, "CREATE DATABASE template_sightline")
    database = Database(_named(dsn, "template_sightline"))
    database.migrate()
    database.close()
    return dsn


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """DSN of a new database with every table."""
    name = f"test_{uuid.uuid4().hex}"
    _administer(server, f"CREATE DATABASE {name} TEMPLATE template_sightline")
    yield _named(server, name)
    _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def dsn(server: str) -> Iterator[str]:
    """DSN of a database of this test's own."""
    with fresh_database(server) as made:
        yield made


@pytest.fixture
def workspace(dsn: str, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace with agencies BE (host) and FR, an officer with every role and a second one in BE, one in FR."""
    settings = Settings(
        workspace=tmp_path / "workspace",
        database=dsn,
        bytes="",
        officer="be.first",
        purpose="test",
        workers=1,
        language="en",
    )
    with Workspace.create(settings) as made:
        with made.database.transaction(DatabaseRole.APP) as connection:
            agency_store.add_agency(connection, Agency(code="BE", name="Agency of Belgium", country="BE"))
            agency_store.add_agency(connection, Agency(code="FR", name="Agency of France", country="FR"))
            every = frozenset(Role)
            agency_store.add_officer(connection, "be.first", "First Officer", "BE", every)
        with made.acting() as acting:
            by, some = acting.officer, frozenset({Role.CONTRIBUTOR, Role.SPECIALIST})
            agency_store.add_officer(acting.connection, "be.second", "Second Officer", "BE", every, by)
            agency_store.add_officer(acting.connection, "fr.first", "Third Officer", "FR", some, by)
            operation_store.create(
                acting,
                Operation(
                    id=0,
                    code="OP",
                    name="Test",
                    host="BE",
                    starts=date(2026, 3, 2),
                    ends=date(2026, 3, 13),
                    level=Level.PREVIEW,
                    agencies=("BE", "FR"),
                ),
            )
        yield made


def _administer(dsn: str, statement: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(statement)


def _named(dsn: str, name: str) -> str:
    return dsn.replace("/postgres?", f"/{name}?")
