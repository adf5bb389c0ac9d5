"""The part of near_copies.py that has to do with pictures: hashing, videos, copies of photos. Run near_copies.py."""

import io
import shutil
import tempfile
import time
from pathlib import Path

import av
import cv2
import numpy as np
import pdqhash
from PIL import Image

from sightline.features.kinds.pdq import hash_picture
from sightline.features.pdq_map import fingerprint
from sightline.matching.near.bank import Bank
from sightline.matching.near.candidates import NearCopy, add, near_copies, prints
from sightline.matching.near.videos import Track, align

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
