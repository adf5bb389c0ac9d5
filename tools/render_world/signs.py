"""All signs of the demonstration world by name, and how they are drawn."""

from __future__ import annotations

from functools import cache

import numpy as np
import zxingcpp
from PIL import Image

from render_world.latin_signs import LATIN
from render_world.other_signs import OTHER
from render_world.typefaces import face
from sightline.demo.drawing import pictures
from sightline.demo.drawing.surfaces import Rgb, grain

SIGNS = LATIN | OTHER


@cache
def drawn(name: str, density: int = 900) -> Rgb:
    """The sign as a picture, `density` pixels a metre."""
    sign = SIGNS[name]
    width, height = int(sign.size[0] * density), int(sign.size[1] * density)
    if sign.code:
        return _code(sign.code, width, height)
    image = pictures.lettering(
        [(text, share) for text, share, _ in sign.lines],
        (width, height),
        sign.ink,
        sign.ground,
        [face(name, kind) for _, _, kind in sign.lines],
    )
    if sign.rim:
        edge = max(4, width // 40)
        image = image.copy()
        for side in (np.s_[:edge], np.s_[-edge:], np.s_[:, :edge], np.s_[:, -edge:]):
            image[side] = sign.rim
    return grain(np.random.default_rng(len(name)), image, 0.04)


def _code(content: str, width: int, height: int) -> Rgb:
    linear = content.isdigit()
    kind = zxingcpp.BarcodeFormat.EAN13 if linear else zxingcpp.BarcodeFormat.QRCode
    barcode = zxingcpp.create_barcode(content, kind)
    raw = np.asarray(zxingcpp.write_barcode_to_image(barcode, scale=8, add_quiet_zones=True))
    image = Image.fromarray(raw).convert("RGB")
    return np.asarray(image.resize((width, height), Image.Resampling.BOX))
