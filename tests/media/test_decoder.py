"""Files in, examinations or named refusals out: every format, turned, transparent, deep, moving, cut and lying."""

import io
import itertools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from sightline.media import kinds
from sightline.media.decoder import Decoder
from sightline.media.model import Limits, MediaKind


def grey(pixels: np.ndarray) -> np.ndarray:
    return np.asarray(Image.fromarray(pixels).convert("L"))


def apart(one: np.ndarray, other: np.ndarray) -> int:
    return int(np.abs(one.astype(int) - other.astype(int)).max())


@pytest.mark.parametrize(
    ("name", "options", "kind", "off"),
    [
        ("PNG", {}, kinds.PNG, 0),
        ("BMP", {}, kinds.BMP, 0),
        ("TIFF", {}, kinds.TIFF, 0),
        ("TIFF", {"compression": "tiff_lzw"}, kinds.TIFF, 0),
        ("TIFF", {"compression": "jpeg", "quality": 95}, kinds.TIFF, 8),
        ("WEBP", {"lossless": True}, kinds.WEBP, 0),
        ("WEBP", {"quality": 90}, kinds.WEBP, 12),
        ("AVIF", {"quality": 90}, kinds.AVIF, 12),
        ("JPEG", {"quality": 95, "subsampling": 0}, kinds.JPEG, 8),
        ("JPEG", {"quality": 95, "progressive": True}, kinds.JPEG, 12),
        ("GIF", {}, kinds.GIF, 40),
    ],
)
def test_every_still_format_comes_back(
    decoder: Decoder,
    tmp_path: Path,
    scene: np.ndarray,
    name: str,
    options: dict[str, object],
    kind: kinds.Kind,
    off: int,
) -> None:
    Image.fromarray(scene).save(tmp_path / "no-extension", name, **options)
    found = decoder.examine(tmp_path / "no-extension")
    assert (found.format, found.mime, found.kind) == (kind.format, kind.mime, MediaKind.IMAGE)
    assert (found.width, found.height, found.duration, found.warnings) == (96, 64, None, ())
    (picture,) = found.pictures
    assert picture.seconds is None
    assert apart(picture.rgb, scene) <= off
    assert apart(picture.luma, grey(scene)) <= off


