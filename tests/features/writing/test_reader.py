"""The reader's cage: what comes out of it is checked, several may share one, and nothing in it calls out."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from sightline.features.model import Damaged
from sightline.features.writing.reader import LIMITS, PROGRAM, Reader, checked
from sightline.kernel.errors import Refusal
from sightline.media.cage import start_shared
from tests.features.writing.test_reading_of_writing import sign

GOOD = {
    "quad": [[0.1, 0.2], [0.5, 0.2], [0.5, 0.3], [0.1, 0.3]], "text": "x", "score": 0.5, "reader": "r/1", "script": "Latn",
}  # fmt: skip


@pytest.mark.parametrize(
    "lie",
    [
        None, "text", {"a": 1}, [GOOD] * 61, [None], [{}], [GOOD | {"more": 1}], [GOOD | {"score": True}],
        [GOOD | {"score": float("nan")}], [GOOD | {"score": 2}], [GOOD | {"quad": [[0.1, 0.2]] * 3}],
        [GOOD | {"quad": [[0.1, 0.2]] * 3 + [[0.1, "0.2"]]}], [GOOD | {"quad": [[5, 5]] * 4}], [GOOD | {"text": ""}],
        [GOOD | {"text": "x" * 301}], [GOOD | {"text": "a\x00b"}], [GOOD | {"text": "\ud800"}],
        [GOOD | {"script": "../x"}], [GOOD | {"reader": "r" * 81}],
    ],
)  # fmt: skip
def test_an_answer_out_of_shape_is_refused(lie):
    with pytest.raises(Refusal, match="does not hold together"):
        checked(lie)


def test_an_answer_in_shape_is_taken_as_it_is():
    assert checked([GOOD]) == [GOOD]
    assert checked([]) == []


def test_readers_share_one_warm_process_and_outlive_it():
    process, warm = start_shared(PROGRAM, LIMITS)
    readers = [Reader(), Reader()]
    with process, warm:
        for reader in readers:
            reader.share(warm)
            assert [one["text"] for one in reader.read(sign("Way out"))] == ["Way out"]
            assert reader.isolation.grade == "A"
        serving = _children(process.pid)
        assert len(serving) == 2
        # What serves goes with the warm process; each reader then starts one of its own.
        process.kill()
        process.wait()
        assert _gone(serving)
        assert [one["text"] for one in readers[0].read(sign("Way out"))] == ["Way out"]


def test_a_killed_worker_leaves_nothing_behind():
    code = (
        "import os, signal\n"
        "from sightline.features.writing.reader import Reader, shared_reader\n"
        "from sightline.media.decoder import Decoder\n"
        "import numpy as np\n"
        "with shared_reader() as warm, Decoder():\n"
        "    one, two = Reader(), Reader()\n"
        "    one.share(warm)\n"
        "    [each.read(np.full((64, 64, 3), 200, np.uint8)) for each in (one, two)]\n"
        "    print(os.getpid(), flush=True)\n"
        "    signal.pause()\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as worker:
        worker.stdout.readline()
        descendants = _below(worker.pid)
        worker.kill()
    # A program for stills, a warm reader and one of its own, what serves for each, and the child that waits.
    assert len(descendants) >= 7
    assert _gone(descendants)


def test_a_warm_process_that_nobody_asks_loads_nothing_and_ends():
    process, warm = start_shared(PROGRAM, LIMITS)
    warm.close()
    assert process.wait(60) == 0


def test_a_picture_that_takes_too_long_costs_its_own_reading_only():
    reader = Reader(replace(LIMITS, wall_seconds=0.25))
    page = sign(*(f"Line {number} of a long page" for number in range(14)), size=(1900, 1400))
    for _ in range(2):
        with pytest.raises(Damaged, match="too-slow"):
            reader.read(page)


def test_the_networks_neither_write_to_the_home_folder_nor_start_a_thread_that_reports(tmp_path):
    """Their wheels come with a reporter to their maker; without the switch this leaves a device number behind."""
    code = "import sightline, onnxruntime, os; print(len(os.listdir('/proc/self/task')))"
    environment = {"HOME": str(tmp_path), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True, text=True)
    assert ran.stdout.strip() == "1"
    assert list(tmp_path.rglob("*")) == []


def _children(number):
    return [int(one) for one in Path(f"/proc/{number}/task/{number}/children").read_text().split()]


def _below(number):
    return [each for one in _children(number) for each in (one, *_below(one))]


def _gone(numbers):
    for _ in range(100):
        if not any(_runs(one) for one in numbers):
            return True
        time.sleep(0.05)
    return False


def _runs(number):
    try:
        os.kill(number, signal.SIGCONT)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[:1]
