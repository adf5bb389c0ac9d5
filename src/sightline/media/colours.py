"""Every mode a picture can have, made into plain 8-bit luma and sRGB. Runs inside the cage only."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageCms

_DEEP_MODES = {"I;16", "I;16L", "I;16B", "I;16N", "I", "F"}
_PLAIN_MODES = {"L", "RGB", "YCbCr"}
_MAX_PROFILE = 4 << 20
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
    values = np.asarray(image)
    if image.mode.startswith("I;16"):
        return Image.fromarray((values >> 8).astype(np.uint8))
    finite = values[np.isfinite(values)] if image.mode == "F" else values
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    scaled = (np.nan_to_num(values.astype(np.float32)) - low) * (255 / max(high - low, 1e-9))
    return Image.fromarray(np.clip(scaled, 0, 255).astype(np.uint8))


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
