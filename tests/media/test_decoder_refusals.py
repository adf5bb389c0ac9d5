"""Files that lie, stop early or ask too much: cut, damaged, disguised, limited, with odd metadata."""

import io
import os
import re
import struct
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from sightline.kernel.errors import Refusal, Unavailable
from sightline.media import kinds
from sightline.media.cage import Cage
from sightline.media.decoder import STILLS, Decoder
from sightline.media.model import Limits


def refusal(decoder: Decoder, file: Path | int, **options: object) -> Refusal:
    with pytest.raises(Refusal) as refused:
        decoder.examine(file, **options)  # type: ignore[arg-type]
    return refused.value


@pytest.mark.parametrize("cut", [0.15, 0.5, 0.9])
@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF"])
def test_a_picture_cut_off_is_named_truncated(decoder: Decoder, tmp_path: Path, name: str, cut: float) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8)
    Image.fromarray(noise).save(tmp_path / "whole", name)
    data = (tmp_path / "whole").read_bytes()
    (tmp_path / "cut").write_bytes(data[: int(len(data) * cut)])
    found = refusal(decoder, tmp_path / "cut")
    assert found.code == "truncated"
    assert str(found).startswith("The picture stops early: ")


def test_what_is_there_of_a_cut_picture_can_be_asked_for(decoder: Decoder, tmp_path: Path, scene: np.ndarray) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8)
    Image.fromarray(noise).save(tmp_path / "a.jpg")
    data = (tmp_path / "a.jpg").read_bytes()
    whole = decoder.examine(tmp_path / "a.jpg").pictures[0].luma
    (tmp_path / "a.jpg").write_bytes(data[: int(len(data) * 0.6)])
    found = decoder.examine(tmp_path / "a.jpg", partial=True)
    assert np.array_equal(found.pictures[0].luma[:24], whole[:24])
    assert re.search(r"stops early.*about [4-8]\d% of its rows", found.warnings[0])


@pytest.mark.parametrize(("name", "container", "codec"), [("a.mkv", "matroska", "libx264"), ("a.avi", "avi", "mpeg4")])
def test_a_video_cut_off_gives_what_is_there(
    decoder: Decoder, make_video: Callable[..., Path], name: str, container: str, codec: str
) -> None:
    path = make_video(name, container, codec, seconds=6)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    found = decoder.examine(path)
    assert len(found.pictures) >= 2
    assert any("stops early" in warning for warning in found.warnings)


def test_a_video_without_its_index_is_truncated(decoder: Decoder, make_video: Callable[..., Path]) -> None:
    path = make_video("a.mp4", "mp4", "libx264")
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b"moov") - 4])
    assert refusal(decoder, path).code == "truncated"


def test_a_damaged_checksum_costs_a_warning_not_the_picture(
    decoder: Decoder, tmp_path: Path, scene: np.ndarray
) -> None:
    Image.fromarray(scene).save(tmp_path / "a.png", dpi=(72, 72))
    data = bytearray((tmp_path / "a.png").read_bytes())
    at = data.index(b"pHYs") + 4 + 9
    data[at] ^= 0xFF
    (tmp_path / "a.png").write_bytes(data)
    found = decoder.examine(tmp_path / "a.png")
    assert np.array_equal(found.pictures[0].rgb, scene)
    assert "damaged" in found.warnings[0]


@pytest.mark.parametrize("position", [30, 60, 200])
def test_noise_inside_a_picture_never_breaks_the_decoder(
    decoder: Decoder, tmp_path: Path, jpeg_bytes: bytes, position: int
) -> None:
    data = bytearray(jpeg_bytes)
    data[position : position + 40] = bytes(range(40))
    (tmp_path / "a.jpg").write_bytes(data)
    try:
        assert decoder.examine(tmp_path / "a.jpg").pictures
    except Refusal as refused:
        code = refused.code
    else:
        code = "damaged"
    assert code in {"damaged", "truncated", "too-many-pixels"}


def test_bytes_behind_the_picture_are_reported(decoder: Decoder, tmp_path: Path, jpeg_bytes: bytes) -> None:
    (tmp_path / "a.jpg").write_bytes(jpeg_bytes + b"PK\x03\x04 a hidden archive")
    assert decoder.examine(tmp_path / "a.jpg").warnings == ("21 bytes follow the end of the picture inside the file.",)


