"""How far a reading by one script pack is believed, and which of several packs is right.

Every pack also knows Latin letters, and falls back on them for what it does not know: a reading that stays in the
pack's own script is therefore evidence by itself. The Thai pack is the exception: it sees Thai in everything round.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from sightline.features.writing.scripts import script_of_letter
from sightline.features.writing.tesseract import Reading

LEAST_LETTERS = 3
# Readings of these are often right letter by letter while Tesseract's confidence in the "word" is near 0: they write
# no spaces, and a word is as sure as its worst letter. A pure reading of them counts this much. Lao comes last: its
# pack also reads Khmer and Thai as Lao.
FLOORS = {"Khmr": 0.8, "Mymr": 0.8, "Ethi": 0.8, "Laoo": 0.72}
FLOOR_LETTERS = 5
PURE = 0.97
# Below this confidence, Thai gives way to a pure reading of one of those.
THAI_SURE = 0.88
_SPACED_OUT = 0.7
_DIGIT_WEIGHT = 0.5
# Marks that stand on hardly any sign, and in many a wrong reading.
_STRANGE = frozenset('[]{}|<>\\^_~=*"')


def belief(reading: Reading) -> float:
    """Return 0..1: Tesseract's confidence, less what is foreign to the pack's script or torn into single letters."""
    own, share = _own_letters(reading)
    if own < LEAST_LETTERS:
        return 0.0
    score = reading.score
    if share >= PURE and own >= FLOOR_LETTERS:
        score = max(score, FLOORS.get(reading.pack.script, 0.0))
    if reading.pack.script not in ("Thai", "Laoo", "Khmr", "Mymr", "Ethi") and _torn(reading.text):
        score *= _SPACED_OUT
    return score * share * share


def best(readings: Sequence[Reading]) -> tuple[Reading, float] | None:
    """Return the reading believed most and its belief, None where none is believed at all."""
    rated = [(reading, belief(reading)) for reading in readings]
    rated = [pair for pair in rated if pair[1] > 0]
    if not rated:
        return None
    first = max(rated, key=lambda pair: pair[1])
    if first[0].pack.script == "Thai" and first[1] < THAI_SURE:
        others = [pair for pair in rated if pair[1] >= FLOORS.get(pair[0].pack.script, 1.0) * PURE**2]
        first = max(others, key=lambda pair: pair[1], default=first)
    return first


def _own_letters(reading: Reading) -> tuple[int, float]:
    """Return the letters of the pack's script, and their share among all letters and, at half weight, digits and odd marks."""
    own, foreign = 0, 0.0
    for letter in reading.text:
        code = script_of_letter(letter)
        if code == reading.pack.script:
            own += 1
        elif code is not None:
            foreign += 1
        elif unicodedata.category(letter) == "Nd" or letter in _STRANGE:
            foreign += _DIGIT_WEIGHT
    return own, own / (own + foreign) if own else 0.0


def _torn(text: str) -> bool:
    words = text.split()
    return len(words) > 2 and sum(len(word) == 1 for word in words) * 2 > len(words)
