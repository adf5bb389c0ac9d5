"""Article numbers on goods: the GS1 prefix names the office that gave the number out, a weak clue to the market."""

from __future__ import annotations

from collections.abc import Iterable

from sightline.clues.readers.model import Clueing, Feature
from sightline.features.writing.pieces import quad_from_json, region_of

_RETAIL = {"EAN-13": 13, "EAN-8": 8, "UPC-A": 12, "UPC-E": 8, "ITF-14": 14}


class Barcode:
    """Retail article numbers only; the text inside QR codes is read as writing."""

    name = "barcode"
    version = "1"
    kinds = ("barcode",)
    takes = "barcodes"

    def read(self, feature: Feature) -> Iterable[Clueing]:
        """Return a `barcode` clue for each article number with a right check digit."""
        codes = feature.value.get("codes")
        for code in codes if isinstance(codes, list) else []:
            if not isinstance(code, dict):
                continue
            text, form = code.get("text"), code.get("format")
            if not isinstance(text, str) or not isinstance(form, str) or form not in _RETAIL:
                continue
            digits = "".join(text.split())
            if not digits.isascii() or not digits.isdigit() or len(digits) != _RETAIL[form]:
                continue
            if form != "UPC-E" and not check_digit_holds(digits):
                continue
            quad = quad_from_json(code.get("quad"))
            yield Clueing(
                kind="barcode", value=digits, detail={"format": form}, region=region_of(quad) if quad else None
            )


def check_digit_holds(digits: str) -> bool:
    """Say whether the last digit of a GTIN (8, 12, 13 or 14 digits) is right: weights 3 and 1 from the right."""
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return weighted % 10 == 0
