"""Bad days by seed: after every one nothing acknowledged is lost, the log holds, and the work goes on by itself."""

import os
from pathlib import Path

import pytest

from sightline.custody.scrub import expected
from sightline.custody.verify import Broken, published, verify
from sightline.kernel.db import Role
from sightline.kernel.errors import IntegrityError
from sightline.workspace import Workspace
from tests.faults import plan
from tests.faults.rig import Rig

WRITERS = 8
SEED = 20_261_124


@pytest.mark.slow
def test_two_hundred_faults_lose_nothing(dsn: str, tmp_path: Path) -> None:
    rig = Rig.make(tmp_path, SEED, dsn)
    done = plan.run(rig, 200)
    assert rig.found == []
    assert done.total() >= 200
    assert {kind for kind, count in done.items() if count} >= {"kill", "cut", "full", "flip", "clock"}
    with Workspace.open(rig.settings) as opened, opened.database.transaction(Role.WORKER) as connection:
        assert len(expected(connection)) > 20


@pytest.mark.slow
def test_a_database_that_is_killed_comes_back_by_itself(tmp_path_factory: pytest.TempPathFactory) -> None:
    rig = Rig.make(tmp_path_factory.mktemp("db"), SEED)
    for _ in range(2):
        plan._kill_database(rig)
        assert rig.check(all_bytes=True) == []
    assert rig.slowest < 10


@pytest.mark.slow
def test_eight_writers_at_once(dsn: str, tmp_path: Path) -> None:
    rig = Rig.make(tmp_path, SEED, dsn)
    shared = rig.files(10)
    acts = [
        rig.intake(source=shared),
        *(rig.intake(10) for _ in range(WRITERS - 3)),
        rig.intake(source=shared),
        rig.work,
    ]
    ended = [os.waitpid(process, 0)[1] for process in [rig.start(act) for act in acts]]
    assert ended == [0] * WRITERS
    assert rig.check(all_bytes=True) == []
    with Workspace.open(rig.settings) as opened, opened.database.transaction(Role.WORKER) as connection:
        assert len(expected(connection)) == 10 * (WRITERS - 2)


def test_a_turned_bit_in_the_hashes_and_in_the_checkpoint_is_named(dsn: str, tmp_path: Path) -> None:
    rig = Rig.make(tmp_path, SEED, dsn)
    rig.intake()()
    with Workspace.open(rig.settings) as opened:
        opened.seal()
        folder, key = opened.checkpoints / "BE", opened.log_key.public_key()
        honest = published(folder, key)
        for path in [one for one in folder.rglob("*") if one.is_file()]:
            whole = path.read_bytes()
            for bit in rig.chance.sample(range(8 * len(whole)), 40):
                turned = bytearray(whole)
                turned[bit // 8] ^= 1 << bit % 8
                path.write_bytes(turned)
                kept = published(folder, key)
                with opened.database.transaction(Role.WORKER) as connection:
                    found = verify(connection, "BE", key, kept)
                # Damaged hashes are not believed; a damaged checkpoint is named. Neither makes a false word of the log.
                assert path.name == "checkpoint" or kept.hashes in ((), honest.hashes)
                assert path.name == "checkpoint" or not isinstance(found, Broken)
                assert path.name != "checkpoint" or isinstance(found, Broken), bytes(turned)
            path.write_bytes(whole)


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM custody_entry WHERE id = (SELECT max(id) FROM custody_entry WHERE body::text LIKE '%intake%')",
        "UPDATE media SET refusal_code = 'set-aside', state = 'refused' WHERE id = (SELECT min(id) FROM media)",
        "DELETE FROM media_file WHERE id = (SELECT min(id) FROM media_file)",
        "UPDATE custody_entry SET body = body || '\\x20'::bytea WHERE id = (SELECT min(id) FROM custody_entry)",
    ],
)
def test_the_checks_find_an_act_without_its_entry_and_an_entry_without_its_act(
    dsn: str, tmp_path: Path, damage: str
) -> None:
    rig = Rig.make(tmp_path, SEED, dsn)
    rig.intake()()
    assert rig.check(all_bytes=True) == []
    with Workspace.open(rig.settings) as opened, opened.database.transaction(Role.OWNER) as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql(damage.replace("%", "%%").replace("body::text", "encode(body, 'escape')"))
    assert _whatever_is_found(rig)


def test_the_checks_find_bytes_that_are_gone(dsn: str, tmp_path: Path) -> None:
    rig = Rig.make(tmp_path, SEED, dsn)
    rig.intake()()
    next(path for path in (rig.settings.workspace / "bytes").rglob("*") if path.is_file()).unlink()
    assert rig.check(all_bytes=True)


def _whatever_is_found(rig: Rig) -> list[str]:
    try:
        return rig.check(all_bytes=True)
    except IntegrityError as fault:  # sealing itself may refuse to go on
        return [str(fault)]
