"""Pictures for people: small and blurred, sharp when asked, masked to the pixel, and bare of metadata."""

import io

import numpy as np
import pytest
from PIL import Image

from sightline.kernel.errors import UsageError
from sightline.media import thumbnails
from sightline.media.model import Picture, Region


@pytest.fixture
def checks() -> Picture:
    """A chequered picture of 400 x 200 with sharp edges, red where masks will lie."""
    y, x = np.mgrid[0:200, 0:400]
    grey = (((x // 4 + y // 4) % 2) * 255).astype(np.uint8)
    rgb = np.repeat(grey[:, :, None], 3, axis=2)
    rgb[50:100, 100:200] = (255, 0, 0)
    return Picture(luma=grey, rgb=rgb)


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def sharpness(image: Image.Image) -> float:
    pixels = np.asarray(image.convert("L")).astype(float)
    return float(np.abs(np.diff(pixels, axis=1)).mean())


def test_a_thumbnail_is_small_grey_and_blurred(checks: Picture) -> None:
    image = opened(thumbnails.thumbnail(checks))
    assert (image.mode, image.size, image.format) == ("L", (200, 100), "JPEG")
    big = Picture(luma=checks.luma.repeat(4, 0).repeat(4, 1), rgb=checks.rgb)
    clear = opened(thumbnails.thumbnail(big, blur=False))
    assert sharpness(opened(thumbnails.thumbnail(big))) < sharpness(clear) / 4


def test_a_preview_is_sharp_and_no_larger_than_asked(checks: Picture) -> None:
    image = opened(thumbnails.preview(checks, 300))
    assert (image.size, image.mode) == ((300, 150), "RGB")
    assert opened(thumbnails.preview(checks)).size == (400, 200)
    assert sharpness(opened(thumbnails.preview(checks))) > 50


def test_a_crop_holds_its_region_exactly(checks: Picture) -> None:
    region = Region(x=0.25, y=0.25, width=0.25, height=0.25)
    image = opened(thumbnails.crop(checks, region, file_format="png"))
    assert np.array_equal(np.asarray(image), checks.rgb[50:100, 100:200])


def test_masks_leave_nothing_of_what_they_cover(checks: Picture) -> None:
    person = Region(x=0.25, y=0.25, width=0.25, height=0.25)
    whole = Region(x=0, y=0, width=1, height=1)
    for image in (
        opened(thumbnails.crop(checks, whole, [person], file_format="png")),
        opened(thumbnails.crop(checks, whole, [person])),
        opened(thumbnails.preview(checks, masks=[person])),
    ):
        pixels = np.asarray(image).astype(int)
        assert (pixels[:, :, 0] - pixels[:, :, 1]).max() < 60, "some red is left"


def test_a_masks_outline_is_filled(checks: Picture) -> None:
    corners = ((0.24, 0.24), (0.51, 0.24), (0.51, 0.51), (0.24, 0.51))
    person = Region(x=0.24, y=0.24, width=0.27, height=0.27, outline=corners)
    pixels = np.asarray(
        opened(thumbnails.crop(checks, Region(x=0, y=0, width=1, height=1), [person], file_format="png"))
    )
    assert not (pixels == (255, 0, 0)).all(axis=2).any()


def test_outside_a_regions_outline_nothing_is_shown(checks: Picture) -> None:
    region = Region(x=0, y=0, width=0.5, height=1, outline=((0, 0), (0.5, 0), (0, 1)))
    pixels = np.asarray(opened(thumbnails.crop(checks, region, file_format="png")))
    assert (pixels[-1, -1] == thumbnails._MASK).all()
    assert (pixels[0, 0] == checks.rgb[0, 0]).all()


@pytest.mark.parametrize("make", [thumbnails.thumbnail, thumbnails.preview])
def test_nothing_made_here_carries_metadata(checks: Picture, make: object) -> None:
    image = opened(make(checks))  # type: ignore[operator]
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert len(image.getexif()) == 0
    assert not opened(thumbnails.crop(checks, Region(x=0, y=0, width=1, height=1), file_format="png")).info


def test_a_region_outside_and_another_format_are_said(checks: Picture) -> None:
    with pytest.raises(UsageError, match="outside"):
        thumbnails.crop(checks, Region(x=1.2, y=0, width=0.1, height=0.1))
    with pytest.raises(UsageError, match="jpeg"):
        thumbnails.crop(checks, Region(x=0, y=0, width=1, height=1), file_format="bmp")


def test_a_tiny_region_still_gives_a_pixel(checks: Picture) -> None:
    assert opened(thumbnails.crop(checks, Region(x=0.999, y=0.999, width=0.0001, height=0.0001))).size == (1, 1)


def test_the_picture_itself_is_left_as_it_was(checks: Picture) -> None:
    before = checks.rgb.copy()
    checks.rgb.flags.writeable = checks.luma.flags.writeable = False
    thumbnails.thumbnail(checks)
    thumbnails.preview(checks, masks=[Region(x=0, y=0, width=1, height=1)])
    assert np.array_equal(checks.rgb, before)
