"""One fault after another, each chosen by the seed: what is killed, filled, flipped, set wrong, and when."""

from __future__ import annotations

import errno
import os
import signal
import time
from collections import Counter

from sightline.custody.scrub import State, scrub
from sightline.kernel.blobs import Blobs, name_of
from tests.faults.cuts import cut_power
from tests.faults.rig import Faulty, Rig

CUTS_AT_ONCE = 10
SHARES = (("kill", 10), ("cut", 6), ("full", 3), ("flip", 2), ("clock", 2), ("twice", 1))
AGAIN = 25
"""Every so many rounds the database is killed as well, and every byte is looked at."""


def run(rig: Rig, faults: int) -> Counter[str]:
    """Bring `faults` faults about; return how many of each kind. What went wrong is in `rig.found`."""
    done: Counter[str] = Counter()
    kinds = [kind for kind, share in SHARES for _ in range(share)]
    rounds = 0
    while done.total() < faults and not rig.found:
        rounds += 1
        kind = rig.chance.choice(kinds)
        done[kind] += _KINDS[kind](rig)
        if rounds % AGAIN == 0 and not rig.settings.database:
            done["database"] += _kill_database(rig)
        rig.check(all_bytes=rounds % AGAIN == 0)
    return done


def _kill(rig: Rig) -> int:
    """Two to four processes at work; each is killed at a moment of its own."""
    acts = [
        rig.chance.choice([rig.intake(), rig.intake(), rig.work, rig.seal]) for _ in range(rig.chance.randint(2, 4))
    ]
    return _end_all(rig, [rig.start(act) for act in acts], rig.chance.uniform(0.02, 0.5))


def _end_all(rig: Rig, processes: list[int], within: float) -> int:
    for process in rig.chance.sample(processes, len(processes)):
        time.sleep(rig.chance.uniform(0, within / len(processes)))
        os.kill(process, signal.SIGKILL)
    for process in processes:
        os.waitpid(process, 0)
    return len(processes)


def _kill_database(rig: Rig) -> int:
    """The server is taken away from under two that take in and one that works; they are to go on by themselves."""
    processes = [rig.start(act) for act in (rig.intake(), rig.intake(), rig.work)]
    time.sleep(rig.chance.uniform(0.1, 0.6))
    rig.kill_database()
    for process in processes:
        os.waitpid(process, 0)  # one that was in the middle of an act may end with a sentence; none may lie
    return 1


def _cut(rig: Rig) -> int:
    for _ in range(CUTS_AT_ONCE):
        seed = rig.chance.randrange(1 << 40)
        if lost := cut_power(seed):
            rig.found.append(f"power cut {seed}: {lost}")
    return CUTS_AT_ONCE


def _full(rig: Rig) -> int:
    """The disk is full, or fails, at some act of an intake; then the same files are taken in again."""
    source = rig.files(4)
    disk = Faulty(rig.chance.randint(1, 40), rig.chance.choice([errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EROFS]))
    os.waitpid(rig.start(rig.intake(source=source, disk=disk)), 0)
    if left := rig.check():
        rig.found += left
    if os.waitpid(rig.start(rig.intake(source=source)), 0)[1]:
        rig.found.append("after a full disk the same files cannot be taken in")
    return 1


def _flip(rig: Rig) -> int:
    """One bit of one stored blob is turned; it is named, never handed out, and made whole by its original."""
    folder = rig.settings.workspace / "bytes"
    blobs = Blobs.at(str(folder))
    names = sorted(blobs.names())
    if not names:
        return 0
    sha256 = rig.chance.choice(names)
    path = folder / name_of(sha256)
    whole = path.read_bytes()
    bit = rig.chance.randrange(8 * len(whole))
    turned = bytearray(whole)
    turned[bit // 8] ^= 1 << bit % 8
    path.chmod(0o600)
    path.write_bytes(turned)
    bad = [one.sha256 for one in scrub(blobs, [sha256]) if one.state is not State.WHOLE]
    if bad != [sha256]:
        rig.found.append(f"a turned bit in {sha256[:8]} was answered with {bad}")
    path.write_bytes(whole)
    path.chmod(0o400)
    return 1


def _clock(rig: Rig) -> int:
    """Two processes take in and one seals, each with another clock, years apart."""
    acts = [rig.intake(), rig.intake(), rig.seal]
    processes = [rig.start(act, skew=rig.chance.uniform(-1e8, 1e8)) for act in acts]
    for process in processes:
        if os.waitpid(process, 0)[1]:
            rig.found.append("a process with a wrong clock failed")
    return len(processes)


def _twice(rig: Rig) -> int:
    """Two intakes of the same files at once; both are acknowledged, and every file is there once."""
    source = rig.files(5)
    processes = [rig.start(rig.intake(source=source)) for _ in range(2)]
    for process in processes:
        if os.waitpid(process, 0)[1]:
            rig.found.append("one of two intakes of the same files failed")
    return 1


_KINDS = {"kill": _kill, "cut": _cut, "full": _full, "flip": _flip, "clock": _clock, "twice": _twice}
