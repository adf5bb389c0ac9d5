"""Copies of videos are found and placed; two takes of one still scene are not called one video."""

import io

import av
import numpy as np
import pytest
from PIL import Image

from sightline.features.kinds.pdq import hash_picture
from sightline.features.model import Unsuited
from sightline.matching.near.videos import Relation, Track, align

WIDTH, HEIGHT = 240, 136


def room(seed):
    rng = np.random.default_rng(seed)
    small = Image.fromarray(rng.integers(0, 256, (11, 17), dtype=np.uint8))
    plane = np.array(small.resize((900, 560), Image.Resampling.BICUBIC))
    for _ in range(60):
        top, left = rng.integers(0, 520), rng.integers(0, 850)
        plane[top : top + rng.integers(10, 110), left : left + rng.integers(10, 110)] = rng.integers(0, 256)
    return plane


class Camera:
    """Films a room. `moving`: pans slowly; else it stands still and a thing of `size` pixels wanders before it."""

    def __init__(self, place, take, moving, size=40):
        self.room, self.moving, self.size = room(place), moving, size
        rng = np.random.default_rng(1000 * place + take)
        self.phases = rng.uniform(0, 6, 4)
        walk = np.cumsum(rng.normal(0, 1, (700, 2)), axis=0)
        smooth = np.stack([np.convolve(walk[:, k], np.hanning(25) / 12, "same") for k in range(2)], axis=1)
        self.path = np.abs((smooth * 0.03) % 2 - 1)
        self.noise = np.random.default_rng(take)

    def frame(self, seconds):
        across, down = 0.5, 0.5
        if self.moving:
            across += 0.45 * np.sin(seconds * 0.12 + self.phases[0])
            down += 0.4 * np.sin(seconds * 0.08 + self.phases[1])
        top, left = int((560 - 340) * down), int((900 - 600) * across)
        cut = Image.fromarray(self.room[top : top + 340, left : left + 600])
        plane = np.array(cut.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)).astype(np.int16)
        if not self.moving and self.size:
            place = self.path[int(seconds * 10)]
            top, left = (place * (HEIGHT - self.size, WIDTH - self.size)).astype(int)
            plane[top : top + self.size, left : left + self.size] = np.arange(self.size) * 5 % 256
        plane += self.noise.integers(-4, 5, plane.shape, dtype=np.int16)
        return np.clip(plane, 0, 255).astype(np.uint8)


def recompressed(plane):
    held = io.BytesIO()
    Image.fromarray(plane).resize((200, 114)).save(held, "JPEG", quality=35)
    return np.array(Image.open(held))


def letterboxed(plane):
    return recompressed(np.pad(plane, [(24, 24), (0, 0)]))


def cropped(plane):
    return recompressed(plane[7:-7, 12:-12])


def rows(seconds, plane):
    """Yield the rows of a frame: the whole, inside its borders, cropped."""
    try:
        found = hash_picture(np.ascontiguousarray(plane))
    except Unsuited:
        yield seconds, np.zeros(32, np.uint8), 0
        return
    yield seconds, found.arrays["dihedral"][0], found.value["quality"]
    if found.value["trimmed"] is not None:
        yield seconds, found.arrays["trimmed_dihedral"][0], found.value["trimmed_quality"]
    for one in found.arrays["cropped"]:
        yield seconds, one, found.value["quality"]


def track(frames, duration):
    """Track of (seconds, plane) pairs."""
    lines = [line for seconds, plane in frames for line in rows(seconds, plane)]
    seconds, hashes, qualities = zip(*lines, strict=True)
    return Track(seconds=np.array(seconds), hashes=np.stack(hashes), qualities=np.array(qualities), duration=duration)


def filmed(camera, begin, end, rate, change=lambda plane: plane):
    times = np.arange(begin, end, 1 / rate)
    return track([(time - begin, change(camera.frame(time))) for time in times], end - begin)


@pytest.fixture(scope="module")
def pan():
    return filmed(Camera(1, 1, moving=True), 0, 60, 4)


@pytest.mark.parametrize("change", [recompressed, letterboxed, cropped])
def test_a_part_of_a_video_is_found_and_placed_in_both(pan, change):
    found = align(filmed(Camera(1, 1, moving=True), 20.13, 40.13, 1, change), pan)
    assert found.relation is Relation.SAME_VIDEO
    (part,) = found.parts
    assert part.mine.start == pytest.approx(0, abs=1.5)
    assert part.mine.end == pytest.approx(19, abs=1.5)
    assert part.theirs.start - part.mine.start == pytest.approx(20.13, abs=0.4)
    assert part.theirs.end - part.theirs.start == pytest.approx(19, abs=2)
    assert part.distance <= 31
    assert found.share_of_mine > 0.9
    assert found.share_of_theirs == pytest.approx(1 / 3, abs=0.05)


def test_which_comes_first_makes_no_difference(pan):
    clip = filmed(Camera(1, 1, moving=True), 20, 40, 1, recompressed)
    one, other = align(clip, pan), align(pan, clip)
    assert other.relation is one.relation
    assert other.parts[0].mine == one.parts[0].theirs
    assert (other.share_of_mine, other.share_of_theirs) == (one.share_of_theirs, one.share_of_mine)


def test_two_parts_of_an_edited_copy_are_both_found(pan):
    camera = Camera(1, 1, moving=True)
    times = [*np.arange(30, 42, 1.0), *np.arange(5, 13, 1.0)]
    edited = track([(float(k), recompressed(camera.frame(time))) for k, time in enumerate(times)], 20.0)
    found = align(edited, pan)
    assert found.relation is Relation.SAME_VIDEO
    assert len(found.parts) == 2
    assert [round(part.theirs.start - part.mine.start) for part in found.parts] == [30, -7]
    assert found.share_of_mine > 0.9


