"""Rooms and streets put together from panels by chance: the same seed gives the same place.

A place is a list of panels and the cameras and lights that suit it; a view is one photograph of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sightline.demo.drawing import pictures, surfaces
from sightline.demo.drawing.stage import Camera, Light, Panel, Vector, photograph
from sightline.demo.drawing.surfaces import Colour, Rgb

_WORDS = (
    "ALMANAC", "BRIDGE", "CANAL", "DUNES", "ESTUARY", "FERRY", "GARDEN", "HARBOUR", "ISLAND", "JUNIPER", "KESTREL",
    "LANTERN", "MEADOW", "NORTH", "ORCHARD", "PEBBLE", "QUARRY", "RIVER", "SUMMIT", "TIMBER", "UPLAND", "VALLEY",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A room or street: what stands in it and its size in metres."""

    panels: tuple[Panel, ...]
    width: float
    depth: float
    height: float


def _colour(rng: np.random.Generator, low: int = 60, high: int = 230) -> Colour:
    red, green, blue = (int(v) for v in rng.integers(low, high, 3))
    return red, green, blue


def words(rng: np.random.Generator, count: int) -> list[str]:
    """A few words that no other place has in this order."""
    return [f"{_WORDS[int(rng.integers(len(_WORDS)))]} {int(rng.integers(10, 99))}" for _ in range(count)]


def box(corner: Vector, size: Vector, faces: Sequence[Rgb]) -> list[Panel]:
    """Five sides of a box on the floor. corner: lowest x, y, z. faces: front, side, top pictures."""
    (x, y, z), (w, d, h) = corner, size
    front, side, top = faces
    return [
        Panel(corner=(x, y, z + h), right=(w, 0, 0), down=(0, 0, -h), picture=front),
        Panel(corner=(x + w, y + d, z + h), right=(-w, 0, 0), down=(0, 0, -h), picture=front),
        Panel(corner=(x + w, y, z + h), right=(0, d, 0), down=(0, 0, -h), picture=side),
        Panel(corner=(x, y + d, z + h), right=(0, -d, 0), down=(0, 0, -h), picture=side),
        Panel(corner=(x, y + d, z + h), right=(w, 0, 0), down=(0, -d, 0), picture=top),
    ]


def shell(size: Vector, walls: Rgb, floor: Rgb, ceiling: Rgb) -> list[Panel]:
    """Floor, ceiling and four walls, all facing inwards, the near wall at y = 0."""
    w, d, h = size
    return [
        Panel(corner=(0, d, 0), right=(w, 0, 0), down=(0, -d, 0), picture=floor),
        Panel(corner=(0, 0, h), right=(w, 0, 0), down=(0, d, 0), picture=ceiling),
        Panel(corner=(0, d, h), right=(w, 0, 0), down=(0, 0, -h), picture=walls),
        Panel(corner=(w, 0, h), right=(-w, 0, 0), down=(0, 0, -h), picture=walls),
        Panel(corner=(0, 0, h), right=(0, d, 0), down=(0, 0, -h), picture=walls),
        Panel(corner=(w, d, h), right=(0, -d, 0), down=(0, 0, -h), picture=walls),
    ]


def _wallpaper(rng: np.random.Generator) -> Rgb:
    kind = int(rng.integers(5))
    ground, second, third = _colour(rng, 150, 240), _colour(rng), _colour(rng)
    if kind == 0:
        return surfaces.floral_wallpaper(rng, 900, 540, ground, second)
    if kind == 1:
        return surfaces.striped_wallpaper(rng, 900, 540, (ground, second, third))
    if kind == 2:
        return surfaces.geometric_wallpaper(rng, 900, 540, (ground, second, third))
    if kind == 3:
        return surfaces.painted_tiles(rng, 900, 540, _colour(rng, 20, 140))
    return surfaces.plaster(rng, 900, 540, ground)


def _floor(rng: np.random.Generator) -> Rgb:
    if rng.random() < 0.6:
        return surfaces.wood(rng, 900, 900, (180 + int(rng.integers(50)), 140, 90), planks=int(rng.integers(8, 16)))
    return surfaces.tiles(
        rng, 900, 900, (_colour(rng, 160, 240), _colour(rng, 40, 160)), across=int(rng.integers(7, 14))
    )


def room(rng: np.random.Generator) -> Place:
    """A furnished room: bed or table, shelf of books, rug, pictures, posters, a window, a clock."""
    w, d, h = (float(v) for v in rng.uniform((3.4, 3.6, 2.4), (5.0, 5.2, 2.8)))
    panels = shell((w, d, h), _wallpaper(rng), _floor(rng), surfaces.plaster(rng, 300, 300, (236, 234, 228)))
    palette = tuple(_colour(rng, 40, 220) for _ in range(4))
    panels.append(_rug(rng, (w, d), palette))
    panels += _bed(rng, (w, d), palette)
    panels += _shelf(rng, (w, d))
    panels += _wall_pictures(rng, (w, d, h))
    return Place(panels=tuple(panels), width=w, depth=d, height=h)


