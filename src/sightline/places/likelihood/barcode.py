"""Article numbers: the GS1 office that issued them, which is not the country of making or sale."""

from __future__ import annotations

from functools import lru_cache

from sightline.clues.model import Sighting
from sightline.places.atlas.tables import table
from sightline.places.likelihood.evidence import Reading, SetAside, evidence, plain
from sightline.places.territories import marked

ELSEWHERE = 0.05
LENGTHS = {8, 12, 13, 14}


def barcode(sighting: Sighting) -> Reading:
    """An EAN-8, UPC-A, EAN-13 or GTIN-14 with its check digit, or a bare prefix of three digits."""
    digits = "".join(ch for ch in plain(sighting.value) if ch in "0123456789")
    if len(digits) != 3 and len(digits) not in LENGTHS:
        return SetAside(reason="not an article number: 8, 12, 13 or 14 digits are needed")
    if len(digits) != 3 and not check_digit_holds(digits):
        return SetAside(reason="the check digit does not hold: a digit was misread")
    prefix = int({12: "0" + digits, 14: digits[1:]}.get(len(digits), digits)[:3])
    for first, last, codes in ranges():
        if first <= prefix <= last:
            return evidence(marked(codes, 1.0, ELSEWHERE), f"GS1 prefix {prefix:03d}: office of {codes[0]}", "gs1")
    return SetAside(reason=f"GS1 prefix {prefix:03d} belongs to no country: a shop's own number, a book or a coupon")


def check_digit_holds(digits: str) -> bool:
    """The weighted sum of all digits, 3 and 1 in turn from the right, is a multiple of 10."""
    weights = (1 if place % 2 == 0 else 3 for place in range(len(digits)))
    return sum(int(digit) * weight for digit, weight in zip(reversed(digits), weights, strict=True)) % 10 == 0


@lru_cache(maxsize=1)
def ranges() -> tuple[tuple[int, int, tuple[str, ...]], ...]:
    """(first, last, territories), in order."""
    found = []
    for span, codes in table("gs1").rows.items():
        first, _, last = span.partition("-")
        found.append((int(first), int(last or first), tuple(codes.split())))
    return tuple(sorted(found))