def test_twenty_seconds_in_an_hour_are_found(pan):
    """The hour is made of hashes alone: nothing else in it is near."""
    rng = np.random.default_rng(9)
    times = np.arange(0, 3600, 0.25)
    inside = (times >= 2000) & (times < 2060)
    begin = 2000.0
    hour = Track(
        seconds=np.concatenate([times[~inside], pan.seconds + begin]),
        hashes=np.concatenate([rng.integers(0, 256, ((~inside).sum(), 32), dtype=np.uint8), pan.hashes]),
        qualities=np.concatenate([np.full((~inside).sum(), 100), pan.qualities]),
        duration=3600.0,
    )
    found = align(filmed(Camera(1, 1, moving=True), 20, 40, 1, recompressed), hour)
    assert found.relation is Relation.SAME_VIDEO
    assert found.parts[0].theirs.start == pytest.approx(2020, abs=1.5)
    assert found.share_of_theirs == pytest.approx(20 / 3600, abs=0.001)


@pytest.mark.parametrize("size", [18, 40, 80])
def test_a_copy_of_a_still_scene_is_told_by_what_moves_in_it(size):
    bank = filmed(Camera(3, 1, moving=False, size=size), 0, 40, 4)
    found = align(filmed(Camera(3, 1, moving=False, size=size), 10, 30, 1, recompressed), bank)
    assert found.relation is Relation.SAME_VIDEO
    assert found.parts[0].theirs.start - found.parts[0].mine.start == pytest.approx(10, abs=0.4)


@pytest.mark.parametrize("size", [0, 18, 40, 80])
@pytest.mark.parametrize("place", [3, 4])
@pytest.mark.parametrize("take", [2, 3])
def test_two_takes_of_one_still_scene_are_never_called_one_video(size, place, take):
    bank = filmed(Camera(place, 1, moving=False, size=size), 0, 40, 4)
    found = align(filmed(Camera(place, take, moving=False, size=size), 0, 40, 1, recompressed), bank)
    assert found is None or found.relation is Relation.SAME_SCENE
    if size <= 18:
        assert found is not None, "nearly all frames are near: that it is one scene must be told"
        assert found.share_of_mine > 0.5


def test_other_places_share_nothing(pan):
    for place in range(5, 9):
        assert align(filmed(Camera(place, 1, moving=True), 0, 30, 1, recompressed), pan) is None


def test_black_and_blank_frames_never_link():
    black = track([(k / 4, np.full((HEIGHT, WIDTH), 16, np.uint8)) for k in range(80)], 20.0)
    assert align(black, black) is None


@pytest.mark.parametrize("count", [0, 1, 2])
def test_videos_of_hardly_any_frame_share_nothing(pan, count):
    few = Track(seconds=pan.seconds[:count], hashes=pan.hashes[:count], qualities=pan.qualities[:count])
    assert align(few, pan) is None
    assert align(pan, few) is None


def test_times_that_are_no_times_are_left_out(pan):
    clip = filmed(Camera(1, 1, moving=True), 20, 40, 1, recompressed)
    seconds = np.concatenate([clip.seconds, [np.nan, np.inf, -1e12, 1e12]])
    odd = Track(
        seconds=seconds,
        hashes=np.concatenate([clip.hashes, clip.hashes[:4]]),
        qualities=np.concatenate([clip.qualities, clip.qualities[:4]]),
    )
    found = align(odd, pan)
    assert found.relation is Relation.SAME_VIDEO
    assert found.share_of_mine > 0.9


def test_every_frame_of_both_is_as_good_as_some():
    camera = Camera(1, 1, moving=True)
    whole, part = filmed(camera, 0, 30, 20), filmed(camera, 10, 20, 20, recompressed)
    found = align(part, whole)
    assert found.relation is Relation.SAME_VIDEO
    assert found.parts[0].theirs.start - found.parts[0].mine.start == pytest.approx(10, abs=0.4)


def encoded(frames, rate, size, codec="libx264"):
    """Return an MP4 of grey frames."""
    held = io.BytesIO()
    with av.open(held, "w", format="mp4") as container:
        stream = container.add_stream(codec, rate=rate)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.options = {"crf": "30", "preset": "ultrafast"}
        for plane in frames:
            frame = av.VideoFrame.from_ndarray(np.repeat(plane[:, :, None], 3, axis=2), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    held.seek(0)
    return held


def decoded(held, every):
    """Yield (seconds, Y plane) of every so many frames."""
    with av.open(held) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number % every == 0:
                plane = frame.planes[0]
                luma = np.frombuffer(plane, np.uint8).reshape(frame.height, plane.line_size)[:, : frame.width]
                yield float(frame.time), luma


def test_a_reencoded_letterboxed_excerpt_is_found_in_real_video_files():
    camera = Camera(6, 1, moving=True)
    original = encoded((camera.frame(k / 8) for k in range(160)), 8, (WIDTH, HEIGHT))
    boxed = (np.pad(camera.frame(8 + k / 8), [(24, 24), (0, 0)]) for k in range(64))
    copy = encoded(boxed, 8, (WIDTH, HEIGHT + 48))
    found = align(track(decoded(copy, 8), 8.0), track(decoded(original, 2), 20.0))
    assert found.relation is Relation.SAME_VIDEO
    assert found.parts[0].theirs.start - found.parts[0].mine.start == pytest.approx(8, abs=0.4)
    assert found.share_of_mine > 0.8
