"""Telephone numbers: international ones name their country; national ones narrow it by how they are printed.

A national number is valid in some 24 of 245 numbering regions, but printed with exactly the grouping a region uses in
only about 2 of them, and the true one is among those. So both lists are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import version

import phonenumbers

from sightline.clues.readers.digits import repair
from sightline.clues.readers.model import Clueing, Sign
from sightline.media.model import Json

LONGEST = 4_000
LEAST_DIGITS = 5
LEAST_DIFFERENT = 3
MOST_NUMBERS = 20
EXACT, VALID = "exact", "valid"
_INTERNATIONAL = re.compile(r"(?<![\w+])(?:\+|00)\s?[1-9](?:[\s().\-/–]{0,3}\d){6,14}(?!\d)")
_NATIONAL = re.compile(r"(?<![\w+.,:/-])\(?\d(?:[ ().\-/–]{0,2}\d){4,13}(?![\d:/]|[.,]\d)")
_WORDS = re.compile(
    r"\b(?:t[eé]l(?:[eé](?:fono?|phone|fon|foon|fone))?|phone|call|fax|gsm|mobile?|mob|hotline|whatsapp|viber|tlf|puh|"
    r"telf?|fono|dzwo[nń]|zadzwo[nń]|тел(?:ефон)?|факс|моб|τηλ|ha?tel|ph)\b|[☎☏✆📞📱]|電話|电话|電话|전화|หาทเ|โทร|هاتف|تلفن|טל|फ़ोन|फोन",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\d{1,2}([-./])\d{1,2}\1(?:19|20)?\d\d|(?:19|20)\d\d([-./])\d{1,2}\2\d{1,2}|[0-3]?\d [01]?\d (?:19|20)\d\d"
)
_HOURS = re.compile(r"(?:[01]?\d|2[0-4])[.: ]?[0-5]\d\s?[-–]\s?(?:[01]?\d|2[0-4])[.: ]?[0-5]\d")
_YEARS = re.compile(r"(?:19|20)\d\d\s?[-–/ ]\s?(?:19|20)\d\d")


class Phone:
    """Numbers to call, with the regions they can belong to."""

    name = "phone"
    version = f"1+phonenumbers{version('phonenumbers')}"
    kinds = ("phone",)

    def read(self, sign: Sign) -> Iterable[Clueing]:
        """Return `phone` clues; detail: `{"international", "regions": {"BE": "exact"|"valid"}, "e164"}`."""
        before = ""
        left = MOST_NUMBERS
        for line in repair(sign.text[:LONGEST]).split("\n"):
            # `Tel.` above the number counts only where it stands alone.
            spoken = bool(_WORDS.search(line)) or (bool(_WORDS.search(before)) and not any(map(str.isdigit, before)))
            for clueing in _in_line(line, spoken=spoken):
                if left > 0:
                    left -= 1
                    yield clueing
            before = line


def _in_line(line: str, *, spoken: bool) -> Iterable[Clueing]:
    taken: list[tuple[int, int]] = []
    for match in _INTERNATIONAL.finditer(line):
        # Also a number with a misread country code is no national one without it.
        taken.append(match.span())
        clueing = _international(match.group())
        if clueing:
            yield clueing
    for match in _NATIONAL.finditer(line):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        clueing = _national(match.group().strip(), spoken=spoken)
        if clueing:
            yield clueing


def _international(written: str) -> Clueing | None:
    plain = re.sub(r"^00", "+", written)
    number = _parse(re.sub(r"\(0\)", " ", plain), None)
    if number is None or not phonenumbers.is_valid_number(number):
        return None
    exact = _groups(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)) == _groups(plain)
    regions: dict[str, Json] = {
        region: EXACT if exact else VALID
        for region in phonenumbers.region_codes_for_country_code(number.country_code or 0)
        if phonenumbers.is_valid_number_for_region(number, region)
    }
    if not regions:
        return None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Clueing(kind="phone", value=written, detail={"international": True, "regions": regions, "e164": e164})


def _national(written: str, *, spoken: bool) -> Clueing | None:
    if not _like_a_number_to_call(written, spoken=spoken):
        return None
    found = regions_of(written)
    if not found or (not spoken and EXACT not in found.values()):
        return None
    regions: dict[str, Json] = dict(found)
    return Clueing(kind="phone", value=written, detail={"international": False, "regions": regions})


def _like_a_number_to_call(written: str, *, spoken: bool) -> bool:
    """Without a word such as `tel.` beside it, only a grouped number that is no date, hours or years will do."""
    digits = re.sub(r"\D", "", written)
    if len(set(digits)) < LEAST_DIFFERENT or any(shape.fullmatch(written) for shape in (_DATE, _HOURS, _YEARS)):
        return False
    if spoken:
        return len(digits) >= LEAST_DIGITS
    groups = re.findall(r"\d+", written)
    trunk = written.startswith(("0", "(")) and len(groups) >= 2
    return len(digits) >= 8 and (trunk or len(groups) >= 3) and len(groups) <= 6


@lru_cache(maxsize=4_096)
def regions_of(written: str) -> dict[str, str]:
    """Return region -> `exact` or `valid` for a number in national writing; about 15 ms for all 245 regions."""
    found: dict[str, str] = {}
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        number = _parse(written, region)
        if number is None or not phonenumbers.is_valid_number_for_region(number, region):
            continue
        usual = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
        found[region] = EXACT if _groups(usual) == _groups(written) else VALID
    return found


def _groups(written: str) -> list[str]:
    return re.findall(r"\d+", written)


def _parse(written: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None
