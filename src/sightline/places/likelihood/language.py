"""Which languages a piece of writing may be in, when its reader did not say: script first, then lingua.

The same function reads here and in the readers of clues, so that lingua's tables are loaded once.
Languages that lingua does not know are recognised by small words, if they have a list; a part goes to `und`, any other
language that CLDR lists for the script.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from babel.core import get_global
from lingua import Language

from sightline.clues.readers.languages import languages as read_languages
from sightline.places.atlas.tables import table
from sightline.places.likelihood.evidence import plain
from sightline.places.likelihood.strangers import by_words

# Part of the probability kept for languages of the same script that lingua does not know.
UNKNOWN_PART = 0.06
UNDETERMINED = "und"
# Below this share of letters among the marks, or above this many letters in the average word, it is noise.
LETTERS_AT_LEAST = 0.55
WORD_AT_MOST = 22.0
# A Japanese advertisement has four: Chinese characters, two kinds of kana (one script here), Latin and Greek.
SCRIPTS_AT_MOST = 4
# Entropy per letter against its largest possible, 200 letters: declarations in 440 languages stay under 0.975 in 99.7 %
# of the samples, random letters of Latin, Cyrillic and Arabic above it in 99 %.
EVENNESS_AT_MOST = 0.975
ALPHABET_AT_MOST = 60
KINDS_ENOUGH = 15
# Of many Chinese characters or Korean syllables in a text, most come again; random ones do not.
DIFFERENT_AT_MOST = 0.75
LETTERS_ENOUGH = 60
LETTERS_MANY = 200
LINGUA_TO_CLDR = {"tl": "fil"}
# Short words of shared characters are read alike in Chinese and Japanese signs.
HAN_ALONE_JAPANESE = 0.25


def script_of(text: str) -> str | None:
    """ISO 15924 code of the script most letters of `text` are in; None without letters. Kana make it `Jpan`."""
    counts: Counter[str] = Counter()
    for ch in text:
        if ch.isalpha():
            counts[_script(ch)] += 1
    if not counts:
        return None
    if counts["Hani"] and counts["Jpan"]:
        counts["Jpan"] += counts.pop("Hani")
    return max(counts, key=lambda code: (counts[code], code))


@lru_cache(maxsize=20_000)
def _script(ch: str) -> str:
    word = unicodedata.name(ch, "").split(" ")[0].split("-")[0]
    return str(table("scripts").rows.get(word, "Zyyy"))


@lru_cache(maxsize=20_000)
def noise(text: str) -> str | None:
    """Why `text` cannot be writing in a language, or None if it may be."""
    marks = [ch for ch in text if not ch.isspace()]
    letters = [ch for ch in marks if unicodedata.category(ch)[0] in "LM"]
    if len(letters) < 2:
        return "fewer than two letters"
    if len(marks) >= 12 and len(letters) < LETTERS_AT_LEAST * sum(not ch.isdigit() for ch in marks):
        return "mostly signs that are not letters"
    if len(letters) >= 12 and len({_script(ch) for ch in letters}) > SCRIPTS_AT_MOST:
        return "letters of many scripts mixed"
    if _even(letters):
        return "letters as evenly mixed as in random noise"
    latin = sum("a" <= ch <= "z" for ch in text.casefold())
    if latin >= LETTERS_ENOUGH and len(letters) / len(text.split()) > WORD_AT_MOST:
        return "no words"
    return None


def _even(letters: list[str]) -> bool:
    """Whether the letters are as evenly mixed as no language has them; short texts are given the benefit."""
    folded = [ch.casefold() for ch in letters]
    kinds = len(set(folded))
    if len(folded) < LETTERS_MANY or kinds < KINDS_ENOUGH:
        return False
    if kinds > ALPHABET_AT_MOST:
        return kinds / len(folded) > DIFFERENT_AT_MOST
    # Few letters look less even than they are: the bias of the entropy is (kinds - 1) / (2 n ln 2).
    bits = _entropy(folded) + (kinds - 1) / (2 * len(folded) * math.log(2))
    return bits / math.log2(kinds) > EVENNESS_AT_MOST


def languages(text: str) -> tuple[str | None, Mapping[str, float]]:
    """The script of `text` and the probability of each language (CLDR tags), summing to 1; empty if it is noise."""
    clean = plain(text)
    script = script_of(clean)
    if script is None or noise(clean) is not None:
        return script, MappingProxyType({})
    if script in {"Hani", "Hant"}:
        return _chinese(clean)
    return script, _of_script(clean, script)


def speakers_script(tag: str, country: str = "") -> tuple[str, str]:
    """A CLDR tag such as `zh_Hant` or `sr` as (language, script), the script by CLDR's likely subtags."""
    parts = tag.replace("-", "_").split("_")
    language = parts[0].lower()
    if len(parts) > 1 and len(parts[1]) == 4:
        return language, parts[1].title()
    likely = get_global("likely_subtags")
    full = likely.get(f"{language}_{country}") or likely.get(language) or f"{language}_Latn"
    found = full.split("_")
    return language, found[1] if len(found) > 1 else "Latn"


