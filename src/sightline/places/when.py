"""When a series was made: bounds on the date from its clues, each with its reason, and what they leave together.

A bound is one-sided more often than not: a coin, a plate or a number cannot be older than its series, but may be kept
for years. One clue may mislead, so the period is also given without each clue that sets it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.core import get_global

from sightline.clues.model import Clue, ClueState
from sightline.places.atlas.tables import table
from sightline.places.likelihood.evidence import codes_in, plain
from sightline.places.likelihood.formats import spaced
from sightline.places.likelihood.money import currencies_of

# A clock before digital cameras or after any, and the resting values of empty clocks.
OLDEST_PICTURE = date(1950, 1, 1)
FIRST_CAMERA = date(1990, 1, 1)
LAST_BELIEVED = date(2100, 1, 1)
EMPTY_CLOCKS = frozenset({date(1970, 1, 1), date(1980, 1, 1), date(2000, 1, 1), date(2106, 2, 7), date(1904, 1, 1)})
WORDS = {"not_before": "not before", "not_after": "not after"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What one clue says about the date; either side may be open."""

    clue: int
    kind: str
    value: str
    not_before: date | None
    not_after: date | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The dates that all bounds allow. conflict: why no period is named, None if one may be.

    without: for each clue that sets an end of the period, (clue, not before, not after) if it misleads.
    """

    not_before: date | None
    not_after: date | None
    bounds: tuple[Bound, ...]
    conflict: str | None
    without: tuple[tuple[int, date | None, date | None], ...]


def when(clues: Sequence[Clue]) -> Period:
    """The period in which a series can have been made; rejected clues are left out."""
    standing = sorted((clue for clue in clues if clue.state is not ClueState.REJECTED), key=lambda clue: clue.id)
    bounds = tuple(bound for clue in standing for bound in bounds_of(clue))
    earliest, latest = _span(bounds)
    crossed = earliest is not None and latest is not None and earliest > latest
    setting = {bound.clue for bound in bounds if earliest and bound.not_before == earliest}
    setting |= {bound.clue for bound in bounds if latest and bound.not_after == latest}
    without = []
    for clue in sorted(setting):
        rest = [bound for bound in bounds if bound.clue != clue]
        without.append((clue, *_span(rest)))
    return Period(
        not_before=None if crossed else earliest,
        not_after=None if crossed else latest,
        bounds=bounds,
        conflict=f"a clue says not before {earliest}, another not after {latest}" if crossed else None,
        without=tuple(without),
    )


def explain_when(period: Period) -> list[str]:
    """The period and its reasons as lines of text."""
    lines = [f"Made {_between(period.not_before, period.not_after)}"]
    if period.conflict is not None:
        lines = [f"No period named: {period.conflict}."]
    for bound in period.bounds:
        said = _between(bound.not_before, bound.not_after)
        lines.append(f"  clue {bound.clue} {bound.kind} {bound.value!r}: {said}, {bound.reason}")
    return lines + [f"  without clue {clue}: {_between(first, last)}" for clue, first, last in period.without]


def bounds_of(clue: Clue) -> Iterator[Bound]:
    """The bounds one clue gives: those a person wrote into its detail, and what the tables know of its kind."""
    detail = clue.sighting.detail
    stated = {side: _date(detail.get(side)) for side in WORDS}
    if any(stated.values()):
        yield _bound(clue, stated["not_before"], stated["not_after"], str(detail.get("why") or "stated by a person"))
    for first, last, reason in _READERS.get(clue.sighting.kind, _nothing)(clue):
        yield _bound(clue, first, last, reason)
    taken = _date(detail.get("taken"))
    if taken is not None and FIRST_CAMERA <= taken <= LAST_BELIEVED and taken not in EMPTY_CLOCKS:
        yield _bound(clue, taken, taken, "the camera's own clock")


Said = tuple[date | None, date | None, str]


def _money(clue: Clue) -> Iterator[Said]:
    text = plain(clue.sighting.value)
    given = clue.sighting.detail.get("candidates")
    codes = [str(code) for code in given] if isinstance(given, list) else _currencies(text)
    if len(codes) == 1:
        lives = [life for rows in get_global("territory_currencies").values() for life in rows if life[0] == codes[0]]
        starts = [_day(life[1]) for life in lives]
        ends = [_day(life[2]) for life in lives]
        first = min((day for day in starts if day), default=None) if all(starts) else None
        last = max((day for day in ends if day), default=None) if all(ends) else None
        if codes[0] == "EUR":
            first = date(2002, 1, 1)
        first = first if first and first >= OLDEST_PICTURE else None
        if first or last:
            yield first, last, f"{codes[0]} was money then (old money is kept, so the end is soft)"


def _currencies(text: str) -> list[str]:
    """Today's currencies as everywhere, and the codes of money that is no more (`DEM`)."""
    gone = [word for word in re.findall(r"\b[A-Z]{3}\b", text) if word in get_global("all_currencies")]
    return gone[:1] or currencies_of(text)