def _rug(rng: np.random.Generator, size: tuple[float, float], palette: tuple[Colour, ...]) -> Panel:
    w, d = size
    wide, long = float(rng.uniform(1.4, 2.2)), float(rng.uniform(1.0, 1.6))
    x, y = float(rng.uniform(0.3, w - wide - 0.3)), float(rng.uniform(0.8, d - long - 0.6))
    return Panel(
        corner=(x, y + long, 0.01), right=(wide, 0, 0), down=(0, -long, 0), picture=surfaces.rug(rng, 600, 420, palette)
    )


def _bed(rng: np.random.Generator, size: tuple[float, float], palette: tuple[Colour, ...]) -> list[Panel]:
    w, d = size
    cover = surfaces.patchwork(rng, 520, 640, palette, across=int(rng.integers(6, 10)))
    edge = surfaces.patchwork(rng, 520, 160, palette, across=int(rng.integers(6, 10)))
    pale = surfaces.plaster(rng, 120, 60, (240, 236, 226))
    x = float(rng.choice([0.05, w - 1.55]))
    bed = box((x, d - 2.1, 0.0), (1.5, 2.0, 0.55), (edge, edge, cover))
    head = surfaces.wood(rng, 400, 220, _colour(rng, 80, 200), planks=3)
    return [
        *bed,
        *box((x + 0.12, d - 0.55, 0.55), (0.58, 0.36, 0.12), (pale, pale, pale)),
        *box((x + 0.8, d - 0.55, 0.55), (0.58, 0.36, 0.12), (pale, pale, pale)),
        *box((x, d - 0.09, 0.0), (1.5, 0.07, 1.15), (head, head, head)),
    ]


def _shelf(rng: np.random.Generator, size: tuple[float, float]) -> list[Panel]:
    w, d = size
    side = surfaces.wood(rng, 120, 400, (120 + int(rng.integers(60)), 90, 60), planks=2)
    rows = [pictures.books(rng, 420, 150, words(rng, 12)) for _ in range(4)]
    board = surfaces.wood(rng, 420, 14, (150, 110, 70), planks=1)
    front = np.concatenate([part for row in rows for part in (board, row)], axis=0)
    depth, wide, high = 0.32, float(rng.uniform(0.8, 1.2)), float(rng.uniform(1.4, 1.9))
    y = float(rng.uniform(0.9, d - 3.3)) if d > 4.3 else 0.9
    left = rng.random() < 0.5
    x = 0.0 if left else w - depth
    turned = box((0, 0, 0), (wide, depth, high), (front, side, side))
    return [_turned(panel, (x, y), depth, left=left, wide=wide) for panel in turned]


def _turned(panel: Panel, place: tuple[float, float], depth: float, *, left: bool, wide: float) -> Panel:
    """Stand a box, made with its front to the viewer, against the left or right wall."""

    def turn(v: Vector, *, point: bool) -> Vector:
        x, y, z = v
        if left:
            return (place[0] + depth - y if point else -y, place[1] + x if point else x, z)
        return (place[0] + y if point else y, place[1] + wide - x if point else -x, z)

    return Panel(
        corner=turn(panel.corner, point=True),
        right=turn(panel.right, point=False),
        down=turn(panel.down, point=False),
        picture=panel.picture,
    )


def _wall_pictures(rng: np.random.Generator, size: Vector) -> list[Panel]:
    w, d, h = size
    out: list[Panel] = []
    x = 0.25
    while x < w - 0.9:
        wide = float(rng.uniform(0.45, 0.9))
        picture = _hanging(rng)
        tall = wide * picture.shape[0] / picture.shape[1]
        top = min(h - 0.12, 1.35 + tall + float(rng.uniform(0, 0.25)))
        out.append(Panel(corner=(x, d - 0.02, top), right=(wide, 0, 0), down=(0, 0, -tall), picture=picture))
        x += wide + float(rng.uniform(0.15, 0.5))
    for wall in range(2):
        picture = _window_picture(rng) if wall else _hanging(rng)
        wide = 1.3 if wall else 0.8
        tall = wide * picture.shape[0] / picture.shape[1]
        y = float(rng.uniform(d - 2.4, d - wide - 0.3))
        if wall:
            out.append(Panel(corner=(0.02, y, 2.15), right=(0, wide, 0), down=(0, 0, -tall), picture=picture))
        else:
            out.append(
                Panel(corner=(w - 0.02, y + wide, 2.1), right=(0, -wide, 0), down=(0, 0, -tall), picture=picture)
            )
    return out


