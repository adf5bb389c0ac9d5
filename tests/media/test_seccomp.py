"""The filter as the kernel runs it, call by call, on both processors: what passes is what was meant to, no more."""

import errno
import os
import struct
from pathlib import Path

import pytest

from sightline.media import seccomp

ALLOW, KILL = 0x7FFF0000, 0x80000000
ME = 4242
ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
LAST_CALL = 470


def run(program: bytes, number: int, arguments: tuple[int, ...] = (), architecture: int = 0) -> int:
    """Interpret the classic BPF instructions on one system call, as seccomp(2) lays it out."""
    data = struct.pack("<IIQ6Q", number, architecture, 0, *(arguments + (0,) * 6)[:6])
    code = list(struct.iter_unpack("HBBI", program))
    at = accumulator = 0
    while True:
        operation, yes, no, value = code[at]
        at += 1
        if operation == 0x06:
            return value
        if operation == 0x20:
            accumulator = struct.unpack_from("<I", data, value)[0]
            continue
        truth = {0x15: accumulator == value, 0x35: accumulator >= value, 0x45: bool(accumulator & value)}[operation]
        at += yes if truth else no


@pytest.fixture(params=["x86_64", "aarch64"])
def machine(request: pytest.FixtureRequest) -> str:
    return request.param


def test_only_listed_calls_pass(machine: str) -> None:
    program, column = seccomp.build(ME, machine), list(ARCHITECTURE).index(machine)
    listed = {numbers[column] for numbers in seccomp._CALLS.values()}
    denied = {entry[column]: entry[2] for entry in seccomp._DENIED.values()}
    special = {pair[column] for pair, _ in seccomp._conditional(ME)}
    for number in range(LAST_CALL):
        verdict = run(program, number, architecture=ARCHITECTURE[machine])
        if number in listed:
            assert verdict == ALLOW, number
        elif number in denied:
            assert verdict == 0x00050000 | denied[number], number
        elif number not in special:
            assert verdict == KILL, number


def test_calls_of_another_architecture_kill(machine: str) -> None:
    program = seccomp.build(ME, machine)
    for other in (0x40000003, 0x40000028, *ARCHITECTURE.values()):
        if other != ARCHITECTURE[machine]:
            assert run(program, 0, architecture=other) == KILL
    assert run(program, 0x40000000, architecture=ARCHITECTURE[machine]) == KILL


def test_arguments_decide_where_a_call_has_two_faces(machine: str) -> None:
    program, column, arch = seccomp.build(ME, machine), list(ARCHITECTURE).index(machine), ARCHITECTURE[machine]

    def verdict(pair: tuple[int, int], *arguments: int) -> int:
        return run(program, pair[column], arguments, arch)

    thread, vfork = 0x00010000, 0x4000
    assert verdict(seccomp._CLONE, thread) == ALLOW
    assert verdict(seccomp._CLONE, vfork) == KILL
    assert verdict(seccomp._CLONE, 17) == KILL
    assert verdict(seccomp._MMAP, 0, 4096, 3) == ALLOW
    assert verdict(seccomp._MMAP, 0, 4096, 7) == 0x00050000 | errno.EACCES
    assert verdict(seccomp._MPROTECT, 0, 4096, 5) == 0x00050000 | errno.EACCES
    assert verdict(seccomp._TGKILL, ME, ME, 6) == ALLOW
    assert verdict(seccomp._TGKILL, 1, 1, 9) == KILL
    assert verdict(seccomp._FCNTL, 0, 3) == ALLOW
    assert verdict(seccomp._FCNTL, 0, 8, 1) == KILL
    assert verdict(seccomp._PRCTL, 15) == ALLOW
    assert verdict(seccomp._PRCTL, 22) == 0x00050000 | errno.EPERM
    assert verdict(seccomp._NEWFSTATAT, 0, 0, 0, 0x1000) == ALLOW
    assert verdict(seccomp._NEWFSTATAT, 0, 0, 0, 0) == 0x00050000 | errno.EACCES


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the headers read here are of one processor")
def test_numbers_are_those_of_the_kernels_headers() -> None:
    headers = {0: Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"), 1: Path("/usr/include/asm-generic/unistd.h")}
    if not all(path.exists() for path in headers.values()):
        pytest.skip("the kernel's headers are not installed")
    for column, path in headers.items():
        words = [line.split() for line in path.read_text().splitlines() if line.startswith("#define __NR")]
        known = {
            w[1].removeprefix("__NR3264_").removeprefix("__NR_"): int(w[2])
            for w in words
            if len(w) > 2 and w[2].isdigit()
        }
        known.setdefault("newfstatat", known.get("fstatat", 0))
        for name, numbers in {**seccomp._CALLS, **seccomp._DENIED}.items():
            if numbers[column] is not None and name in known:
                assert numbers[column] == known[name], name
