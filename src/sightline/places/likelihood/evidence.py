"""What a clue says: a number for every territory, or the reason why it says nothing."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from sightline.media.model import Json
from sightline.places.territories import Vector, known

MAX_TEXT = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """P(clue | territory) up to one factor common to all territories.

    likelihood: 250 numbers >= 0, in the order of `territories.CODES`, not all zero. note: how they came about, for
    the explanation. tables: the parts of the atlas that were used. flag: a doubt a person should look at, if any.
    """

    likelihood: Vector
    note: str
    tables: tuple[str, ...] = ()
    flag: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A clue that has no say, and why: kept and shown, never mapped."""

    reason: str


Reading: TypeAlias = Evidence | SetAside


def plain(text: str) -> str:
    """`text` in NFC without control, format and unassigned characters, at most 4,000 characters."""
    kept = (ch if unicodedata.category(ch)[0] != "C" else " " for ch in text[:MAX_TEXT])
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def share(value: object) -> float | None:
    """`value` as a probability between 0 and 1, or None: percentages are not guessed."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) and 0.0 <= number <= 1.0 else None


def shares(value: Json | Mapping[str, float]) -> dict[str, float]:
    """The entries of a mapping that are probabilities above 0; anything else is passed over."""
    if not isinstance(value, Mapping):
        return {}
    found = {str(key): share(entry) for key, entry in value.items()}
    return {key: entry for key, entry in found.items() if entry}


def codes_in(value: object) -> list[str]:
    """Territory codes in `FR`, `FR, BE` or a list of such, in the order given."""
    if isinstance(value, str):
        parts: list[object] = list(value.replace(",", " ").replace(";", " ").replace("/", " ").split())
    else:
        parts = list(value) if isinstance(value, (list, tuple)) else []
    codes = [known(part) for part in parts]
    return list(dict.fromkeys(code for code in codes if code))


def evidence(likelihood: Vector, note: str, *tables: str, flag: str | None = None) -> Reading:
    """The evidence, or set aside when it fits no territory at all."""
    if not np.any(likelihood > 0.0):
        return SetAside(reason=f"fits no country: {note}")
    return Evidence(likelihood=likelihood, note=note, tables=tables, flag=flag)
