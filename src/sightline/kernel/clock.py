"""The one clock. Time is UTC everywhere; a test or a drill may set another clock."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the one place that may ask


def stamp(moment: datetime) -> str:
    """`moment` as RFC 3339 with microseconds, as custody entries and packages write it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
