"""Every mode a picture can have, made into plain 8-bit luma and sRGB. Runs inside the cage only."""

from __future__ import annotations

import io
import math

import numpy as np
from PIL import Image, ImageCms

_DEEP_MODES = {"I;16", "I;16L", "I;16B", "I;16N", "I", "F"}
_PLAIN_MODES = {"L", "RGB", "YCbCr"}
_MAX_PROFILE = 4 << 20
_STRIP = 512
_SRGB = ImageCms.createProfile("sRGB")


def flatten(image: Image.Image) -> Image.Image:
    """The picture as 8-bit L, RGB or YCbCr: transparency on white, deep values scaled, palettes and inks resolved.

    16-bit grey keeps its upper eight bits; 32-bit and floating values are stretched from their least to their most.
    """
    if image.mode in _DEEP_MODES:
        return _shallow(image)
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        white = Image.new("RGB", clear.size, "white")
        white.paste(clear, mask=clear.getchannel("A"))
        return white
    if image.mode in _PLAIN_MODES:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _shallow(image: Image.Image) -> Image.Image:
    """In strips, so that a large picture is never held a second time at its full depth."""
    low, high = _range(image)
    flat = np.empty((image.height, image.width), np.uint8)
    for top in range(0, image.height, _STRIP):
        values = np.asarray(image.crop((0, top, image.width, min(top + _STRIP, image.height))))
        if image.mode.startswith("I;16"):
            flat[top : top + _STRIP] = values >> 8
        else:
            scaled = (np.nan_to_num(values.astype(np.float64)) - low) * (255 / max(high - low, 1e-9))
            flat[top : top + _STRIP] = np.clip(scaled, 0, 255)
    return Image.fromarray(flat)


def _range(image: Image.Image) -> tuple[float, float]:
    """The least and the greatest finite value."""
    low, high = image.getextrema()
    least, most = (float(bound) if isinstance(bound, int | float) else 0.0 for bound in (low, high))
    return (least, most) if math.isfinite(least) and math.isfinite(most) else (0.0, 1.0)


def to_srgb(rgb: Image.Image, profile: object) -> Image.Image:
    """RGB in the colours of its embedded ICC profile, as sRGB. A profile that is not of RGB or damaged is ignored."""
    if not isinstance(profile, bytes) or not 128 <= len(profile) <= _MAX_PROFILE or profile[16:20] != b"RGB ":
        return rgb
    if b"sRGB" in profile or b"s\0R\0G\0B" in profile:
        return rgb
    try:
        ours = ImageCms.profileToProfile(rgb, ImageCms.ImageCmsProfile(io.BytesIO(profile)), _SRGB)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return rgb
    return ours or rgb
