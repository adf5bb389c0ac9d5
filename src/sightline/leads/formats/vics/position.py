"""A position from EXIF pairs as exporters write them. A hemisphere that is not said is not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sightline.leads.formats.vics.model import Pair

_LATITUDE = ("gpslatitude", "latitude", "lat")
_LONGITUDE = ("gpslongitude", "longitude", "lon", "lng", "long")
_NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)(?:/(\d+))?", re.ASCII)
# One row with a signed decimal pair: the sign is the hemisphere, so nothing is guessed.
_PAIR = re.compile(r"([-+]?\d{1,2}\.\d+)\s*[/,]\s*([-+]?\d{1,3}\.\d+)", re.ASCII)
_POLE, _DATE_LINE = 90.0, 180.0
_LETTER = re.compile(r"(?<![A-Za-z])([NSEWnsew])(?:orth|outh|ast|est)?(?![A-Za-z])")


def position(exifs: Iterable[Pair]) -> tuple[float, float] | None:
    """(latitude, longitude) in degrees, or None when a part or a hemisphere is missing or is nonsense."""
    named = {_name(one): one.value for one in exifs}
    pair = _PAIR.fullmatch(named.get("latlon", "").strip())
    if pair:
        return _inside(float(pair[1]), float(pair[2]))
    latitude = _degrees(named, _LATITUDE, "NS", _POLE)
    longitude = _degrees(named, _LONGITUDE, "EW", _DATE_LINE)
    return None if latitude is None or longitude is None else (latitude, longitude)


def says_position(exifs: Iterable[Pair]) -> bool:
    """Whether any pair claims a latitude or longitude."""
    return any(_name(one) in {*_LATITUDE, *_LONGITUDE, "latlon"} for one in exifs)


def _name(pair: Pair) -> str:
    return re.sub(r"[^a-z]", "", pair.name.casefold()).replace("reference", "ref")


def _inside(latitude: float, longitude: float) -> tuple[float, float] | None:
    return (latitude, longitude) if abs(latitude) <= _POLE and abs(longitude) <= _DATE_LINE else None


def _degrees(named: Mapping[str, str], names: tuple[str, ...], letters: str, most: float) -> float | None:
    name = next((one for one in names if one in named), None)
    if name is None:
        return None
    written = named[name]
    letter = _letter(named.get(f"{name}ref", ""), letters) or _letter(written, letters)
    parts = _parts(written)
    if not 1 <= len(parts) <= 3 or any(part >= 60 for part in parts[1:]):
        return None
    size = sum(part / 60**power for power, part in enumerate(parts))
    signed = written.strip().startswith(("-", "+"))
    if size > most or (letter is None and not signed):
        return None
    below = letter in "SW" if letter else written.strip().startswith("-")
    return -size if below else size


def _parts(written: str) -> list[float]:
    """Degrees, minutes, seconds; each may be a fraction, as EXIF stores them."""
    found = [(float(part.replace(",", ".")), int(under or 1)) for part, under in _NUMBER.findall(written)]
    return [over / under for over, under in found if under]


def _letter(text: str, letters: str) -> str | None:
    found = [one.upper() for one in _LETTER.findall(text)]
    return found[0] if len(found) == 1 and found[0] in letters else None
