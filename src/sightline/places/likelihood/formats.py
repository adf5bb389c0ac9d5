"""Things that are written in one country's way: postal codes, number plates, dates, emergency numbers, units."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from sightline.clues.model import Sighting
from sightline.places.atlas.tables import table
from sightline.places.likelihood.evidence import Reading, SetAside, codes_in, evidence, plain
from sightline.places.territories import CODES, Vector, marked, vector

ELSEWHERE = 0.0005
# The mark of a country before its postal code, where it is not the two-letter code.
MARKS = {"B": "BE", "D": "DE", "F": "FR", "I": "IT", "L": "LU", "A": "AT", "E": "ES", "P": "PT", "S": "SE", "N": "NO"}
MARKS |= {"H": "HU", "FIN": "FI", "DK": "DK", "CH": "CH", "SLO": "SI", "BIH": "BA", "SRB": "RS", "EST": "EE"}
MARKED = re.compile(r"([A-Z]{1,3})[- ](?=\d)")
# Plates that begin with the letters or figures of the ISO 3166-2 region.
REGION_FIRST = frozenset({"CH", "RO", "TR"})
# Territories whose plates are not in the table may look like anything.
UNLISTED_PLATE = 0.03
# An emergency number is printed at home; 112 and 911 are known abroad too.
KNOWN_ABROAD = {"112": 0.05, "911": 0.03, "999": 0.01}
OTHER_SEPARATOR = 0.15
OTHER_ORDER = 0.02
# Characters for "year" between the figures.
CHARACTERS = {"年": "CN JP TW HK MO SG", "년": "KR KP"}
# The international order 2024-12-31 is used by machines everywhere.
MACHINE_DATE = 0.15
DATE = re.compile(r"(\d{1,4})\s?([./-]|年|년|\s)\s?(\d{1,2})\s?([./-]|月|월|\s)\s?(\d{1,4})")


def postal_code(sighting: Sighting) -> Reading:
    """A postal code as printed, with or without the country's mark before it."""
    code = plain(sighting.value).upper()
    mark = MARKED.match(code)
    if mark and (mark.group(1) in MARKS or codes_in(mark.group(1))):
        country = MARKS.get(mark.group(1)) or codes_in(mark.group(1))[0]
        if _shape("postal_codes", country, code[mark.end() :]) or _shape("postal_codes", country, code):
            return evidence(marked([country], 1.0, ELSEWHERE), f"postal code marked {country}", "postal_codes")
    fits = [country for country in table("postal_codes").rows if _shape("postal_codes", country, code)]
    if not fits:
        return SetAside(reason="no country's postal code looks like this")
    return evidence(marked(fits, 1.0, ELSEWHERE), f"postal code as in {_some(fits)}", "postal_codes")


def plate(sighting: Sighting) -> Reading:
    """The characters of a number plate; blanks, dots, hyphens and small signs between them are one space."""
    text = spaced(plain(sighting.value))
    fits = [country for country in table("plates").rows if _shape("plates", country, text)]
    if not fits:
        return SetAside(reason="no plate format that tells countries apart looks like this")
    known = set(table("plates").rows)
    weights = {code: (1.0 if code in fits else ELSEWHERE) if code in known else UNLISTED_PLATE for code in CODES}
    return evidence(vector(weights), f"plate as in {_some(fits)}", "plates")


def spaced(text: str) -> str:
    """A plate's characters in capitals with one space wherever something stood between them."""
    return re.sub(r"[\s.\-·•|/]+", " ", text.upper()).strip()


def region_of_plate(text: str, country: str) -> str | None:
    """The ISO 3166-2 code of the region in a plate, for the countries whose plates begin with that very code."""
    if country not in REGION_FIRST or not _shape("plates", country, spaced(text)):
        return None
    return f"{country}-{spaced(text).split(' ')[0]}"


def emergency_number(sighting: Sighting) -> Reading:
    """A number printed for police, fire or ambulance."""
    runs = re.findall(r"\d+", plain(sighting.value))
    number = runs[0] if len(runs) == 1 else ""
    fits = {code: row.split() for code, row in table("emergency_numbers").rows.items() if number in row.split()}
    if not fits:
        return SetAside(reason="not an emergency number of any country in the table")
    weights = {code: 1.0 if numbers[0] == number else 0.6 for code, numbers in fits.items()}
    numbers = vector(weights, KNOWN_ABROAD.get(number, ELSEWHERE))
    return evidence(numbers, f"emergency number in {_some(list(fits))}", "emergency_numbers")


