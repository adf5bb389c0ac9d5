"""Near copies against their peers, in one run: hashing, searching, joining, videos. Prints ratios and figures.

    uv run --group peers python benchmarks/near_copies.py              some minutes, a million hashes
    uv run --group peers python benchmarks/near_copies.py --large      also ten million (--huge: fifty): 8 GB of memory

Times are processor seconds of one thread, the smallest of some rounds. What is hashed is drawn here (pictures of 12 and of
2 megapixels, as JPEG); hashes are random with copies planted at 0..31 bits.
`--photos FOLDER` also counts how many copies of real photos are found, change by change.
"""

import argparse
import gc
import resource
import shutil
import tempfile
import time
from pathlib import Path

import cv2
import faiss
import numpy as np

from near_pictures import hashing, line, photos, timed, times, videos
from sightline.matching.near.bank import Bank
from sightline.matching.near.join import join

RADIUS = 31


# searching


def planted(rng, count, queries):
    """Return (count, 32) random hashes and queries 0..31 bits from some of them."""
    hashes = np.frombuffer(rng.bytes(count * 32), np.uint8).reshape(count, 32).copy()
    rows = rng.choice(count, queries, replace=False)
    flat = np.unpackbits(hashes[rows], axis=1)
    for number, one in enumerate(flat):
        one[rng.choice(256, number % 32, replace=False)] ^= 1
    return hashes, np.packbits(flat, axis=1), rows


def peers_search(hashes, queries, rows, multihash):
    """Return milliseconds a query of the peers."""
    faiss.omp_set_num_threads(1)
    flat = faiss.IndexBinaryFlat(256)
    flat.add(hashes)
    few = queries[:32]
    seconds, _ = timed(lambda index=flat: index.range_search(few, RADIUS + 1), 3)
    floor = seconds / len(few)
    line("faiss IndexBinaryFlat (peer)", f"{floor * 1e3:.3f}", "ms/query", "1.0 x")
    flat = None
    if len(hashes) <= 2_000_000:
        cv2.setNumThreads(1)
        matcher = cv2.BFMatcher(cv2.NORM_HAMMING)
        parts = [
            hashes[begin : begin + 200_000] for begin in range(0, len(hashes), 200_000)
        ]  # it takes no more at once
        seconds, _ = timed(lambda: [matcher.match(queries[:4], part) for part in parts], 2)
        line(
            "OpenCV brute force (peer, nearest one only)",
            f"{seconds / 4 * 1e3:.3f}",
            "ms/query",
            times(floor, seconds / 4),
        )
    several = None
    if multihash:
        begin = time.process_time()
        multi = faiss.IndexBinaryMultiHash(256, 16, 16)
        multi.nflip = RADIUS // 16
        multi.add(hashes)
        built = time.process_time() - begin
        seconds, (limits, _, labels) = timed(lambda: multi.range_search(few, RADIUS + 1), 2)
        several = seconds / len(few)
        known = sum(rows[k] in labels[limits[k] : limits[k + 1]] for k in range(len(few)))
        note = f"known found {known}/{len(few)}; built in {built:.1f} s"
        line("faiss MultiHash 16x16, nflip 1 (peer)", f"{several * 1e3:.3f}", "ms/query", times(floor, several), note)
    gc.collect()
    return floor, several


def searching(count, multihash):
    rng = np.random.default_rng(count)
    hashes, queries, rows = planted(rng, count, 400)
    print(f"\nSearching {count:,} hashes within {RADIUS} bits: one query at a time's share of a batch, one thread")
    floor, several = peers_search(hashes, queries, rows, multihash)
    folder = Path(tempfile.mkdtemp(prefix="near-copies-"))
    try:
        begin = time.process_time()
        bank = Bank.open(folder)
        bank.add(hashes, np.arange(count), np.zeros(count, np.int32))
        built = time.process_time() - begin
        measure_bank(bank, folder, hashes, queries, rows, (floor, several, built))
    finally:
        shutil.rmtree(folder)


