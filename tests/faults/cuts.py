"""One power cut in a store of bytes that was being written, and what must hold after it."""

from __future__ import annotations

import hashlib
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

from sightline.custody.scrub import State, scrub
from sightline.kernel.blobs import Blobs, name_of
from tests.faults.power import Recorder, some_content

MOST = 12
# What is durable is the model's affair: where fsync costs nothing, a thousand cuts take seconds.
QUICK = "/dev/shm" if Path("/dev/shm").is_dir() else None


def cut_power(seed: int, disk: Callable[[Path], Recorder] = Recorder) -> str:
    """Write some blobs through two stores, cut the power at a step of the seed's choice; return what was lost, or ''."""
    chance = random.Random(seed)
    contents = [some_content(chance, number) for number in range(chance.randint(1, MOST))]
    contents += chance.sample(contents, chance.randint(0, min(3, len(contents))))
    with tempfile.TemporaryDirectory(prefix="cut-", dir=QUICK) as folder:
        before, after = Path(folder) / "before", Path(folder) / "after"
        recorder = _written(before, contents, chance, disk)
        after.mkdir()
        recorder.after_power_cut(chance, after)
        return _lost(after, recorder.acknowledged, contents)


def _written(folder: Path, contents: list[bytes], chance: random.Random, disk: Callable[[Path], Recorder]) -> Recorder:
    # The same acts twice, on two folders: the first time only to know how many steps there are to cut between.
    steps = _write(folder / "count", contents, disk, -1).steps
    return _write(folder / "real", contents, disk, chance.randrange(steps + 1))


def _write(folder: Path, contents: list[bytes], disk: Callable[[Path], Recorder], cut_at: int) -> Recorder:
    recorder = disk(folder)
    recorder.cut_at = cut_at
    # Two stores over one folder are two processes: neither knows what the other has brought to the disk.
    stores = [Blobs.at(str(folder), recorder), Blobs.at(str(folder), recorder)]
    for number, content in enumerate(contents):
        name = stores[number % 2].put(content)
        if recorder.snapshot is None:
            recorder.acknowledged.append(name)
    return recorder


def _lost(folder: Path, acknowledged: list[str], contents: list[bytes]) -> str:
    blobs = Blobs.at(str(folder))
    for name in acknowledged:
        path = folder / name_of(name)
        if not path.exists():
            return f"{name[:8]} was acknowledged and is gone"
        if hashlib.sha256(path.read_bytes()).hexdigest() != name:
            return f"{name[:8]} was acknowledged and is damaged"
    present = set(blobs.names())
    damaged = {one.sha256 for one in scrub(blobs, present) if one.state is not State.WHOLE}
    if damaged:
        return f"{len(damaged)} names stand for bytes that are not theirs"
    blobs.sweep()
    for content in contents:
        if blobs.get(blobs.put(content)) != content:
            return "it cannot be gone on from"
    return ""
