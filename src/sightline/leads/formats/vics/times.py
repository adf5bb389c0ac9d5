"""Times as the field's tools write them: ISO, .NET ticks, American dates, offsets with a `Z` behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

_NET = re.compile(r"/Date\((-?\d{1,15})([+-]\d{4})?\)/", re.ASCII)
_OFFSET_AND_Z = re.compile(r"([+-]\d{2}:?\d{2})Z$", re.ASCII)
_SLASHED = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([AaPp])\.?[Mm]\.?)?)?", re.ASCII
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A time that could be read. form: how it was written. certain: whether it can mean only this one moment."""

    moment: datetime
    form: str
    certain: bool


def read_time(text: str) -> Written | None:
    """The time in `text`, or None. A time without an offset stays naive and is not certain; neither are slashes."""
    written = text.strip()
    net = _NET.fullmatch(written)
    slashed = _SLASHED.fullmatch(written)
    try:
        if net:
            return Written(moment=_ticks(int(net[1]), net[2]), form=".NET", certain=True)
        if slashed:
            return _american(slashed)
        mended = _OFFSET_AND_Z.sub(r"\1", written)
        moment = datetime.fromisoformat(mended)
    except (ValueError, OverflowError):
        return None
    form = "ISO" if mended == written else "offset and Z"
    return Written(moment=moment, form=form, certain=form == "ISO" and moment.tzinfo is not None)


def _ticks(milliseconds: int, offset: str | None) -> datetime:
    moment = _EPOCH + timedelta(milliseconds=milliseconds)
    if offset is None:
        return moment
    minutes = int(offset[1:3]) * 60 + int(offset[3:5])
    return moment.astimezone(timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes)))


def _american(found: re.Match[str]) -> Written:
    """Month first, as the tools that write slashes do; when that cannot be, day first."""
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    month, day = (first, second) if first <= _MONTHS else (second, first)
    hour, minute, seconds = (int(part or 0) for part in found.group(4, 5, 6))
    if found[7]:
        hour = hour % 12 + (12 if found[7] in "Pp" else 0)
    # Slashes carry no offset, so the moment stays naive on purpose.
    moment = datetime(year, month, day, hour, minute, seconds)  # noqa: DTZ001
    return Written(moment=moment, form="slashes", certain=False)


_MONTHS = 12
