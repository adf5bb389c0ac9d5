"""Phone numbers: the country code of international ones, the exact printed grouping of national ones.

A national number is valid in some 24 of 245 regions, but printed with exactly one country's grouping in about 2.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumber, PhoneNumberFormat

from sightline.clues.model import Sighting
from sightline.places.likelihood.evidence import Reading, SetAside, evidence, plain
from sightline.places.territories import known, vector

EXACT = 1.0
VALID = 0.08
# A number of the country code that is not in any range handed out: a digit was misread or the tables are older.
POSSIBLE = 0.6
ELSEWHERE_INTERNATIONAL = 1e-5
ELSEWHERE_NATIONAL = 0.0005
WEIGHT = {"exact": EXACT, "valid": VALID, "possible": POSSIBLE}
NUMBER_KINDS = (
    "fixed_line",
    "mobile",
    "toll_free",
    "premium_rate",
    "shared_cost",
    "personal_number",
    "voip",
    "pager",
    "uan",
    "voicemail",
)
DIGITS = re.compile(r"\d")


def phone(sighting: Sighting) -> Reading:
    """A number as printed. `detail` = {"international": bool, "regions": {"BE": "exact"}} if its reader gave it."""
    given = sighting.detail.get("regions")
    if isinstance(given, Mapping) and given:
        regions = {str(code): str(grade) for code, grade in given.items()}
        international = bool(sighting.detail.get("international"))
    else:
        international, regions = read_number(plain(sighting.value))
    weights = {code: WEIGHT[grade] for name, grade in regions.items() if grade in WEIGHT and (code := known(name))}
    if not weights:
        return SetAside(reason="not a phone number of any country")
    elsewhere = ELSEWHERE_INTERNATIONAL if international else ELSEWHERE_NATIONAL
    exact = [code for code, weight in weights.items() if weight == EXACT]
    kind = "international" if international else "national"
    note = f"{kind} number, {len(weights)} countries possible" + (
        f", grouped as in {', '.join(exact)}" if exact else ""
    )
    misread = set(weights.values()) == {POSSIBLE}
    flag = "in no range that is handed out: a digit may be misread" if misread else None
    return evidence(vector(weights, elsewhere), note, flag=flag)


@lru_cache(maxsize=10_000)
def read_number(text: str) -> tuple[bool, Mapping[str, str]]:
    """Whether `text` is an international number, and its regions, each `exact`, `valid` or `possible`."""
    cleaned = text.strip()
    if len(cleaned) > 40 or len(DIGITS.findall(cleaned)) < 5:
        return False, MappingProxyType({})
    if cleaned.startswith(("+", "00", "(+", "＋")):
        start = cleaned.lstrip("(").replace("＋", "+")
        plus = "+" + start[2:] if start.startswith("00") else start
        found = _international(plus)
        if found:
            return True, MappingProxyType(found)
    return False, MappingProxyType(_national(cleaned))


def _international(text: str) -> dict[str, str]:
    try:
        number = phonenumbers.parse(text, None)
    except NumberParseException:
        return {}
    region = phonenumbers.region_code_for_number(number)
    if region and region != "001" and phonenumbers.is_valid_number(number):
        return {region: "exact"}
    regions = phonenumbers.region_codes_for_country_code(number.country_code or 0)
    return {code: "possible" for code in regions if code != "001"}


def _national(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    printed = _normal(text)
    digits = "".join(DIGITS.findall(text))
    for region, dialled, significant in _shapes():
        number = _parse(text, region) if dialled.fullmatch(digits) else None
        if number is None or not significant.fullmatch(phonenumbers.national_significant_number(number)):
            continue
        shown = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
        found[region] = "exact" if _normal(shown) == printed else "valid"
    return found


@lru_cache(maxsize=1)
def _shapes() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """For each region, its valid national numbers as dialled (with or without trunk prefix) and without it.

    The library compiles its patterns anew for every number when 245 regions take turns; these are compiled once.
    """
    found = []
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        facts = PhoneMetadata.metadata_for_region(region)
        kinds = (getattr(facts, kind, None) for kind in NUMBER_KINDS)
        own = "|".join(f"(?:{kind.national_number_pattern})" for kind in kinds if kind and kind.national_number_pattern)
        trunk = facts.national_prefix_for_parsing if facts else None
        dialled = f"(?:{trunk})?(?:{own})|(?:{own})" if trunk else own
        if facts and facts.national_prefix_transform_rule:
            # The trunk prefix is rewritten and may hold part of the number: let the library judge.
            dialled += rf"|(?:{trunk})\d*"
        found.append((region, re.compile(dialled, re.ASCII), re.compile(own, re.ASCII)))
    return tuple(found)


def _parse(text: str, region: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except NumberParseException:
        return None


def _normal(text: str) -> str:
    return re.sub(r"[\s ]+", " ", text.replace("‑", "-").replace("–", "-")).strip()
