"""When a camera says a picture was taken, and how far its clock stood from UTC.

Flags on the time: `before-cameras` (a clock reset to 1970, 1980, ...), `after-2099` (an overflowing one: 2106),
`factory-default` (the first minutes of a year at which clocks start), `unreadable`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from sightline.features.metadata.tags import numbers, text
from sightline.media.model import Json

_TAKEN = (
    "datetimeoriginal",
    "datetimedigitized",
    "com.apple.quicktime.creationdate",
    "creation_time",
    "datetime",
    "date",
)
_OFFSETS = ("offsettimeoriginal", "offsettimedigitized", "offsettime")
_MOMENT = re.compile(
    r"(\d{4})[:/.-](\d\d)[:/.-](\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*(Z|[-+]\d\d:?\d\d)?",
)
_OFFSET = re.compile(r"\s*([-+])(\d\d):?(\d\d)\s*")
_QUARTER = 15
_EARLIEST, _LATEST = -12 * 60, 14 * 60
_RESET_YEARS = (2000, 2001, 2004, 2005, 2008, 2010, 2012, 2014, 2015, 2016, 2018, 2020)
# A receiver stamps its last fix, which may be minutes old; beyond this the quarter of an hour is a guess.
GPS_SLACK_SECONDS = 180


def clock(tags: Mapping[str, Json]) -> dict[str, Json]:
    """Return `{"taken", "taken_flags", "offset", "offset_from"}`.

    `taken` is ISO 8601 without zone as the clock showed it; `offset` is `+02:00`, said by the file itself
    (`offset_from: written`) or found as local time less GPS time (`gps`); None where neither holds.
    """
    written = text(tags, _TAKEN)
    match = _MOMENT.match(written) if written else None
    moment = _moment(match)
    flags: list[Json] = [] if written is None else _time_flags(moment)
    offset, source = _offset(tags, match, None if flags else moment)
    return {
        "taken": moment.isoformat() if moment else None,
        "taken_flags": flags,
        "offset": offset,
        "offset_from": source,
    }


def _moment(match: re.Match[str] | None) -> datetime | None:
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    try:
        return datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 a camera's clock has no zone
    except ValueError:
        return None


def _time_flags(moment: datetime | None) -> list[Json]:
    if moment is None:
        return ["unreadable"]
    if moment.year < 1990:
        return ["before-cameras"]
    if moment.year > 2099:
        return ["after-2099"]
    if moment.year in _RESET_YEARS and (moment.month, moment.day, moment.hour) == (1, 1, 0) and moment.minute < 10:
        return ["factory-default"]
    return []


def _offset(
    tags: Mapping[str, Json], match: re.Match[str] | None, moment: datetime | None
) -> tuple[str | None, str | None]:
    written = text(tags, _OFFSETS)
    if written is None and match is not None and match.group(7) and match.group(7) != "Z":
        written = match.group(7)
    stated = _OFFSET.fullmatch(written) if written else None
    if stated:
        minutes = (int(stated.group(2)) * 60 + int(stated.group(3))) * (-1 if stated.group(1) == "-" else 1)
        if _EARLIEST <= minutes <= _LATEST and minutes % _QUARTER == 0:
            return _spell(minutes), "written"
    utc = _gps_moment(tags)
    if utc is None or moment is None:
        return None, None
    seconds = (moment - utc).total_seconds()
    minutes = round(seconds / 60 / _QUARTER) * _QUARTER
    if abs(seconds - minutes * 60) > GPS_SLACK_SECONDS or not _EARLIEST <= minutes <= _LATEST:
        return None, None
    return _spell(minutes), "gps"


def _gps_moment(tags: Mapping[str, Json]) -> datetime | None:
    day = re.match(r"(\d{4})[:/.-](\d\d)[:/.-](\d\d)", text(tags, ("gpsdate", "gpsdatestamp")) or "")
    parts = numbers(tags.get("gpstimestamp"))
    if day is None or parts is None or len(parts) != 3:
        return None
    try:
        year, month, date = (int(part) for part in day.groups())
        midnight = datetime(year, month, date)  # noqa: DTZ001 UTC by definition, compared naively
    except ValueError:
        return None
    if not (0 <= parts[0] < 24 and 0 <= parts[1] < 60 and 0 <= parts[2] <= 60) or not 1990 <= midnight.year <= 2099:
        return None
    return midnight + timedelta(hours=parts[0], minutes=parts[1], seconds=parts[2])


def _spell(minutes: int) -> str:
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
