"""Which language a text may be in: the whole distribution, never only the winner."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

# Scripts in which a text's language follows from the script alone, where lingua knows it or not.
BY_SCRIPT = {
    "Grek": "el", "Hebr": "he", "Thai": "th", "Armn": "hy", "Geor": "ka", "Beng": "bn", "Gujr": "gu", "Guru": "pa",
    "Taml": "ta", "Telu": "te", "Jpan": "ja", "Kana": "ja", "Hira": "ja", "Kore": "ko", "Hani": "zh", "Bopo": "zh",
    "Knda": "kn", "Mlym": "ml", "Orya": "or", "Sinh": "si", "Khmr": "km", "Laoo": "lo", "Mymr": "my", "Tibt": "bo",
    "Thaa": "dv", "Cher": "chr", "Cans": "iu", "Mong": "mn", "Syrc": "syr", "Tfng": "zgh", "Nkoo": "nqo",
    "Yiii": "ii", "Java": "jv", "Bali": "ban", "Olck": "sat", "Vaii": "vai", "Mtei": "mni", "Adlm": "ff",
}  # fmt: skip
# One script, several languages, none of which lingua can tell apart: shares are guesses from numbers of speakers.
SHARED_SCRIPTS = {"Ethi": {"am": 0.75, "ti": 0.25}}
# Latin is on churches and pharmacies everywhere, Esperanto nowhere: both only take belief from living languages.
_LEFT_OUT = frozenset({Language.LATIN, Language.ESPERANTO})
LEAST_BELIEF = 0.01


def languages(text: str, script: str) -> dict[str, float]:
    """Return BCP 47 language -> probability, most likely first, for a text in one script; empty where nothing is known.

    Beliefs below `LEAST_BELIEF` are left out, so the sum may fall short of 1.
    """
    if script in SHARED_SCRIPTS:
        return dict(SHARED_SCRIPTS[script])
    if script in BY_SCRIPT:
        return {BY_SCRIPT[script]: 1.0}
    detector = _detector(script)
    if detector is None:
        return {}
    beliefs = detector.compute_language_confidence_values(unicodedata.normalize("NFC", text))
    named = {belief.language.iso_code_639_1.name.lower(): round(belief.value, 4) for belief in beliefs}
    return {code: value for code, value in named.items() if value >= LEAST_BELIEF}


@lru_cache(maxsize=4)
def _detector(script: str) -> LanguageDetector | None:
    """Load the models of one script only: Latin takes about 9 s and 0.9 GB, the others under 2 s."""
    known = {
        "Latn": Language.all_with_latin_script,
        "Cyrl": Language.all_with_cyrillic_script,
        "Arab": Language.all_with_arabic_script,
        "Deva": Language.all_with_devanagari_script,
    }
    if script not in known:
        return None
    return LanguageDetectorBuilder.from_languages(*(known[script]() - _LEFT_OUT)).build()
