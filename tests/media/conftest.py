"""One warm decoder for the room, and small files of every format, made on the spot."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from sightline.media.decoder import Decoder

MakeVideo = Callable[..., Path]


@pytest.fixture(scope="session")
def decoder() -> Iterator[Decoder]:
    with Decoder() as one:
        yield one


@pytest.fixture(scope="session")
def scene() -> np.ndarray:
    """A smooth picture of 96 x 64, different in every corner, so that a turn or a mirror shows."""
    y, x = np.mgrid[0:64, 0:96]
    return np.stack([40 + x * 2, 30 + y * 3, 220 - x - y], axis=2).clip(0, 255).astype(np.uint8)


@pytest.fixture
def make_video(tmp_path: Path, scene: np.ndarray) -> MakeVideo:
    """Make a video of `seconds` at 10 frames a second whose frames brighten with time."""

    def make(
        name: str, container: str, codec: str, seconds: float = 3, gop: int = 10, pix_fmt: str = "yuv420p"
    ) -> Path:
        path = tmp_path / name
        with av.open(str(path), "w", format=container) as file:
            stream = file.add_stream(codec, rate=10)
            stream.width, stream.height, stream.pix_fmt, stream.gop_size = 96, 64, pix_fmt, gop
            if codec == "libx264":
                stream.options = {"x264-params": f"keyint={gop}:min-keyint={gop}:scenecut=0"}
            for number in range(round(seconds * 10)):
                shade = (scene * 0.5).astype(np.uint8) + np.uint8(min(number * 3, 120))
                frame = av.VideoFrame.from_ndarray(shade, format="rgb24")
                frame.pts = number
                file.mux(stream.encode(frame))
            file.mux(stream.encode(None))
            file.metadata["comment"] = "a comment"
        return path

    return make


@pytest.fixture
def talking(tmp_path: Path, scene: np.ndarray) -> Path:
    """Two seconds of video: silence, then half a second at half of full scale, then silence."""
    path = tmp_path / "talking.mkv"
    with av.open(str(path), "w", format="matroska") as file:
        stream = file.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        sound = file.add_stream("pcm_s16le", rate=16_000, layout="stereo")
        for number in range(20):
            frame = av.VideoFrame.from_ndarray(scene, format="rgb24")
            frame.pts = number
            file.mux(stream.encode(frame))
        wave = np.zeros((1, 64_000), np.int16)
        wave[0, 32_000:48_000] = 16_384 * np.sign(np.sin(np.arange(16_000) / 20))
        tone = av.AudioFrame.from_ndarray(wave, format="s16", layout="stereo")
        tone.sample_rate = 16_000
        file.mux(sound.encode(tone))
        for each in (stream, sound):
            file.mux(each.encode(None))
    return path


@pytest.fixture
def turned_mp4(make_video: MakeVideo) -> Path:
    """A video whose header says: show me turned a quarter clockwise, as telephones held upright write it."""
    path = make_video("turned.mp4", "mp4", "libx264", seconds=1)
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 4 + 40
    data[at : at + 36] = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 96 << 16, 0, 1 << 30)
    path.write_bytes(data)
    return path


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + kind + body


def hevc_item(pixels: np.ndarray) -> tuple[bytes, bytes]:
    """One HEVC key frame and its configuration record, as HEIF stores them: lengths instead of start codes."""
    encoder = av.CodecContext.create("libx265", "w")
    encoder.width, encoder.height, encoder.pix_fmt = pixels.shape[1], pixels.shape[0], "yuv444p"
    encoder.time_base = Fraction(1)
    encoder.options = {"x265-params": "log-level=none:qp=4:pools=none:frame-threads=1"}
    frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
    frame.pts = 0
    stream = b"".join(bytes(packet) for packet in [*encoder.encode(frame), *encoder.encode(None)])
    units = [unit.rstrip(b"\0") for unit in stream.replace(b"\0\0\0\1", b"\0\0\1").split(b"\0\0\1")[1:]]
    kinds = [(unit[0] >> 1) & 63 for unit in units]
    sets = [(kind, unit) for kind, unit in zip(kinds, units, strict=True) if kind in {32, 33, 34}]
    arrays = b"".join(bytes([0x80 | kind, 0, 1]) + struct.pack(">H", len(unit)) + unit for kind, unit in sets)
    pictures = [unit for kind, unit in zip(kinds, units, strict=True) if kind < 32]
    sample = b"".join(struct.pack(">I", len(unit)) + unit for unit in pictures)
    return sample, bytes([1]) + bytes(20) + bytes([0xFF, len(sets)]) + arrays


Items = list[tuple[int, bytes, bytes]]


@pytest.fixture(scope="session")
def make_heic() -> Callable[..., bytes]:
    """Build a HEIC file by hand: `tiles` are coded pictures in rows of `columns`, `acts` are `irot`/`imir` boxes."""
    if "libx265" not in av.codecs_available:
        pytest.skip("this build of FFmpeg cannot make HEVC pictures")
    return heic


def heic(
    tiles: list[np.ndarray],
    size: tuple[int, int],
    columns: int = 1,
    acts: tuple[bytes, ...] = (),
    exif: bytes = b"",
) -> bytes:
    coded = [hevc_item(tile) for tile in tiles]
    items: Items = [(number + 1, b"hvc1", data) for number, (data, _) in enumerate(coded)]
    references = b""
    if len(tiles) > 1:
        items.append(
            (len(items) + 1, b"grid", bytes([0, 0, len(tiles) // columns - 1, columns - 1]) + packed("HH", *size))
        )
        numbers = [number for number, kind, _ in items if kind == b"hvc1"]
        references += box(b"dimg", packed("HH", len(items), len(tiles)), packed(f"{len(tiles)}H", *numbers))
    primary = len(items)
    if exif:
        items.append((len(items) + 1, b"Exif", bytes(4) + exif))
        references += box(b"cdsc", packed("HHH", len(items), 1, primary))
    fixed = [
        box(b"hdlr", bytes(8), b"pict", bytes(13)),
        box(b"pitm", bytes(4), packed("H", primary)),
        box(b"iinf", bytes(4), packed("H", len(items)), *(infe(number, kind) for number, kind, _ in items)),
        box(b"iref", bytes(4), references) if references else b"",
        box(b"iprp", *properties(items, primary, (tiles[0].shape[1], tiles[0].shape[0], *size), (coded[0][1], *acts))),
    ]
    head = box(b"ftyp", b"heic", bytes(4), b"mif1heic")
    start = len(head) + len(box(b"meta", bytes(4), *fixed, locations(items, 0))) + 8
    return (
        head + box(b"meta", bytes(4), *fixed, locations(items, start)) + box(b"mdat", *(data for _, _, data in items))
    )


def packed(shape: str, *numbers: int) -> bytes:
    return struct.pack(">" + shape, *numbers)


def infe(number: int, kind: bytes) -> bytes:
    return box(b"infe", bytes([2, 0, 0, 0]), packed("HH", number, 0), kind, b"\0")


def locations(items: Items, at: int) -> bytes:
    places = b""
    for number, _, data in items:
        places += packed("HHHII", number, 0, 1, at, len(data))
        at += len(data)
    return box(b"iloc", bytes(4), bytes([0x44, 0]), packed("H", len(items)), places)


def properties(items: Items, primary: int, sizes: tuple[int, ...], rest: tuple[bytes, ...]) -> tuple[bytes, bytes]:
    configuration, *acts = rest
    known = box(
        b"ipco",
        box(b"hvcC", configuration),
        box(b"ispe", bytes(4), packed("II", *sizes[:2])),
        box(b"ispe", bytes(4), packed("II", *sizes[2:])),
        *acts,
    )
    links = b""
    for number, kind, _ in items:
        used = {b"hvc1": [0x81, 2], b"grid": [3], b"Exif": []}[kind]
        used += [4 + place for place in range(len(acts))] if number == primary else []
        links += packed("HB", number, len(used)) + bytes(used)
    return known, box(b"ipma", bytes(4), packed("I", len(items)), links)


@pytest.fixture(scope="session")
def jpeg_bytes(scene: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(scene).save(file, "JPEG", quality=92)
    return file.getvalue()
