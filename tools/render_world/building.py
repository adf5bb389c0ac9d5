"""Rooms as built: walls with openings, floors, windows with what lies outside, doors, kitchens and bathrooms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from render_world.furniture import WHITE, curtain, oak
from render_world.kit import Material, Scene, gloss, matte, metal
from render_world.signs import SIGNS, drawn
from render_world.typefaces import FACES
from sightline.demo.drawing import pictures, surfaces
from sightline.demo.drawing.surfaces import Colour, Rgb

Opening = tuple[float, float, float, float]
"""x from, x to, z from, z to, along a wall from its left end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Width, depth and height in metres; the near left corner of the floor is the origin."""

    width: float
    depth: float
    height: float = 2.55

    def wall(self, scene: Scene, name: str):
        """Work against a wall: x = 0 at its left end as one faces it, its surface at y = 0."""
        w, d = self.width, self.depth
        place = {"back": (0, d, 0.0), "left": (0, 0, 90.0), "right": (w, d, -90.0), "front": (w, 0, 180.0)}[name]
        return scene.at(place[0], place[1], 0.0, place[2])

    def length(self, name: str) -> float:
        """Length of a wall."""
        return self.width if name in ("back", "front") else self.depth


def shell(scene: Scene, room: Room, walls: dict[str, Rgb], floor: Material, openings: dict[str, Opening] | None = None,
          *, skirting: Colour | None = WHITE) -> None:  # fmt: skip
    """Floor, ceiling and walls. walls: name or `all` -> picture of about 3 m of it, repeated along the wall."""
    w, d, h = room.width, room.depth, room.height
    scene.quad(floor, (0, d, 0), (w, 0, 0), (0, -d, 0))
    scene.quad(matte((240, 239, 234)), (0, 0, h), (w, 0, 0), (0, d, 0))
    made: dict[int, Material] = {}
    for name in ("back", "left", "right", "front"):
        picture = walls.get(name, walls["all"])
        material = made.setdefault(id(picture), matte(picture))
        opening = (openings or {}).get(name)
        with room.wall(scene, name):
            _wall(scene, material, room.length(name), h, picture.shape, opening)
            if skirting:
                scene.box(gloss(skirting, 0.2), (0, -0.014, 0), (room.length(name), 0.014, 0.09))


def _wall(
    scene: Scene, material: Material, length: float, height: float, shape: tuple[int, ...], opening: Opening | None
) -> None:
    aspect = shape[1] / shape[0]
    spans = [(0.0, length, 0.0, height)]
    if opening:
        a, b, c, e = opening
        spans = [(0.0, a, 0.0, height), (b, length, 0.0, height), (a, b, 0.0, c), (a, b, e, height)]
    for left, right, low, high in spans:
        points = np.array([[left, 0, high], [right, 0, high], [right, 0, low], [left, 0, low]], float)
        uvs = np.array(
            [[left, height - high], [right, height - high], [right, height - low], [left, height - low]], float
        )
        uvs /= (height * aspect, height)
        scene.mesh(material, points, np.array([[0, 2, 1], [0, 3, 2]]), uvs, smooth=False)


def window(scene: Scene, opening: Opening, view: tuple[Rgb, float], *, bars: int = 1,
           frame: Colour = (240, 240, 236), far: float = 1.2) -> None:  # fmt: skip
    """Frame, sill and glazing bars in an opening of the wall one works at, and a shining view behind it.

    view: what one sees and how it shines; 0: night; below 0: nothing, because something real stands outside.
    """
    a, b, low, high = opening
    outside, power = view
    wood = gloss(frame, 0.2)
    for x in (a, b - 0.05):
        scene.box(wood, (x, 0.02, low), (0.05, 0.06, high - low))
    for z in (low, high - 0.05):
        scene.box(wood, (a, 0.02, z), (b - a, 0.06, 0.05))
    for index in range(1, bars + 1):
        scene.box(wood, (a + (b - a) * index / (bars + 1) - 0.025, 0.02, low), (0.05, 0.05, high - low))
    if high - low > 1.0:
        scene.box(wood, (a, 0.025, low + (high - low) * 0.68), (b - a, 0.045, 0.04))
    scene.soft(gloss(WHITE, 0.15), (a - 0.06, -0.14, low - 0.035), (b - a + 0.12, 0.2, 0.035), 0.01)
    scene.quad(matte(WHITE), (a, 0.12, high), (b - a, 0, 0), (0, -0.12, 0))
    scene.quad(matte(WHITE), (a, 0.0, low), (b - a, 0, 0), (0, 0.12, 0))
    for x, turn in ((a, 1), (b, -1)):
        scene.quad(matte(WHITE), (x, 0.12 if turn > 0 else 0, high), (0, -0.12 * turn, 0), (0, 0, low - high))
    if power > 0:
        wide, tall = (b - a) + 2.4 * far, (high - low) + 1.2
        scene.glow(outside, power, (a - 1.2 * far, far, high + 0.4), (wide, 0, 0), (0, 0, -tall))
    elif power == 0:
        scene.quad(matte((10, 12, 20)), (a - 0.1, 0.16, high + 0.1), (b - a + 0.2, 0, 0), (0, 0, low - high - 0.2))


def drape(scene: Scene, opening: Opening, drapes: Rgb) -> None:
    """A rod and two curtains before a window."""
    a, b, _, high = opening
    scene.tube(
        metal(0.3, (150, 120, 70)),
        (a - 0.35, -0.1, high + 0.14),
        (b + 0.35, -0.1, high + 0.14),
        (0.014, 0.014),
        sides=10,
    )
    curtain(scene, drapes, (a - 0.32, high + 0.13), (0.4, high - 0.12))
    curtain(scene, drapes, (b - 0.08, high + 0.13), (0.4, high - 0.12))


def door(scene: Scene, left: float, *, colour: Colour = (232, 230, 222), width: float = 0.86, panels: int = 2) -> None:
    """A closed panelled door in its frame; left: x of its left edge."""
    paint, high = gloss(colour, 0.2), 2.04
    trim = gloss(tuple(int(c * 0.93) for c in colour), 0.2)  # type: ignore[arg-type]
    scene.box(trim, (left - 0.07, -0.03, 0), (0.07, 0.03, high + 0.07))
    scene.box(trim, (left + width, -0.03, 0), (0.07, 0.03, high + 0.07))
    scene.box(trim, (left - 0.07, -0.03, high), (width + 0.14, 0.03, 0.07))
    scene.box(paint, (left, -0.012, 0.01), (width, 0.01, high - 0.01))
    tall = (high - 0.2) / panels
    for row in range(panels):
        for column in range(2):
            corner = (left + 0.08 + column * (width / 2 - 0.03), -0.026, 0.12 + row * tall)
            scene.soft(paint, corner, (width / 2 - 0.13, 0.018, tall - 0.1), 0.01)
    scene.tube(metal(), (left + width - 0.07, -0.01, 1.02), (left + width - 0.07, -0.06, 1.02), (0.012, 0.012))
    scene.tube(metal(), (left + width - 0.06, -0.06, 1.02), (left + width - 0.19, -0.06, 1.02), (0.011, 0.011))


def kitchen_row(
    scene: Scene, length: float, front: Material, top: Material, *, sink: float = 0.6, hob: float = 1.8
) -> None:
    """Base cabinets 0.9 m high from x = 0, with worktop, sink and hob at the given places."""
    deep = 0.6
    scene.box(matte((50, 46, 42)), (0, -deep + 0.06, 0), (length, deep - 0.06, 0.1))
    count = max(1, round(length / 0.6))
    for index in range(count):
        x, wide = index * length / count, length / count
        scene.box(front, (x, -deep, 0.1), (wide, deep, 0.76))
        tall = (0.18, 0.5) if index % 2 else (0.7,)
        z = 0.13
        for part in reversed(tall):
            scene.soft(front, (x + 0.01, -deep - 0.02, z), (wide - 0.02, 0.022, part), 0.006)
            scene.tube(
                metal(),
                (x + wide / 2 - 0.07, -deep - 0.035, z + part - 0.05),
                (x + wide / 2 + 0.07, -deep - 0.035, z + part - 0.05),
                (0.007, 0.007),
                sides=8,
            )
            z += part + 0.015
    scene.soft(top, (0, -deep - 0.03, 0.86), (length, deep + 0.03, 0.04), 0.01)
    if sink > 0:
        steel = metal(0.15)
        scene.box(steel, (sink - 0.3, -0.5, 0.895), (0.6, 0.4, 0.008))
        scene.box(matte((80, 82, 84)), (sink - 0.26, -0.46, 0.9), (0.42, 0.32, 0.005))
        scene.tube(steel, (sink, -0.12, 0.9), (sink, -0.12, 1.16), (0.016, 0.013), sides=10)
        scene.tube(steel, (sink, -0.12, 1.16), (sink, -0.32, 1.13), (0.012, 0.011), sides=10)
    if hob > 0:
        scene.box(gloss((28, 28, 30), 0.08), (hob - 0.28, -0.54, 0.9), (0.56, 0.46, 0.008))
        for dx in (-0.14, 0.14):
            for dy in (-0.42, -0.2):
                scene.tube(metal(0.35, (90, 90, 92)), (hob + dx, dy, 0.905), (hob + dx, dy, 0.922), (0.085, 0.085))


def pot(scene: Scene, centre: tuple[float, float, float], colour: Colour, size: float = 0.12) -> None:
    """A cooking pot with lid and handles."""
    enamel = gloss(colour, 0.08)
    x, y, z = centre
    scene.lathe(
        enamel,
        centre,
        [
            (0, 0),
            (size, 0),
            (size, size * 1.1),
            (size * 1.04, size * 1.12),
            (size * 0.9, size * 1.3),
            (0.02, size * 1.4),
            (0.02, size * 1.6),
            (0, size * 1.6),
        ],
    )
    for side in (-1, 1):
        scene.soft(
            gloss((30, 30, 30)), (x + side * size * 1.15 - 0.025, y - 0.03, z + size * 0.8), (0.05, 0.06, 0.018), 0.008
        )


def bottles(
    scene: Scene, start: tuple[float, float, float], labels: Sequence[str], *, step: float = 0.1, face: str = "sans"
) -> None:
    """A row of bottles and jars with printed labels."""
    x, y, z = start
    for index, label in enumerate(labels):
        colour = tuple(int(v) for v in scene.rng.integers(30, 190, 3))
        radius, tall = float(scene.rng.uniform(0.03, 0.042)), float(scene.rng.uniform(0.16, 0.28))
        centre = (x + index * step, y + float(scene.rng.uniform(-0.02, 0.02)), z)
        scene.lathe(
            gloss(colour, 0.05),
            centre,
            [(0, 0), (radius, 0), (radius, tall * 0.66), (radius * 0.4, tall * 0.8), (radius * 0.4, tall), (0, tall)],
        )  # type: ignore[arg-type]
        paper = pictures.lettering([(label, 0.6)], (150, 90), (30, 30, 40), (245, 240, 220), [FACES[face]])

        def wrap(
            u: np.ndarray,
            v: np.ndarray,
            centre: tuple[float, float, float] = centre,
            radius: float = radius,
            tall: float = tall,
        ) -> np.ndarray:
            angle = np.pi * (1.15 + 0.7 * u)
            r = radius + 0.0012
            return np.stack(
                [centre[0] + r * np.cos(angle), centre[1] + r * np.sin(angle), centre[2] + tall * (0.52 - 0.36 * v)],
                axis=-1,
            )

        scene.surface(matte(paper), wrap, (10, 1))


def wall_cupboards(scene: Scene, left: float, count: int, front: Material) -> None:
    """Cupboards high on the wall."""
    for index in range(count):
        x = left + index * 0.6
        scene.box(front, (x, -0.32, 1.45), (0.6, 0.32, 0.7))
        scene.soft(front, (x + 0.008, -0.34, 1.46), (0.584, 0.022, 0.68), 0.006)
        scene.tube(metal(), (x + 0.53, -0.36, 1.5), (x + 0.53, -0.36, 1.62), (0.007, 0.007), sides=8)


def fridge(scene: Scene, left: float, notes: Sequence[Rgb]) -> None:
    """A refrigerator with notes held by magnets."""
    enamel = gloss((234, 234, 230), 0.12)
    scene.soft(enamel, (left, -0.64, 0.04), (0.6, 0.62, 1.72), 0.03)
    scene.box(matte((60, 60, 60)), (left + 0.002, -0.644, 1.18), (0.596, 0.01, 0.012))
    for z in (0.8, 1.24):
        scene.tube(metal(), (left + 0.54, -0.68, z), (left + 0.54, -0.68, z + 0.3), (0.01, 0.01), sides=10)
    for index, note in enumerate(notes):
        wide = 0.17
        tall = wide * note.shape[0] / note.shape[1]
        x, z = left + 0.06 + 0.2 * (index % 2), 1.62 - 0.3 * (index // 2)
        scene.quad(matte(note), (x, -0.646, z), (wide, 0, 0.008), (0.004, 0, -tall))
        scene.tube(
            gloss((200, 40, 40)),
            (x + wide / 2, -0.645, z - 0.01),
            (x + wide / 2, -0.658, z - 0.01),
            (0.014, 0.012),
            sides=12,
        )


def washer(scene: Scene, left: float, label: str) -> None:
    """A front-loading washing machine."""
    enamel = gloss((238, 238, 236), 0.12)
    scene.soft(enamel, (left, -0.6, 0.02), (0.6, 0.58, 0.85), 0.02)
    panel = pictures.lettering([(label, 0.5)], (420, 80), (60, 60, 70), (214, 214, 216))
    scene.quad(gloss(panel, 0.1), (left + 0.02, -0.604, 0.85), (0.56, 0, 0), (0, 0, -0.11))
    scene.tube(metal(0.15), (left + 0.3, -0.6, 0.42), (left + 0.3, -0.635, 0.42), (0.21, 0.19), sides=32)
    scene.tube(gloss((36, 40, 50), 0.05), (left + 0.3, -0.63, 0.42), (left + 0.3, -0.642, 0.42), (0.15, 0.13), sides=32)
    scene.tube(metal(), (left + 0.5, -0.6, 0.8), (left + 0.5, -0.64, 0.8), (0.03, 0.026), sides=20)


def basin(scene: Scene, x: float) -> None:
    """A washbasin on a pedestal with taps."""
    china = gloss((242, 242, 240), 0.06)
    scene.lathe(
        china,
        (x, -0.24, 0),
        [
            (0.11, 0),
            (0.08, 0.1),
            (0.07, 0.6),
            (0.12, 0.72),
            (0.27, 0.8),
            (0.28, 0.86),
            (0.25, 0.86),
            (0.12, 0.78),
            (0, 0.76),
        ],
    )
    scene.tube(metal(0.1), (x, -0.07, 0.84), (x, -0.07, 0.98), (0.015, 0.013), sides=12)
    scene.tube(metal(0.1), (x, -0.07, 0.97), (x, -0.19, 0.94), (0.012, 0.01), sides=12)


def toilet(scene: Scene, x: float) -> None:
    """A toilet with its cistern."""
    china = gloss((242, 242, 240), 0.06)
    scene.soft(china, (x - 0.19, -0.2, 0.38), (0.38, 0.18, 0.4), 0.03)
    scene.lathe(china, (x, -0.42, 0), [(0.12, 0), (0.11, 0.12), (0.16, 0.3), (0.2, 0.38), (0.2, 0.41), (0, 0.42)])
    scene.soft(gloss((236, 236, 234), 0.1), (x - 0.19, -0.64, 0.4), (0.38, 0.44, 0.03), 0.014)


def lockers(scene: Scene, count: int, colours: Sequence[Colour]) -> None:
    """School lockers, two high, from x = 0, numbered."""
    for index in range(count):
        for row in range(2):
            paint = gloss(colours[(index + row) % len(colours)], 0.2)
            x, z = index * 0.32, 0.08 + row * 0.86
            scene.box(paint, (x, -0.42, z), (0.31, 0.42, 0.85))
            scene.soft(paint, (x + 0.008, -0.436, z + 0.01), (0.294, 0.018, 0.83), 0.006)
            for slot in range(4):
                scene.box(matte((30, 30, 34)), (x + 0.09, -0.44, z + 0.7 + slot * 0.022), (0.13, 0.006, 0.008))
            number = pictures.lettering([(str(100 + index * 2 + row), 0.8)], (90, 50), (20, 20, 24), (245, 245, 240))
            scene.quad(matte(number), (x + 0.12, -0.4375, z + 0.64), (0.075, 0, 0), (0, 0, -0.042))
            scene.tube(metal(), (x + 0.26, -0.43, z + 0.4), (x + 0.26, -0.46, z + 0.4), (0.012, 0.012), sides=10)


def bench(scene: Scene, corner: tuple[float, float], length: float) -> None:
    """A slatted bench."""
    wood = oak(scene, (196, 150, 96))
    for index in range(4):
        scene.box(wood, (corner[0], corner[1] + index * 0.09, 0.43), (length, 0.075, 0.03))
    for x in (corner[0] + 0.1, corner[0] + length - 0.14):
        scene.box(metal(0.3, (60, 60, 64)), (x, corner[1], 0), (0.04, 0.34, 0.43))


def tiled(
    scene: Scene, kind: str, colours: tuple[Colour, ...], size: tuple[int, int] = (1500, 1275), across: int = 16
) -> Rgb:
    """A tiled wall or floor picture: `plain` or `painted`."""
    if kind == "painted":
        return surfaces.painted_tiles(scene.rng, *size, colours[0], across=across)
    return surfaces.tiles(scene.rng, *size, colours, across=across)


def beyond(scene: Scene, name: str, place: tuple[float, float], away: float, power: float, scale: float = 1.0) -> None:
    """A sign outside the window one works at, in daylight. place: (x, z) of its upper left corner."""
    one = SIGNS[name]
    w, h = one.size[0] * scale, one.size[1] * scale
    picture = drawn(name, max(200, min(700, int(1300 / max(one.size)))))
    x, z = place
    scene.glow(picture, power or 0.25, (x, away, z), (w, 0, 0), (0, 0, -h))
    clues: list[dict[str, str]] = [{"kind": kind, "value": value} for kind, value in one.clues]
    clues.insert(0, {"kind": "writing", "value": one.text, "language": one.language})
    line = float(np.median([share for _, share, _ in one.lines])) * h
    scene.mark((x, away, z), (w, 0, 0), (0, 0, -h), clues=clues, line=line)
