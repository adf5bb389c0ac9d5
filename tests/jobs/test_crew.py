"""A crew of workers: killed ones are replaced, failures end in one sentence, nobody is left over."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sightline.jobs.crew import work_together
from sightline.jobs.queue import outlast
from sightline.kernel.errors import Conflict, Unavailable


def _die_once(mark: str) -> None:
    try:
        os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def _give_up(sentence: str) -> None:
    raise Unavailable(sentence)


def _break(_nothing: str) -> None:
    raise RuntimeError("password=geheim123")


def test_a_killed_worker_is_replaced(tmp_path: Path) -> None:
    work_together(_die_once, (str(tmp_path / "mark"),), 2)
    assert (tmp_path / "mark").exists()


def test_the_sentence_of_a_worker_that_gives_up_is_heard(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Unavailable, match="the disk is full"):
        work_together(_give_up, ("the disk is full",), 2)
    assert capfd.readouterr().err == ""


def test_a_worker_that_breaks_shows_no_trace(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Unavailable, match="RuntimeError") as told:
        work_together(_break, ("",), 1)
    assert "geheim" not in str(told.value)
    assert capfd.readouterr().err == ""


def test_workers_end_when_their_leader_is_killed(tmp_path: Path) -> None:
    code = (
        "from tests.jobs.test_crew import stay, work_together\n"
        f"if __name__ == '__main__': work_together(stay, ({str(tmp_path)!r},), 1)"
    )
    leader = subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parents[2])
    deadline = time.monotonic() + 30
    while not list(tmp_path.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.1)
    (mark,) = tmp_path.iterdir()
    leader.kill()
    leader.wait()
    while Path(f"/proc/{mark.name}").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not Path(f"/proc/{mark.name}").exists()


def stay(folder: str) -> None:
    """Leave a file with this process's number and wait."""
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(60)


def test_what_is_lacking_for_a_moment_is_waited_for() -> None:
    faults = iter([Unavailable("the database is away"), Conflict("another was in the way")])

    def act() -> None:
        for fault in faults:
            raise fault

    outlast(act, patience=10)
    with pytest.raises(Unavailable):
        outlast(lambda: _give_up("for long"), patience=0.1)
