"""The place and the clock a camera wrote into its file."""

from __future__ import annotations

from collections.abc import Iterable

from sightline.clues.readers.model import Clueing, Feature
from sightline.media.model import Json

# Flags under which a position is shown to people but must never move a place.
NEVER_MAPPED = frozenset({"zero", "out-of-range", "hemisphere-missing", "sign-and-hemisphere", "void", "unreadable"})


class Gps:
    """EXIF or container position."""

    name = "gps"
    version = "1"
    kinds = ("gps",)
    takes = "metadata"

    def read(self, feature: Feature) -> Iterable[Clueing]:
        """Return one `gps` clue; a doubtful position carries flags and reliability 0, an unreadable one is none."""
        where = feature.value.get("gps")
        if not isinstance(where, dict):
            return
        lat, lon, flags = where.get("lat"), where.get("lon"), where.get("flags")
        if not isinstance(lat, int | float) or not isinstance(lon, int | float):
            return
        raised: list[Json] = list(flags) if isinstance(flags, list) else []
        doubtful = bool(raised)
        yield Clueing(
            kind="gps",
            value=f"{lat:.6f},{lon:.6f}",
            detail={"flags": raised, "bearing": where.get("bearing")},
            reliability=0.0 if doubtful else None,
        )


class UtcOffset:
    """The camera's clock against UTC."""

    name = "utc-offset"
    version = "1"
    kinds = ("utc-offset",)
    takes = "metadata"

    def read(self, feature: Feature) -> Iterable[Clueing]:
        """Return one `utc-offset` clue where the file states or shows it, unless the clock is flagged."""
        offset = feature.value.get("offset")
        if isinstance(offset, str) and not feature.value.get("taken_flags"):
            detail = {"from_clock": feature.value.get("offset_from"), "taken": feature.value.get("taken")}
            yield Clueing(kind="utc-offset", value=offset, detail=detail)
