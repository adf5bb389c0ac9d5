"""The grade a machine gets: found on this one, and on ones that were really robbed of a wall."""

import subprocess
import sys
import textwrap

import pytest

from sightline.kernel.errors import Unavailable
from sightline.media import isolation
from sightline.media.isolation import Isolation

EVERY = dict.fromkeys(isolation._WALLS, True)

# A filter put on a whole process tree, which answers some system calls with EPERM, as a container's profile may.
ROBBED = """
import errno, os, struct, sys
from sightline.media import confinement, isolation, seccomp
from sightline.kernel.errors import SightlineError

def program(denied):
    code = [(0x20, 0, 0, 0)]
    for number in denied:
        code += [(0x15, 0, 1, number), (0x06, 0, 0, 0x00050000 | errno.EPERM)]
    if FILTERS:
        code += [(0x15, 0, 3, seccomp._PRCTL[COLUMN]), (0x20, 0, 0, 16), (0x15, 0, 1, 22)]
        code += [(0x06, 0, 0, 0x00050000 | errno.EPERM)]
    return b"".join(struct.pack("HBBI", *one) for one in [*code, (0x06, 0, 0, 0x7FFF0000)])

COLUMN = 0 if os.uname().machine == "x86_64" else 1
FILTERS = "filters" in sys.argv
NUMBERS = {"unshare": (272, 97), "landlock": (444, 444), "setresuid": (117, 147)}
denied = [NUMBERS[name][COLUMN] for name in sys.argv[1:] if name in NUMBERS]
confinement._prctl(38, 1)
seccomp.install(program(denied))
try:
    found = isolation.grade()
    print(found.grade, ",".join(sorted(name for name, stands in found.layers.items() if not stands)))
except SightlineError as error:
    print("none", error)
"""


def graded_without(*robbed: str) -> str:
    command = [sys.executable, "-c", textwrap.dedent(ROBBED), *robbed]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.strip()


def test_this_machine_cages_well_enough_to_run_these_tests() -> None:
    found = isolation.grade()
    assert found.grade in {"A", "B"}
    assert found.escaped == ()
    assert found.require() == found.grade
    assert (found.missing == ()) == (found.grade == "A")


def test_without_landlock_it_is_b() -> None:
    assert graded_without("landlock").startswith("B landlock") or "landlock," in graded_without("landlock")


def test_without_user_namespaces_it_is_b() -> None:
    letter, missing = graded_without("unshare").split()
    assert letter == "B"
    assert {"user", "network"} <= set(missing.split(","))


def test_without_a_filter_no_file_is_decoded() -> None:
    letter, missing = graded_without("filters").split()
    assert letter == "C"
    assert "system-calls" in missing


@pytest.mark.parametrize("wall", isolation._WALLS)
def test_every_missing_wall_lowers_the_grade_and_is_explained(wall: str) -> None:
    found = isolation._graded({**EVERY, wall: False}, ())
    assert found.grade == ("C" if wall in isolation._NEEDED else "B")
    assert found.missing == (isolation._WALLS[wall],)


def test_one_escape_is_enough_to_refuse() -> None:
    found = isolation._graded(EVERY, ("socket",))
    assert found.grade == "C"
    with pytest.raises(Unavailable, match=r"cannot be caged.*`socket`"):
        found.require()


def test_all_walls_make_an_a() -> None:
    assert isolation._graded(EVERY, ()) == Isolation(grade="A", layers=EVERY, escaped=(), missing=())
