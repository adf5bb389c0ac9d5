"""The program in the cage: what it can do with a file, and how it gets warm. Run as `python -m`, by `Decoder` alone."""

from __future__ import annotations

import io
from collections.abc import Mapping
from fractions import Fraction
from typing import BinaryIO

import av
import numpy as np
from PIL import Image

from sightline.media import ends, heic, kinds, stills, tags, videos, zygote
from sightline.media.kinds import Kind
from sightline.media.model import Json, Limits, MediaKind, Picture
from sightline.media.planes import PlaneWriter
from sightline.media.reading import Reading


def read(source: BinaryIO, kind: Kind, limits: Limits, *, partial: bool = False) -> Reading:
    """Decode a file of a known kind, with its metadata. Raises Refusal."""
    if kind.media is MediaKind.VIDEO:
        return videos.decode(source, kind, limits)
    if kind is kinds.HEIC:
        return heic.decode(source, kind, limits)
    reading, image = stills.decode(source, kind, limits, partial=partial)
    reading.metadata = tags.of_image(image, source, limits, reading.warnings)
    trailing = ends.end_of(source, kind).trailing
    if trailing:
        reading.warnings.append(f"{trailing:,} bytes follow the end of the picture inside the file.")
    return reading


def examine(source: BinaryIO, arguments: Mapping[str, Json], limits: Limits, writer: PlaneWriter) -> Json:
    """The task `examine`: decode the file and write out its pictures."""
    kind = kinds.KIND_BY_FORMAT[str(arguments["format"])]
    reading = read(source, kind, limits, partial=arguments.get("partial") is True)
    written = [(picture.seconds or 0.0, _written(picture, writer)) for picture in reading.pictures]
    pictures: list[Json] = [entry for _, entry in sorted(written, key=lambda each: each[0])]
    return {
        "width": reading.width,
        "height": reading.height,
        "duration": reading.duration,
        "pictures": pictures,
        "metadata": reading.metadata,
        "warnings": list(reading.warnings),
    }


def _written(picture: Picture, writer: PlaneWriter) -> Json:
    luma, rgb = writer.add(picture.luma), writer.add(picture.rgb)
    return {"luma": luma, "rgb": rgb, "seconds": picture.seconds, "key": picture.key}


def warm_stills() -> None:
    """Load every plug-in, and decode one picture of each format, so that nothing is imported inside the cage."""
    Image.init()
    limits = Limits()
    picture = Image.fromarray(np.zeros((16, 16, 3), np.uint8))
    for kind in (kinds.JPEG, kinds.PNG, kinds.GIF, kinds.BMP, kinds.TIFF, kinds.WEBP, kinds.AVIF):
        file = io.BytesIO()
        picture.save(file, kind.plugin)
        reading = read(file, kind, limits)
        list(reading.pictures)


def warm_videos() -> None:
    """Make, open and decode one tiny video, so that PyAV has loaded all it loads lazily."""
    av.logging.set_level(None)
    file = io.BytesIO()
    with av.open(file, "w", format="matroska") as container:
        stream = container.add_stream("mpeg4", rate=Fraction(2))
        stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p"
        for _ in range(3):
            frame = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    file.seek(0)
    reading = read(file, kinds.MKV, Limits())
    list(reading.pictures)


TASKS: dict[str, zygote.Task] = {"examine": examine}
WARM_UPS = (warm_stills, warm_videos)

if __name__ == "__main__":
    zygote.serve(TASKS, WARM_UPS)
