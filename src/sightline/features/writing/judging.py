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
# A reading of Lao is often right letter by letter while Tesseract's confidence is near 0; pure Lao counts this much.
LAO_FLOOR = 0.72
THAI_SURE = 0.91
_SPACED_OUT = 0.7
_DIGIT_WEIGHT = 0.5


def belief(reading: Reading) -> float:
    """Return 0..1: Tesseract's confidence, less what is foreign to the pack's script or torn into single letters."""
    own, share = _own_letters(reading)
    if own < LEAST_LETTERS:
        return 0.0
    score = reading.score
    if reading.pack.script == "Laoo" and share >= 0.95 and own > LEAST_LETTERS:
        score = max(score, LAO_FLOOR)
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
        lao = [pair for pair in rated if pair[0].pack.script == "Laoo" and pair[1] >= LAO_FLOOR]
        first = lao[0] if lao else first
    return first


def _own_letters(reading: Reading) -> tuple[int, float]:
    """Return the letters of the pack's script, and their share among all letters and (half weight) digits."""
    own, foreign = 0, 0.0
    for letter in reading.text:
        code = script_of_letter(letter)
        if code == reading.pack.script:
            own += 1
        elif code is not None:
            foreign += 1
        elif unicodedata.category(letter) == "Nd":
            foreign += _DIGIT_WEIGHT
    return own, own / (own + foreign) if own else 0.0


def _torn(text: str) -> bool:
    words = text.split()
    return len(words) > 2 and sum(len(word) == 1 for word in words) * 2 > len(words)
