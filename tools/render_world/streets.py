"""Streets: fronts, shops, road, pavement, cars, a tram, stalls, trees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from render_world import signs
from render_world.kit import Points, Scene, Triple, gloss, matte, metal
from render_world.typefaces import FACES
from sightline.demo.drawing import pictures, surfaces
from sightline.demo.drawing.surfaces import Colour, Rgb


def sky(scene: Scene, picture: Rgb, *, power: float, away: float, wide: float = 170.0) -> None:
    """A shining backdrop of hills and sky, facing the viewer."""
    tall = wide * picture.shape[0] / picture.shape[1]
    scene.glow(picture, power, (-wide / 2, away, tall * 0.5), (wide, 0, 0), (0, 0, -tall))


def ground(scene: Scene, *, left: float, right: float, end: float, centre: Colour | None, edge: bool = True) -> None:
    """Asphalt between two pavements; centre: colour of the dashed middle line."""
    rng = scene.rng
    asphalt = surfaces.plaster(rng, 900, 1800, (98, 98, 102), rough=0.5)
    asphalt[rng.random(asphalt.shape[:2]) < 0.02] = (140, 140, 140)
    if centre:
        for top in range(0, 1800, 240):
            asphalt[top : top + 130, 440:460] = centre
    if edge:
        asphalt[:, 24:38] = asphalt[:, -38:-24] = (216, 216, 210)
    scene.quad(matte(asphalt), (left, end, 0), (right - left, 0, 0), (0, -end - 4, 0))
    slabs = surfaces.tiles(rng, 800, 2400, ((176, 172, 166), (166, 162, 158)), across=int(rng.integers(5, 9)))
    for x, w in ((left - 4.0, 4.0), (right, 4.0)):
        scene.quad(matte(slabs), (x, end, 0.14), (w, 0, 0), (0, -end - 4, 0))
        kerb = left - 0.16 if x < left else right
        scene.box(matte((150, 148, 144)), (kerb, -4, 0), (0.16, end + 4, 0.15))


def front(scene: Scene, corner: Triple, size: tuple[float, float], *, colour: Colour, brick: bool = False,
          shutters: Colour | None = None) -> None:  # fmt: skip
    """A house front; windows in rows, a shop window below. corner: x, y and the turn of its local frame."""
    wide, tall = size
    rng = scene.rng
    pixels = (int(wide * 130), int(tall * 130))
    wall = (
        surfaces.bricks(rng, *pixels, colour, rows=int(tall * 11))
        if brick
        else surfaces.plaster(rng, *pixels, colour, rough=0.2)
    )
    with scene.at(corner[0], corner[1], 0, corner[2]):
        scene.quad(matte(wall), (0, 0, tall), (wide, 0, 0), (0, 0, -tall))
        scene.box(matte((206, 200, 188)), (-0.05, -0.18, tall - 0.16), (wide + 0.1, 0.2, 0.16))
        panes = _Panes.chosen(rng)
        columns = max(1, int(wide / float(rng.uniform(1.55, 2.1)) / (1.4 if shutters else 1.0)))
        for row in range(int((tall - 3.4) / 2.7) + 1):
            for column in range(columns):
                _upper(scene, (column + 0.5) * wide / columns, 3.7 + row * 2.7, panes, shutters)
        _shop(scene, wide)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Panes:
    """How the windows of one house are made: width, height, panes across and up, sill."""

    wide: float
    tall: float
    across: int
    up: tuple[float, ...]
    frame: Colour
    sill: bool
    thick: float

    @staticmethod
    def chosen(rng: np.random.Generator) -> _Panes:
        """One of many kinds of window."""
        tone = int(rng.integers(60, 240))
        return _Panes(
            wide=float(rng.uniform(0.75, 1.2)),
            tall=float(rng.uniform(1.15, 1.75)),
            across=int(rng.integers(1, 4)),
            up=((), (0.66,), (0.5,), (0.33, 0.66), (0.25, 0.5, 0.75))[int(rng.integers(5))],
            frame=(tone, max(30, tone - int(rng.integers(50))), max(30, tone - int(rng.integers(70)))),
            sill=bool(rng.random() < 0.6),
            thick=float(rng.uniform(0.04, 0.1)),
        )


def _upper(scene: Scene, x: float, z: float, panes: _Panes, shutters: Colour | None) -> None:
    frame = gloss(panes.frame, 0.2)
    glass = gloss(surfaces.plaster(scene.rng, 60, 90, (52, 64, 80), rough=0.8), 0.05)
    wide, tall, thick = panes.wide, panes.tall, panes.thick
    left = x - wide / 2
    scene.quad(glass, (left, -0.02, z + tall), (wide, 0, 0), (0, 0, -tall))
    for index in range(panes.across + 1):
        scene.box(frame, (left + wide * index / panes.across - thick / 2, -0.06, z), (thick, 0.06, tall))
    for share in (0.0, *panes.up, 1.0):
        scene.box(frame, (left - thick / 2, -0.06, z + tall * share - thick / 2), (wide + thick, 0.06, thick))
    if panes.sill:
        scene.box(matte((196, 190, 178)), (left - 0.12, -0.16, z - 0.12), (wide + 0.24, 0.16, 0.08))
    if shutters:
        count = int(tall / 0.16)
        for dx in (-wide / 2 - 0.48, wide / 2 + 0.04):
            for slat in range(count):
                scene.box(
                    gloss(shutters, 0.3), (x + dx, -0.05, z + slat * tall / count), (0.44, 0.035, tall / count - 0.015)
                )


def _shop(scene: Scene, wide: float) -> None:
    rng = scene.rng
    door_wide, low, high = float(rng.uniform(0.85, 1.1)), float(rng.uniform(0.45, 0.8)), float(rng.uniform(2.3, 2.6))
    left, right = float(rng.uniform(0.3, 0.55)), wide - 1.7
    scene.glow(_goods(rng), 0.5, (left, -0.01, high), (right - left, 0, 0), (0, 0, low - high))
    trim = gloss(tuple(int(v) for v in rng.integers(30, 130, 3)), 0.2)  # type: ignore[arg-type]
    for index in range(int(rng.integers(2, 5))):
        x = left + (right - left) * index / 1.0 if index < 2 else left + (right - left) * (index - 1) / 3
        scene.box(trim, (x - 0.05, -0.1, low), (0.1, 0.1, high - low))
    scene.box(trim, (left - 0.05, -0.12, 0.14), (right - left + 0.1, 0.12, low - 0.14))
    scene.box(trim, (wide - 1.45, -0.06, 0.14), (door_wide, 0.05, high - 0.14))
    scene.quad(gloss((60, 72, 84), 0.05), (wide - 1.33, -0.065, high - 0.15), (door_wide - 0.24, 0, 0), (0, 0, -1.3))


def _goods(rng: np.random.Generator) -> Rgb:
    """A shop window from outside: boxes, jars and packets on four shelves, a price ticket here and there."""
    out = np.full((360, 460, 3), (70, 60, 50), np.uint8)
    for shelf in range(4):
        base, x = 88 + 90 * shelf, 4
        while x < 440:
            wide, tall = int(rng.integers(12, 40)), int(rng.integers(28, 74))
            colour = rng.integers(70, 220, 3) * 0.6 + rng.integers(60, 110)
            out[base - tall : base, x : x + wide] = np.clip(colour, 0, 255)
            out[base - tall // 2 : base - tall // 3, x + 2 : x + wide - 2] = (236, 230, 214)
            out[base - tall : base, x + wide - 3 : x + wide] //= 2
            if rng.random() < 0.3:
                out[base + 1 : base + 10, x : x + 18] = (250, 236, 120)
            x += wide + int(rng.integers(1, 7))
        out[base : base + 3] = (120, 100, 80)
    return surfaces.grain(rng, out, 0.1)


def awning(
    scene: Scene, left: float, wide: float, colours: tuple[Colour, Colour], *, z: float = 2.75, out: float = 1.1
) -> None:
    """A striped awning over a shop window of the front one works at."""
    stripes = surfaces.striped_wallpaper(scene.rng, 800, 200, colours)

    def shape(u: Points, v: Points) -> Points:
        return np.stack([left + u * wide, -v * out, z - 0.45 * v + 0.03 * np.sin(u * 40) * (v > 0.97)], axis=-1)

    scene.surface(matte(stripes), shape, (40, 6))
    scene.quad(matte(stripes), (left, -out, z - 0.45), (wide, 0, 0), (0, 0, -0.18))


def board(
    scene: Scene, name: str, place: tuple[float, float], *, scale: float = 1.0, out: float = 0.1, lit: float = 0.0
) -> None:
    """A shop sign standing off the front. place: (x, z) of its upper left corner."""
    one = signs.SIGNS[name]
    w, h = one.size[0] * scale, one.size[1] * scale
    picture = signs.drawn(name, max(200, min(700, int(1300 / max(one.size)))))
    x, z = place
    scene.box(matte((60, 60, 62)), (x, -out, z - h), (w, out, h))
    if lit:
        scene.glow(picture, lit, (x, -out - 0.004, z), (w, 0, 0), (0, 0, -h))
    else:
        scene.quad(gloss(picture, 0.25), (x, -out - 0.004, z), (w, 0, 0), (0, 0, -h))
    clues: list[dict[str, str]] = [{"kind": kind, "value": value} for kind, value in one.clues]
    clues.insert(0, {"kind": "writing", "value": one.text, "language": one.language})
    line = float(np.median([share for _, share, _ in one.lines])) * h
    scene.mark((x, -out - 0.004, z), (w, 0, 0), (0, 0, -h), clues=clues, line=line)


def car(
    scene: Scene, centre: tuple[float, float], turn: float, colour: Colour, plate: tuple[str, Colour, Colour, str]
) -> None:
    """A small car, its front towards +y. plate: text, ink, ground, face."""
    text, ink, paper, face = plate
    body, glass, black = gloss(colour, 0.08), gloss((30, 36, 44), 0.04), gloss((26, 26, 28), 0.4)
    with scene.at(centre[0], centre[1], 0, turn):
        scene.soft(body, (-0.85, -2.0, 0.32), (1.7, 4.0, 0.55), 0.2)
        scene.soft(body, (-0.74, -1.75, 0.6), (1.48, 2.75, 0.82), 0.3, puff=0.02)
        scene.soft(glass, (-0.755, -1.45, 0.9), (1.51, 2.1, 0.36), 0.12)
        scene.soft(glass, (-0.62, -1.79, 0.92), (1.24, 2.85, 0.34), 0.12)
        for x in (-0.87, 0.65):
            for y in (-1.25, 1.25):
                scene.tube(black, (x, y, 0.32), (x + 0.22, y, 0.32), (0.32, 0.32), sides=24)
                scene.tube(metal(), (x - 0.005, y, 0.32), (x + 0.225, y, 0.32), (0.2, 0.2), sides=18)
        for x in (-0.74, 0.48):
            scene.soft(gloss((190, 30, 30), 0.1), (x, -2.02, 0.62), (0.26, 0.06, 0.14), 0.03)
            scene.soft(gloss((240, 240, 230), 0.05), (x, 1.96, 0.6), (0.26, 0.06, 0.14), 0.03)
        picture = pictures.lettering([(text, 0.86)], (416, 90), ink, paper, [FACES[face]])
        wide = 0.52
        scene.quad(gloss(picture, 0.3), (-wide / 2, -2.03, 0.58), (wide, 0, 0), (0, 0, -0.115))
        scene.quad(gloss(picture, 0.3), (wide / 2, 2.03, 0.5), (-wide, 0, 0), (0, 0, -0.115))
        clue = [{"kind": "plate", "value": text}]
        scene.mark((-wide / 2, -2.03, 0.58), (wide, 0, 0), (0, 0, -0.115), clues=clue, line=0.09)
        scene.mark((wide / 2, 2.03, 0.5), (-wide, 0, 0), (0, 0, -0.115), clues=clue, line=0.09)


def driving(scene: Scene, side: str, corner: tuple[float, float], size: tuple[float, float]) -> None:
    """Mark the stretch of road from which the side of driving can be told."""
    x, y = corner
    scene.mark(
        (x, y + size[1], 0.02), (size[0], 0, 0), (0, -size[1], 0), clues=[{"kind": "driving-side", "value": side}]
    )


def tram(scene: Scene, place: tuple[float, float], colours: tuple[Colour, Colour], number: str, heading: str) -> None:
    """A tram seen from its front; place: middle of its front, driving towards -y."""
    x, y = place
    top, low = gloss(colours[0], 0.1), gloss(colours[1], 0.1)
    with scene.at(x, y, 0):
        scene.soft(low, (-1.2, 0, 0.35), (2.4, 12, 1.0), 0.12)
        scene.soft(top, (-1.2, 0.02, 1.2), (2.4, 12, 2.0), 0.16)
        glass = gloss((34, 42, 52), 0.04)
        scene.soft(glass, (-1.08, -0.03, 1.45), (2.16, 0.1, 1.1), 0.05)
        for index in range(7):
            for side in (-1.22, 1.16):
                scene.soft(glass, (side, 0.6 + index * 1.6, 1.45), (0.06, 1.3, 0.95), 0.02)
        panel = pictures.lettering(
            [(f"{number}  {heading}", 0.8)], (700, 110), (255, 190, 60), (16, 16, 16), [FACES["sans"]]
        )
        scene.glow(panel, 2.0, (-0.95, -0.04, 2.98), (1.9, 0, 0), (0, 0, -0.3))
        scene.mark((-0.95, -0.04, 2.98), (1.9, 0, 0), (0, 0, -0.3), line=0.2,
                   clues=[{"kind": "writing", "value": f"{number} {heading}", "language": "sv"}])  # fmt: skip
        for side in (-0.95, 0.65):
            scene.glow((255, 250, 230), 3.0, (side, -0.03, 1.0), (0.3, 0, 0), (0, 0, -0.16))
        scene.tube(metal(0.3, (60, 60, 64)), (0, 4, 3.2), (0, 3.2, 4.4), (0.03, 0.03), sides=8)


def rails(scene: Scene, x: float, end: float) -> None:
    """A pair of tram rails."""
    for side in (-0.72, 0.66):
        scene.box(metal(0.15, (150, 150, 155)), (x + side, -4, 0.0), (0.06, end + 4, 0.012))


def tree(scene: Scene, centre: tuple[float, float], tall: float, green: Colour = (64, 104, 44)) -> None:
    """A broadleaf tree of many small blobs."""
    x, y = centre
    scene.tube(matte((86, 66, 48)), (x, y, 0), (x, y, tall * 0.55), (0.14, 0.08), sides=10)
    greens = [matte(tuple(int(c * t) for c in green)) for t in (0.6, 0.85, 1.1, 1.4)]  # type: ignore[arg-type]
    for index in range(260):
        dx, dy, dz = scene.rng.normal(0, 1, 3) * (tall * 0.12, tall * 0.12, tall * 0.1)
        size = tall * float(scene.rng.uniform(0.018, 0.042))
        scene.lathe(
            greens[index % 4],
            (x + dx, y + dy, tall * 0.72 + dz),
            [(0, -size), (size * 0.8, -size * 0.5), (size, 0), (size * 0.7, size * 0.6), (0, size)],
        )


def pole(scene: Scene, centre: tuple[float, float], tall: float, colour: Colour = (70, 74, 80)) -> None:
    """A lamp post or sign post."""
    scene.tube(metal(0.4, colour), (*centre, 0.1), (*centre, tall), (0.06, 0.045), sides=12)


def crate(
    scene: Scene, corner: tuple[float, float, float], fruit: Colour, *, size: tuple[float, float] = (0.6, 0.4)
) -> None:
    """A wooden box of fruit."""
    x, y, z = corner
    w, d = size
    wood = matte(surfaces.wood(scene.rng, 300, 100, (196, 158, 106), planks=2))
    scene.box(wood, (x, y, z), (w, d, 0.2))
    skins = [gloss(tuple(int(min(255, c * t)) for c in fruit), 0.15) for t in (0.75, 0.95, 1.15)]  # type: ignore[arg-type]
    for index in range(40):
        px, py = x + scene.rng.uniform(0.05, w - 0.05), y + scene.rng.uniform(0.05, d - 0.05)
        r = float(scene.rng.uniform(0.03, 0.045))
        scene.lathe(
            skins[index % 3],
            (px, py, z + 0.2 + float(scene.rng.uniform(0, 0.03))),
            [(0, -r), (r * 0.8, -r * 0.5), (r, 0), (r * 0.75, r * 0.6), (0, r)],
        )


def stools(scene: Scene, places: Sequence[tuple[float, float]], colour: Colour) -> None:
    """Plastic stools."""
    for x, y in places:
        scene.lathe(gloss(colour, 0.15), (x, y, 0.14), [(0.2, 0), (0.16, 0.4), (0.17, 0.42), (0.16, 0.44), (0, 0.44)])
