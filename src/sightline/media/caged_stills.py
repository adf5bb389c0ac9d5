"""The caged program for still pictures: Pillow alone, so that nine files in ten never meet FFmpeg. Run by `Decoder`."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import BinaryIO

import numpy as np
from PIL import Image

from sightline.media import ends, kinds, stills, tags, written, zygote
from sightline.media.kinds import Kind
from sightline.media.model import Json, Limits
from sightline.media.planes import PlaneWriter
from sightline.media.reading import Reading


def read(source: BinaryIO, kind: Kind, limits: Limits, *, partial: bool = False) -> Reading:
    """Decode a still of a known kind, with its metadata. Raises Refusal."""
    reading, image = stills.decode(source, kind, limits, partial=partial)
    reading.metadata = tags.of_image(image, source, limits, reading.warnings)
    trailing = ends.end_of(source, kind).trailing
    if trailing:
        reading.warnings.append(f"{trailing:,} bytes follow the end of the picture inside the file.")
    return reading


def examine(source: BinaryIO, arguments: Mapping[str, Json], limits: Limits, writer: PlaneWriter) -> Json:
    """The task `examine`."""
    kind = kinds.KIND_BY_FORMAT[str(arguments["format"])]
    return written.write(read(source, kind, limits, partial=arguments.get("partial") is True), writer)


def warm_up() -> None:
    """Load every plug-in, and decode one picture of each format, so that nothing is imported inside the cage."""
    Image.init()
    limits = Limits()
    picture = Image.fromarray(np.zeros((16, 16, 3), np.uint8))
    exif = Image.Exif()
    exif[0x010F] = "warm"
    for kind in (kinds.JPEG, kinds.PNG, kinds.GIF, kinds.BMP, kinds.TIFF, kinds.WEBP, kinds.AVIF):
        file, result = io.BytesIO(), io.BytesIO()
        picture.save(file, kind.plugin, exif=exif)
        for shot in read(file, kind, limits).shots:
            Image.fromarray(shot.picture().luma).save(result, "PPM")


if __name__ == "__main__":
    zygote.serve({"examine": examine}, (warm_up,))
