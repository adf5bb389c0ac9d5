"""Metadata as text: EXIF of stills. Runs inside the cage only."""

from __future__ import annotations

from typing import BinaryIO

import exifread

from sightline.media.model import Json
from sightline.media.reading import DECODE_ERRORS


def of_still(source: BinaryIO, warnings: list[str]) -> dict[str, Json]:
    """EXIF tags by name (`Image Make`, `GPS GPSLatitude`, `EXIF BodySerialNumber`), each as its text."""
    source.seek(0)
    try:
        found = exifread.process_file(source, details=True, extract_thumbnail=False)
    except DECODE_ERRORS as error:  # damaged metadata must not cost the picture
        warnings.append(f"The metadata cannot be read ({type(error).__name__}: {str(error)[:200]}).")
        return {}
    return {str(name): str(value) for name, value in found.items()}
