"""Still pictures and animations through Pillow. Runs inside the cage only.

Pillow is told which one plug-in may look, so its own guessing never runs. JPEG is decoded once, to Y, Cb and Cr: Y
is the luma the hash wants, and the colours are scaled down before they are turned into RGB.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from PIL import Image, ImageFile

from sightline.kernel.errors import Refusal
from sightline.media import colours, ends
from sightline.media.kinds import Kind
from sightline.media.model import Limits, Pixels
from sightline.media.reading import DECODE_ERRORS, Budget, Reading, Shot, fit, frame_side

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
_ALMOST = 0.99
_USUAL_DELAY = 0.1


def decode(source: BinaryIO, kind: Kind, limits: Limits, *, partial: bool = False) -> tuple[Reading, Image.Image]:
    """Open a still or an animation and decode its first picture; give it and the opened image with its metadata.

    With `partial`, a file that stops early or is damaged gives what is there and a warning instead of a refusal.
    Raises Refusal: `too-many-pixels`, `truncated`, `damaged`, `too-much-memory`.
    """
    Image.MAX_IMAGE_PIXELS = None  # our own limit is asked before a pixel is decoded
    warnings: list[str] = []
    opened = False
    try:
        image, orientation = _open(source, kind, limits, tolerant=False)
        opened = True
        first = _first(image, orientation, limits)
    except DECODE_ERRORS as error:
        leniency = _Leniency(partial=partial, opened=opened, warnings=warnings)
        image, orientation, first = _second_look(source, kind, limits, error, leniency)
    width, height = reversed(image.size) if orientation in _SIDEWAYS else image.size
    reading = Reading(width=width, height=height, shots=iter(()), warnings=warnings)
    if image.format == "MPO":
        warnings.append(f"The file holds {_frames(image)} pictures; the first is shown.")
    reading.shots = _pictures(image, orientation, limits, reading, first)
    return reading, image


def _open(source: BinaryIO, kind: Kind, limits: Limits, *, tolerant: bool) -> tuple[Image.Image, int]:
    setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", tolerant)  # noqa: B010  its stub says it is always False
    source.seek(0)
    image = Image.open(source, formats=[kind.plugin])
    width, height = image.size
    if width * height > limits.pixels:
        size = f"{width} x {height}"
        raise Refusal(
            "too-many-pixels", f"The picture says it is {size} pixels; the limit is {limits.pixels:,} in all."
        )
    return image, _orientation(image)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Leniency:
    """partial: the caller takes what there is. opened: strict opening worked, so it is the pixels that are bad."""

    partial: bool
    opened: bool
    warnings: list[str]


def _second_look(
    source: BinaryIO, kind: Kind, limits: Limits, error: Exception, leniency: _Leniency
) -> tuple[Image.Image, int, Shot]:
    """What strict decoding refused, decoded leniently: to say how much is there, or to accept it with a warning.

    Where only a checksum or a text ahead of the pixels is bad, every viewer shows the picture, so it is accepted.
    Anything less is accepted only where the caller asked for what there is.
    """
    if isinstance(error, MemoryError):
        raise Refusal("too-much-memory", "Decoding the picture needs more memory than one file may use.") from error
    end = ends.end_of(source, kind)
    cut = end.truncated or isinstance(error, EOFError) or "truncated" in str(error).lower()
    reason = f"The picture stops early: {end.sentence()}" if end.truncated else _reason(kind, leniency, cut=cut)
    code = "truncated" if cut else "damaged"
    try:
        image, orientation = _open(source, kind, limits, tolerant=True)
        first = _first(image, orientation, limits)
    except DECODE_ERRORS as again:
        raise Refusal(code, f"{reason}.") from again
    if not cut and not leniency.opened:
        leniency.warnings.append(f"{reason}; the picture itself could be decoded.")
        return image, orientation, first
    found = f"{reason}; about {_share_of_rows(first.picture().luma, orientation):.0%} of its rows could be decoded."
    if not leniency.partial:
        raise Refusal(code, found) from error
    leniency.warnings.append(found)
    return image, orientation, first


def _reason(kind: Kind, leniency: _Leniency, *, cut: bool) -> str:
    name = kind.format.upper()
    if cut:
        return f"The picture stops early: its {name} data ends before its last row"
    part = "data" if leniency.opened else "beginning"
    return f"The picture is damaged: its {part} does not hold together as {name}"


def _share_of_rows(luma: Pixels, orientation: int) -> float:
    """The part of the stored rows between the first and the last change: what is outside is the decoder's filling."""
    stored = luma.T if orientation in _SIDEWAYS else luma
    changes = np.flatnonzero((stored[1:] != stored[:-1]).any(axis=1))
    return min(_ALMOST, (int(changes[-1] - changes[0]) + 2) / len(stored)) if len(changes) else 0.0


