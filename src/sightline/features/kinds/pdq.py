"""PDQ: the perceptual hash that finds near copies: of the whole picture, of what is inside its borders, and cropped."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sightline.features.borders import without_borders
from sightline.features.model import Found, Subject, Takes, Unsuited
from sightline.features.pdq_map import SMALLEST_SIDE, Box, Fingerprint, fingerprint
from sightline.media.model import Json

CROPS = (0.95, 0.9)
"""Share of width and height that `cropped` hashes keep. A query's 1, .95 and .9 against a bank's 1 and .9 cover every
crop of a tenth at most, on either side, in steps of about 5 %."""


class Pdq:
    """Hash a still or frame.

    value: `hash` 64 hexadecimal digits, `quality` 0..100, and the same inside the borders as `trimmed` and
    `trimmed_quality` (both None where there is no border), with the part kept as `trimmed_box`: top, bottom, left,
    right as fractions.
    arrays: `dihedral`, and `trimmed_dihedral` where there is one: (8, 32) uint8, in the order of `pdq_map.VARIANTS`;
    `cropped` (2, 32) uint8: the middle of the picture in the sizes of `CROPS`, by which a copy cropped on all sides is
    found (of its own hash, 5 % cropped away changes 48 bits, 10 % 86).
    """

    name = "pdq"
    version = "2"
    takes = Takes.PICTURE

    def extract(self, subject: Subject) -> Found:
        """Return both hashes; `Unsuited` for a picture too small or too plain to have one."""
        if subject.picture is None:
            raise Unsuited("a perceptual hash needs a picture")
        return hash_picture(subject.picture.luma)


def hash_picture(luma: NDArray[np.uint8]) -> Found:
    """Return what `Pdq` finds in a grey picture (height, width) uint8, or raise `Unsuited`."""
    height, width = luma.shape
    whole = fingerprint(luma)
    if whole is None:
        raise Unsuited(f"the picture has {width} x {height} pixels; both sides need at least {SMALLEST_SIDE}")
    box = without_borders(luma)
    trimmed = fingerprint(luma, box=box) if box else None
    if max(whole.quality, trimmed.quality if trimmed else 0) == 0:
        raise Unsuited("the picture is blank or nearly of one colour: a hash of it would match every such picture")
    value: dict[str, Json] = {"hash": whole.hex, "quality": whole.quality} | _inside(trimmed)
    arrays = {"dihedral": whole.hashes}
    cropped = [fingerprint(luma, box=_middle(height, width, share)) for share in CROPS]
    if all(cropped):
        arrays["cropped"] = np.stack([one.hashes[0] for one in cropped if one])
    if box and trimmed:
        value["trimmed_box"] = [box.top / height, box.bottom / height, box.left / width, box.right / width]
        arrays["trimmed_dihedral"] = trimmed.hashes
    return Found(value=value, arrays=arrays)


def _middle(height: int, width: int, share: float) -> Box:
    down, across = round(height * (1 - share) / 2), round(width * (1 - share) / 2)
    return Box(down, height - down, across, width - across)


def _inside(trimmed: Fingerprint | None) -> dict[str, Json]:
    if trimmed is None:
        return {"trimmed": None, "trimmed_quality": None}
    return {"trimmed": trimmed.hex, "trimmed_quality": trimmed.quality}