def test_ffmpeg_never_sees_an_archive_of_pictures(decoder: Decoder, tmp_path: Path, jpeg_bytes: bytes) -> None:
    with zipfile.ZipFile(tmp_path / "a.mp4", "w") as packed:
        packed.writestr("a.jpg", jpeg_bytes)
    with tarfile.open(tmp_path / "b.mp4", "w") as taken:
        entry = tarfile.TarInfo("a.jpg")
        entry.size = len(jpeg_bytes)
        taken.addfile(entry, io.BytesIO(jpeg_bytes))
    assert [refusal(decoder, tmp_path / name).code for name in ("a.mp4", "b.mp4")] == ["archive", "archive"]


def test_a_script_in_a_videos_clothes_is_never_opened(
    decoder: Decoder, tmp_path: Path, make_video: Callable[..., Path]
) -> None:
    neighbour = make_video("neighbour.mp4", "mp4", "libx264", seconds=1)
    texts = {
        "concat": f"ffconcat version 1.0\nfile {neighbour}\n",
        "hls": f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{neighbour}\n#EXT-X-ENDLIST\n",
        "sdp": "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nm=video 9 RTP/AVP 96\r\n",
        "dash": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"></MPD>',
        "blank": f"\n  #EXTM3U\n{neighbour}\n",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.mp4").write_text(text)
        assert refusal(decoder, tmp_path / f"{name}.mp4").code == "not-opened", name


def test_a_script_forced_on_a_demuxer_reads_nothing(
    decoder: Decoder, tmp_path: Path, make_video: Callable[..., Path]
) -> None:
    """Even where the type check were wrong, the demuxer that is named may not become another."""
    make_video("neighbour.mp4", "mp4", "libx264", seconds=1)
    (tmp_path / "concat").write_text("ffconcat version 1.0\nfile neighbour.mp4\n")
    for kind in kinds.KINDS:
        assert refusal(decoder, tmp_path / "concat", kind=kind).code in {"damaged", "truncated", "no-picture"}, (
            kind.format
        )


def test_what_is_no_file_is_refused_by_name(decoder: Decoder, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    os.mkfifo(tmp_path / "pipe")
    assert refusal(decoder, tmp_path / "empty").code == "empty"
    assert refusal(decoder, tmp_path / "pipe").code == "not-a-file"
    assert refusal(decoder, tmp_path).code == "not-a-file"
    assert refusal(decoder, tmp_path / "absent").code == "unreadable"


def test_an_open_descriptor_is_read_and_left_where_it_was(decoder: Decoder, tmp_path: Path, jpeg_bytes: bytes) -> None:
    (tmp_path / "a").write_bytes(jpeg_bytes)
    with (tmp_path / "a").open("rb") as file:
        file.seek(7)
        assert decoder.examine(file.fileno()).width == 96
        assert file.tell() == 7


def test_limits_are_named_refusals(tmp_path: Path, make_video: Callable[..., Path]) -> None:
    Image.new("1", (400, 300)).save(tmp_path / "a.png")
    video = make_video("a.mp4", "mp4", "libx264", seconds=1)
    with Decoder(Limits(pixels=100_000, video_side=64)) as decoder:
        assert refusal(decoder, tmp_path / "a.png").code == "too-many-pixels"
        assert refusal(decoder, video).code == "too-many-pixels"


def ending(path: Path, limits: Limits) -> str:
    """The refusal of a TIFF in a cage of its own, under limits too tight for the self-test."""
    with Cage(STILLS, limits) as cage, path.open("rb") as file, pytest.raises(Refusal) as refused:
        cage.run("examine", file.fileno(), {"format": "tiff"})
    return refused.value.code


def test_a_picture_too_large_for_memory_is_refused(tmp_path: Path) -> None:
    Image.new("1", (9000, 9000)).save(tmp_path / "a.tif", compression="group4")
    assert ending(tmp_path / "a.tif", Limits(memory_bytes=300 << 20)) == "too-much-memory"


def test_time_is_limited_from_outside(tmp_path: Path) -> None:
    Image.new("1", (9000, 9000)).save(tmp_path / "a.tif", compression="group4")
    assert ending(tmp_path / "a.tif", Limits(wall_seconds=0.03)) == "too-slow"


def test_the_decoder_survives_the_death_of_its_process(tmp_path: Path, jpeg_bytes: bytes) -> None:
    (tmp_path / "a.jpg").write_bytes(jpeg_bytes)
    with Decoder() as decoder:
        for worker in decoder._workers:
            process = worker.cage(STILLS)[0]._process
            assert process is not None
            process.kill()
        assert decoder.examine(tmp_path / "a.jpg").width == 96
    with pytest.raises(Unavailable):
        decoder.examine(tmp_path / "a.jpg")


def test_metadata_is_kept_exactly(decoder: Decoder, tmp_path: Path, scene: np.ndarray) -> None:
    exif = Image.Exif()
    exif[0x010E] = "<script>alert(1)</script>\x1b[31m\u202e\n=cmd|' /C calc'!A0".encode()
    exif[0x010F] = "Köln \u6771\u4eac".encode()
    exif[0x0110] = b"\xff\xfe broken \\"
    camera = exif.get_ifd(0x8769)
    camera[0xA431], camera[0xA435], camera[0x9011] = "BODY-1", "LENS-2", "+02:00"
    camera[0x9003] = "2026:03:04 05:06:07"
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (50.0, 51.0, 1.5), "E", (4.0, 21.0, 0.0)
    Image.fromarray(scene).save(
        tmp_path / "a.jpg", exif=exif, comment=b"a comment", xmp=b"<x:xmpmeta>\xc3\xa9</x:xmpmeta>"
    )
    found = decoder.examine(tmp_path / "a.jpg").metadata
    assert found["Image ImageDescription"] == "<script>alert(1)</script>\x1b[31m\u202e\n=cmd|' /C calc'!A0"
    assert found["Image Make"] == "Köln 東京"
    assert found["Image Model"] == "\\xff\\xfe broken \\\\"
    assert found["Sightline EscapedTags"] == ["Image Model"]
    assert (found["EXIF BodySerialNumber"], found["EXIF LensSerialNumber"]) == ("BODY-1", "LENS-2")
    assert (found["EXIF OffsetTimeOriginal"], found["EXIF DateTimeOriginal"]) == ("+02:00", "2026:03:04 05:06:07")
    assert (found["GPS GPSLatitudeRef"], found["GPS GPSLatitude"]) == ("N", "[50, 51, 3/2]")
    assert (found["File Comment"], found["XMP Packet"]) == ("a comment", "<x:xmpmeta>é</x:xmpmeta>")


def test_a_tag_that_never_ends_costs_its_metadata_only(decoder: Decoder, tmp_path: Path, scene: np.ndarray) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    exif.get_ifd(0x8769)[0x927C] = b"maker note of some length"
    data = bytearray(exif.tobytes())
    at = data.index(b"\x7c\x92" if b"II" in data[:12] else b"\x92\x7c")
    data[at + 4 : at + 8] = b"\xff\xff\xff\xff"
    Image.fromarray(scene).save(tmp_path / "a.jpg", exif=bytes(data))
    found = decoder.examine(tmp_path / "a.jpg")
    assert found.metadata["Image Make"] == "Maker"
    assert "EXIF metadata is damaged" in found.warnings[0]


def test_the_metadata_of_a_video_is_kept(decoder: Decoder, make_video: Callable[..., Path]) -> None:
    found = decoder.examine(make_video("a.mkv", "matroska", "libx264", seconds=1)).metadata
    assert found["Video Codec"] == "h264"
    assert found["Video FrameRate"] == "10"
    assert {str(value) for value in found.values()} >= {"h264", "yuv420p"}


def test_the_grade_is_written_into_what_is_found(decoder: Decoder, tmp_path: Path, jpeg_bytes: bytes) -> None:
    (tmp_path / "a.jpg").write_bytes(jpeg_bytes)
    assert decoder.isolation is not None
    assert decoder.examine(tmp_path / "a.jpg").isolation == decoder.isolation.grade


def test_where_a_video_is_loud_is_seen(
    decoder: Decoder, talking: Path, make_video: Callable[..., Path], tmp_path: Path
) -> None:
    found = decoder.loudness(talking)
    assert found.shape == (40,)
    assert found[:19].max() == found[31:].max() == 0
    assert found[21:29].min() >= 170
    assert decoder.examine(talking).metadata["Sound Codec"] == "pcm_s16le"
    Image.new("L", (4, 4)).save(tmp_path / "a.png")
    for silent in (make_video("a.mp4", "mp4", "libx264", seconds=1), tmp_path / "a.png"):
        with pytest.raises(Refusal) as refused:
            decoder.loudness(silent)
        assert refused.value.code == "no-sound"


def test_several_threads_decode_at_once(tmp_path: Path, scene: np.ndarray) -> None:
    paths = [tmp_path / f"{number}.png" for number in range(24)]
    for number, path in enumerate(paths):
        Image.fromarray(np.full((8, 8 + number, 3), number, np.uint8)).save(path)
    with Decoder(workers=2) as decoder, ThreadPoolExecutor(4) as pool:
        found = list(pool.map(decoder.examine, paths))
    assert [(one.width, int(one.pictures[0].luma[0, 0])) for one in found] == [(8 + n, n) for n in range(24)]


def test_results_outlive_their_decoder(tmp_path: Path, scene: np.ndarray) -> None:
    Image.fromarray(scene).save(tmp_path / "a.png")
    with Decoder() as decoder:
        picture = decoder.examine(tmp_path / "a.png").pictures[0]
    assert np.array_equal(picture.rgb, scene)
    assert not picture.rgb.flags.writeable


def test_the_caged_processes_end_with_their_parent(tmp_path: Path, jpeg_bytes: bytes) -> None:
    """Even where the parent is killed without a word."""
    (tmp_path / "a.jpg").write_bytes(jpeg_bytes)
    program = (
        "import os, pathlib, sys, time; from sightline.media.decoder import Decoder, STILLS\n"
        "with Decoder() as decoder:\n"
        "    decoder.examine(pathlib.Path(sys.argv[1]))\n"
        "    print(decoder._workers[0].cage(STILLS)[0]._process.pid, flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "a.jpg")]
    number = int(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False).stdout)
    ends = time.monotonic() + 10
    while Path(f"/proc/{number}/status").exists() and time.monotonic() < ends:
        if "State:\tZ" in Path(f"/proc/{number}/status").read_text():
            break
        time.sleep(0.02)
    assert time.monotonic() < ends


@pytest.mark.parametrize(("same", "barred"), [(True, False), (True, True), (False, False)])
def test_a_thumbnail_of_another_picture_is_reported(
    decoder: Decoder, tmp_path: Path, scene: np.ndarray, same: bool, barred: bool
) -> None:
    shown = Image.fromarray(scene if same else scene[::-1, ::-1]).resize((48, 32))
    if barred:
        wide = Image.new("RGB", (48, 36))
        wide.paste(shown, (0, 2))
        shown = wide
    small = io.BytesIO()
    shown.save(small, "JPEG")
    exif = Image.Exif()
    exif[0x0112] = 1
    block = exif_with_thumbnail(small.getvalue())
    Image.fromarray(scene).save(tmp_path / "a.jpg", exif=block)
    found = decoder.examine(tmp_path / "a.jpg")
    assert found.warnings == (() if same else ("The thumbnail inside the file shows something else than the picture.",))
    assert "JPEGThumbnail" not in found.metadata


def exif_with_thumbnail(jpeg: bytes) -> bytes:
    """An EXIF block with two directories: an empty one, and one that points to a thumbnail behind it."""
    where = 8 + 6 + 2 + 24 + 4
    first = struct.pack("<HI", 0, 14)
    second = struct.pack("<HHHIIHHIII", 2, 0x0201, 4, 1, where, 0x0202, 4, 1, len(jpeg), 0)
    return b"Exif\0\0" + b"II*\0" + struct.pack("<I", 8) + first + second + jpeg


@pytest.mark.parametrize("character", ["a", "東", "\x01", '"'])
def test_long_texts_are_cut_and_said(decoder: Decoder, tmp_path: Path, scene: np.ndarray, character: str) -> None:
    text = character * 400_000
    Image.fromarray(scene).save(tmp_path / "a.webp", xmp=text.encode())
    found = decoder.examine(tmp_path / "a.webp")
    kept = str(found.metadata["XMP Packet"])
    assert kept
    assert text.startswith(kept)
    assert found.warnings == ("The metadata `XMP Packet` is cut; the file itself holds all of it.",)


def test_metadata_beyond_what_is_kept_is_said(tmp_path: Path, scene: np.ndarray) -> None:
    texts = PngImagePlugin.PngInfo()
    for number in range(20):
        texts.add_text(f"key{number:02}", "x" * 1000)
    Image.fromarray(scene).save(tmp_path / "a.png", pnginfo=texts)
    with Decoder(Limits(text_bytes=5_000)) as small, Decoder(Limits(metadata_bytes=5_000)) as smaller:
        found = small.examine(tmp_path / "a.png")
        assert refusal(smaller, tmp_path / "a.png").code == "too-much-metadata"
    assert [*found.metadata] == [f"PNG key{number:02}" for number in range(4)]
    assert found.warnings == ("The metadata is too long: from `PNG key04` on it is in the file alone.",)
