"""Readings brought to the spelling people and language models expect."""

from __future__ import annotations

import re
import unicodedata

# Malayalam final consonants: packs write letter + virama + joiner, Unicode since 5.1 has one letter for each.
_CHILLU = {
    "ണ്‍": "ൺ",
    "ന്‍": "ൻ",
    "ര്‍": "ർ",
    "ല്‍": "ൽ",
    "ള്‍": "ൾ",
    "ക്‍": "ൿ",
}
# Scripts written without spaces between words, in which packs put spaces between letters set wide.
_UNSPACED = re.compile(
    r"(?<=[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])\s+(?=[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])"
)
_HIDDEN = re.compile(r"[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LOOSE_JOINERS = re.compile(r"[\u200c\u200d]+(?=\s|$)")
LONGEST = 300


def tidy(text: str) -> str:
    """Return one line in NFC, without hidden characters or loose joiners, single spaces, at most `LONGEST` long."""
    line = _HIDDEN.sub(" ", unicodedata.normalize("NFC", text[: 4 * LONGEST]))
    for parts, letter in _CHILLU.items():
        line = line.replace(parts, letter)
    line = _LOOSE_JOINERS.sub("", line)
    words = line.split()
    if sum(len(word) == 1 for word in words) * 2 > len(words):
        line = _UNSPACED.sub("", line)
    return " ".join(line.split())[:LONGEST].strip()