def units(sighting: Sighting) -> Reading:
    """`metric`, `imperial`, `us-customary` or `fahrenheit`; other words for them are understood."""
    said = plain(sighting.value).lower()
    names = {"mile": "imperial", "mph": "imperial", "°f": "fahrenheit", "ounce": "us-customary", "km": "metric"}
    name = next((found for word, found in names.items() if word in said), said)
    rows = table("units").rows
    if name == "metric":
        home = set(rows["us-customary"].split())
        return evidence(marked(home, 0.25, 1.0), "metric units", "units")
    if name not in rows:
        return SetAside(reason="not a system of units: metric, imperial, us-customary or fahrenheit")
    return evidence(marked(rows[name].split(), 1.0, 0.03), f"{name} units", "units")


def mains_frequency(sighting: Sighting) -> Reading:
    """50 or 60 Hz, seen as flicker, heard as hum or read on a plate."""
    number = re.search(r"\d+(?:\.\d+)?", plain(sighting.value))
    hertz = round(float(number.group())) if number else 0
    hertz = {100: 50, 120: 60}.get(hertz, hertz)
    if hertz not in {50, 60}:
        return SetAside(reason="not a mains frequency: 50 or 60 Hz")
    rows = table("mains").rows
    sixty, unsure = rows["hz60"].split(), rows["both"].split() + rows["unknown"].split()
    likelihood = marked(sixty, 1.0, 0.005) if hertz == 60 else marked(sixty, 0.005, 1.0)
    for code in unsure:
        likelihood = likelihood * marked([code], 0.0, 1.0) + marked([code], 0.5)
    return evidence(likelihood, f"{hertz} Hz", "mains")


def date_format(sighting: Sighting) -> Reading:
    """A date (`31.12.2024`) or its pattern (`DD/MM/YYYY`): the order of day, month and year and the sign between."""
    orders, sign = order_and_sign(plain(sighting.value))
    if not orders:
        return SetAside(reason="not a date in figures")
    rest = MACHINE_DATE if sign == "-" and orders == {"YMD"} else OTHER_ORDER
    if sign in CHARACTERS:
        return evidence(marked(CHARACTERS[sign].split(), 1.0, ELSEWHERE), f"date with {sign}")
    likelihood = vector({code: max(_dated(code, orders, sign), rest) for code in CODES})
    return evidence(likelihood, f"date as {' or '.join(sorted(orders))} with {sign!r}", "date_formats")


def order_and_sign(text: str) -> tuple[set[str], str]:
    """The orders (`DMY`, `MDY`, `YMD`) a date may be in and its separator; no orders when it is no date."""
    pattern = re.fullmatch(r"(D+|M+|Y+)([./-])(D+|M+|Y+)\2(D+|M+|Y+)", text.upper())
    if pattern:
        return {"".join(pattern.group(group)[0] for group in (1, 3, 4))} & {"DMY", "MDY", "YMD"}, pattern.group(2)
    found = DATE.search(text)
    if not found:
        return set(), ""
    first, sign, middle, _, last = found.groups()
    if len(first) == 4:
        return {"YMD"}, sign
    orders = {"DMY" if int(middle) <= 12 else "", "MDY" if int(first) <= 12 else ""}
    if len(last) == 2 and int(last) <= 31 and int(middle) <= 12:
        orders.add("YMD")
    if int(middle) > 31 or int(first) > 31:
        orders = {"YMD"} & orders
    return orders - {""}, sign


def _dated(country: str, orders: set[str], sign: str) -> float:
    """The share of the country's dates that are of one of these orders, less if with another sign."""
    ways: dict[str, float] = table("date_formats").rows[country]
    fits = sum(part * (1.0 if way[3:] == sign else OTHER_SEPARATOR) for way, part in ways.items() if way[:3] in orders)
    return fits / sum(ways.values())


@cache
def _compiled(name: str, country: str) -> re.Pattern[str]:
    return re.compile(table(name).rows[country])


def _shape(name: str, country: str, text: str) -> bool:
    return country in table(name).rows and _compiled(name, country).fullmatch(text) is not None


def _some(codes: list[str]) -> str:
    return ", ".join(codes[:6]) + (f" and {len(codes) - 6} more" if len(codes) > 6 else "")


@lru_cache(maxsize=1)
def _groups() -> dict[str, list[str]]:
    return {name: row.split() for name, row in table("subregions").rows.items()}


def sight(sighting: Sighting) -> Reading:
    """A listed thing marked in a picture (`interior` `tatami`): where it is common, by the table of sights."""
    rows = table("sights").rows
    values = [part.strip() for part in plain(sighting.value).split("/")]
    known = [rows[key] for value in values if (key := f"{sighting.kind}.{value}") in rows]
    if not known:
        return SetAside(reason="a finding for people: no table says where this is common")
    likelihood: Vector = sum((_common(*row) for row in known), start=vector({}))
    return evidence(likelihood, f"common in part of the world: {', '.join(values)}", "sights", "subregions")


def _common(places: str, elsewhere: float) -> Vector:
    codes = [code for name in places.split() for code in _groups().get(name, [name])]
    return marked(codes, 1.0, elsewhere)
