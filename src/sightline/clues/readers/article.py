"""Article numbers printed in plain digits: the line under a barcode, or after the word EAN."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sightline.clues.readers.barcode import check_digit_holds
from sightline.clues.readers.digits import repair
from sightline.clues.readers.model import Clueing, Sign

# One random number in ten passes the check digit, so bare digits are not enough: the word, or the grouping 1-6-6.
_NAMED = re.compile(r"\b(?:EAN|GTIN|UPC|JAN)(?:[- ]?13)?[\s:.#-]{0,3}(\d[\d ]{11,15}\d)(?!\d)", re.IGNORECASE)
_GROUPED = re.compile(r"(?<![\d-])(\d [\dOIl]{6} [\dOIl]{6})(?![\d-])")
LENGTHS = {12: "UPC-A", 13: "EAN-13"}


class PrintedArticle:
    """Digits of an article number read as writing."""

    name = "printed-article"
    version = "1"
    kinds = ("barcode",)

    def read(self, sign: Sign) -> Iterable[Clueing]:
        """Return a `barcode` clue for each number with a right check digit; detail: `{"format", "printed": True}`."""
        if sign.inside_code:
            return
        text = repair(sign.text)
        found = [match.group(1) for pattern in (_NAMED, _GROUPED) for match in pattern.finditer(text)]
        for digits in dict.fromkeys("".join(number.split()) for number in found):
            if len(digits) in LENGTHS and check_digit_holds(digits):
                yield Clueing(kind="barcode", value=digits, detail={"format": LENGTHS[len(digits)], "printed": True})
