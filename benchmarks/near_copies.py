"""Near copies against their peers, in one run: hashing, searching, joining, videos. Prints ratios and figures.

    uv run --group peers python benchmarks/near_copies.py              some minutes, a million hashes
    uv run --group peers python benchmarks/near_copies.py --large      also ten million (--huge: fifty): 8 GB of memory

Times are processor seconds of one thread, the smallest of some rounds. What is hashed is drawn here (pictures of 12 and of
2 megapixels, as JPEG); hashes are random with copies planted at 0..31 bits.
`--photos FOLDER` also counts how many copies of real photos are found, change by change.
"""

import argparse
import gc
import io
import resource
import shutil
import tempfile
import time
from pathlib import Path

import av
import cv2
import faiss
import numpy as np
import pdqhash
from PIL import Image

from sightline.features.kinds.pdq import hash_picture
from sightline.features.pdq_map import fingerprint
from sightline.matching.near.bank import Bank
from sightline.matching.near.candidates import NearCopy, add, near_copies, prints
from sightline.matching.near.join import join
from sightline.matching.near.videos import Track, align

RADIUS = 31
PICTURES = (
    (4000, 3000, 87, "bar 15 x"),
    (1920, 1080, 75, "bar 10 x"),
    (1920, 1080, 90, "the same, twice as many bytes: decoding is all that is left"),
)


def timed(work, rounds=5):
    """Return the least processor time of some rounds, in seconds, and the last answer."""
    least, answer = float("inf"), None
    for _ in range(rounds):
        begin = time.process_time()
        answer = work()
        least = min(least, time.process_time() - begin)
    return least, answer


def line(name, value, unit, ratio="", note=""):
    print(f"  {name:<58}{value:>12} {unit:<12}{ratio:>10}  {note}", flush=True)


def times(one, other):
    return f"{one / other:.1f} x"


# hashing


def drawn(width, height, seed=0):
    """A picture with the detail of a photo: smooth shades, many edges, grain."""
    rng = np.random.default_rng(seed)
    small = Image.fromarray(rng.integers(0, 256, (12, 16, 3), dtype=np.uint8))
    plane = np.array(small.resize((width, height), Image.Resampling.BICUBIC)).astype(np.int16)
    for _ in range(400):
        top, left = rng.integers(0, height), rng.integers(0, width)
        tall, wide = rng.integers(8, height // 6), rng.integers(8, width // 6)
        plane[top : top + tall, left : left + wide] += rng.integers(-60, 60, 3, dtype=np.int16)
    plane += rng.normal(0, 3, (height, width, 1)).astype(np.int16)
    return Image.fromarray(np.clip(plane, 0, 255).astype(np.uint8))


def as_jpeg(image, quality=90):
    held = io.BytesIO()
    image.save(held, "JPEG", quality=quality)
    return held.getvalue()


def grey(data):
    """Decode the Y plane alone, as the media room does."""
    image = Image.open(io.BytesIO(data))
    image.draft("L", image.size)
    return np.asarray(image if image.mode == "L" else image.convert("L"))


def opencv_grey(data):
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)


