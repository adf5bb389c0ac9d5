"""Digits that a reader of pictures mistook for letters, put right where the word around them is a number."""

from __future__ import annotations

import re
import unicodedata

# Letters that OCR gives for digits; each is changed only inside a word that is mostly digits.
LOOKALIKES = str.maketrans({
    "O": "0", "o": "0", "Q": "0", "D": "0", "О": "0", "о": "0", "l": "1", "I": "1", "|": "1", "!": "1", "i": "1",
    "Z": "2", "z": "2", "S": "5", "s": "5", "G": "6", "b": "6", "B": "8", "q": "9", "g": "9",
})  # fmt: skip
_WORD = re.compile(r"(\s+)")
_PLUS = re.compile(r"(?<![\w+])[t†十╋﹢＋](?=[1-9]\d{0,2}[ .()/-]{0,2}\d)")
_SEPARATORS = "+()-./,"
_DOUBTFUL = frozenset(map(chr, LOOKALIKES))


def repair(text: str) -> str:
    """Return `text`, as long as before, with look-alike letters made digits and national digits made ASCII.

    A word is changed if it is mostly digits, or if it could be all digits and stands beside a number.
    """
    lines = ("".join(map(_ascii_digit, line)) for line in text.split("\n"))
    return "\n".join(_PLUS.sub("+", _repair_line(line)) for line in lines)


def _ascii_digit(letter: str) -> str:
    if letter.isascii() or not letter.isdecimal():
        return letter
    return str(unicodedata.decimal(letter))


def _repair_line(line: str) -> str:
    words = _WORD.split(line)
    return "".join(
        word.translate(LOOKALIKES)
        if _is_number(word, words[max(at - 2, 0) : max(at - 1, 0)], words[at + 2 : at + 3])
        else word
        for at, word in enumerate(words)
    )


def _is_number(word: str, before: list[str], after: list[str]) -> bool:
    """Say whether `word` stands for a number; `before` and `after` hold the neighbouring words, if any."""
    digits, doubtful, others = _counted(word)
    if doubtful == 0 or others:
        return False
    if digits >= 2 and digits >= doubtful:
        return True
    beside = [bool(words) and _counted(words[0])[0] > 0 and _counted(words[0])[2] == 0 for words in (before, after)]
    return any(beside) if digits else len(word) > 1 and all(beside)


def _counted(word: str) -> tuple[int, int, int]:
    """Return how many characters are digits, how many may be, and how many are neither (separators left out)."""
    digits = sum(letter.isdigit() for letter in word)
    doubtful = sum(letter in _DOUBTFUL for letter in word)
    separators = sum(letter in _SEPARATORS for letter in word)
    return digits, doubtful, len(word) - digits - doubtful - separators
