"""Looking up raw tags, however the decoder spelt their group.

A tag is `GROUP Name` (`EXIF DateTimeOriginal`, `GPS GPSLatitude`) or a bare container key (`creation_time`,
`com.apple.quicktime.make`). Its value is text, a number, or a list of rationals as `[50, 51, 39/100]`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping

from sightline.media.model import Json

LONGEST_TEXT = 200
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:/[-+]?\d+(?:\.\d+)?)?")


def index(metadata: Mapping[str, Json]) -> dict[str, Json]:
    """Return the tags under lower-case names without group; of two same names a maker note's or a thumbnail's loses."""
    ordered = sorted(
        metadata.items(), key=lambda item: (item[0].lower().startswith(("makernote", "thumbnail")), item[0])
    )
    names: dict[str, Json] = {}
    for tag, value in ordered:
        names.setdefault(tag.rsplit(" ", 1)[-1].lower(), value)
    return names


def text(tags: Mapping[str, Json], names: Iterable[str]) -> str | None:
    """Return the first of `names` that holds printable text, trimmed; None where none does."""
    for name in names:
        value = tags.get(name)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            continue
        words = " ".join(_UNPRINTABLE.sub(" ", str(value)).split())[:LONGEST_TEXT]
        if words.strip(" .-_0"):
            return words
    return None


def numbers(value: Json) -> tuple[float, ...] | None:
    """Return the finite numbers of `[50, 51, 39/100]`, `(50, 1)` pairs, or plain numbers; None where unreadable."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        found = [float(value)]
    elif isinstance(value, str):
        found = [_ratio(match) for match in _NUMBER.findall(value[:LONGEST_TEXT])]
    elif isinstance(value, list):
        found = [_element(element) for element in value[:8]]
    else:
        return None
    return tuple(found) if found and all(math.isfinite(number) for number in found) else None


def _element(element: Json) -> float:
    if isinstance(element, list) and len(element) == 2:
        top, bottom = (_element(part) for part in element)
        return top / bottom if bottom else math.nan
    if isinstance(element, str):
        match = _NUMBER.fullmatch(element.strip())
        return _ratio(element.strip()) if match else math.nan
    return float(element) if isinstance(element, int | float) and not isinstance(element, bool) else math.nan


def _ratio(written: str) -> float:
    top, _, bottom = written.partition("/")
    if not bottom:
        return float(top)
    return float(top) / float(bottom) if float(bottom) else math.nan