def _plates(clue: Clue) -> Iterator[Said]:
    text = spaced(plain(clue.sighting.value))
    yield from _series("plates", text, codes_in(clue.sighting.detail.get("countries")))
    british = re.fullmatch(r"[A-Y]{2}(\d{2}) [A-Z]{3}", text)
    if british:
        year, half = int(british.group(1)) % 50, int(british.group(1)) >= 50
        if year:
            yield date(2000 + year, 9 if half else 3, 1), None, "age mark of a British plate, if it is one"


def _phones(clue: Clue) -> Iterator[Said]:
    regions = clue.sighting.detail.get("regions")
    countries = [str(code) for code, grade in regions.items() if grade == "exact"] if isinstance(regions, dict) else []
    yield from _series("phones", re.sub(r"\D", "", plain(clue.sighting.value)), countries)


def _series(name: str, text: str, countries: Sequence[str]) -> Iterator[Said]:
    """Bounds from the table, only where the country is settled: the earliest start and no end (series live on)."""
    if len(countries) != 1:
        return
    for expression, first, _last in table("series").rows[name].get(countries[0], []):
        if re.fullmatch(expression, text):
            yield date.fromisoformat(first), None, f"this series began in {countries[0]} on {first}"
            return


def _nothing(_clue: Clue) -> Iterator[Said]:
    yield from ()


_READERS = {"currency": _money, "plate": _plates, "phone": _phones}


def _bound(clue: Clue, first: date | None, last: date | None, reason: str) -> Bound:
    shown = clue.sighting.value[:80]
    return Bound(clue=clue.id, kind=clue.sighting.kind, value=shown, not_before=first, not_after=last, reason=reason)


def _span(bounds: Sequence[Bound]) -> tuple[date | None, date | None]:
    earliest = max((bound.not_before for bound in bounds if bound.not_before), default=None)
    latest = min((bound.not_after for bound in bounds if bound.not_after), default=None)
    return earliest, latest


def _between(first: date | None, last: date | None) -> str:
    if first is not None and first == last:
        return f"on {first}"
    sides = [f"{WORDS['not_before']} {first}" if first else "", f"{WORDS['not_after']} {last}" if last else ""]
    return " and ".join(side for side in sides if side) or "at an unknown date"


def _day(value: Any) -> date | None:
    return date(*value) if isinstance(value, tuple) else None


def _date(value: object) -> date | None:
    """A date from `2019`, `2019-09`, `2019-09-20` or an EXIF or ISO time; None if it is none."""
    if not isinstance(value, str):
        return None
    found = re.match(r"(\d{4})(?:[-:](\d\d)(?:[-:](\d\d))?)?", value)
    if found is None:
        return None
    try:
        return date(int(found.group(1)), int(found.group(2) or 1), int(found.group(3) or 1))
    except ValueError:
        return None
