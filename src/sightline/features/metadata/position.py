"""Where a camera says it stood. A position that may be false is kept and flagged; a flagged one is never mapped.

Flags: `zero` (0, 0: the empty value), `out-of-range`, `hemisphere-missing`, `sign-and-hemisphere` (a minus sign beside
S or W can mean either), `void` (the receiver said it had no fix), `unreadable`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from sightline.features.metadata.tags import numbers, text
from sightline.media.model import Json

# ISO 6709, as QuickTime and Android write it: +50.8503+004.3517+020.000/
_ISO6709 = re.compile(
    r"\s*([-+]\d{1,9}(?:\.\d{1,9})?)([-+]\d{1,9}(?:\.\d{1,9})?)(?:[-+]\d{1,9}(?:\.\d{1,9})?)?(?:CRS\w*)?/?\s*"
)
_ISO6709_TAGS = ("com.apple.quicktime.location.iso6709", "location", "location-eng", "xyz", "©xyz")
_ZERO = 1e-4
_DEGREE_DIGITS = {"lat": 2, "lon": 3}


def position(tags: Mapping[str, Json]) -> dict[str, Json] | None:
    """Return `{"lat", "lon", "flags", "bearing"}` in degrees, or None where nothing was written about it.

    `lat` and `lon` are None where they cannot be read; `bearing` is the direction the camera faced, where written.
    """
    if tags.get("gpslatitude") is None and tags.get("gpslongitude") is None:
        return _from_container(tags)
    flags: set[str] = set()
    lat = _axis(tags, "gpslatitude", "NS", flags)
    lon = _axis(tags, "gpslongitude", "EW", flags)
    if (text(tags, ("gpsstatus",)) or "").upper().startswith("V"):
        flags.add("void")
    where = _checked(lat, lon, flags)
    bearing = numbers(tags.get("gpsimgdirection"))
    if bearing and 0 <= bearing[0] <= 360:
        where["bearing"] = round(bearing[0], 2)
    return where


def _axis(tags: Mapping[str, Json], name: str, letters: str, flags: set[str]) -> float | None:
    parts = numbers(tags.get(name))
    if parts is None or len(parts) > 3:
        flags.add("unreadable")
        return None
    if any(part < 0 for part in parts[1:]) or any(part >= 60.0001 for part in parts[1:]):
        flags.add("out-of-range")
    degrees = abs(parts[0]) + sum(abs(part) / 60**power for power, part in enumerate(parts[1:], start=1))
    side = (text(tags, (name + "ref",)) or "").strip().upper()[:1]
    if side == "" or side not in letters:
        flags.add("hemisphere-missing")
        return math.copysign(degrees, parts[0])
    if parts[0] < 0:
        flags.add("sign-and-hemisphere")
    return degrees if side == letters[0] else -degrees


def _from_container(tags: Mapping[str, Json]) -> dict[str, Json] | None:
    written = text(tags, _ISO6709_TAGS)
    if written is None:
        return None
    match = _ISO6709.fullmatch(written)
    if match is None:
        # `location` is also where people write "my garden"; only what starts like a coordinate claims to be one.
        return _checked(None, None, {"unreadable"}) if re.match(r"\s*[-+]\d", written) else None
    lat, lon = (_iso_degrees(part, axis) for part, axis in zip(match.groups(), ("lat", "lon"), strict=True))
    return _checked(lat, lon, set())


def _iso_degrees(written: str, axis: str) -> float:
    """Degrees of one ISO 6709 number: DD.D, DDMM.M or DDMMSS.S, told apart by the count of digits."""
    sign = -1.0 if written.startswith("-") else 1.0
    whole, _, fraction = written[1:].partition(".")
    digits = _DEGREE_DIGITS[axis]
    if len(whole) <= digits:
        return sign * float(f"{whole}.{fraction or 0}")
    minutes = (
        float(f"{whole[digits : digits + 2]}.{fraction or 0}")
        if len(whole) <= digits + 2
        else float(whole[digits : digits + 2])
    )
    seconds = float(f"{whole[digits + 2 :]}.{fraction or 0}") if len(whole) > digits + 2 else 0.0
    return sign * (float(whole[:digits]) + minutes / 60 + seconds / 3600)


def _checked(lat: float | None, lon: float | None, flags: set[str]) -> dict[str, Json]:
    if lat is None or lon is None:
        return {"lat": None, "lon": None, "flags": [*sorted(flags | {"unreadable"})]}
    if abs(lat) > 90 or abs(lon) > 180:
        flags.add("out-of-range")
    elif abs(lat) < _ZERO and abs(lon) < _ZERO:
        flags.add("zero")
    return {"lat": round(lat, 7), "lon": round(lon, 7), "flags": [*sorted(flags)]}
