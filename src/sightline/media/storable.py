"""Text that any database keeps, made from any bytes, reversibly."""

from __future__ import annotations

ESCAPED = "Sightline EscapedTags"
"""The tag that lists tags whose text held bytes no database keeps: these are written `\\xNN`, a backslash `\\\\`."""


def storable(raw: bytes | str) -> tuple[str, bool]:
    """Text that any database keeps, and whether it had to be changed for that. Reversible: see ESCAPED."""
    text = raw.decode("utf-8", "surrogateescape") if isinstance(raw, bytes) else raw
    if not any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text):
        return text, False
    return "".join(_escape(c) for c in text), True


def _escape(character: str) -> str:
    if character == "\\":
        return "\\\\"
    if character == "\0":
        return "\\x00"
    if "\udc80" <= character <= "\udcff":
        return f"\\x{ord(character) - 0xDC00:02x}"
    return f"\\u{ord(character):04x}" if "\ud800" <= character <= "\udfff" else character
