"""Web and mail addresses: a country's own top-level domain says where a business is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.metadata import version

import tldextract

from sightline.clues.readers.model import Clueing, Sign

# Country domains that anybody anywhere buys for their look or because they were free. Own list, checked by hand against
# the registries' own marketing, 2026.
GENERIC_USE = frozenset({
    "ac", "ag", "ai", "am", "as", "bz", "cc", "cd", "cf", "co", "cx", "dj", "eu", "fm", "ga", "gd", "gg", "gl", "gq",
    "gs", "im", "io", "je", "la", "li", "ly", "me", "ml", "ms", "mu", "nu", "pw", "sc", "sh", "si", "sr", "st", "su",
    "tc", "tf", "tk", "to", "tv", "vc", "vg", "vu", "ws", "is", "it", "so", "in",
}) - {"it", "is", "si", "in", "mu", "li"}  # fmt: skip
# Country domains in other scripts -> the same country's Latin one (IANA root zone).
OTHER_SCRIPTS = {
    "рф": "ru", "укр": "ua", "бел": "by", "срб": "rs", "мкд": "mk", "бг": "bg", "қаз": "kz", "мон": "mn", "ελ": "gr",
    "հայ": "am", "გე": "ge", "中国": "cn", "中國": "cn", "香港": "hk", "台灣": "tw", "台湾": "tw", "澳門": "mo",
    "新加坡": "sg", "சிங்கப்பூர்": "sg", "한국": "kr", "ไทย": "th", "ລາວ": "la", "ලංකා": "lk", "இலங்கை": "lk",
    "भारत": "in", "ভারত": "in", "భారత్": "in", "ભારત": "in", "ਭਾਰਤ": "in", "இந்தியா": "in", "ಭಾರತ": "in", "ഭാരതം": "in",
    "বাংলা": "bd", "پاکستان": "pk", "ایران": "ir", "امارات": "ae", "السعودية": "sa", "مصر": "eg", "الاردن": "jo",
    "المغرب": "ma", "تونس": "tn", "الجزائر": "dz", "عمان": "om", "قطر": "qa", "سورية": "sy", "فلسطين": "ps",
    "عراق": "iq", "اليمن": "ye", "سودان": "sd", "مليسيا": "my", "موريتانيا": "mr", "البحرين": "bh", "ישראל": "il",
}  # fmt: skip
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_MAIL = re.compile(rf"(?<![\w.@-])[\w.+-]{{1,64}}\s?@\s?((?:{_LABEL}\.)+[^\W\d_]{{2,24}})(?![\w@-])")
_SITE = re.compile(rf"(?<![\w@.-])(https?://|www\.)?((?:{_LABEL}\.)+[^\W\d_]{{2,24}})(?![\w@-])", re.IGNORECASE)
_EXTRACT = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
MOST_ADDRESSES = 20
LONGEST = 4_000


class Address:
    """Country domains in web and mail addresses."""

    name = "address"
    version = f"1+tldextract{version('tldextract')}"
    kinds = ("cctld",)

    def read(self, sign: Sign) -> Iterable[Clueing]:
        """Return a `cctld` clue for each host under a country's domain; detail: `{"generic", "host", "form"}`."""
        seen: set[str] = set()
        for host, form in _hosts(sign.text[:LONGEST]):
            country = country_domain(host)
            if country is None or host in seen or len(seen) >= MOST_ADDRESSES:
                continue
            seen.add(host)
            detail = {"generic": country in GENERIC_USE, "host": host, "form": form}
            yield Clueing(kind="cctld", value=country, detail=detail)


def country_domain(host: str) -> str | None:
    """Return the Latin two-letter domain a host is under, `uk` for `shop.co.uk`; None for other domains."""
    parts = _EXTRACT(host)
    if not parts.suffix or not parts.domain:
        return None
    top = parts.suffix.rsplit(".", 1)[-1]
    if top in OTHER_SCRIPTS:
        return OTHER_SCRIPTS[top]
    return top if len(top) == 2 and top.isascii() and top.isalpha() else None


def _hosts(text: str) -> Iterable[tuple[str, str]]:
    for match in _MAIL.finditer(text):
        yield match.group(1).lower(), "mail"
    for match in _SITE.finditer(text):
        mark, host = match.groups()
        # Without `www.` two words around a full stop look the same ("Hier.Die"): only what is all small or all
        # capital letters is taken, and never a bare abbreviation such as "S.A." or "Co.de".
        if mark or (_one_case(host) and len(host.split(".")[0]) >= 3):
            yield host.lower(), "site"


def _one_case(host: str) -> bool:
    return host == host.lower() or host == host.upper()
