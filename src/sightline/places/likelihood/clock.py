"""The camera's clock against UTC: which countries' zones have that offset, on the day if it is known.

Zones come from the package `tzdata` (IANA), not from the machine's own files, so that the answer can be recomputed.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel.core import get_global

from sightline.clues.model import Sighting
from sightline.places.likelihood.evidence import Reading, SetAside, evidence, plain
from sightline.places.territories import CODES, vector

# Cameras are set to home time and travel, or never follow summer time.
ELSEWHERE = 0.002
OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-−±]?)\s*(\d{1,2})(?::?(\d{2}))?")
# Without a date: the middle of each month of one year.
YEAR = 2024


def utc_offset(sighting: Sighting) -> Reading:
    """An offset such as `+02:00`; `detail["taken"]` (ISO 8601) settles whether summer time was on."""
    offset = minutes(plain(sighting.value))
    if offset is None:
        return SetAside(reason="not an offset between -12:00 and +14:00, written as +02:00")
    day = _day(sighting.detail.get("taken"))
    days = (day,) if day else tuple(datetime(YEAR, month, 15, tzinfo=UTC) for month in range(1, 13))
    weights = {code: _share(code, offset, days) for code in CODES}
    sign = "-" if offset < 0 else "+"
    when = f" on {day:%Y-%m-%d}" if day else ""
    return evidence(vector(weights) + ELSEWHERE, f"{sign}{abs(offset) // 60:02d}:{abs(offset) % 60:02d} from UTC{when}")


def minutes(text: str) -> int | None:
    """An offset in minutes, or None."""
    found = OFFSET.fullmatch(text.upper().replace("Z", "+0"))
    if found is None:
        return None
    sign = -1 if found.group(1) in {"-", "−"} else 1
    total = sign * (int(found.group(2)) * 60 + int(found.group(3) or 0))
    return total if -12 * 60 <= total <= 14 * 60 else None


@cache
def _share(country: str, offset: int, days: tuple[datetime, ...]) -> float:
    """The share of the country's zones and of the days on which the clock stands so."""
    zones = [zone for name in get_global("territory_zones").get(country, []) if (zone := _zone(name))]
    held = [day.astimezone(zone).utcoffset() == timedelta(minutes=offset) for zone in zones for day in days]
    return sum(held) / len(held) if held else 0.0


@cache
def _zone(name: str) -> ZoneInfo | None:
    file = files("tzdata.zoneinfo").joinpath(*name.split("/"))
    if not file.is_file():
        return None
    with file.open("rb") as stream:
        return ZoneInfo.from_file(stream, key=name)


def _day(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        day = datetime.fromisoformat(value.replace(":", "-", 2) if value[4:5] == ":" else value)
    except ValueError:
        return None
    return day.replace(tzinfo=UTC) if 1990 <= day.year <= 2100 else None
