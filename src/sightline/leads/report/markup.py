"""HTML that cannot be written wrongly: text is escaped unless it came from here."""

from __future__ import annotations

import html
import re
from typing import TypeAlias

_VOID = {"img", "meta", "br", "hr"}
# Characters that turn the direction of the text around them, or that no screen shows, would let a name lie.
_HIDDEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


Child: TypeAlias = "str | Html | None"


def tag(element: str, *children: Child, **attributes: str | None) -> Html:
    """An element. Attribute names: a trailing `_` is dropped, other `_` become `-`; None leaves one out."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{html.escape(visible(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    if element in _VOID:
        return Html(f"<{element}{written}>")
    return Html(f"<{element}{written}>{join(*children)}</{element}>")


def join(*children: Child) -> Html:
    """Pieces one after the other."""
    return Html(
        "".join(one if isinstance(one, Html) else html.escape(visible(one)) for one in children if one is not None)
    )


def foreign(text: str) -> Html:
    """Words of somebody else: kept apart in direction, so that Arabic or Hebrew does not turn the line around."""
    return tag("bdi", text)


def visible(text: str) -> str:
    """`text` with every hidden or direction-turning character shown as its code."""
    return _HIDDEN.sub(lambda found: f"⟦U+{ord(found[0]):04X}⟧", text)