def _hanging(rng: np.random.Generator) -> Rgb:
    kind = int(rng.integers(4))
    if kind == 0:
        return pictures.clock(220, int(rng.integers(12)), int(rng.integers(60)))
    if kind == 1:
        text = words(rng, 2)
        return pictures.poster(rng, 300, 420, ((text[0], 0.5), (text[1], 0.35)))
    return pictures.framed(pictures.landscape(rng, 380, int(rng.integers(240, 460))), _colour(rng, 30, 160))


def _window_picture(rng: np.random.Generator) -> Rgb:
    view = (pictures.landscape(rng, 420, 420).astype(np.float32) * 0.6 + 100).clip(0, 255).astype(np.uint8)
    view[:, 205:217] = view[200:212] = (238, 238, 234)
    return pictures.framed(view, (240, 240, 236), border=0.05, mat=0.01)


def street(rng: np.random.Generator) -> Place:
    """A street: brick or plastered fronts with windows and a shop sign, pavement, road with markings."""
    w, d, h = 9.0, 12.0, 7.0
    sky = pictures.landscape(rng, 900, 600)
    road = surfaces.plaster(rng, 700, 900, (92, 92, 96), rough=0.3)
    road[::1, 340:352] = np.where((np.arange(900) // 60 % 2 == 0)[:, None, None], 226, road[:, 340:352])
    panels = [
        Panel(corner=(-20, d + 12, 18), right=(w + 40, 0, 0), down=(0, 0, -20), picture=sky),
        Panel(corner=(0, d + 10, 0), right=(w, 0, 0), down=(0, -d - 10, 0), picture=road),
    ]
    for left in (True, False):
        for index in range(3):
            picture = _front(rng)
            y, wide = index * 4.6, 4.5
            tall = h * float(rng.uniform(0.75, 1.1))
            if left:
                panels.append(Panel(corner=(0, y, tall), right=(0, wide, 0), down=(0, 0, -tall), picture=picture))
            else:
                panels.append(
                    Panel(corner=(w, y + wide, tall), right=(0, -wide, 0), down=(0, 0, -tall), picture=picture)
                )
    panels += _car(rng, (w * float(rng.choice([0.22, 0.6])), float(rng.uniform(3.5, 8.0))))
    return Place(panels=tuple(panels), width=w, depth=d, height=h)


def _front(rng: np.random.Generator) -> Rgb:
    colour = _colour(rng, 90, 220)
    wall = surfaces.bricks(rng, 560, 760, colour) if rng.random() < 0.5 else surfaces.plaster(rng, 560, 760, colour)
    frame = _colour(rng, 30, 240)
    for top in (60, 270):
        for left in (60, 230, 400):
            wall[top : top + 150, left : left + 100] = frame
            wall[top + 8 : top + 142, left + 8 : left + 92] = surfaces.plaster(rng, 84, 134, (74, 92, 112), rough=0.6)
            wall[top + 70 : top + 76, left : left + 100] = frame
    sign = pictures.lettering(((words(rng, 1)[0], 0.8),), (480, 70), _colour(rng, 200, 250), _colour(rng, 20, 120))
    wall[470:540, 40:520] = sign
    goods = pictures.books(rng, 300, 150, words(rng, 8))
    wall[570:720, 50:350] = goods
    wall[560:760, 390:490] = surfaces.wood(rng, 100, 200, frame, planks=2)
    return wall


def _car(rng: np.random.Generator, place: tuple[float, float]) -> list[Panel]:
    x, y = place
    paint = surfaces.plaster(rng, 220, 120, _colour(rng, 30, 220), rough=0.12)
    glass = surfaces.plaster(rng, 220, 90, (60, 74, 90), rough=0.4)
    plate = pictures.lettering(((words(rng, 1)[0][:7], 0.9),), (120, 30), (20, 20, 20), (240, 236, 210))
    front = paint.copy()
    front[70:100, 50:170] = plate
    return [
        *box((x, y, 0.25), (1.7, 3.8, 0.65), (front, paint, paint)),
        *box((x + 0.1, y + 0.9, 0.9), (1.5, 2.0, 0.55), (glass, glass, paint)),
    ]


def view(rng: np.random.Generator, place: Place, width: int, height: int) -> Rgb:
    """One photograph from somewhere near the open end, in daylight or by lamp."""
    w, d, h = place.width, place.depth, min(place.height, 2.7)
    eye = (float(rng.uniform(0.25, 0.75)) * w, float(rng.uniform(0.15, 0.8)), float(rng.uniform(1.2, 1.7)))
    target = (float(rng.uniform(0.35, 0.65)) * w, d * 0.9, float(rng.uniform(0.85, 1.3)))
    day = rng.random() < 0.6
    lamp: Vector = (1.1, d * 0.6, 1.9) if day else (w * 0.5, d * 0.5, h - 0.3)
    light = Light(place=lamp, colour=(0.98, 1.0, 1.06) if day else (1.18, 0.98, 0.72), ambient=0.55 if day else 0.35)
    camera = Camera(eye=eye, target=target, fov=float(rng.uniform(58, 84)))
    return photograph(place.panels, camera, light, width, height)
