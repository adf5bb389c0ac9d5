"""Jobs: enqueued with the act, taken up again after a kill, set aside when a file takes its worker down."""

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from sightline.agencies.access import Acting
from sightline.jobs.alive import GRACE_SECONDS
from sightline.jobs.queue import ATTEMPTS, Queue, Task
from sightline.kernel.db import Database, Role
from sightline.kernel.errors import Unavailable
from sightline.workspace import Workspace


def _count(workspace: Workspace) -> tuple[int, int, int, int]:
    with workspace.database.transaction(Role.WORKER) as connection:
        counts = workspace.queue.counts(connection)
    return counts.waiting, counts.running, counts.done, counts.failed


def _fail_after(workspace: Workspace, acting: Acting) -> None:
    workspace.queue.put(acting.connection, "try", [{"number": 1}])
    raise RuntimeError


def test_a_job_is_enqueued_with_the_act_or_not_at_all(workspace: Workspace) -> None:
    with pytest.raises(RuntimeError), workspace.acting() as acting:
        _fail_after(workspace, acting)
    assert _count(workspace) == (0, 0, 0, 0)
    with workspace.acting() as acting:
        workspace.queue.put(acting.connection, "try", [{"number": 1}, {"number": 2}])
    seen: list[int] = []
    workspace.queue.work({"try": lambda task: seen.append(task.arguments["number"])}, concurrency=1)
    assert sorted(seen) == [1, 2]
    assert _count(workspace) == (0, 0, 2, 0)


def test_a_job_that_runs_alone_waits_once(workspace: Workspace) -> None:
    with workspace.acting() as acting:
        for _ in range(3):
            workspace.queue.put(acting.connection, "try", [{}], alone=True)
        acting.record("still", "alive")
    assert _count(workspace)[0] == 1


def _hang(dsn: str, mark: str) -> None:
    def handle(task: Task) -> None:
        Path(mark).write_text("started")
        time.sleep(120)

    Queue(dsn, Role.WORKER.value).work({"try": handle}, concurrency=1)


def test_a_killed_workers_job_is_done_by_the_next(workspace: Workspace, tmp_path: Path) -> None:
    with workspace.acting() as acting:
        workspace.queue.put(acting.connection, "try", [{"number": 7}])
    mark = tmp_path / "mark"
    victim = multiprocessing.get_context("spawn").Process(target=_hang, args=(workspace.database.dsn, str(mark)))
    victim.start()
    deadline = time.monotonic() + 60
    while not mark.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert victim.pid is not None
    os.kill(victim.pid, signal.SIGKILL)
    victim.join()
    seen: list[tuple[int, int]] = []
    started = time.monotonic()
    workspace.queue.work({"try": lambda task: seen.append((task.arguments["number"], task.attempts))}, concurrency=1)
    assert seen == [(7, 1)]
    assert time.monotonic() - started < GRACE_SECONDS + 20
    assert _count(workspace)[2] == 1


def test_the_database_is_one_for_both(workspace: Workspace) -> None:
    other = Database(workspace.database.dsn)
    assert other.version() == workspace.database.version()
    other.close()


def test_what_the_machine_lacks_is_not_held_against_the_job(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sightline.jobs.queue.PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr("sightline.jobs.queue.outlast.__defaults__", (0.1,))
    with workspace.acting() as acting:
        workspace.queue.put(acting.connection, "try", [{"number": 1}])

    def lack(_task: Task) -> None:
        raise Unavailable("The disk is full.")

    for _ in range(ATTEMPTS + 1):
        with pytest.raises(Unavailable, match="full"):
            workspace.queue.work({"try": lack}, concurrency=1)
    seen: list[int] = []
    workspace.queue.work({"try": lambda task: seen.append(task.attempts)}, concurrency=1)
    assert seen == [0]
