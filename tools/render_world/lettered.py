"""What a sign is: its lines, their faces, its size and colours, and what it tells of a country."""

from __future__ import annotations

from dataclasses import dataclass

from sightline.demo.drawing.surfaces import Colour

WHITE: Colour = (250, 250, 246)

CREAM: Colour = (244, 236, 212)

RED: Colour = (176, 30, 36)

GREEN: Colour = (14, 98, 62)

BLUE: Colour = (24, 62, 128)

NIGHT: Colour = (28, 30, 52)

YELLOW: Colour = (246, 208, 64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """Something written. lines: (text, share of the height, face). size: metres. clues: (kind, value) it shows."""

    lines: tuple[tuple[str, float, str], ...]
    size: tuple[float, float]
    language: str
    ink: Colour = (30, 30, 34)
    ground: Colour = (244, 240, 226)
    clues: tuple[tuple[str, str], ...] = ()
    rim: Colour | None = None
    code: str = ""

    @property
    def text(self) -> str:
        """The whole reading, line under line."""
        return "\n".join(line[0] for line in self.lines)


def sign(lines: str, size: tuple[float, float], language: str, **more: object) -> Sign:
    """`lines`: one per row, `share|face|text`; keeps the table below readable."""
    rows = []
    for line in lines.strip().splitlines():
        share, face, text = line.strip().split("|", 2)
        rows.append((text, float(share), face))
    return Sign(lines=tuple(rows), size=size, language=language, **more)  # type: ignore[arg-type]