def measure_bank(bank, folder, hashes, queries, rows, against):
    floor, several, built = against
    count = len(hashes)
    bank.search(queries)
    seconds, found = timed(lambda: bank.search(queries), 3)
    seconds /= len(queries)
    known = set(zip(found.queries.tolist(), found.items.tolist(), strict=True))
    hits = sum((k, int(row)) in known for k, row in enumerate(rows))
    ratio = times(floor, seconds) + (f" / {times(several, seconds)}" if several else "")
    (note,) = bank.segments()
    on_disk = sum(path.stat().st_size for path in folder.glob("*/*.npy"))
    line(
        f"this bank ({note.bands} bands)", f"{seconds * 1e3:.3f}", "ms/query", ratio, f"known found {hits}/{len(rows)}"
    )
    line("  built and written in", f"{built:.1f}", "s")
    line("  on disk beside hash, item and owner (44 B)", f"{on_disk / count - 44:.1f}", "B/hash", note="bar 70 B")
    line("  on disk beside the hash alone (32 B)", f"{on_disk / count - 32:.1f}", "B/hash")
    single, _ = timed(lambda: [bank.search(queries[k : k + 1]) for k in range(50)], 3)
    line("  one query a call", f"{single / 50 * 1e3:.3f}", "ms/query", times(floor, single / 50))
    scanned, _ = timed(lambda: bank.scan(queries[:64], 64), 1)
    line("  plain scan within 64 bits, in a batch", f"{scanned / 64 * 1e3:.3f}", "ms/query", times(floor, scanned / 64))
    day = np.random.default_rng(1).integers(0, 256, (100_000, 32), dtype=np.uint8)
    added, _ = timed(lambda: bank.add(day, np.arange(100_000) + count, np.ones(100_000, np.int32)), 1)
    line("  adding a day of 100,000", f"{added:.2f}", "s", note=f"{len(bank.segments())} segments, nothing rebuilt")
    seconds, _ = timed(lambda: bank.search(queries), 3)
    line(
        "  searching after that",
        f"{seconds / len(queries) * 1e3:.3f}",
        "ms/query",
        times(floor, seconds / len(queries)),
    )


def fifty_million():
    """Fifty million, added ten million at a time and joined; memory of this process and size on disk."""
    print("\nSearching 50,000,000 hashes (--huge)")
    folder = Path(tempfile.mkdtemp(prefix="near-copies-"))
    rng = np.random.default_rng(50)
    try:
        bank = Bank.open(folder)
        for part in range(5):
            hashes, queries, rows = planted(rng, 10_000_000, 200)
            bank.add(hashes, np.arange(10_000_000) + part * 10_000_000, np.zeros(10_000_000, np.int32))
            del hashes
        begin = time.process_time()
        bank.compact()
        line("joined into one segment in", f"{time.process_time() - begin:.0f}", "s")
        on_disk = sum(path.stat().st_size for path in folder.glob("*/*.npy"))
        line("on disk", f"{on_disk / 1e9:.2f}", "GB", note="bar: fits in 6 GB")
        found = bank.search(queries)
        seconds, found = timed(lambda: bank.search(queries), 2)
        known = set(zip(found.queries.tolist(), found.items.tolist(), strict=True))
        hits = sum((k, int(row) + 40_000_000) in known for k, row in enumerate(rows))
        line("search", f"{seconds / 200 * 1e3:.3f}", "ms/query", note=f"known found {hits}/200")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        line("most memory of the process, building included", f"{peak:.1f}", "GB")
    finally:
        shutil.rmtree(folder)


# joining


def joining(count):
    print(f"\nAll pairs of {count:,} within {RADIUS} bits, one thread")
    rng = np.random.default_rng(7)
    hashes, copies, rows = planted(rng, count, 5_000)
    hashes[-5_000:] = copies
    rows_left = rows < count - 5_000
    faiss.omp_set_num_threads(1)
    flat = faiss.IndexBinaryFlat(256)
    flat.add(hashes)
    seconds, _ = timed(lambda index=flat: index.range_search(hashes[:64], RADIUS + 1), 2)
    brute = seconds / 64 * count / 2
    line("brute force (faiss flat, 64 rows extrapolated)", f"{brute:.0f}", "s", "1.0 x")
    flat = None
    join(hashes[:2000])
    seconds, pairs = timed(lambda: join(hashes), 1)
    told = set(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True))
    wanted = {(int(row), count - 5_000 + k) for k, row in enumerate(rows) if rows_left[k]}
    note = f"planted told {len(wanted & told)}/{len(wanted)}, twice told {len(pairs.left) - len(told)}; bar 100 x"
    line("this join", f"{seconds:.1f}", "s", times(brute, seconds), note)
    part = count // 10
    seconds, _ = timed(lambda: join(hashes[:part], hashes), 1)
    line(f"{part:,} against {count:,}", f"{seconds:.1f}", "s")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000_000], help="how many hashes to search")
    parser.add_argument("--join", type=int, default=1_000_000, help="how many hashes to join with themselves")
    parser.add_argument("--large", action="store_true", help="search 10 million too")
    parser.add_argument("--huge", action="store_true", help="search 50 million too")
    parser.add_argument("--photos", type=Path, help="a folder of photos to make copies of")
    parser.add_argument("--only", choices=["hashing", "searching", "joining", "videos", "photos"], nargs="*")
    chosen = parser.parse_args()
    wanted = chosen.only or ["hashing", "searching", "joining", "videos", "photos"]
    if "hashing" in wanted:
        hashing()
    if "searching" in wanted:
        for count in [*chosen.sizes, *([10_000_000] if chosen.large else [])]:
            searching(count, multihash=True)
        if chosen.huge:
            fifty_million()
    if "joining" in wanted:
        joining(chosen.join)
    if "videos" in wanted:
        videos()
    if "photos" in wanted and chosen.photos:
        photos(chosen.photos)


if __name__ == "__main__":
    main()
