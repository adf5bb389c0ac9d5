"""The territories a hypothesis spreads its probability over, and vectors with one number for each.

They are the countries and territories of ISO 3166-1 as CLDR lists them, and Kosovo (XK): 250 codes in sorted order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import numpy as np
from babel import Locale
from numpy.typing import NDArray

from sightline.kernel.errors import UsageError

Vector: TypeAlias = NDArray[np.float64]

# CLDR lists these beside the ISO codes: islands that ISO counts elsewhere, groups of states, and test codes.
NOT_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])
# Old or informal codes that people and files still use.
ALIASES = {"UK": "GB", "EL": "GR", "KO": "XK", "AN": "CW", "BU": "MM", "TP": "TL", "ZR": "CD", "AC": "SH", "TA": "SH"}

NAMES: Mapping[str, str] = {
    code: name
    for code, name in sorted(Locale("en").territories.items())
    if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
}
CODES: tuple[str, ...] = tuple(NAMES)
INDEX: Mapping[str, int] = {code: place for place, code in enumerate(CODES)}
COUNT = len(CODES)


def known(code: object) -> str | None:
    """`code` as a territory of this list (case and old codes mended), or None."""
    if not isinstance(code, str):
        return None
    upper = code.strip().upper()
    upper = ALIASES.get(upper, upper)
    return upper if upper in INDEX else None


def territory(code: str) -> str:
    """`code` as a territory of this list.

    Raises:
        UsageError: it is none.

    """
    found = known(code)
    if found is None:
        raise UsageError(f"{code!r} is not the two-letter code of a country or territory (such as BE or US).")
    return found


def vector(weights: Mapping[str, float], elsewhere: float = 0.0) -> Vector:
    """One number for each territory: `weights` where given, else `elsewhere`. Unknown codes are passed over."""
    numbers = np.full(COUNT, elsewhere, dtype=np.float64)
    for code, weight in weights.items():
        place = INDEX.get(code)
        if place is not None:
            numbers[place] = weight
    return numbers


def marked(codes: Iterable[str], inside: float = 1.0, outside: float = 0.0) -> Vector:
    """`inside` for the territories listed, `outside` for all others."""
    return vector(dict.fromkeys(codes, inside), outside)


def ranked(numbers: Vector) -> list[tuple[str, float]]:
    """Territories with their numbers, largest first; equal numbers in the order of the codes."""
    order = np.argsort(-numbers, kind="stable").tolist()
    values = numbers.tolist()
    return [(CODES[place], values[place]) for place in order]
