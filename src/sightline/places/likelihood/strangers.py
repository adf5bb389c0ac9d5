"""Languages that lingua does not know, recognised by their small words: the table `words`.

Each word of a text that is in a language's list speaks for that language, each other word a little against it. The figures
below are rough on purpose: the answer only has to lift a language over the wrong guess that lingua must make.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from sightline.places.atlas.tables import table

# How much likelier a listed word is in its own language than in others, and any other word.
HIT, MISS = 20.0, 0.8
# Belief in each listed language before a word is read, against 1 for all that lingua knows together.
BEFORE = 0.005
WORDS = re.compile(r"[^\W\d_]+(?:['’ʻʼ‘`][^\W\d_]+)*")
APOSTROPHES = re.compile(r"['’ʻʼ‘`]")


def by_words(text: str, script: str) -> Mapping[str, float]:
    """Odds of each listed language of the script against all that lingua knows; empty where no word is listed."""
    words = [frozenset({*APOSTROPHES.split(word), APOSTROPHES.sub("", word)}) for word in WORDS.findall(text.lower())]
    odds = {}
    for tag, listed in _lists(script).items():
        hits = sum(not listed.isdisjoint(word) for word in words)
        if hits:
            odds[tag] = BEFORE * HIT ** min(hits, 6) * MISS ** min(len(words) - hits, 12)
    return odds


@cache
def _lists(script: str) -> Mapping[str, frozenset[str]]:
    return {tag: frozenset(words.split()) for tag, words in table("words").rows.get(script, {}).items()}