def test_the_luma_of_a_jpeg_is_the_decoders_own(decoder: Decoder, tmp_path: Path, jpeg_bytes: bytes) -> None:
    (tmp_path / "a.jpg").write_bytes(jpeg_bytes)
    image = Image.open(io.BytesIO(jpeg_bytes))
    image.draft("L", None)
    assert np.array_equal(decoder.examine(tmp_path / "a.jpg").pictures[0].luma, np.asarray(image))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_come_out_upright(decoder: Decoder, tmp_path: Path, scene: np.ndarray, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # the transpose that makes a camera's raw frame of the scene
    image = Image.fromarray(scene)
    if orientation in undo:
        image = image.transpose(Image.Transpose(undo[orientation]))
    image.save(tmp_path / "a.png", exif=exif)
    found = decoder.examine(tmp_path / "a.png")
    assert (found.width, found.height) == (96, 64)
    assert np.array_equal(found.pictures[0].rgb, scene)
    assert np.array_equal(found.pictures[0].luma, grey(scene))


def test_transparency_lies_on_white(decoder: Decoder, tmp_path: Path) -> None:
    pixels = np.zeros((4, 4, 4), np.uint8)
    pixels[:2, :, 3] = 255
    for mode in ("RGBA", "LA", "P"):
        Image.fromarray(pixels).convert(mode if mode != "P" else "RGBA").save(tmp_path / f"{mode}.png")
    Image.fromarray(pixels).quantize(4).save(tmp_path / "P.png")
    for mode in ("RGBA", "LA", "P"):
        luma = decoder.examine(tmp_path / f"{mode}.png").pictures[0].luma
        assert luma[:2].max() == 0, mode
        assert luma[2:].min() == 255, mode


@pytest.mark.parametrize(
    ("mode", "name"),
    [("1", "PNG"), ("L", "PNG"), ("P", "PNG"), ("I;16", "PNG"), ("I", "TIFF"), ("F", "TIFF"), ("CMYK", "JPEG")],
)
def test_every_mode_becomes_eight_bits(
    decoder: Decoder, tmp_path: Path, scene: np.ndarray, mode: str, name: str
) -> None:
    flat = grey(scene)
    if mode in {"I;16", "I", "F"}:
        kind = {"I;16": np.uint16, "I": np.int32, "F": np.float32}[mode]
        image = Image.fromarray(flat.astype(kind) * kind(257 if mode == "I;16" else 1000))
    else:
        image = Image.fromarray(scene).convert(mode)
    image.save(tmp_path / "a", name)
    picture = decoder.examine(tmp_path / "a").pictures[0]
    assert picture.luma.dtype == picture.rgb.dtype == np.uint8
    assert picture.rgb.shape == (64, 96, 3)
    if mode == "I;16":
        assert np.array_equal(picture.luma, flat)
    if mode in {"I", "F"}:
        low, high = int(flat.min()), int(flat.max())
        assert apart(picture.luma, (flat - low) * (255.0 / (high - low))) <= 1


def test_colours_of_another_profile_become_srgb(decoder: Decoder, tmp_path: Path, scene: np.ndarray) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.fromarray(scene).save(tmp_path / "srgb.png", icc_profile=profile)
    assert np.array_equal(decoder.examine(tmp_path / "srgb.png").pictures[0].rgb, scene)
    # The same primaries under another name, with green and blue told to swap places.
    named = profile.replace(b"s\0R\0G\0B", b"t\0e\0s\0t")
    swapped = named.replace(b"gXYZ", b"\0tmp").replace(b"bXYZ", b"gXYZ").replace(b"\0tmp", b"bXYZ")
    Image.fromarray(scene).save(tmp_path / "swapped.png", icc_profile=swapped)
    picture = decoder.examine(tmp_path / "swapped.png").pictures[0]
    assert apart(picture.rgb, scene[:, :, [0, 2, 1]]) <= 6
    assert np.array_equal(picture.luma, grey(scene))
    Image.fromarray(scene).save(tmp_path / "bad.png", icc_profile=named[:400])
    assert np.array_equal(decoder.examine(tmp_path / "bad.png").pictures[0].rgb, scene)


def test_rgb_is_scaled_down_and_luma_is_not(decoder: Decoder, tmp_path: Path) -> None:
    Image.new("L", (3000, 1500), 77).save(tmp_path / "a.png")
    picture = decoder.examine(tmp_path / "a.png").pictures[0]
    assert (picture.width, picture.height, picture.rgb.shape) == (3000, 1500, (1024, 2048, 3))


@pytest.mark.parametrize(("name", "kind"), [("GIF", "gif"), ("WEBP", "webp"), ("PNG", "png")])
def test_every_frame_of_an_animation_is_seen(decoder: Decoder, tmp_path: Path, name: str, kind: str) -> None:
    frames = [Image.new("RGB", (32, 32), (n * 40, n * 40, n * 40)) for n in range(6)]
    frames[0].save(tmp_path / "a", name, save_all=True, append_images=frames[1:], duration=200, lossless=True)
    found = decoder.examine(tmp_path / "a")
    assert (found.format, found.kind) == (kind, MediaKind.IMAGE)
    assert [round(picture.seconds or 0, 2) for picture in found.pictures] == [0, 0.2, 0.4, 0.6, 0.8, 1.0]
    assert [int(picture.luma[5, 5]) for picture in found.pictures] == [0, 40, 80, 120, 160, 200]
    assert found.duration == pytest.approx(1.2)


def test_frames_above_the_limit_are_spread_and_said(tmp_path: Path) -> None:
    frames = [Image.new("L", (16, 16), n * 10) for n in range(20)]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:], duration=100)
    with Decoder(Limits(frames=5)) as decoder:
        found = decoder.examine(tmp_path / "a.gif")
    assert [int(picture.luma[0, 0]) for picture in found.pictures] == [0, 40, 80, 120, 160]
    assert found.warnings == ("Of its 20 frames, one in 4 was looked at.",)


def test_frames_are_scaled_down_together_to_fit_the_result(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    frames = [Image.fromarray(rng.integers(0, 255, (200, 400), np.uint8)) for _ in range(10)]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:], duration=100)
    with Decoder(Limits(result_bytes=800_000)) as decoder:
        found = decoder.examine(tmp_path / "a.gif")
    assert (found.width, found.height) == (400, 200)
    assert {picture.luma.shape for picture in found.pictures} == {(100, 200)}


