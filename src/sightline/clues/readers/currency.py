"""Prices: the money sign or word beside an amount, and how the amount is written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib.resources import files

from sightline.clues.readers.digits import repair
from sightline.clues.readers.model import Clueing, Sign
from sightline.media.model import Json

_TABLE = tomllib.loads((files("sightline.clues.readers") / "currency.toml").read_text(encoding="utf-8"))
SIGNS: dict[str, str] = _TABLE["signs"]
CODES = frozenset(str(_TABLE["codes"]).split())
# One capital letter beside a number is a price only in the form people print it: R 12.50, Q25.00, L 30.00.
_BARE_LETTERS = frozenset("QLRK")
_WORDS = sorted({*SIGNS, *CODES}, key=len, reverse=True)
_SIGN = "|".join(re.escape(word) for word in _WORDS)
_AMOUNT = r"\d{1,3}(?:[ .,'’\u00a0\u202f]\d{3}){1,3}(?:[.,]\d{1,2})?|\d{1,7}(?:[.,]\d{1,2})?(?:[,.]?[-–]{1,2})?"
_BEFORE = re.compile(rf"(?<![^\W\d_])(?P<sign>{_SIGN})\s?(?P<amount>{_AMOUNT})(?![\d])")
_AFTER = re.compile(rf"(?<![\d.,/:-])(?P<amount>{_AMOUNT})\s?(?P<sign>{_SIGN})(?![^\W\d_])")
_CENTS = re.compile(r"[.,]\d\d$")
LONGEST = 4_000
MOST_PRICES = 20


class Currency:
    """Money signs beside amounts; one clue for each sign on a sign."""

    name = "currency"
    version = "1"
    kinds = ("currency",)

    def read(self, sign: Sign) -> Iterable[Clueing]:
        """Return `currency` clues: value the ISO code, or the sign where that has several codes (`candidates`)."""
        text = repair(sign.text[:LONGEST])
        seen: set[str] = set()
        found = [(match, "before") for match in _BEFORE.finditer(text)]
        found += [(match, "after") for match in _AFTER.finditer(text)]
        for match, place in found[:MOST_PRICES]:
            money, amount = match.group("sign"), match.group("amount")
            if money in seen or (money in _BARE_LETTERS and not (place == "before" and _CENTS.search(amount))):
                continue
            seen.add(money)
            yield _clueing(money, amount, place)


def _clueing(money: str, amount: str, place: str) -> Clueing:
    codes = SIGNS[money].split() if money in SIGNS else [money]
    candidates: list[Json] = [*codes]
    cents = _CENTS.search(amount)
    detail: dict[str, Json] = {
        "candidates": candidates,
        "printed": money,
        "amount": amount,
        "place": place,
        "decimal": cents.group()[0] if cents else None,
    }
    return Clueing(kind="currency", value=codes[0] if len(codes) == 1 else money, detail=detail)
