"""Sun and shadow: the share of each country in which a shadow like the one seen is possible."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime

import numpy as np

from sightline.clues.model import Sighting
from sightline.media.model import Json
from sightline.places.land import by_territory, points
from sightline.places.likelihood.evidence import Reading, SetAside, evidence, plain
from sightline.places.sun import Shadow, elevation_of, possible

NUMBER = r"(\d+(?:\.\d+)?)"
ELEVATION = re.compile(rf"elevation\s*[:=]?\s*{NUMBER}", re.IGNORECASE)
LENGTHS = re.compile(rf"{NUMBER}\s*:\s*{NUMBER}")
AZIMUTH = re.compile(rf"azimuth\s*[:=]?\s*{NUMBER}", re.IGNORECASE)
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?Z")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
# A shadow measured in a picture is off by some degrees; less than one is never believed.
ERROR_AT_LEAST = 1.0
LEAST_WEIGHT = 0.05


def sun(sighting: Sighting) -> Reading:
    """`10:8` (height to shadow) or `elevation 51`, with `azimuth 210` and `2024-06-21T10:00Z` or a day if known.

    The detail may say the same as numbers: {"elevation", "azimuth", "utc", "day", "error"}. The azimuth is the sun's.
    """
    shadow = _shadow(plain(sighting.value), sighting.detail)
    if shadow is None:
        return SetAside(reason="no shadow in it: write height:shadow such as 10:8, or elevation 51")
    if not 0.0 < shadow.elevation <= 90.0:
        return SetAside(reason="the sun's elevation must lie between 0 and 90 degrees")
    latitude, longitude, _ = points()
    likelihood = by_territory(possible(shadow, latitude, longitude))
    known = f"at {shadow.at:%Y-%m-%d %H:%M} UTC" if shadow.at else "hour not known, so it only excludes"
    return evidence(likelihood, f"sun {shadow.elevation:.0f} degrees high, {known}", "outlines")


def sun_region(sighting: Sighting, step: float = 4.0) -> list[tuple[float, float, float]]:
    """Where on the globe the shadow is possible: (south, west, weight 0 to 1) of cells `step` degrees wide.

    Cells with a weight under 0.05 are left out; empty when there is no shadow in the clue.
    """
    shadow = _shadow(plain(sighting.value), sighting.detail)
    if shadow is None or not 0.0 < shadow.elevation <= 90.0:
        return []
    south, west = np.meshgrid(np.arange(-90.0, 90.0, step), np.arange(-180.0, 180.0, step), indexing="ij")
    weight = possible(shadow, (south + step / 2).ravel(), (west + step / 2).ravel())
    cells = zip(south.ravel().tolist(), west.ravel().tolist(), weight.tolist(), strict=True)
    return [(low, left, round(share, 3)) for low, left, share in cells if share >= LEAST_WEIGHT]


def _shadow(text: str, detail: Mapping[str, Json]) -> Shadow | None:
    elevation = _number(detail.get("elevation"))
    if elevation is None:
        said, lengths = ELEVATION.search(text), LENGTHS.search(INSTANT.sub("", text))
        if said:
            elevation = float(said.group(1))
        elif lengths:
            elevation = elevation_of(float(lengths.group(1)), float(lengths.group(2)))
    if elevation is None:
        return None
    azimuth = AZIMUTH.search(text)
    instant, day = INSTANT.search(text), DAY.search(text)
    error = _number(detail.get("error"))
    turned = _number(detail.get("azimuth"))
    return Shadow(
        elevation=elevation,
        azimuth=turned if turned is not None else float(azimuth.group(1)) if azimuth else None,
        at=_moment(detail.get("utc")) or (_moment(instant.group()) if instant else None),
        day=_moment(detail.get("day")) or (_moment(day.group()) if day else None),
        error=max(ERROR_AT_LEAST, error) if error is not None else 3.0,
    )


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
