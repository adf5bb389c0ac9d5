"""Still pictures and animations through Pillow. Runs inside the cage only.

Pillow is told which one plug-in may look, so its own guessing never runs. JPEG is decoded once, to Y, Cb and Cr: Y
is the luma the hash wants, and the colours are scaled down before they are turned into RGB.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
from PIL import Image, ImageFile

from sightline.kernel.errors import Refusal
from sightline.media.kinds import Kind
from sightline.media.model import Limits, Picture
from sightline.media.reading import DECODE_ERRORS, Budget, Reading, fit

_ORIENTATION = 0x0112
_TRANSPOSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = {5, 6, 7, 8}
_DEEP_MODES = {"I;16", "I;16L", "I;16B", "I;16N", "I", "F"}


def decode(source: BinaryIO, kind: Kind, limits: Limits, *, partial: bool = False) -> Reading:
    """Open a still or an animation.

    With `partial`, a file that stops early gives what is there and a warning instead of a refusal.
    Raises Refusal: `too-many-pixels`, `truncated`, `damaged`, `too-much-memory`.
    """
    Image.MAX_IMAGE_PIXELS = None  # our own limit is asked before a pixel is decoded
    setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", partial)  # noqa: B010  its stub says it is always False
    try:
        image = Image.open(source, formats=[kind.plugin])
    except DECODE_ERRORS as error:
        raise _refusal(error) from error
    width, height = image.size
    if width * height > limits.pixels:
        raise Refusal(
            "too-many-pixels", f"The picture says it is {width} x {height} pixels; the limit is {limits.pixels:,}."
        )
    orientation = _orientation(image)
    if orientation in _SIDEWAYS:
        width, height = height, width
    reading = Reading(width=width, height=height, pictures=iter(()))
    reading.pictures = _pictures(image, orientation, limits, reading)
    return reading


def _refusal(error: Exception) -> Refusal:
    text = str(error)[:200]
    if isinstance(error, Refusal):
        return error
    if isinstance(error, MemoryError):
        return Refusal("too-much-memory", "Decoding the picture needs more memory than one file may use.")
    if isinstance(error, EOFError) or "truncated" in text.lower():
        return Refusal("truncated", f"The picture stops early ({text}).")
    return Refusal("damaged", f"The picture cannot be decoded ({type(error).__name__}: {text}).")


def _orientation(image: Image.Image) -> int:
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except DECODE_ERRORS:  # damaged metadata must not cost the picture
        return 1
    return value if isinstance(value, int) and value in _TRANSPOSE else 1


def _pictures(image: Image.Image, orientation: int, limits: Limits, reading: Reading) -> Iterator[Picture]:
    budget = Budget(limits=limits)
    frames = min(int(getattr(image, "n_frames", 1)), limits.frames)
    elapsed = 0.0
    for number in range(frames):
        try:
            image.seek(number) if number else None
            picture = _picture(image, orientation, limits, seconds=elapsed if frames > 1 else None)
        except DECODE_ERRORS as error:
            if number == 0:
                raise _refusal(error) from error
            reading.warnings.append(f"Frame {number + 1} and what follows cannot be decoded.")
            return
        yield picture
        elapsed += float(image.info.get("duration", 0) or 0) / 1000
        if frames > 1:
            reading.duration = elapsed
        if budget.spent:
            reading.warnings.append(f"Time was up after frame {number + 1}.")
            return


def _picture(image: Image.Image, orientation: int, limits: Limits, *, seconds: float | None) -> Picture:
    if isinstance(image, ImageFile.ImageFile) and image.format in {"JPEG", "MPO"}:
        image.draft("YCbCr", None)
    image.load()
    flat = _flatten(image)
    small = (
        flat.resize(fit(*flat.size, limits.rgb_side), Image.Resampling.BOX)
        if max(flat.size) > limits.rgb_side
        else flat
    )
    luma = flat.getchannel(0) if flat.mode == "YCbCr" else flat.convert("L")
    rgb = small.convert("RGB")
    turn = _TRANSPOSE.get(orientation)
    if turn is not None:
        luma, rgb = luma.transpose(turn), rgb.transpose(turn)
    return Picture(luma=np.asarray(luma), rgb=np.asarray(rgb), seconds=seconds)


def _flatten(image: Image.Image) -> Image.Image:
    """The picture as 8-bit L, RGB or YCbCr: transparency on white, deep values scaled, palettes and inks resolved."""
    if image.mode in {"L", "RGB", "YCbCr"} and "transparency" not in image.info:
        return image
    if image.mode in _DEEP_MODES:
        return _scaled(image)
    if image.mode == "1":
        return image.convert("L")
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        white = Image.new("RGB", clear.size, "white")
        white.paste(clear, mask=clear.getchannel("A"))
        return white
    return image.convert("RGB")


def _scaled(image: Image.Image) -> Image.Image:
    values = np.asarray(image)
    if image.mode.startswith("I;16"):
        return Image.fromarray((values >> 8).astype(np.uint8))
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    span = max(high - low, 1e-9)
    return Image.fromarray((np.nan_to_num((values - low) / span) * 255).astype(np.uint8))
