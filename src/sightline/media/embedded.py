"""The small picture that cameras put inside the large one: does it show the same? Runs inside the cage only.

Many programs that crop or alter a picture forget the thumbnail: one that differs shows what was there before.
"""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sightline.media.reading import DECODE_ERRORS

_MAX_PIXELS = 4_000_000
_SIDE = 24
_ALIKE = 0.6
_BAR = 24
_FLAT = 3.0


def differs(thumbnail: bytes, picture: Image.Image) -> bool | None:
    """Whether an embedded JPEG shows something else than the picture (as stored, not turned); None if unreadable.

    Both are brought to 24 x 24 grey values after black bars are cut from the thumbnail; below a correlation of 0.6
    they differ. Two nearly flat pictures are alike.
    """
    try:
        small = Image.open(io.BytesIO(thumbnail), formats=["JPEG"])
        if small.width * small.height > _MAX_PIXELS:
            return None
        small = small.convert("L")
        bars = small.point([0 if value < _BAR else 255 for value in range(256)]).getbbox()
        one, other = _grey(small.crop(bars) if bars else small), _grey(picture)
    except DECODE_ERRORS:
        return None
    if one.std() < _FLAT and other.std() < _FLAT:
        return False
    return float(np.mean((one - one.mean()) * (other - other.mean())) / max(one.std() * other.std(), 1e-6)) < _ALIKE


def _grey(image: Image.Image) -> NDArray[np.float64]:
    flat = image.getchannel(0) if image.mode == "YCbCr" else image.convert("L")
    return np.asarray(flat.resize((_SIDE, _SIDE), Image.Resampling.BOX, reducing_gap=2.0)).astype(np.float64)
