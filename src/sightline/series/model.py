"""Series: the unit of work, and the ladder it climbs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sightline.kernel.errors import UsageError


class Status(StrEnum):
    """Where the work on a series stands. `probable`, `positive` and `safeguarded` are never the same thing."""

    RECEIVED = "received"
    KNOWN = "known elsewhere"
    OPEN = "open"
    ANALYSED = "analysed"
    LOCATED = "located"
    PROBABLE = "probable identification"
    REFERRED = "referred"
    ACKNOWLEDGED = "acknowledged"
    NOT_OURS = "not ours"
    IN_WORK = "in work"
    POSITIVE = "positive identification"
    SAFEGUARDED = "safeguarded"
    ADULT = "adult now"
    DECEASED = "deceased"
    COLD = "cold"
    MERGED = "merged"


CLOSED = frozenset({Status.KNOWN, Status.SAFEGUARDED, Status.ADULT, Status.DECEASED, Status.MERGED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Media believed to show the same unknown victim. `media` counts distinct contents, `agencies` who brought them."""

    id: int
    operation_id: int
    title: str
    status: Status
    media: int
    agencies: tuple[str, ...]
    merged_into: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One step in the history of a series: `act` with what it needs to be understood and undone."""

    id: int
    series_id: int
    act: str
    detail: dict[str, object]
    officer: str
    at: datetime


def parse_status(text: str) -> Status:
    """The status named by `text`; a hyphen stands for a space. Raises `UsageError`."""
    try:
        return Status(text.lower().replace("-", " "))
    except ValueError:
        raise UsageError(f"{text!r} is no status of a series. Use one of: {', '.join(Status)}.") from None


def parse_number(text: str) -> int:
    """The number in `S12` or `12`. Raises `UsageError`."""
    digits = text.upper().removeprefix("S")
    if not digits.isdecimal():
        raise UsageError(f"{text!r} is no series; write S12 or 12.")
    return int(digits)
