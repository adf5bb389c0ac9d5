"""The words of a sign: what is left for a language to be told from, once addresses, numbers and noise are gone."""

from __future__ import annotations

import math
import re
from collections import Counter

from sightline.features.writing.scripts import counts

# A token with a digit, an @, or the shape of an address belongs to other readers.
_NOT_WORDS = re.compile(r"\S*(?:[\d@#]|://|www\.|\w\.\w{2,}(?:\.\w+)*(?:/|\b))\S*", re.IGNORECASE)
_STUTTER = re.compile(r"(\w)\1{4,}")
# Scripts that write no spaces between words: the length of a word says nothing there.
_UNSPACED = frozenset({"Hani", "Jpan", "Hira", "Kana", "Thai", "Laoo", "Khmr", "Mymr", "Tibt", "Bopo", "Yiii"})
LONGEST_WORD = 22.0
# Running text of any alphabet of at most 40 letters stays under 4.4 bits a letter; evenly mixed ones reach 4.7.
MOST_BITS, ENOUGH_FOR_BITS = 4.45, 200
LEAST_SHARE = 0.55


def words(text: str) -> str:
    """Return `text` without addresses, numbers and tags, line by line."""
    lines = (" ".join(_NOT_WORDS.sub(" ", line).split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if any(letter.isalpha() for letter in line))


def is_noise(text: str, script: str) -> bool:
    """Say whether `text` cannot be writing in any language: stutter, marks, one endless word, letters mixed evenly."""
    marks = [letter for letter in text if not letter.isspace()]
    letters = counts(text).total()
    if _STUTTER.search(text) or (len(marks) >= 12 and letters < LEAST_SHARE * len(marks)):
        return True
    spaced = text.split()
    if script not in _UNSPACED and letters > LONGEST_WORD and letters / max(len(spaced), 1) > LONGEST_WORD:
        return True
    plain = [letter for letter in text.casefold() if "a" <= letter <= "z"]
    return len(plain) >= ENOUGH_FOR_BITS and _bits(plain) > MOST_BITS


def _bits(letters: list[str]) -> float:
    """Shannon entropy of the letters, in bits."""
    total = len(letters)
    return -sum(count / total * math.log2(count / total) for count in Counter(letters).values())