@pytest.mark.parametrize(
    ("name", "container", "codec", "kind"),
    [
        ("a.mp4", "mp4", "libx264", "mp4"),
        ("a.mov", "mov", "mpeg4", "mov"),
        ("a.mkv", "matroska", "libx264", "mkv"),
        ("a.webm", "webm", "libvpx-vp9", "webm"),
        ("a.avi", "avi", "mpeg4", "avi"),
        ("a.mpg", "mpeg", "mpeg2video", "mpeg-ps"),
        ("a.ts", "mpegts", "libx264", "mpeg-ts"),
        ("a.wmv", "asf", "wmv2", "wmv"),
        ("a.flv", "flv", "flv", "flv"),
    ],
)
def test_every_video_format_is_sampled(
    decoder: Decoder, make_video: Callable[..., Path], name: str, container: str, codec: str, kind: str
) -> None:
    found = decoder.examine(make_video(name, container, codec))
    assert (found.format, found.kind, found.width, found.height) == (kind, MediaKind.VIDEO, 96, 64)
    assert found.duration == pytest.approx(3.0, abs=0.35)
    times = [picture.seconds or 0.0 for picture in found.pictures]
    assert times == sorted(times)
    assert len(times) >= 3
    assert max(b - a for a, b in itertools.pairwise(times)) <= 1.3
    brightness = [float(picture.luma.mean()) for picture in found.pictures]
    assert brightness == sorted(brightness)
    assert any(picture.key for picture in found.pictures)


def test_seconds_without_a_key_frame_are_filled(decoder: Decoder, make_video: Callable[..., Path]) -> None:
    found = decoder.examine(make_video("a.mp4", "mp4", "libx264", seconds=8, gop=80))
    times = [picture.seconds or 0.0 for picture in found.pictures]
    assert [picture.key for picture in found.pictures].count(True) == 1
    assert max(b - a for a, b in itertools.pairwise(times)) <= 1.3
    assert times[-1] >= 6.9


def test_a_video_of_key_frames_only_is_not_taken_whole(decoder: Decoder, make_video: Callable[..., Path]) -> None:
    found = decoder.examine(make_video("a.avi", "avi", "mjpeg", seconds=6, gop=1, pix_fmt="yuvj420p"))
    assert 6 <= len(found.pictures) <= 13


def test_a_long_video_is_seen_to_its_end_within_the_limit(make_video: Callable[..., Path]) -> None:
    path = make_video("a.mp4", "mp4", "libx264", seconds=20, gop=5)
    with Decoder(Limits(frames=6)) as decoder:
        found = decoder.examine(path)
    times = [picture.seconds or 0.0 for picture in found.pictures]
    assert len(times) <= 6
    assert times[-1] >= 15


def test_a_telephones_video_comes_out_upright(decoder: Decoder, turned_mp4: Path, scene: np.ndarray) -> None:
    found = decoder.examine(turned_mp4)
    assert (found.width, found.height) == (64, 96)
    picture = found.pictures[0]
    assert picture.luma.shape == (96, 64)
    assert apart(picture.rgb, np.rot90((scene * 0.5).astype(np.uint8), -1)) <= 12


def test_a_heic_picture_is_opened(
    decoder: Decoder, make_heic: Callable[..., bytes], tmp_path: Path, scene: np.ndarray
) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    (tmp_path / "a.jpg").write_bytes(make_heic([scene], (96, 64), exif=exif.tobytes()[6:]))
    found = decoder.examine(tmp_path / "a.jpg")
    assert (found.format, found.mime, found.kind, found.width, found.height) == (
        "heic",
        "image/heic",
        MediaKind.IMAGE,
        96,
        64,
    )
    assert apart(found.pictures[0].rgb, scene) <= 10
    assert found.metadata["Image Make"] == "Maker"


def test_the_tiles_of_a_heic_picture_are_put_together(
    decoder: Decoder, make_heic: Callable[..., bytes], tmp_path: Path
) -> None:
    y, x = np.mgrid[0:128, 0:192]
    whole = np.stack([x, y, 255 - x], axis=2).astype(np.uint8)
    tiles = [whole[r : r + 64, c : c + 64] for r in (0, 64) for c in (0, 64, 128)]
    (tmp_path / "a").write_bytes(make_heic(tiles, (180, 120), columns=3))
    picture = decoder.examine(tmp_path / "a").pictures[0]
    assert picture.luma.shape == (120, 180)
    assert apart(picture.rgb, whole[:120, :180]) <= 12


def test_a_heic_picture_is_turned_upright(
    decoder: Decoder, make_heic: Callable[..., bytes], tmp_path: Path, scene: np.ndarray
) -> None:
    turn = b"\0\0\0\x09irot\x03"
    (tmp_path / "a").write_bytes(make_heic([scene], (96, 64), acts=(turn,)))
    found = decoder.examine(tmp_path / "a")
    assert (found.width, found.height) == (64, 96)
    assert apart(found.pictures[0].rgb, np.rot90(scene, 3)) <= 10
