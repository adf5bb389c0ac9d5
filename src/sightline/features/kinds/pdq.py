"""PDQ: the perceptual hash that finds near copies, of the whole picture and of what is inside its borders."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sightline.features.borders import without_borders
from sightline.features.model import Found, Subject, Takes, Unsuited
from sightline.features.pdq_map import SMALLEST_SIDE, Fingerprint, fingerprint
from sightline.media.model import Json


class Pdq:
    """Hash a still or frame.

    value: `hash` 64 hexadecimal digits, `quality` 0..100, and the same inside the borders as `trimmed` and
    `trimmed_quality` (both None where there is no border), with the part kept as `trimmed_box`: top, bottom, left,
    right as fractions.
    arrays: `dihedral`, and `trimmed_dihedral` where there is one: (8, 32) uint8, in the order of `pdq_map.VARIANTS`.
    """

    name = "pdq"
    version = "1"
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
    if box and trimmed:
        value["trimmed_box"] = [box.top / height, box.bottom / height, box.left / width, box.right / width]
        arrays["trimmed_dihedral"] = trimmed.hashes
    return Found(value=value, arrays=arrays)


def _inside(trimmed: Fingerprint | None) -> dict[str, Json]:
    if trimmed is None:
        return {"trimmed": None, "trimmed_quality": None}
    return {"trimmed": trimmed.hex, "trimmed_quality": trimmed.quality}
