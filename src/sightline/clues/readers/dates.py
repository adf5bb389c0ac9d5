"""Dates: the order of day and month, the mark between them, and the era tell countries apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from sightline.clues.readers.model import Clueing, Sign
from sightline.media.model import Json

_NUMERIC = re.compile(r"(?<![\d.,/-])(\d{1,4})([./-]) ?(\d{1,2})\2 ?(\d{1,4})(?![\d/-]|[.,]\d)")
# Calendars that are in everyday use in one country only -> pattern, country.
_ERAS = (
    (re.compile(r"(?:令和|平成|昭和) ?(?:元|\d{1,2}) ?年"), "era of Japan", "JP"),
    (re.compile(r"(?:พ\.?ศ\.? ?)25[3-9]\d"), "Buddhist year", "TH"),
    (re.compile(r"民國 ?\d{2,3} ?年"), "year of the Republic", "TW"),
    (re.compile(r"[۰-۹]{4}/[۰-۹]{1,2}/[۰-۹]{1,2}"), "Persian year", "IR"),
)
# Cameras and computers print dates as their maker or owner set them, wherever they are.
RELIABILITY = 0.6
MOST = 5


class DateFormat:
    """Dates whose order can be told: a day above 12, or the year first."""

    name = "date-format"
    version = "1"
    kinds = ("date-format",)

    def read(self, sign: Sign) -> Iterable[Clueing]:
        """Return `date-format` clues: value such as `DD.MM.YYYY`; detail: `{"printed", "countries"}`."""
        for pattern, name, country in _ERAS:
            match = pattern.search(sign.text)
            if match:
                yield Clueing(kind="date-format", value=name, detail={"printed": match.group(), "countries": [country]})
        for match in list(_NUMERIC.finditer(sign.text))[:MOST]:
            form = form_of(match.group(1), match.group(2), match.group(3), match.group(4))
            users = usual_in(form) if form else ()
            if form and users:
                where: list[Json] = [*users]
                detail: dict[str, Json] = {"printed": match.group(), "countries": where}
                yield Clueing(kind="date-format", value=form, detail=detail, reliability=RELIABILITY)


def form_of(first: str, mark: str, second: str, third: str) -> str | None:
    """Return `DD.MM.YYYY`, `MM/DD/YYYY` or `YYYY-MM-DD`; None where no date, or its order cannot be told."""
    if len(first) == 4 and len(third) <= 2:
        good = 1900 <= int(first) <= 2099 and 1 <= int(second) <= 12 and 1 <= int(third) <= 31
        return mark.join(("YYYY", "MM", "DD")) if good else None
    if len(first) > 2 or len(third) not in (2, 4) or (len(third) == 4 and not 1900 <= int(third) <= 2099):
        return None
    one, two = int(first), int(second)
    if 12 < one <= 31 and 1 <= two <= 12:
        return mark.join(("DD", "MM", "YYYY"))
    if 12 < two <= 31 and 1 <= one <= 12:
        return mark.join(("MM", "DD", "YYYY"))
    return None


@lru_cache(maxsize=32)
def usual_in(form: str) -> tuple[str, ...]:
    """Return the territories whose usual short date (CLDR, main language of the territory) has this order and mark."""
    return tuple(sorted(code for code, usual in _usual().items() if usual == form))


@lru_cache(maxsize=1)
def _usual() -> dict[str, str]:
    found: dict[str, str] = {}
    for code in get_global("territory_languages"):
        try:
            pattern = str(Locale.parse(f"und_{code}").date_formats["short"])
        except (UnknownLocaleError, ValueError):
            continue
        parts = re.findall(r"[dMy]", re.sub(r"([dMy])\1*", r"\1", pattern))
        mark = re.search(r"[./-]", pattern)
        words = {"d": "DD", "M": "MM", "y": "YYYY"}
        if sorted(parts) == ["M", "d", "y"] and mark:
            found[code] = mark.group().join(words[part] for part in parts)
    return found
