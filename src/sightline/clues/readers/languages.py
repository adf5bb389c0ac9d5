"""Which language a text may be in: the whole distribution, never only the winner."""

from __future__ import annotations

import math
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
# Letters that only this language has, and which share of its letters they are: none in a long text tells against it.
TELLTALE = {"kk": ("әғқңөұүһ", 0.13)}
# Letters that a language does not write: one of them tells against it, whatever a part without it says.
FOREIGN = {
    "ru": "іїєґў", "bg": "іїєґўыэё", "mk": "іїєґўыэёйщъьюя", "sr": "іїєґўыэёйщъьюя", "uk": "ыэёъў", "be": "иїєґщъ",
    "mn": "іїєґў",
}  # fmt: skip
FOREIGN_LETTER = math.log(0.05)
# Latin is on churches and pharmacies everywhere, Esperanto nowhere: both only take belief from living languages.
_LEFT_OUT = frozenset({Language.LATIN, Language.ESPERANTO})
LEAST_BELIEF = 0.01
CERTAIN = 0.9999
PART_WORDS = 2
MOST_PARTS = 8


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
    written = unicodedata.normalize("NFC", text)
    named = _believed(detector, written)
    if max(named.values(), default=0.0) >= CERTAIN:
        named = _with_parts(detector, written, named)
    return {code: round(value, 4) for code, value in named.items() if value >= LEAST_BELIEF}


def _believed(detector: LanguageDetector, text: str) -> dict[str, float]:
    beliefs = detector.compute_language_confidence_values(text)
    return {belief.language.iso_code_639_1.name.lower(): belief.value for belief in beliefs}


def _with_parts(detector: LanguageDetector, text: str, whole: dict[str, float]) -> dict[str, float]:
    """What the parts of a text say together, as a geometric mean, most likely first; the whole where it has no parts.

    lingua answers 1 from its alphabet rules as well as from its statistics, and the rules can be plainly wrong:
    Ukrainian of six words was Kazakh to them, while each half of it was Ukrainian.
    """
    words = text.split()
    parts = [" ".join(words[at : at + PART_WORDS]) for at in range(0, len(words), PART_WORDS)][:MOST_PARTS]
    if len(parts) < 2:
        return whole
    told = [_believed(detector, part) for part in parts]
    logs = {code: sum(math.log(max(one.get(code, 0.0), LEAST_BELIEF)) for one in told) / len(told) for code in whole}
    for code, (letters, share) in TELLTALE.items():
        if code in logs and not any(letter in letters for letter in text.casefold()):
            logs[code] += sum(letter.isalpha() for letter in text) * math.log1p(-share)
    for code, letters in FOREIGN.items():
        if code in logs and any(letter in letters for letter in text.casefold()):
            logs[code] += FOREIGN_LETTER
    most = max(logs.values())
    weights = {code: math.exp(value - most) for code, value in sorted(logs.items(), key=lambda item: -item[1])}
    total = sum(weights.values())
    return {code: weight / total for code, weight in weights.items()}


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
