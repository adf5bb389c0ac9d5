"""Single fields, read tolerantly: what the field's tools write for a flag, a number, a text, a list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

_TRUE, _FALSE = {"true", "1", "yes", "y"}, {"false", "0", "no", "n"}


class Notes(Counter[str]):
    """How often each oddity was met while reading."""


def flag(value: Any, notes: Notes) -> bool | None:
    """True, false, or None for what was not said. The text `false` is false, whatever a language makes of it."""
    if value is None or isinstance(value, bool):
        return value
    text = str(value).strip().casefold()
    if not text:
        return None
    if isinstance(value, str):
        notes["string boolean"] += 1
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    notes["unreadable boolean"] += 1
    return None


def whole(value: Any, notes: Notes) -> int | None:
    """A whole number, or None for what was not said or cannot be read."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        notes["unreadable number"] += 1
        return None
    try:
        number = int(value) if not isinstance(value, float) else int(value) if value.is_integer() else None
    except (ValueError, TypeError, OverflowError):
        number = None
    if number is None or abs(number) > _MOST:
        notes["unreadable number"] += 1
        return None
    return number


_MOST = (1 << 63) - 1


def text(value: Any, notes: Notes) -> str:
    """Text; empty for what was not said. Numbers become text, lists and objects do not."""
    if value is None:
        return ""
    if isinstance(value, str | int | float):
        return _storable(str(value), notes)
    notes["unreadable text"] += 1
    return ""


def _storable(written: str, notes: Notes) -> str:
    """What no database and no screen can hold (NUL, half a surrogate pair) is shown as its code."""
    if "\0" not in written and (written.isascii() or not _HALF.search(written)):
        return written
    notes["text that is no text"] += 1
    return _HALF.sub(lambda found: f"\\u{ord(found[0]):04x}", written).replace("\0", "\\u0000")


_HALF = re.compile("[\ud800-\udfff]")


def several(value: Any, notes: Notes) -> tuple[str, ...]:
    """Text split at commas, or a list of texts."""
    parts = value if isinstance(value, list) else text(value, notes).split(",")
    return tuple(part for part in (text(one, notes).strip() for one in parts) if part)


READ = {"flag": flag, "whole": whole, "text": text, "list": several}


def named(row: Mapping[str, Any], names: Sequence[tuple[str, str, str]], notes: Notes) -> dict[str, Any]:
    """The known fields of `row` under their names here, each read as its kind."""
    return {here: READ[kind](row[name], notes) for name, here, kind in names if name in row}


def rest(row: Mapping[str, Any], known: frozenset[str]) -> dict[str, Any]:
    """The fields of `row` that are not known here."""
    return {name: value for name, value in row.items() if name not in known}


def rows(value: Any, notes: Notes) -> list[dict[str, Any]]:
    """The objects in a list; anything else is noted and left out."""
    if value is None:
        return []
    found = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    if not isinstance(value, list) or len(found) < len(value):
        notes["unreadable list"] += 1
    return found