def _orientation(image: Image.Image) -> int:
    value: object = 1
    with contextlib.suppress(*DECODE_ERRORS):  # damaged metadata must not cost the picture
        value = image.getexif().get(_ORIENTATION, 1)
    return value if isinstance(value, int) and value in _TRANSPOSE else 1


def _frames(image: Image.Image) -> int:
    try:
        return int(getattr(image, "n_frames", 1))
    except DECODE_ERRORS:
        return 1


def _first(image: Image.Image, orientation: int, limits: Limits) -> Shot:
    animated = image.format != "MPO" and _frames(image) > 1
    side = frame_side(*image.size, min(_frames(image), limits.frames), limits) if animated else None
    return _picture(image, orientation, limits, side=side, seconds=0.0 if animated else None)


def _pictures(image: Image.Image, orientation: int, limits: Limits, reading: Reading, first: Shot) -> Iterator[Shot]:
    """The first picture, then every n-th frame of an animation (each, where there are no more than the limit)."""
    yield first
    if first.seconds is None:
        return
    budget = Budget(limits=limits)
    total = _frames(image)
    step = math.ceil(total / limits.frames)
    side = frame_side(*image.size, min(total, limits.frames), limits)
    elapsed = _delay(image)
    if step > 1:
        reading.warnings.append(f"Of its {total:,} frames, one in {step} was looked at.")
    for number in range(1, total):
        try:
            image.seek(number)
            if number % step == 0:
                yield _picture(image, orientation, limits, side=side, seconds=elapsed)
        except DECODE_ERRORS:
            reading.warnings.append(f"Frame {number + 1} of {total:,} and what follows cannot be decoded.")
            return
        elapsed += _delay(image)
        reading.duration = elapsed
        if budget.spent:
            reading.warnings.append(f"Time was up at frame {number + 1:,} of {total:,}; the rest was not looked at.")
            return


def _delay(image: Image.Image) -> float:
    """Seconds a frame is shown; a tenth, as browsers do, where none is written, and for the pages of a TIFF."""
    value = image.info.get("duration", 0)
    return float(value) / 1000 if isinstance(value, int | float) and 0 < value < 1e9 else _USUAL_DELAY


def _picture(image: Image.Image, orientation: int, limits: Limits, *, side: int | None, seconds: float | None) -> Shot:
    if isinstance(image, ImageFile.ImageFile) and image.format in {"JPEG", "MPO"}:
        image.draft("YCbCr", None)
    if image.width * image.height > limits.pixels:
        raise ValueError("a later page is larger than the limit")
    image.load()
    flat = colours.flatten(image)
    if side is not None:
        flat = _scaled_down(flat, side)
    luma = flat.getchannel(0) if flat.mode == "YCbCr" else flat.convert("L")
    rgb = colours.to_srgb(_scaled_down(flat, limits.rgb_side).convert("RGB"), image.info.get("icc_profile"))
    turn = _TRANSPOSE.get(orientation)
    if turn is not None:
        luma, rgb = luma.transpose(turn), rgb.transpose(turn)
    return Shot(luma=luma, rgb=rgb, seconds=seconds)


def _scaled_down(image: Image.Image, side: int) -> Image.Image:
    if max(image.size) <= side:
        return image
    return image.resize(fit(*image.size, side), Image.Resampling.BOX)