def scaled(data, side=512):
    image = Image.open(io.BytesIO(data))
    width, height = image.size
    image.draft("L", (max(1, side * width // min(width, height)), side))
    return np.asarray(image if image.mode == "L" else image.convert("L")), (height, width)


def scaled_hash(data):
    luma, full = scaled(data)
    return fingerprint(luma, full=full if luma.shape != full else None)


def bits(one, other):
    return int(np.bitwise_count(one ^ other).sum())


def hashing():
    print("\nHashing: from JPEG bytes to hash, one thread, milliseconds")
    for width, height, quality, bar in PICTURES:
        data = as_jpeg(drawn(width, height), quality)
        megapixels = width * height / 1e6

        def peer(data=data):
            return pdqhash.compute(np.array(Image.open(io.BytesIO(data)).convert("RGB")))

        floor, (reference, _) = timed(peer, 3)
        reference = np.packbits(reference.astype(np.uint8))
        print(f"  {megapixels:.0f} megapixels, JPEG quality {quality}, {len(data) / 1e6:.2f} MB; {bar}")
        line("Pillow RGB + pdqhash (peer)", f"{floor * 1e3:.1f}", "ms", "1.0 x")
        ours = {
            "Pillow RGB + this map": lambda d=data: fingerprint(np.array(Image.open(io.BytesIO(d)).convert("L"))),
            "Pillow draft L + this map": lambda d=data: fingerprint(grey(d)),
            "OpenCV grey + this map": lambda d=data: fingerprint(opencv_grey(d)),
            "Pillow draft L scaled to 512 + corrected map": lambda d=data: scaled_hash(d),
        }
        for name, work in ours.items():
            work()
            seconds, found = timed(work)
            line(
                name,
                f"{seconds * 1e3:.1f}",
                "ms",
                times(floor, seconds),
                f"{bits(found.hashes[0], reference)} bits off",
            )
        luma = grey(data)
        seconds, _ = timed(lambda luma=luma: fingerprint(luma))
        alone, (same, worth) = timed(lambda luma=luma: pdqhash.compute(np.repeat(luma[:, :, None], 3, 2)), 3)
        found = fingerprint(luma)
        equal = np.array_equal(np.packbits(same.astype(np.uint8)), found.hashes[0]) and worth == found.quality
        line("hash alone: pdqhash (peer)", f"{alone * 1e3:.2f}", "ms", "1.0 x")
        note = f"eight hashes; identical: {equal}"
        line("hash alone: this map, all turns, quality", f"{seconds * 1e3:.2f}", "ms", times(alone, seconds), note)
        seconds, _ = timed(lambda luma=luma: hash_picture(luma))
        line("whole extractor (borders, crops too)", f"{seconds * 1e3:.2f}", "ms", times(alone, seconds))


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
        seconds, _ = timed(lambda: matcher.match(queries[:4], hashes), 2)
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


# videos


def a_video(seconds=20, rate=25, size=(1280, 720)):
    held = io.BytesIO()
    wide = np.array(drawn(1800, 900, 3))
    with av.open(held, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=rate)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.options = {"crf": "23", "preset": "veryfast"}
        for number in range(seconds * rate):
            left, top = int(number * 500 / (seconds * rate)), int(80 + 70 * np.sin(number / 40))
            cut = np.ascontiguousarray(wide[top : top + size[1], left : left + size[0]])
            container.mux(stream.encode(av.VideoFrame.from_ndarray(cut, format="rgb24")))
        container.mux(stream.encode())
    return held.getvalue()


def lumas(data):
    with av.open(io.BytesIO(data)) as container:
        container.streams.video[0].thread_type = "NONE"
        for frame in container.decode(video=0):
            plane = frame.planes[0]
            held = np.frombuffer(plane, np.uint8).reshape(frame.height, plane.line_size)[:, : frame.width]
            yield float(frame.time), held


def videos():
    print("\nVideos: 1280 x 720, H.264, 25 frames a second, one thread")
    data = a_video()

    def decode():
        return sum(1 for _ in lumas(data))

    def every():
        return [fingerprint(luma) for _, luma in lumas(data)]

    def some():
        return [hash_picture(luma) for number, (_, luma) in enumerate(lumas(data)) if number % 6 == 0]

    def peer():
        with av.open(io.BytesIO(data)) as container:
            container.streams.video[0].thread_type = "NONE"
            return [pdqhash.compute(frame.to_ndarray(format="rgb24")) for frame in container.decode(video=0)]

    floor, _ = timed(peer, 1)
    line("decode + RGB + pdqhash, every frame (peer)", f"{20 / floor:.1f}", "x real time", "1.0 x")
    for name, work in (
        ("decode alone", decode),
        ("decode + hash every frame", every),
        ("decode + whole extractor on 4 frames a second", some),
    ):
        seconds, _ = timed(work, 2)
        line(name, f"{20 / seconds:.1f}", "x real time", times(floor, seconds), "bar 15 x real time")
    rng = np.random.default_rng(3)
    times_ = np.arange(0, 3600, 0.25)
    hour = Track(
        seconds=times_,
        hashes=rng.integers(0, 256, (len(times_), 32), dtype=np.uint8),
        qualities=np.full(len(times_), 100),
    )
    clip = Track(seconds=np.arange(20.0), hashes=hour.hashes[8000:8080:4], qualities=np.full(20, 100))
    align(clip, hour)
    seconds, found = timed(lambda: align(clip, hour), 3)
    place = found.parts[0].theirs
    note = f"placed at {place.start:.1f}..{place.end:.1f} s (truth 2000..2019)"
    line("align 20 s with an hour", f"{seconds * 1e3:.1f}", "ms", note=note)
    line("align an hour with an hour", f"{timed(lambda: align(hour, hour), 1)[0]:.2f}", "s")


# real photos


def changes():
    def cut(left, top, right, bottom):
        def work(image):
            width, height = image.size
            return image.crop(
                (int(width * left), int(height * top), int(width * (1 - right)), int(height * (1 - bottom)))
            )

        return work

    def around(across, down, colour):
        def work(image):
            width, height = image.size
            size = (int(width * (1 + 2 * across)), int(height * (1 + 2 * down)))
            page = Image.new("RGB", size, colour)
            page.paste(image, (int(width * across), int(height * down)))
            return page

        return work

    return {
        "jpeg quality 10": lambda image: Image.open(io.BytesIO(as_jpeg(image, 10))),
        "half size": lambda image: image.resize((image.width // 2, image.height // 2)),
        "mirrored": lambda image: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        "turned 90": lambda image: image.transpose(Image.Transpose.ROTATE_90),
        "border 10 %": around(0.1, 0.1, (255, 255, 255)),
        "letterbox 40 %": around(0, 0.33, (0, 0, 0)),
        "crop 5 %": cut(0.025, 0.025, 0.025, 0.025),
        "crop 10 %": cut(0.05, 0.05, 0.05, 0.05),
        "crop 10 % at one corner": cut(0.1, 0.1, 0, 0),
        "crop 20 %": cut(0.1, 0.1, 0.1, 0.1),
    }


def photos(folder):
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in {".jpg", ".jpeg", ".png"})
    print(f"\nCopies of {len(files)} photos, each against all the originals: share found, other photos linked")
    place = Path(tempfile.mkdtemp(prefix="near-copies-"))
    bank = Bank.open(place)
    images = [Image.open(path).convert("RGB") for path in files]

    def of(item, image):
        found = hash_picture(np.array(Image.open(io.BytesIO(as_jpeg(image, 85))).convert("L")))
        return prints(item, found.value, found.arrays)

    originals = [of(item, image) for item, image in enumerate(images)]
    add(bank, originals, [1] * len(images))
    usable = {one.item for one in originals if one.whole is not None or one.trimmed is not None}
    between: list[NearCopy] = near_copies(bank, originals)
    line(
        "pairs among the originals themselves", str(len(between) // 2), "pairs", note="copies within the folder, if any"
    )
    alike = {(one.item, one.other) for one in between}
    for name, change in changes().items():
        found = near_copies(bank, [of(1_000_000 + item, change(image)) for item, image in enumerate(images)])
        right = {one.other for one in found if one.item - 1_000_000 == one.other}
        wrong = [one for one in found if one.item - 1_000_000 != one.other]
        wrong = [one for one in wrong if (one.item - 1_000_000, one.other) not in alike]
        line(name, f"{len(right & usable) / len(images):.3f}", "found", note=f"{len(wrong)} others")
    shutil.rmtree(place)


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
