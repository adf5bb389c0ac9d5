"""Read the polygons of an ESRI shapefile and one text column of its table: two flat formats, no library needed.

Source of the layouts: ESRI Shapefile Technical Description (July 1998), and the dBASE III table header.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sightline.kernel.errors import IntegrityError

HEADER = 100
POLYGON = 5


def polygons(shp: bytes) -> Iterator[BaseGeometry]:
    """Every record of a `.shp` file as one (multi)polygon; rings in the file's order, holes cut out.

    Raises:
        IntegrityError: a record is not a polygon.

    """
    place = HEADER
    while place < len(shp):
        _, words = struct.unpack_from(">2i", shp, place)
        yield _polygon(shp, place + 8)
        place += 8 + 2 * words


def column(dbf: bytes, name: str) -> list[str]:
    """The text of the column `name` in every row of a `.dbf` file (UTF-8).

    Raises:
        IntegrityError: the table has no such column.

    """
    rows, head, width = struct.unpack_from("<iHH", dbf, 4)
    offset = 1
    for field in range(32, head - 1, 32):
        length = dbf[field + 16]
        if dbf[field : field + 11].split(b"\0")[0].decode("ascii") == name:
            starts = (head + row * width + offset for row in range(rows))
            return [dbf[start : start + length].decode("utf-8").strip(" \0") for start in starts]
        offset += length
    raise IntegrityError(f"The table of outlines has no column {name!r}.")


def _polygon(shp: bytes, place: int) -> BaseGeometry:
    (kind,) = struct.unpack_from("<i", shp, place)
    if kind != POLYGON:
        raise IntegrityError(f"A record of the outlines is of shape type {kind}, not a polygon.")
    parts, points = struct.unpack_from("<2i", shp, place + 36)
    starts = np.frombuffer(shp, "<i4", parts, place + 44)
    numbers = np.frombuffer(shp, "<f8", 2 * points, place + 44 + 4 * parts).reshape(-1, 2)
    return _with_holes([shapely.LinearRing(ring) for ring in np.split(numbers, starts[1:])])


def _with_holes(rings: list[shapely.LinearRing]) -> BaseGeometry:
    """Clockwise rings are land, the others are cut out of it."""
    land: BaseGeometry = shapely.MultiPolygon([shapely.Polygon(ring) for ring in rings if not ring.is_ccw])
    holes = [shapely.Polygon(ring) for ring in rings if ring.is_ccw]
    whole = land if land.is_valid else shapely.make_valid(land)
    return whole.difference(shapely.MultiPolygon(holes)) if holes else whole
