"""Furniture and things, each built in the local frame: its back against the wall y = 0, its front towards -y."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from render_world import signs
from render_world.kit import Material, Points, Scene, Triple, gloss, matte, metal
from render_world.sockets import DARK
from render_world.typefaces import FACES
from sightline.demo.drawing import pictures, surfaces
from sightline.demo.drawing.surfaces import Colour, Rgb

WHITE: Colour = (236, 235, 230)


def oak(scene: Scene, colour: Colour = (178, 132, 84), *, planks: int = 3) -> Material:
    """Varnished wood of its own grain."""
    return gloss(surfaces.wood(scene.rng, 700, 500, colour, planks=planks), 0.25)


def cloth(scene: Scene, colour: Colour) -> Material:
    """Woven cloth of one colour: threads and wear."""
    base = surfaces.plaster(scene.rng, 400, 400, colour, rough=0.22)
    base[::3] = (base[::3] * 0.9).astype(np.uint8)
    base[:, ::3] = (base[:, ::3] * 0.93).astype(np.uint8)
    return matte(base)


def hang(scene: Scene, picture: Rgb, place: tuple[float, float], width: float, *, thick: float = 0.02,
         thing: str = "") -> None:  # fmt: skip
    """A picture or poster flat on the wall. place: (x, z) of its upper left corner; its height follows its shape."""
    x, z = place
    tall = width * picture.shape[0] / picture.shape[1]
    scene.quad(matte(picture), (x, -thick, z), (width, 0, 0), (0, 0, -tall))
    if thick > 0.006:
        edge = matte(tuple(int(v) for v in picture[2, 2]))  # type: ignore[arg-type]
        _sides(scene, edge, (x, z), (width, tall), thick)
    if thing:
        scene.mark((x, -thick, z), (width, 0, 0), (0, 0, -tall), thing=thing)


def _sides(scene: Scene, edge: Material, place: tuple[float, float], size: tuple[float, float], thick: float) -> None:
    (x, z), (w, h) = place, size
    scene.quad(edge, (x, 0, z), (w, 0, 0), (0, -thick, 0))
    scene.quad(edge, (x, -thick, z - h), (w, 0, 0), (0, thick, 0))
    scene.quad(edge, (x, 0, z), (0, -thick, 0), (0, 0, -h))
    scene.quad(edge, (x + w, -thick, z), (0, thick, 0), (0, 0, -h))


_LEGIBLE = 1.25


def sign(scene: Scene, name: str, place: tuple[float, float], *, scale: float = 1.0, thick: float = 0.012) -> None:
    """One of the signs of `signs.py` with its clues. place: (x, z) of its upper left corner."""
    one = signs.SIGNS[name]
    width, tall = one.size[0] * scale * _LEGIBLE, one.size[1] * scale * _LEGIBLE
    hang(scene, signs.drawn(name, max(260, min(900, int(1400 / max(one.size))))), place, width, thick=thick)
    clues: list[dict[str, str]] = [{"kind": kind, "value": value} for kind, value in one.clues]
    if one.lines:
        clues.insert(0, {"kind": "writing", "value": one.text, "language": one.language})
    line = float(np.median([share for _, share, _ in one.lines])) * tall if one.lines else 0.0
    scene.mark((place[0], -thick, place[1]), (width, 0, 0), (0, 0, -tall), clues=clues, line=line)


def bed(scene: Scene, spread: Rgb, *, size: tuple[float, float] = (1.4, 2.0), head: Colour = (120, 82, 52),
        thing: str = "") -> None:  # fmt: skip
    """A made bed, its head against the wall, the spread falling in folds; centre of the head at x = 0."""
    wide, long = size
    wood = oak(scene, head)
    scene.soft(wood, (-wide / 2 - 0.05, -0.08, 0), (wide + 0.1, 0.07, 1.05), 0.03)
    scene.soft(cloth(scene, (228, 226, 220)), (-wide / 2, -long - 0.06, 0.22), (wide, long, 0.34), 0.1)
    for side in (-1, 1):
        for end in (-0.2, -long + 0.1):
            scene.tube(wood, (side * (wide / 2 - 0.1), end, 0.24), (side * (wide / 2 - 0.1), end, 0), (0.035, 0.025))
    hem = 0.34
    phases = scene.rng.uniform(0, 6.28, 6)

    def drape(u: Points, v: Points) -> Points:
        x = (u - 0.5) * (wide + 2 * hem)
        y = -0.55 - v * (long - 0.48 + hem)
        over_x = np.clip(np.abs(x) - wide / 2, 0, None)
        over_y = np.clip(-y - long - 0.07, 0, None)
        fall = np.hypot(over_x, over_y)
        fold = 0.02 * np.sin(y * 17 + phases[0]) + 0.015 * np.sin(y * 31 + phases[1])
        fold_y = 0.02 * np.sin(x * 17 + phases[2]) + 0.015 * np.sin(x * 29 + phases[3])
        out_x = np.sign(x) * np.minimum(np.abs(x), wide / 2 + 0.03 + fold * (over_x > 0.02) * np.minimum(1, over_x * 6))
        out_y = np.maximum(y, -long - 0.1 - fold_y * (over_y > 0.02) * np.minimum(1, over_y * 6))
        swell = 0.018 * np.sin(x * 5 + phases[4]) * np.sin(y * 4 + phases[5]) + 0.012 * np.sin(x * 11 + y * 7)
        return np.stack([out_x, out_y, 0.6 + swell * (fall < 0.01) - np.clip(fall - 0.03, 0, None)], axis=-1)

    scene.surface(matte(spread), drape, (90, 100))
    for x in (-wide / 4, wide / 4):
        with scene.at(x, -0.33, 0.56, float(scene.rng.uniform(-6, 6))):
            scene.soft(
                cloth(scene, (240, 238, 232)), (-wide * 0.21, -0.2, 0), (wide * 0.42, 0.38, 0.13), 0.06, puff=0.05
            )
    if thing:
        scene.mark((-wide / 2, -0.6, 0.6), (wide, 0, 0), (0, -long + 0.5, 0), thing=thing)


def shelf(scene: Scene, titles: Sequence[str], *, size: tuple[float, float] = (1.0, 1.9), rows: int = 5,
          colour: Colour = (140, 98, 60), face: str = "sans") -> None:  # fmt: skip
    """A bookcase from x = 0, full of books and a few things."""
    wide, high = size
    deep, wood = 0.3, oak(scene, colour)
    for x in (0, wide - 0.025):
        scene.box(wood, (x, -deep, 0), (0.025, deep, high))
    scene.quad(wood, (0, -0.005, high), (wide, 0, 0), (0, 0, -high))
    gap = (high - 0.06) / rows
    for row in range(rows + 1):
        scene.box(wood, (0, -deep, 0.04 + row * gap - 0.02), (wide, deep, 0.022))
    for row in range(rows):
        _books(scene, (0.03, 0.042 + row * gap, wide - 0.06, gap - 0.05), list(titles[row % 2 :]) + list(titles), face)


def _books(scene: Scene, room: tuple[float, float, float, float], titles: Sequence[str], face: str) -> None:
    left, floor, wide, high = room
    order = scene.rng.permutation(len(titles))
    x, index = left, 0
    while x < left + wide * (0.72 if scene.rng.random() < 0.4 else 0.97) - 0.05:
        thick, tall = float(scene.rng.uniform(0.024, 0.058)), float(scene.rng.uniform(0.7, 0.97)) * high
        deep = float(scene.rng.uniform(0.15, 0.22))
        hue = np.asarray(
            [[[int(scene.rng.integers(180)), int(scene.rng.integers(50, 190)), int(scene.rng.integers(60, 225))]]]
        )
        colour = tuple(int(v) for v in surfaces.hsv(hue.astype(np.uint8))[0, 0])
        spine = pictures.spine(
            scene.rng,
            (int(tall * 1500), int(thick * 1500)),
            colour,
            titles[int(order[index % len(titles)])],
            FACES[face],
        )  # type: ignore[arg-type]
        front = -0.03 - deep - float(scene.rng.uniform(0, 0.03))
        scene.quad(gloss(spine, 0.3), (x, front, floor + tall), (thick, 0, 0), (0, 0, -tall))
        cover = matte(colour)  # type: ignore[arg-type]
        scene.quad(cover, (x, front + deep, floor + tall), (0, -deep, 0), (0, 0, -tall))
        scene.quad(cover, (x + thick, front, floor + tall), (0, deep, 0), (0, 0, -tall))
        scene.quad(matte((232, 226, 210)), (x, front + deep, floor + tall), (thick, 0, 0), (0, -deep, 0))
        x, index = x + thick + 0.001, index + 1
    if x < left + wide - 0.2:
        vase(scene, (x + 0.12, -0.15, floor), min(0.24, high * 0.8))


_BOOK_HUES = (2, 5, 9, 13, 17, 22, 28, 70, 85, 100, 108, 112, 116, 175)


def vase(scene: Scene, centre: Triple, tall: float) -> None:
    """A glazed pot."""
    colour = tuple(int(v) for v in scene.rng.integers(40, 200, 3))
    ring = surfaces.striped_wallpaper(scene.rng, 200, 200, (colour, WHITE, colour)).transpose(1, 0, 2)  # type: ignore[arg-type]
    wide = tall * float(scene.rng.uniform(0.28, 0.42))
    outline = [
        (0.0, 0.0),
        (wide * 0.6, 0.0),
        (wide, tall * 0.4),
        (wide * 0.8, tall * 0.7),
        (wide * 0.4, tall * 0.85),
        (wide * 0.5, tall),
    ]
    scene.lathe(gloss(np.ascontiguousarray(ring), 0.1), centre, outline)


def plant(scene: Scene, centre: Triple, tall: float = 0.9, leaves: int = 46) -> None:
    """A pot plant with long leaves."""
    x, y, z = centre
    pot = min(1.0, 0.35 + 0.75 * tall)
    outline = ((0, 0), (0.12, 0), (0.16, 0.24), (0.17, 0.26), (0.13, 0.25), (0, 0.24))
    scene.lathe(gloss((168, 92, 60), 0.3), centre, [(r * pot, h * pot) for r, h in outline])
    greens = [gloss((int(46 * t), int(112 * t), int(48 * t)), 0.3) for t in (0.7, 0.9, 1.1, 1.3)]
    for index in range(leaves):
        angle, lean = float(scene.rng.uniform(0, 6.28)), float(scene.rng.uniform(0.2, 1.0))
        long = tall * float(scene.rng.uniform(0.45, 0.9))

        def shape(u: Points, v: Points, angle: float = angle, lean: float = lean, long: float = long) -> Points:
            wide = 0.055 * pot * np.sin(np.pi * np.clip(v * 0.96 + 0.02, 0, 1)) ** 0.7 * (u - 0.5) * 2
            out = long * lean * v**1.3
            up = long * v - long * 0.75 * lean * v**2.6
            px = out * math.cos(angle) - wide * math.sin(angle)
            py = out * math.sin(angle) + wide * math.cos(angle)
            return np.stack([x + px, y + py, z + 0.25 * pot + up], axis=-1)

        scene.surface(greens[index % 4], shape, (2, 9))


def table_lamp(scene: Scene, centre: Triple, *, on: bool, shade: Rgb | None = None, thing: str = "") -> None:
    """A lamp with a turned foot; its shade shines when on."""
    x, y, z = centre
    scene.lathe(
        gloss((150, 108, 60), 0.15),
        centre,
        [(0, 0), (0.08, 0), (0.08, 0.02), (0.025, 0.05), (0.04, 0.12), (0.02, 0.2), (0.012, 0.3)],
    )
    cover = shade if shade is not None else surfaces.plaster(scene.rng, 300, 150, (238, 214, 170))

    def cone(u: Points, v: Points) -> Points:
        radius = 0.1 + 0.07 * v
        return np.stack([x + radius * np.cos(6.2832 * u), y + radius * np.sin(6.2832 * u), z + 0.5 - 0.22 * v], axis=-1)

    if on:
        scene.glow_surface(cover, 9.0, cone, (28, 3))
    else:
        scene.surface(matte(cover), cone, (28, 3))
    if thing:
        scene.mark((x - 0.17, y - 0.16, z + 0.5), (0.34, 0, 0), (0, 0, -0.5), thing=thing)


def ceiling_lamp(
    scene: Scene, centre: Triple, power: float, *, size: float = 0.34, colour: Colour = (255, 232, 200)
) -> None:
    """A flat round shade under the ceiling, shining down and to the sides."""
    x, y, z = centre
    scene.tube(metal(), (x, y, z), (x, y, z - 0.12), (0.012, 0.012), sides=8)

    def bowl(u: Points, v: Points) -> Points:
        radius, angle = size * np.sin(v * np.pi / 2 * 0.98 + 0.02), -6.2832 * u
        return np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle), z - 0.26 + 0.14 * v**2], axis=-1)

    scene.glow_surface(colour, power, bowl, (24, 5))


def table(
    scene: Scene,
    corner: tuple[float, float],
    size: Triple,
    colour: Colour = (150, 104, 62),
    *,
    top: Material | None = None,
) -> None:
    """A table on four legs; corner: its left front foot."""
    (x, y), (w, d, h) = corner, size
    wood = oak(scene, colour)
    scene.soft(top or wood, (x, y, h - 0.035), (w, d, 0.035), 0.012)
    for px in (x + 0.04, x + w - 0.09):
        for py in (y + 0.04, y + d - 0.09):
            scene.box(wood, (px, py, 0), (0.05, 0.05, h - 0.03))


def chair(
    scene: Scene, centre: tuple[float, float], turn: float, colour: Colour = (132, 90, 56), seat: Material | None = None
) -> None:
    """A wooden chair; turned by degrees, its back to +y."""
    wood = oak(scene, colour)
    with scene.at(centre[0], centre[1], 0, turn):
        scene.soft(seat or wood, (-0.21, -0.21, 0.43), (0.42, 0.42, 0.04), 0.02)
        for x in (-0.19, 0.15):
            scene.box(wood, (x, -0.19, 0), (0.04, 0.04, 0.44))
            scene.box(wood, (x, 0.16, 0), (0.04, 0.04, 0.92))
        for z in (0.62, 0.74, 0.86):
            scene.box(wood, (-0.17, 0.165, z), (0.34, 0.025, 0.06))


def sofa(scene: Scene, fabric: Rgb, width: float = 1.9, cushions: Sequence[Rgb] = ()) -> None:
    """A sofa with its back to the wall, centre at x = 0."""
    stuff = matte(fabric)
    scene.soft(stuff, (-width / 2, -0.85, 0.12), (width, 0.82, 0.22), 0.06)
    scene.soft(stuff, (-width / 2, -0.26, 0.3), (width, 0.22, 0.55), 0.09)
    for x in (-width / 2, width / 2 - 0.2):
        scene.soft(stuff, (x, -0.86, 0.12), (0.2, 0.84, 0.5), 0.08)
    half = (width - 0.42) / 2
    for x in (-half, 0.005):
        scene.soft(stuff, (x, -0.84, 0.33), (half - 0.005, 0.6, 0.16), 0.06, puff=0.03)
    for index, print_ in enumerate(cushions):
        with scene.at(
            -width / 2 + 0.42 + index * (width - 0.84) / max(1, len(cushions) - 1), -0.42, 0.47, 8 - 14 * index
        ):
            scene.soft(matte(print_), (-0.22, -0.08, 0), (0.44, 0.14, 0.42), 0.06, puff=0.05)


def drawers(scene: Scene, size: Triple, rows: int, columns: int = 1, *, front: Material | None = None,
            colour: Colour = (150, 104, 62)) -> None:  # fmt: skip
    """A chest or cupboard from x = 0, with drawer or door fronts."""
    w, d, h = size
    wood = front or oak(scene, colour)
    scene.box(wood, (0, -d, 0.06), (w, d - 0.004, h - 0.06))
    scene.box(matte((40, 34, 30)), (0.03, -d + 0.05, 0), (w - 0.06, d - 0.06, 0.06))
    cell_w, cell_h = w / columns, (h - 0.1) / rows
    for row in range(rows):
        for column in range(columns):
            corner = (column * cell_w + 0.012, -d - 0.018, 0.08 + row * cell_h)
            scene.soft(wood, corner, (cell_w - 0.024, 0.02, cell_h - 0.016), 0.006)
            middle = (corner[0] + cell_w / 2 - 0.012, -d - 0.02, corner[2] + cell_h * (0.5 if rows > 1 else 0.86))
            scene.tube(metal(), middle, (middle[0], -d - 0.045, middle[2]), (0.012, 0.016), sides=12)


def radiator(scene: Scene, place: tuple[float, float], size: tuple[float, float] = (1.0, 0.55)) -> None:
    """A ribbed radiator; place: (x, z) of its lower left corner."""
    (x, z), (w, h) = place, size
    paint = gloss((238, 236, 230), 0.2)
    for index in range(int(w / 0.055)):
        scene.soft(paint, (x + index * 0.055, -0.11, z), (0.045, 0.08, h), 0.018)
    scene.tube(paint, (x + 0.02, -0.07, z + 0.05), (x + 0.02, -0.07, 0), (0.012, 0.012), sides=8)


def rug(scene: Scene, picture: Rgb, centre: tuple[float, float], size: tuple[float, float], turn: float = 0.0) -> None:
    """A carpet on the floor."""
    with scene.at(centre[0], centre[1], 0.012, turn):
        scene.quad(matte(picture), (-size[0] / 2, size[1] / 2, 0), (size[0], 0, 0), (0, -size[1], 0))


def curtain(
    scene: Scene, picture: Rgb, place: tuple[float, float], size: tuple[float, float], *, folds: int = 5
) -> None:
    """A gathered curtain; place: (x, z) of its upper left corner."""
    (x, z), (w, h) = place, size
    phase = float(scene.rng.uniform(0, 6))

    def shape(u: Points, v: Points) -> Points:
        depth = 0.035 * np.sin(u * folds * 6.283 + phase) * (0.6 + 0.4 * v) + 0.01 * np.sin(u * 31 + v * 4)
        return np.stack([x + u * w, -0.1 + depth, z - v * h], axis=-1)

    scene.surface(matte(picture), shape, (folds * 16, 14))


def robot(scene: Scene, centre: Triple, turn: float = 0.0, size: float = 1.0) -> None:
    """The toy robot: the same one wherever it stands."""
    rng = np.random.default_rng(4711)
    panel = pictures.lettering([("R-7", 0.4), ("* o + o *", 0.3)], (240, 200), (30, 40, 90), (246, 210, 70))
    dots = surfaces.geometric_wallpaper(rng, 240, 240, ((200, 50, 44), (250, 220, 90), (40, 60, 140)))
    checks = surfaces.patchwork(rng, 240, 240, ((200, 50, 44), (40, 60, 140), (240, 236, 220)), across=6)
    with scene.at(*centre, turn):
        s = size
        scene.soft(gloss(checks), (-0.13 * s, -0.08 * s, 0.16 * s), (0.26 * s, 0.16 * s, 0.24 * s), 0.015)
        scene.quad(gloss(panel), (-0.1 * s, -0.082 * s, 0.38 * s), (0.2 * s, 0, 0), (0, 0, -0.17 * s))
        scene.soft(gloss(dots), (-0.09 * s, -0.07 * s, 0.42 * s), (0.18 * s, 0.14 * s, 0.14 * s), 0.015)
        for side in (-1, 1):
            scene.tube(
                gloss((250, 250, 240)),
                (side * 0.045 * s, -0.06 * s, 0.5 * s),
                (side * 0.045 * s, -0.085 * s, 0.5 * s),
                (0.026 * s, 0.026 * s),
            )
            scene.tube(
                DARK,
                (side * 0.045 * s, -0.08 * s, 0.5 * s),
                (side * 0.045 * s, -0.09 * s, 0.5 * s),
                (0.012 * s, 0.012 * s),
            )
            scene.tube(
                metal(), (side * 0.15 * s, 0, 0.36 * s), (side * 0.19 * s, -0.04 * s, 0.2 * s), (0.025 * s, 0.03 * s)
            )
            scene.soft(gloss(dots), (side * 0.07 * s - 0.045 * s, -0.07 * s, 0), (0.09 * s, 0.14 * s, 0.16 * s), 0.015)
        scene.tube(metal(), (0, 0, 0.56 * s), (0, 0, 0.64 * s), (0.008 * s, 0.008 * s), sides=8)
        scene.lathe(
            gloss((210, 40, 40)), (0, 0, 0.63 * s), [(0, 0), (0.02 * s, 0.01 * s), (0.02 * s, 0.03 * s), (0, 0.04 * s)]
        )
        scene.mark((-0.17 * s, -0.08 * s, 0.56 * s), (0.34 * s, 0, 0), (0, 0, -0.56 * s), thing="toy-robot")
