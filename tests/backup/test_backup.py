"""Backup while people work, restore to an empty machine, and a workspace of an earlier release."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, make_url, text

from sightline.backup import MARK, back_up, read_mark, restore
from sightline.custody.checkpoint import parse
from sightline.custody.verify import Verified, verify
from sightline.kernel.blobs import name_of
from sightline.kernel.db import MIGRATIONS, Database, Role
from sightline.kernel.errors import Conflict, IntegrityError, NotPermitted, UsageError
from sightline.kernel.settings import Settings
from sightline.workspace import Workspace
from tests.faults.rig import OFFICER, Rig


@pytest.fixture
def rig(dsn: str, tmp_path: Path) -> Rig:
    made = Rig.make(tmp_path, 1, dsn)
    made.intake()()
    made.work()
    return made


@pytest.fixture
def empty(server: str, tmp_path: Path) -> Iterator[Settings]:
    """Settings of another machine: another folder, an empty database."""
    with _bare_database(server) as dsn:
        yield _settings(tmp_path / "elsewhere", dsn)


@contextmanager
def _bare_database(server: str) -> Iterator[str]:
    name = f"bare_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        yield server.replace("/postgres?", f"/{name}?")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _settings(folder: Path, dsn: str) -> Settings:
    return Settings(workspace=folder, database=dsn, bytes="", officer=OFFICER, purpose="test", workers=1, language="en")


def _count(settings: Settings, table: str) -> int:
    with Workspace.open(settings) as opened, opened.database.transaction(Role.WORKER) as connection:
        return connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


def test_what_was_backed_up_comes_back_up_to_the_last_checkpoint(rig: Rig, empty: Settings, tmp_path: Path) -> None:
    with Workspace.open(rig.settings) as opened:
        made = back_up(opened, tmp_path / "safe")
    assert made.missing == ()
    assert made.copied == made.blobs == 4
    done = restore(tmp_path / "safe", empty)
    assert done.missing == ()
    assert done.checkpoints == {"BE": parse(made.checkpoints["BE"]).size}
    assert done.entries["BE"] >= done.checkpoints["BE"] > 0
    assert _count(empty, "media_file") == 4
    with Workspace.open(empty) as opened:
        opened.seal()
        with opened.database.transaction(Role.WORKER) as connection:
            held = verify(connection, "BE", opened.log_key.public_key())
        assert isinstance(held, Verified)
        for sha256 in opened.blobs.names():
            opened.blobs.get(sha256)
        assert sum(1 for _ in opened.blobs.names()) == 4
    again = Rig(folder=rig.folder, settings=empty, chance=rig.chance, made=50)
    again.intake()()
    assert again.check(all_bytes=True) == []


def test_the_second_backup_copies_what_is_new_and_the_first_snapshot_stays(rig: Rig, tmp_path: Path) -> None:
    safe = tmp_path / "safe"
    with Workspace.open(rig.settings) as opened:
        back_up(opened, safe)
    rig.intake()()
    with Workspace.open(rig.settings) as opened:
        second = back_up(opened, safe)
        third = back_up(opened, safe)
    assert (second.number, second.copied, second.blobs) == (2, 4, 8)
    assert (third.copied, third.blobs) == (0, 8)
    assert sorted(path.name for path in safe.glob("*.dump")) == ["database-2.dump", "database-3.dump"]


def test_a_backup_while_four_take_in_is_whole(rig: Rig, empty: Settings, tmp_path: Path) -> None:
    writers = [rig.start(rig.intake(20)) for _ in range(4)]
    with Workspace.open(rig.settings) as opened:
        made = back_up(opened, tmp_path / "safe")
    assert [os.waitpid(process, 0)[1] for process in writers] == [0, 0, 0, 0]
    assert made.missing == ()
    done = restore(tmp_path / "safe", empty)
    assert done.missing == ()
    rig.settings = empty
    (rig.folder / "acknowledged").write_text("")
    assert rig.check(all_bytes=True) == []


def test_a_damaged_copy_is_copied_again_and_a_damaged_original_is_named(rig: Rig, tmp_path: Path) -> None:
    safe = tmp_path / "safe"
    with Workspace.open(rig.settings) as opened:
        back_up(opened, safe)
        one, two = sorted(opened.blobs.names())[:2]
        for path in (
            safe / "bytes" / name_of(one),
            opened.folder / "bytes" / name_of(two),
            safe / "bytes" / name_of(two),
        ):
            path.chmod(0o600)
            path.write_bytes(b"rot")
        made = back_up(opened, safe, whole=True)
    assert made.copied == 1
    assert made.missing == (two,)


@pytest.mark.parametrize("what", ["cut", "turned", "gone"])
def test_a_damaged_dump_is_refused(rig: Rig, empty: Settings, tmp_path: Path, what: str) -> None:
    safe = tmp_path / "safe"
    with Workspace.open(rig.settings) as opened:
        back_up(opened, safe)
    path = safe / "database-1.dump"
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.unlink()
    if what != "gone":
        path.write_bytes(whole[:-9] if what == "cut" else whole)
    with pytest.raises(IntegrityError, match="another backup"):
        restore(safe, empty)
    assert not (empty.workspace / "sightline.toml").exists()


def test_a_backup_cut_short_leaves_the_one_before(rig: Rig, empty: Settings, tmp_path: Path) -> None:
    safe = tmp_path / "safe"
    with Workspace.open(rig.settings) as opened:
        back_up(opened, safe)
    (safe / "database-2.dump").write_bytes(b"half")
    (safe / "small-2").mkdir()
    (safe / f".{MARK}.draft").write_text("{")
    assert read_mark(safe).number == 1
    assert restore(safe, empty).missing == ()
    with pytest.raises(Conflict, match="already"):
        restore(safe, empty)


def test_what_is_no_backup_is_said(rig: Rig, empty: Settings, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").touch()
    with Workspace.open(rig.settings) as opened:
        for where in (tmp_path / "full", rig.settings.workspace, tmp_path):
            with pytest.raises(UsageError, match="folder"):
                back_up(opened, where)
    with pytest.raises(UsageError, match="no finished backup"):
        restore(tmp_path / "full", empty)
    (tmp_path / "full" / MARK).write_text("{")
    with pytest.raises(IntegrityError, match="damaged"):
        restore(tmp_path / "full", empty)


def test_only_an_administrator_backs_up(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(NotPermitted):
        back_up(Workspace(_as(workspace, "fr.first"), workspace.database), tmp_path / "safe")
    assert not (tmp_path / "safe").exists()


def _as(workspace: Workspace, handle: str) -> Settings:
    return _settings(workspace.folder, workspace.database.dsn).__class__(
        **{name: getattr(workspace.settings, name) for name in workspace.settings.__slots__} | {"officer": handle}
    )


def test_a_workspace_of_an_earlier_release_is_brought_up_and_keeps_its_log(server: str, tmp_path: Path) -> None:
    """Tables as release 0.1.0 had them, with rows of its kind; then this program opens them."""
    with _bare_database(server) as dsn:
        old = _made_by(dsn, "0003")
        with old.begin() as connection:
            connection.exec_driver_sql(
                "INSERT INTO agency (code, name, country, created_at) VALUES ('BE', 'Agency of Belgium', 'BE', now());"
                "INSERT INTO officer (handle, name, agency, active, created_at, roles)"
                " VALUES ('be.first', 'First', 'BE', true, now(),"
                " '{administrator,contributor,specialist,coordinator,auditor,releaser}')"
            )
            connection.exec_driver_sql(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'examine', '{}')"
            )
        old.dispose()
        database = Database(dsn)
        database.migrate()
        newest = sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("0*.py"))[-1]
        assert database.version() == newest
        with database.transaction(Role.OWNER) as connection:
            assert connection.execute(text("SELECT handle FROM officer")).scalars().all() == ["be.first"]
            # What waited is still heard: each kind of job has a queue of its own now.
            waiting = connection.execute(
                text("SELECT queue_name, task_name, status::text FROM procrastinate_jobs")
            ).all()
            assert [tuple(one) for one in waiting] == [("examine", "examine", "todo")]
        database.close()


def _made_by(dsn: str, revision: str):
    engine = create_engine(make_url(dsn).set(drivername="postgresql+psycopg"))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    return engine
