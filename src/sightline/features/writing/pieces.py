"""One piece of writing as it is kept: where, what, how surely, and who read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sightline.media.model import Json, Region

Quad: TypeAlias = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One line of writing.

    quad: its four corners in fractions of the picture, clockwise from the text's own top left.
    text: NFC. score: 0..1, the reader's own. reader: `rapidocr/3.10.0`, `tesseract/5.5.4 Thai`. script: ISO 15924.
    """

    quad: Quad
    text: str
    score: float
    reader: str
    script: str

    @property
    def region(self) -> Region:
        """The upright rectangle around the quad, with the quad as its outline."""
        return region_of(self.quad)


def region_of(quad: Quad) -> Region:
    """Return the rectangle around `quad`, inside the picture."""
    across = [min(max(x, 0.0), 1.0) for x, _ in quad]
    down = [min(max(y, 0.0), 1.0) for _, y in quad]
    return Region(
        x=min(across), y=min(down), width=max(across) - min(across), height=max(down) - min(down), outline=quad
    )


def quad_to_json(quad: Quad) -> Json:
    """Return `quad` as nested lists, rounded to a hundred-thousandth of the picture."""
    return [[round(x, 5), round(y, 5)] for x, y in quad]


def quad_from_json(value: Json) -> Quad:
    """Return the quad of a stored value; an unreadable one is empty."""
    if not isinstance(value, list):
        return ()
    points = [point for point in value if isinstance(point, list) and len(point) == 2]
    return tuple((_number(point[0]), _number(point[1])) for point in points)


def to_json(piece: Piece) -> Json:
    """Return a piece as it is stored."""
    return {
        "quad": quad_to_json(piece.quad),
        "text": piece.text,
        "score": round(piece.score, 4),
        "reader": piece.reader,
        "script": piece.script,
    }


def from_json(value: Mapping[str, Json]) -> Piece:
    """Return a stored piece."""
    return Piece(
        quad=quad_from_json(value.get("quad")),
        text=str(value.get("text", "")),
        score=_number(value.get("score")),
        reader=str(value.get("reader", "")),
        script=str(value.get("script", "")),
    )


def _number(value: Json) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
