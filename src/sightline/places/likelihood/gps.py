"""GPS positions: the country whose outline holds the point. What cannot be a place of photography is never mapped."""

from __future__ import annotations

import math
import re

from sightline.clues.model import Sighting
from sightline.places.likelihood.evidence import Reading, SetAside, evidence, plain
from sightline.places.outlines import country_at
from sightline.places.territories import marked

ELSEWHERE = 1e-5
NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")


def gps(sighting: Sighting) -> Reading:
    """`lat,lon` in degrees."""
    point = position(plain(sighting.value))
    if isinstance(point, SetAside):
        return point
    latitude, longitude = point
    code = country_at(latitude, longitude)
    if code is None:
        return SetAside(reason=_at_sea(latitude, longitude))
    return evidence(marked([code], 1.0, ELSEWHERE), f"the point lies in {code}", "outlines")


def position(text: str) -> tuple[float, float] | SetAside:
    """Latitude and longitude in degrees, or why they cannot be meant."""
    parts = [part.strip() for part in re.split(r"[,;\s]+", text) if part.strip()]
    if len(parts) != 2 or not all(NUMBER.fullmatch(part) for part in parts):
        return SetAside(reason="not a position: write latitude,longitude in degrees, such as 50.85,4.35")
    latitude, longitude = (float(part) for part in parts)
    if not (math.isfinite(latitude) and abs(latitude) <= 90.0 and abs(longitude) <= 180.0):
        return SetAside(reason="out of range: latitude goes to 90, longitude to 180 degrees")
    if abs(latitude) < 0.01 and abs(longitude) < 0.01:
        return SetAside(reason="0,0: the value of an empty GPS field, not a place")
    if latitude == 0.0 or longitude == 0.0:
        return SetAside(reason="one coordinate is exactly 0: half of the position is missing")
    return latitude, longitude


def _at_sea(latitude: float, longitude: float) -> str:
    turned = [(latitude, -longitude), (-latitude, longitude), (-latitude, -longitude), (longitude, latitude)]
    names = ("the sign of the longitude", "the sign of the latitude", "both signs", "latitude and longitude")
    for (lat, lon), name in zip(turned, names, strict=True):
        code = country_at(lat, lon) if abs(lat) <= 90.0 else None
        if code is not None:
            return f"the point lies at sea; with {name} changed it would lie in {code}: a person should look"
    return "the point lies at sea"
