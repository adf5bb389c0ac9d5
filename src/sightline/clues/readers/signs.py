"""Lines of writing put together into signs, and cleaned of what a reader of text must never meet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from sightline.clues.readers.model import Feature, Sign
from sightline.features.writing.pieces import Piece, from_json, quad_from_json, region_of
from sightline.media.model import Json, Region

LONGEST_LINE = 500
MOST_LINES = 200
# Lines belong together when the gap between them is below this share of the smaller line's height ...
GAP = 0.9
# ... and their heights are alike within this factor.
ALIKE = 2.2
# Codes whose text is meant for people or their telephones; the digits of retail codes are no writing.
_TALKING_CODES = ("QR Code", "Micro QR Code", "Data Matrix", "Aztec", "PDF417")
# Joiners shape letters in Persian, Sinhala and others; they stay where they stand between letters.
_LOOSE_JOINERS = re.compile(r"(?<!\w)[\u200c\u200d]+|[\u200c\u200d]+(?!\w)")
_JOINERS = "\u200c\u200d"


def clean(text: str) -> str:
    """Return one line: NFC, no control or direction characters, single spaces, at most `LONGEST_LINE` long."""
    line = unicodedata.normalize("NFC", text[: 4 * LONGEST_LINE])
    kept = "".join(letter for letter in line if not _is_hidden(letter))
    return " ".join(_LOOSE_JOINERS.sub("", kept).split())[:LONGEST_LINE]


def _is_hidden(letter: str) -> bool:
    """Say whether a character shows nothing: controls, direction marks, surrogates, private and unassigned ones."""
    return letter not in _JOINERS and not letter.isspace() and unicodedata.category(letter)[0] == "C"


def signs(feature: Feature) -> tuple[Sign, ...]:
    """Return the signs in a `writing` or `barcodes` feature; other features hold none."""
    if feature.name == "writing":
        return _written(feature)
    if feature.name == "barcodes":
        return tuple(_coded(feature))
    return ()


def _written(feature: Feature) -> tuple[Sign, ...]:
    pieces = [from_json(piece) for piece in _dicts(feature.value.get("pieces"))[:MOST_LINES]]
    pieces = [piece for piece in pieces if clean(piece.text)]
    found: list[Sign] = []
    for number, members in enumerate(_clusters(pieces)):
        ordered = tuple(pieces[member] for member in members)
        found.append(
            Sign(
                text="\n".join(clean(piece.text) for piece in ordered),
                pieces=ordered,
                region=_around([piece.region for piece in ordered if piece.quad]),
                group=f"{_source(feature)}/sign:{number}",
            )
        )
    return tuple(found)


def _coded(feature: Feature) -> Iterable[Sign]:
    for number, code in enumerate(_dicts(feature.value.get("codes"))[:MOST_LINES]):
        text = code.get("text")
        if code.get("format") in _TALKING_CODES and isinstance(text, str):
            lines = [line for line in map(clean, text.splitlines()[:MOST_LINES]) if line]
            quad = quad_from_json(code.get("quad"))
            region = region_of(quad) if quad else None
            group = f"{_source(feature)}/code:{number}"
            yield Sign(text="\n".join(lines), pieces=(), region=region, group=group, inside_code=True)


def _source(feature: Feature) -> str:
    media = "media:?" if feature.media_id is None else f"media:{feature.media_id}"
    return media if feature.seconds is None else f"{media}@{feature.seconds:g}"


def _dicts(value: Json) -> list[dict[str, Json]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _clusters(pieces: Sequence[Piece]) -> list[list[int]]:
    """Return groups of places in `pieces`, joined where two lines touch (union by label; a picture has few lines)."""
    label = list(range(len(pieces)))
    for first in range(len(pieces)):
        for second in range(first):
            if label[first] != label[second] and _together(pieces[first], pieces[second]):
                old, new = label[first], label[second]
                label = [new if mark == old else mark for mark in label]
    groups: dict[int, list[int]] = {}
    for place, mark in enumerate(label):
        groups.setdefault(mark, []).append(place)
    return [groups[mark] for mark in sorted(groups, key=lambda mark: groups[mark][0])]


def _together(first: Piece, second: Piece) -> bool:
    if not first.quad or not second.quad:
        return False
    one, two = first.region, second.region
    low, high = sorted((one.height, two.height))
    if low <= 0 or high > ALIKE * low:
        return False
    across = max(one.x, two.x) - min(one.x + one.width, two.x + two.width)
    down = max(one.y, two.y) - min(one.y + one.height, two.y + two.height)
    return across < GAP * low and down < GAP * low


def _around(regions: Sequence[Region]) -> Region | None:
    if not regions:
        return None
    left, top = min(region.x for region in regions), min(region.y for region in regions)
    right = max(region.x + region.width for region in regions)
    bottom = max(region.y + region.height for region in regions)
    outline = regions[0].outline if len(regions) == 1 else ()
    return Region(x=left, y=top, width=right - left, height=bottom - top, outline=outline)
