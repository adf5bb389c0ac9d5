"""Pictures as people may see them: small, grey and blurred by default, sharp only when asked, masked when shared.

Everything is made anew from decoded pixels; no byte, and no metadata, of the original file is in the result.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from sightline.kernel.errors import UsageError
from sightline.media.model import Picture, Region
from sightline.media.reading import fit

THUMBNAIL_BOX = (200, 150)
PREVIEW_SIDE = 1_600
_BLUR_SHARE = 0.02
_THUMBNAIL_QUALITY, _PREVIEW_QUALITY = 75, 88
_MASK = (96, 96, 96)
_LEAST_SIDE = 1


def thumbnail(picture: Picture, box: tuple[int, int] = THUMBNAIL_BOX, *, blur: bool = True) -> bytes:
    """A small grey JPEG that fits into `box` (width, height), blurred so that only the scene's layout is seen.

    The blur's radius is a fiftieth of the longest side of the result: faces and writing cannot be made out.
    """
    grey = Image.fromarray(picture.luma)
    grey = grey.resize(_fit_box(grey.size, box), Image.Resampling.BOX, reducing_gap=2.0)
    if blur:
        grey = grey.filter(ImageFilter.GaussianBlur(max(1.0, max(grey.size) * _BLUR_SHARE)))
    return _jpeg(grey, _THUMBNAIL_QUALITY)


def preview(picture: Picture, side: int = PREVIEW_SIDE, masks: Iterable[Region] = ()) -> bytes:
    """A sharp JPEG in colour, its longest side at most `side` pixels, with every region of `masks` filled."""
    image = _masked(Image.fromarray(picture.rgb), masks)
    return _jpeg(image.resize(fit(*image.size, side), Image.Resampling.LANCZOS), _PREVIEW_QUALITY)


def crop(picture: Picture, region: Region, masks: Iterable[Region] = (), *, file_format: str = "jpeg") -> bytes:
    """The part of the picture inside `region`, as a JPEG (or `png`) without metadata, with `masks` filled.

    Where the region has an outline, what lies outside of it is filled too. Masks are filled before anything is cut or
    scaled, so nothing of what they cover is left at their edges.

    Raises UsageError where the region lies outside the picture or the format is another.
    """
    image = _masked(Image.fromarray(picture.rgb), masks)
    left, top = region.x * image.width, region.y * image.height
    right, bottom = left + region.width * image.width, top + region.height * image.height
    right, bottom = min(image.width, math.ceil(right)), min(image.height, math.ceil(bottom))
    edges = (max(0, int(left)), max(0, int(top)), right, bottom)
    if edges[2] - edges[0] < _LEAST_SIDE or edges[3] - edges[1] < _LEAST_SIDE:
        raise UsageError("The region to be cut out lies outside the picture.")
    if region.outline:
        image = _only(image, region)
    part = image.crop(edges)
    if file_format == "png":
        return _saved(part, "PNG", {"optimize": True})
    if file_format != "jpeg":
        raise UsageError(f"A crop is made as `jpeg` or `png`, not `{file_format}`.")
    return _jpeg(part, _PREVIEW_QUALITY)


def _fit_box(size: tuple[int, int], box: tuple[int, int]) -> tuple[int, int]:
    scale = min(1.0, box[0] / size[0], box[1] / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _masked(image: Image.Image, masks: Iterable[Region]) -> Image.Image:
    """Fill regions, each a pixel wider than it says, so that rounding uncovers nothing."""
    draw = ImageDraw.Draw(image)
    for mask in masks:
        if mask.outline:
            corners = [(x * image.width, y * image.height) for x, y in mask.outline]
            draw.polygon(corners, fill=_MASK, outline=_MASK, width=3)
        else:
            left, top = mask.x * image.width - 1, mask.y * image.height - 1
            right, bottom = (mask.x + mask.width) * image.width + 1, (mask.y + mask.height) * image.height + 1
            draw.rectangle((left, top, max(left, right), max(top, bottom)), fill=_MASK)
    return image


def _only(image: Image.Image, region: Region) -> Image.Image:
    """The picture inside the region's outline, on the mask's grey."""
    inside = Image.new("L", image.size, 0)
    ImageDraw.Draw(inside).polygon([(x * image.width, y * image.height) for x, y in region.outline], fill=255)
    return Image.composite(image, Image.new("RGB", image.size, _MASK), inside)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    return _saved(image, "JPEG", {"quality": quality, "optimize": True})


def _saved(image: Image.Image, file_format: str, options: dict[str, int]) -> bytes:
    clean = Image.fromarray(np.asarray(image))  # pixels alone: nothing rides along in `info`
    file = io.BytesIO()
    clean.save(file, file_format, **options)
    return file.getvalue()
