"""The tables are those the stores describe, and the program's roles cannot step around row-level security."""

import importlib
import pkgutil

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

import sightline
from sightline.kernel.db import Database, Role, metadata
from sightline.kernel.errors import Unavailable

for _module in pkgutil.walk_packages(sightline.__path__, "sightline."):
    if _module.name.endswith(".store") or _module.name.startswith("sightline.custody."):
        importlib.import_module(_module.name)


@pytest.fixture
def database(dsn: str):
    opened = Database(dsn)
    yield opened
    opened.close()


def test_migrations_make_the_tables_that_the_stores_describe(database: Database) -> None:
    with database.transaction(Role.OWNER) as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    # Indexes that only make pages quick are the migrations' own: a store describes what is true, not how fast.
    ours = [
        one
        for one in differences
        if one[0] != "remove_index" and "procrastinate" not in str(one) and "alembic_version" not in str(one)
    ]
    assert ours == []


def test_migrating_twice_changes_nothing(database: Database) -> None:
    before = database.version()
    database.migrate()
    assert database.version() == before


@pytest.mark.parametrize("role", [Role.APP, Role.WORKER])
def test_the_roles_own_nothing_and_bypass_nothing(database: Database, role: Role) -> None:
    with database.transaction(Role.OWNER) as connection:
        row = connection.execute(
            text("SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = :name"),
            {"name": role.value},
        ).one()
        owned = connection.execute(
            text("SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = :name"),
            {"name": role.value},
        ).scalar_one()
    assert tuple(row) == (False, False, False, False)
    assert owned == 0


def test_without_an_officer_the_app_sees_nothing(workspace) -> None:
    with workspace.database.transaction(Role.APP) as connection:
        for name in ("contribution", "media_file", "media", "series", "link", "clue", "lead"):
            assert connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() == 0


def test_a_server_that_is_not_there(tmp_path) -> None:
    with pytest.raises(Unavailable, match="does not answer"):
        Database(f"postgresql://nobody@/nothing?host={tmp_path}").version()
