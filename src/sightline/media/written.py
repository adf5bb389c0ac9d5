"""How every caged program answers `examine`: the pictures as planes, the rest as one JSON value."""

from __future__ import annotations

from sightline.media.model import Json
from sightline.media.planes import PlaneWriter
from sightline.media.reading import Reading, Shot


def write(reading: Reading, writer: PlaneWriter) -> Json:
    """Draw and write every picture, one after the other, and describe them in the order of time."""
    written = [(shot.seconds or 0.0, _written(shot, writer)) for shot in reading.shots]
    pictures: list[Json] = [entry for _, entry in sorted(written, key=lambda each: each[0])]
    return {
        "width": reading.width,
        "height": reading.height,
        "duration": reading.duration,
        "pictures": pictures,
        "metadata": reading.metadata,
        "warnings": list(reading.warnings),
    }


def _written(shot: Shot, writer: PlaneWriter) -> Json:
    luma, rgb = writer.add(shot.luma), writer.add(shot.rgb)
    return {"luma": luma, "rgb": rgb, "seconds": shot.seconds, "key": shot.key}
