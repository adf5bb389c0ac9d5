"""Digits that a reader of pictures mistook for letters, put right where the word around them is a number."""

from __future__ import annotations

import re
import unicodedata

# Letters that OCR gives for digits; each is changed only inside a word that is mostly digits.
LOOKALIKES = str.maketrans({
    "O": "0", "o": "0", "Q": "0", "D": "0", "О": "0", "о": "0", "l": "1", "I": "1", "|": "1", "!": "1", "i": "1",
    "Z": "2", "z": "2", "S": "5", "s": "5", "G": "6", "b": "6", "B": "8", "q": "9", "g": "9",
})  # fmt: skip
_WORD = re.compile(r"\S+")
_PLUS = re.compile(r"(?<![\w+])[t†十╋﹢＋](?=[1-9]\d{0,2}[ .()/-]{0,2}\d)")
LEAST_DIGITS = 2


def repair(text: str) -> str:
    """Return `text`, as long as before, with look-alike letters made digits and national digits made ASCII."""
    return _PLUS.sub("+", _WORD.sub(lambda word: _repair_word(word.group()), "".join(map(_ascii_digit, text))))


def _ascii_digit(letter: str) -> str:
    if letter.isascii() or not letter.isdecimal():
        return letter
    return str(unicodedata.decimal(letter))


def _repair_word(word: str) -> str:
    digits = sum(letter.isdigit() for letter in word)
    doubtful = sum(letter in "OoQDОоlI|!iZzSsGbBqg" for letter in word)
    others = sum(letter.isalpha() for letter in word.translate(LOOKALIKES))
    if doubtful == 0 or others or digits < max(LEAST_DIGITS, doubtful):
        return word
    return word.translate(LOOKALIKES)
