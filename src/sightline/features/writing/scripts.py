"""The script of a text, from Unicode's own character names; codes are ISO 15924 (`Latn`, `Cyrl`, `Jpan`)."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

# First word of a letter's Unicode name -> ISO 15924.
CODES = {
    "LATIN": "Latn", "FULLWIDTH": "Latn", "CYRILLIC": "Cyrl", "GREEK": "Grek", "ARMENIAN": "Armn",
    "GEORGIAN": "Geor", "HEBREW": "Hebr", "ARABIC": "Arab", "SYRIAC": "Syrc", "THAANA": "Thaa", "NKO": "Nkoo",
    "ETHIOPIC": "Ethi", "TIFINAGH": "Tfng", "DEVANAGARI": "Deva", "BENGALI": "Beng", "GURMUKHI": "Guru",
    "GUJARATI": "Gujr", "ORIYA": "Orya", "TAMIL": "Taml", "TELUGU": "Telu", "KANNADA": "Knda", "MALAYALAM": "Mlym",
    "SINHALA": "Sinh", "THAI": "Thai", "LAO": "Laoo", "TIBETAN": "Tibt", "MYANMAR": "Mymr", "KHMER": "Khmr",
    "MONGOLIAN": "Mong", "HANGUL": "Kore", "CJK": "Hani", "IDEOGRAPHIC": "Hani", "HIRAGANA": "Hira",
    "KATAKANA": "Kana", "HALFWIDTH": "Kana", "KATAKANA-HIRAGANA": "Kana", "BOPOMOFO": "Bopo", "CHEROKEE": "Cher",
    "CANADIAN": "Cans", "YI": "Yiii", "JAVANESE": "Java", "BALINESE": "Bali", "OL": "Olck", "VAI": "Vaii",
    "MEETEI": "Mtei", "ADLAM": "Adlm", "COPTIC": "Copt", "LISU": "Lisu",
}  # fmt: skip
_JAPANESE = ("Hira", "Kana")
_KANA_SHARE = 0.05
UNKNOWN = "Zyyy"


@lru_cache(maxsize=65_536)
def script_of_letter(letter: str) -> str | None:
    """Return the ISO 15924 code of one letter or mark; None for digits, punctuation, emoji and controls."""
    category = unicodedata.category(letter)
    if category[0] not in "LM":
        return None
    words = unicodedata.name(letter, "").split(" ", 1)
    if words[0] == "HALFWIDTH" and "HANGUL" in words[-1]:
        return "Kore"
    return CODES.get(words[0])


def counts(text: str) -> Counter[str]:
    """Return how many letters of each script `text` has."""
    return Counter(script for letter in text if (script := script_of_letter(letter)))


def script(text: str) -> str:
    """Return the script most letters belong to: `Jpan` for Chinese characters with kana, `Zyyy` without any letter."""
    found = counts(text)
    if not found:
        return UNKNOWN
    kana = sum(found[name] for name in _JAPANESE)
    if kana and kana >= _KANA_SHARE * found.total() and kana + found["Hani"] >= found.total() / 2:
        return "Jpan"
    return min(found, key=lambda name: (-found[name], name))


def letters(text: str) -> int:
    """Return how many letters and marks of a known script `text` has."""
    return counts(text).total()
