"""Currencies: an ISO code, a sign, or a whole price as it stands on a tag."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from babel.numbers import get_territory_currencies

from sightline.clues.model import Sighting
from sightline.places.atlas.tables import table
from sightline.places.likelihood.evidence import Reading, SetAside, evidence, plain
from sightline.places.territories import CODES, vector

ELSEWHERE = 0.0005
# Dollars and euros are quoted to visitors far from home.
TRAVELLING = {"USD": 0.02, "EUR": 0.005}
# Letters just before or just after an amount.
BESIDE = re.compile(r"([^\W\d_]+)\.?\s?\d|\d\s?([^\W\d_]+)")
TAG_AT_MOST = 60
APOSTROPHES = dict.fromkeys(map(ord, "‘’ʻʼ´`"), "'")
AMOUNT = re.compile(r"[0-9٠-٩۰-۹०-९][0-9٠-٩۰-۹०-९.,'’\u00a0\u202f ]*")


def currency(sighting: Sighting) -> Reading:
    """What the money of a price tag is: `EUR`, `zł`, `12,50 €`."""
    text = plain(sighting.value)
    given = sighting.detail.get("candidates")
    known = [str(code) for code in given if str(code) in legal_tender()] if isinstance(given, list) else []
    codes = known or currencies_of(text)
    if not codes:
        return SetAside(reason="no currency sign or code is known in it")
    tender = legal_tender()
    weights: dict[str, float] = {}
    for code in codes:
        for territory, part in tender.get(code, {}).items():
            weights[territory] = max(weights.get(territory, 0.0), part)
    if not weights:
        return SetAside(reason=f"{', '.join(codes)} is no country's money today")
    elsewhere = max(TRAVELLING.get(code, ELSEWHERE) for code in codes)
    shown = ", ".join(codes[:4]) + (", ..." if len(codes) > 4 else "")
    return evidence(vector(weights, elsewhere), f"money {shown}: {len(weights)} countries", "currencies")


def currencies_of(text: str) -> list[str]:
    """The ISO 4217 codes that the sign or code in `text` may mean; empty when there is none."""
    signs = _signs()
    parts = [part.strip() for part in AMOUNT.split(text)]
    for part in sorted((part for part in parts if part), key=len, reverse=True):
        if part.upper() in legal_tender():
            return [part.upper()]
        folded = _folded(part)
        for sign in (folded, folded.rstrip("."), folded.strip("-–. ")):
            if sign in signs:
                return list(signs[sign].split())
    return _inside(text, signs)


def _inside(text: str, signs: Mapping[str, str]) -> list[str]:
    """A sign among other words: the longest that stands beside an amount, or an unmistakable symbol."""
    if len(text) > TAG_AT_MOST:
        return []
    folded = _folded(text)
    beside = {word for pair in BESIDE.findall(folded) for word in pair if word}
    best = [sign for sign in signs if sign in beside]
    best += [sign for sign in signs if any(unicodedata.category(ch) == "Sc" for ch in sign) and sign in folded]
    upper = [word for word in re.findall(r"\b[A-Z]{3}\b", text) if word in legal_tender()]
    if upper:
        return [upper[0]]
    return list(signs[max(best, key=lambda sign: (len(sign), sign))].split()) if best else []


@lru_cache(maxsize=1)
def _signs() -> Mapping[str, str]:
    return MappingProxyType({_folded(sign): codes for sign, codes in table("currencies").rows["signs"].items()})


def _folded(sign: str) -> str:
    return sign.translate(APOSTROPHES).casefold().rstrip(".")


@lru_cache(maxsize=1)
def legal_tender() -> Mapping[str, Mapping[str, float]]:
    """For each currency, the territories that use it and how much: 1 as their own, 0.5 beside another."""
    found: dict[str, dict[str, float]] = {}
    for territory in CODES:
        for code in get_territory_currencies(territory):
            found.setdefault(code, {})[territory] = 1.0
    for territory, codes in table("currencies").rows["also"].items():
        for place, code in enumerate(codes.split()):
            part = 1.0 if place == 0 and len(codes.split()) > 1 else 0.5
            now = found.setdefault(code, {})
            now[territory] = max(now.get(territory, 0.0), part)
    return MappingProxyType(found)
