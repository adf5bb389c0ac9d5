"""One large join in this process, over local processes, and over Ray, in one run: what spreading gives and what it costs.

    uv run python benchmarks/engines.py [--hashes 1000000] [--ray]

Wall seconds, because spreading is about them; so run it on a machine that does nothing else. Efficiency is the time of one
process, divided by the time of n and by n. Every way must find the same pairs, or the run ends with an error.
"""

import argparse
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from sightline.jobs.engine import Local
from sightline.jobs.on_ray import OnRay
from sightline.matching.near.join import join, join_spread


def made(count):
    """Return (count, 32) random hashes, one in ten a copy of another at 0..31 bits."""
    rng = np.random.default_rng(1)
    hashes = np.frombuffer(rng.bytes(count * 32), np.uint8).reshape(count, 32).copy()
    copies = count // 10
    bits = np.unpackbits(hashes[:copies], axis=1)
    for number, row in enumerate(bits):
        row[rng.choice(256, number % 32, replace=False)] ^= 1
    hashes[-copies:] = np.packbits(bits, axis=1)
    return hashes


def timed(what):
    """Return (seconds, pairs found)."""
    begin = time.perf_counter()
    pairs = what()
    return time.perf_counter() - begin, len(pairs.left)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--hashes", type=int, default=1_000_000)
    parser.add_argument("--ray", action="store_true", help="also over Ray")
    options = parser.parse_args()
    hashes = made(options.hashes)
    join(hashes[:2000])  # compiled before anything is timed
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        path = Path(folder) / "hashes.npy"
        np.save(path, hashes)
        ways = {
            "this process": (1, lambda: join(hashes)),
            "1 local process": (1, lambda: join_spread(Local(1), path)),
            "2 local processes": (2, lambda: join_spread(Local(2), path)),
        }
        if options.ray:
            begin = time.perf_counter()
            ray = stack.enter_context(OnRay(processes=2))
            print(f"Ray started in {time.perf_counter() - begin:.1f} s (not counted below)")
            ways["2 processes of Ray"] = (2, lambda: join_spread(ray, path))
        alone, expected = None, None
        for name, (processes, what) in ways.items():
            seconds, pairs = timed(what)
            alone, expected = alone or seconds, expected or pairs
            if pairs != expected:
                raise SystemExit(f"{name} found {pairs} pairs, not {expected}")
            efficiency = alone / seconds / processes
            print(
                f"{name:20} {seconds:7.2f} s   {alone / seconds:5.2f} x   efficiency {efficiency:.2f}   {pairs} pairs"
            )


if __name__ == "__main__":
    main()
