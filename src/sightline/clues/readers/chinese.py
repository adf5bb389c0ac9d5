"""Simplified, traditional or Japanese: told by which national character set has each character.

GB 2312 holds simplified forms only, Big5 traditional ones, Shift JIS the Japanese reforms. A character in one set and
not in the others decides; most are in all. No table is needed: Python ships the three encodings.
"""

from __future__ import annotations

SHORT = 8
SHORT_JAPANESE, LONG_JAPANESE, SURELY_JAPANESE = 0.25, 0.02, 0.9


def chinese(text: str) -> tuple[str, dict[str, float]]:
    """Return the script (`Hans`, `Hant`, or `Hani` where both fit) and the languages of a text without kana."""
    simple = full = japanese = 0
    for letter in text:
        if not letter.isalpha() or letter.isascii():
            continue
        in_gb, in_big5, in_jis = (_holds(name, letter) for name in ("gb2312", "big5", "shift_jis"))
        simple += in_gb and not in_big5 and not in_jis
        full += in_big5 and not in_gb
        japanese += in_jis and not in_gb and not in_big5
    if japanese and not simple:
        return "Hani", {"ja": SURELY_JAPANESE, "zh": round(1 - SURELY_JAPANESE, 4)}
    script = "Hani" if simple == full else ("Hans" if simple > full else "Hant")
    share = SHORT_JAPANESE if len(text) < SHORT and simple <= full else LONG_JAPANESE
    return script, {"zh": round(1 - share, 4), "ja": share}


def _holds(encoding: str, letter: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