@cache
def languages_of_script(script: str) -> tuple[str, ...]:
    """Languages that CLDR lists for at least one territory and that are written in `script`, sorted."""
    listed = get_global("territory_languages")
    pairs = {speakers_script(tag, country) for country, tags in listed.items() for tag in tags}
    return tuple(sorted(tag for tag, written in pairs if written == script and tag != UNDETERMINED))


@cache
def _lingua_tags(script: str) -> tuple[str, ...]:
    known = {_cldr(language) for language in Language.all()}
    return tuple(sorted(known & set(languages_of_script(script))))


def _cldr(language: Language) -> str:
    tag = language.iso_code_639_1.name.lower()
    return LINGUA_TO_CLDR.get(tag, tag)


@cache
def strangers(script: str) -> tuple[str, ...]:
    """Languages of the script that lingua does not know."""
    return tuple(tag for tag in languages_of_script(script) if tag not in _lingua_tags(script))


@lru_cache(maxsize=20_000)
def _of_script(text: str, script: str) -> Mapping[str, float]:
    if script in {"Jpan", "Kore"}:
        return MappingProxyType({"ja" if script == "Jpan" else "ko": 1.0})
    everyone = languages_of_script(script)
    if not everyone:
        return MappingProxyType({})
    if not _lingua_tags(script):
        return MappingProxyType(dict.fromkeys(everyone, 1.0 / len(everyone)))
    found = {LINGUA_TO_CLDR.get(tag, tag): part for tag, part in read_languages(text, script).items()}
    rest = UNKNOWN_PART if strangers(script) else 0.0
    total = sum(found.values())
    if not total:
        return MappingProxyType({UNDETERMINED: 1.0})
    parts = {tag: part / total for tag, part in found.items()} | dict(by_words(text, script))
    whole = sum(parts.values())
    spread = {UNDETERMINED: rest} if rest else {}
    return MappingProxyType({tag: (1.0 - rest) * part / whole for tag, part in parts.items()} | spread)


def _chinese(text: str) -> tuple[str, Mapping[str, float]]:
    """Simplified or traditional, by the characters that exist in one style only."""
    rows = table("hanzi").rows
    simple = sum(ch in rows["simplified"] for ch in text)
    full = sum(ch in rows["traditional"] for ch in text)
    script = "Hani" if simple == full else ("Hans" if simple > full else "Hant")
    japanese = HAN_ALONE_JAPANESE if len(text) < 8 and simple <= full else 0.02
    return script, MappingProxyType({"zh": 1.0 - japanese, "ja": japanese})


def _entropy(letters: list[str]) -> float:
    counts = Counter(letters).values()
    total = sum(counts)
    return -sum(count / total * math.log2(count / total) for count in counts)
