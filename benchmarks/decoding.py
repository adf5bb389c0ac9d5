"""What the cage costs: the same files decoded in this process and in a cage, one after the other, in one run.

    python benchmarks/decoding.py FOLDER [--rounds 3] [--most 200]

Both do the same work with the same functions (pixels, colours, metadata); the cage adds a fork, its walls, and the way
of the pixels through shared memory. The order of the two is swapped from turn to turn. Printed: the ratio of the sums
of each file's best wall time, of the medians, and of all computing time, forks and walls included.
The target is at most 1.10.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from pathlib import Path

from sightline.kernel.errors import Refusal
from sightline.media import caged_stills, caged_videos, kinds
from sightline.media.decoder import Decoder
from sightline.media.model import Limits, MediaKind


def in_process(path: Path, limits: Limits) -> float:
    """Seconds to decode without any cage."""
    start = time.perf_counter()
    with path.open("rb") as file:
        kind = kinds.kind_of(file.read(kinds.HEAD_BYTES))
        still = kind.media is MediaKind.IMAGE and kind is not kinds.HEIC
        reading = (caged_stills.read if still else caged_videos.read)(file, kind, limits)
        pictures = [shot.picture() for shot in reading.shots]
    seconds = time.perf_counter() - start
    if not pictures:
        raise Refusal("damaged", "It gave no picture.")
    return seconds


def caged(path: Path, decoder: Decoder) -> float:
    """Seconds to decode in a cage, up to pixels in this process's hands."""
    start = time.perf_counter()
    decoder.examine(path)
    return time.perf_counter() - start


def computed() -> float:
    """Seconds computed by this process and by all of its children that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def compare(paths: list[Path], rounds: int) -> tuple[list[float], list[float]]:
    """The best wall time of each file, without a cage and in one, turn about."""
    free: list[float] = []
    walled: list[float] = []
    with Decoder() as decoder:
        for number, path in enumerate(paths):
            one: list[float] = []
            other: list[float] = []
            for turn in range(rounds):
                if (number + turn) % 2:
                    one.append(in_process(path, decoder.limits))
                    other.append(caged(path, decoder))
                else:
                    other.append(caged(path, decoder))
                    one.append(in_process(path, decoder.limits))
            free.append(min(one))
            walled.append(min(other))
    return free, walled


def computing(paths: list[Path], rounds: int) -> tuple[float, float]:
    """Computing seconds of all rounds, without a cage and in one with everything it starts."""
    start = computed()
    for path in paths * rounds:
        in_process(path, Limits())
    free = computed() - start
    start = computed()
    with Decoder():
        pass
    beginning = computed() - start
    start = computed()
    with Decoder() as decoder:
        for path in paths * rounds:
            decoder.examine(path)
    return free, computed() - start - beginning


def usable(folder: Path, most: int) -> list[Path]:
    """Files that decode at all."""
    found: list[Path] = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            in_process(path, Limits())
        except Refusal:
            continue
        found.append(path)
        if len(found) == most:
            break
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--most", type=int, default=200)
    options = parser.parse_args()
    caged_stills.warm_up()
    caged_videos.warm_up()
    paths = usable(options.folder, options.most)
    free, walled = compare(paths, options.rounds)
    cpu_free, cpu_walled = computing(paths, options.rounds)
    runs = len(paths) * options.rounds
    print(f"files {len(paths)}, rounds {options.rounds}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(f"{'':12}{'wall, sum':>12}{'wall, median':>15}{'computing, a file':>20}")
    for name, walls, cpu in (("in process", free, cpu_free), ("caged", walled, cpu_walled)):
        print(f"{name:12}{sum(walls):10.3f} s{statistics.median(walls) * 1000:12.2f} ms{cpu / runs * 1000:17.2f} ms")
    medians = statistics.median(walled) / statistics.median(free)
    print(f"{'ratio':12}{sum(walled) / sum(free):12.3f}{medians:15.3f}{cpu_walled / cpu_free:20.3f}")


if __name__ == "__main__":
    main()
