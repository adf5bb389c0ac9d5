"""Streets of the demonstration world: a snack shop, a tram stop, a noodle shop, a tea stall."""

from __future__ import annotations

import numpy as np

from render_world import furniture as f
from render_world import streets as s
from render_world.homes import Built, landscape
from render_world.kit import Scene, gloss, matte, metal
from render_world.photo import Shot
from render_world.typefaces import FACES
from sightline.demo.drawing import pictures, surfaces
from sightline.demo.drawing.surfaces import Colour

_BLACK: Colour = (20, 20, 20)
_PAPER: Colour = (246, 246, 240)


def _weather(scene: Scene, day: str) -> float:
    """Sky and sun by name; returns the brightness of lit signs."""
    if day == "lamp":
        scene.sky = 0.03
        return 1.6
    scene.sky = 1.5
    if day == "day":
        scene.sun = ((0.42, 0.62, -0.66), 7.0)
    return 0.0


def kr_shop(day: str) -> Built:
    """The front of a snack shop: Korean sign and menu with prices in won, stools, crates; cars keep right."""
    scene = Scene(301)
    lit = _weather(scene, day)
    s.sky(scene, landscape(161, (2400, 1000)), power=0.015 if lit else 1.6, away=44)
    s.ground(scene, left=-7.5, right=0.0, end=40, centre=(236, 190, 60))
    with scene.at(3.2, -2, 0, -90), scene.at(-14.0, 0):
        s.front(scene, (0, 0, 0), (6.4, 7.4), colour=(170, 100, 76), brick=True)
        s.front(scene, (6.5, 0, 0), (5.0, 9.5), colour=(206, 200, 190))
    with scene.at(3.2, 12.0, 0, -90):
        s.awning(scene, 0.3, 4.0, ((206, 50, 44), (244, 236, 220)))
        s.board(scene, "kr_front", (0.6, 3.62), scale=1.15, out=0.2, lit=lit)
        with scene.at(4.62, -0.4):
            s.board(scene, "kr_menu", (0, 2.15), scale=0.95, lit=lit * 0.6)
        s.stools(scene, ((0.8, -1.6), (1.4, -1.9), (2.2, -1.6)), (60, 110, 170))
        f.table(scene, (1.0, -1.5), (0.9, 0.6, 0.85), (190, 150, 100))
        for index, fruit in enumerate(((230, 130, 40), (200, 40, 40), (120, 160, 50))):
            s.crate(scene, (3.0 + 0.66 * index, -1.2, 0.45), fruit)
            scene.box(matte((120, 90, 60)), (3.0 + 0.66 * index, -1.2, 0.14), (0.6, 0.4, 0.3))
        if lit:
            scene.glow((255, 226, 170), 8.0, (0.5, -0.4, 2.6), (3.6, 0, 0), (0, 0.3, 0))
    s.front(scene, (-11.5, -4, 90), (14, 8.0), colour=(186, 180, 170))
    s.front(scene, (-11.5, 10.5, 90), (12, 10.0), colour=(150, 140, 132), brick=True)
    plate = (_BLACK, _PAPER, "cjk")
    s.car(scene, (-1.9, 17), 0, (220, 220, 216), ("12가 0345", *plate))
    s.car(scene, (-5.7, 15), 180, (40, 60, 90), ("37나 0021", *plate))
    s.driving(scene, "right", (-7.2, 9), (7.0, 14))
    s.tree(scene, (1.0, 22.5), 5.0)
    s.pole(scene, (0.5, 18.0), 5.5)
    return scene, {
        "a": Shot(eye=(-2.6, 5.6, 1.7), target=(2.4, 10.4, 1.9), fov=74),
        "b": Shot(eye=(-1.2, 4.8, 1.65), target=(2.6, 10.6, 2.0), fov=68, light="dull"),
        "c": Shot(eye=(-2.0, 5.8, 1.6), target=(2.6, 10.2, 1.9), fov=72, light="lamp", exposure=-0.5),
    }


def se_tram(day: str) -> Built:
    """A tram stop: shelter with a Swedish timetable, stop sign, a tram, brick houses, cars keeping right."""
    scene = Scene(302)
    _weather(scene, day)
    s.sky(scene, landscape(171, (2400, 1000)), power=1.6, away=60)
    s.ground(scene, left=-5.5, right=1.8, end=52, centre=None)
    s.rails(scene, -0.4, 50)
    s.rails(scene, -3.6, 50)
    s.tram(scene, (-3.6, 13.5), ((236, 232, 220), (30, 84, 140)), "7", "Centrum")
    for index, (colour, brick) in enumerate(
        (((176, 84, 60), True), ((222, 190, 120), False), ((160, 76, 60), True), ((206, 196, 180), False))
    ):
        s.front(scene, (5.8, 7.0 + index * 8.0, -90), (7.8, 9.0 + index % 2), colour=colour, brick=brick)
        s.front(
            scene, (-9.5, -0.5 + index * 8.0, 90), (7.8, 9.5 - index % 2), colour=(*colour[1:], colour[0]), brick=brick
        )
    _shelter(scene, (2.4, 4.6))
    s.pole(scene, (2.2, 4.0), 3.1, (40, 60, 110))
    with scene.at(2.2, 4.0, 0, -28):
        s.board(scene, "se_stop", (-0.75, 3.1), out=0.05)
    s.car(scene, (0.4, 22), 0, (180, 30, 36), ("ABC 01D", _BLACK, _PAPER, "sans"))
    s.driving(scene, "right", (-5.2, 10), (6.8, 16))
    for y in (15.0, 23.0, 31.0):
        s.tree(scene, (3.2, y), 5.6, (84, 110, 44))
        s.pole(scene, (-6.0, y - 2), 6.0)
    return scene, {
        "a": Shot(eye=(0.2, -0.8, 1.65), target=(1.6, 8.0, 1.9), fov=72),
        "b": Shot(eye=(-0.8, 0.6, 1.65), target=(1.9, 7.0, 1.8), fov=66, light="dull"),
        "c": Shot(eye=(1.0, 0.2, 1.6), target=(2.0, 6.6, 1.75), fov=62),
    }


def _shelter(scene: Scene, corner: tuple[float, float]) -> None:
    """A shelter open to the road on its left, its back to the houses, a timetable on its near end wall."""
    steel = metal(0.3, (90, 96, 104))
    x, y = corner
    for dx in (0.0, 1.6):
        for dy in (0.0, 3.4):
            scene.tube(steel, (x + dx, y + dy, 0.14), (x + dx, y + dy, 2.5), (0.04, 0.04), sides=10)
    scene.soft(gloss((60, 90, 130), 0.2), (x - 0.15, y - 0.2, 2.5), (1.95, 3.8, 0.12), 0.04)
    with scene.at(x + 0.15, y + 2.9, 0.14):
        f.sign(scene, "se_table", (0.05, 2.05), scale=1.15, thick=0.05)
    poster = pictures.poster(np.random.default_rng(172), 420, 600, [("TILL HAVET", 0.5), ("med buss i sommar", 0.3)])
    with scene.at(x + 1.6, y + 3.3, 0.14, -90):
        f.hang(scene, poster, (0.3, 2.1), 1.1, thick=0.06)
        f.hang(scene, poster, (1.8, 2.1), 1.1, thick=0.06)
    with scene.at(x + 1.5, y + 0.4, 0.14, 90):
        wood = f.oak(scene, (180, 136, 84))
        for index in range(4):
            scene.box(wood, (0.2, 0.1 + index * 0.1, 0.43), (2.0, 0.08, 0.03))


def th_market(day: str) -> Built:
    """A noodle shop under an awning, Thai sign and menu, stalls with fruit; cars and a motor tricycle keep left."""
    scene = Scene(303)
    lit = _weather(scene, day)
    s.sky(scene, landscape(181, (2400, 1000)), power=0.015 if lit else 1.7, away=44)
    s.ground(scene, left=-7.0, right=0.0, end=40, centre=(236, 200, 80))
    for index, colour in enumerate(((236, 200, 140), (150, 190, 180), (226, 150, 120))):
        s.front(scene, (3.0, 8.2 + index * 6.2, -90), (6.1, 8.5 + index % 2), colour=colour, shutters=(60, 120, 110))
        s.front(
            scene,
            (-11.0, 1.0 + index * 6.2, 90),
            (6.1, 8.0 + index % 2),
            colour=(*colour[1:], colour[0]),
            shutters=(140, 70, 50),
        )
    with scene.at(3.0, 8.2, 0, -90):
        s.awning(scene, 0.3, 4.3, ((30, 110, 90), (240, 220, 150)))
        s.board(scene, "th_front", (1.0, 3.6), scale=1.25, out=0.2, lit=lit)
        with scene.at(-0.35, -0.6):
            s.board(scene, "th_menu", (0, 2.2), scale=1.05, lit=lit * 0.6)
        f.table(scene, (0.8, -2.1), (1.2, 0.7, 0.85), (160, 160, 164), top=metal(0.25))
        for x in (1.0, 1.35):
            scene.lathe(metal(0.15), (x, -1.75, 0.85), [(0, 0), (0.15, 0), (0.16, 0.26), (0.14, 0.27), (0, 0.22)])
        s.stools(scene, ((0.6, -2.4), (1.4, -2.5), (2.4, -1.9), (2.9, -2.2)), (206, 50, 44))
        for index, fruit in enumerate(((236, 190, 50), (206, 60, 90), (90, 150, 50), (236, 130, 40))):
            scene.box(matte((110, 80, 52)), (2.6 + 0.62 * index, -1.2, 0.14), (0.58, 0.4, 0.4))
            s.crate(scene, (2.6 + 0.62 * index, -1.2, 0.54), fruit)
        if lit:
            scene.glow((255, 232, 190), 8.0, (0.6, -0.5, 2.6), (3.8, 0, 0), (0, 0.3, 0))
    s.car(scene, (-5.2, 14), 0, (236, 190, 60), ("กข ๐๔๑๗", _BLACK, _PAPER, "thai"))
    s.car(scene, (-1.8, 17), 180, (200, 60, 110), ("ขค ๐๐๘๓", _BLACK, _PAPER, "thai"))
    s.driving(scene, "left", (-6.8, 8), (6.6, 14))
    for y in (4.6, 12.0, 20.0):
        _palm(scene, (0.7, y + 6), 5.5)
        s.pole(scene, (-7.6, y), 6.5)
    return scene, {
        "a": Shot(eye=(-2.9, 1.6, 1.7), target=(1.6, 8.0, 1.9), fov=74, size=(960, 720)),
        "b": Shot(eye=(-1.6, 0.8, 1.65), target=(1.9, 7.4, 1.95), fov=68),
        "c": Shot(eye=(-2.2, 1.4, 1.6), target=(2.0, 7.2, 1.9), fov=70, light="lamp", exposure=-0.5),
    }


def _palm(scene: Scene, centre: tuple[float, float], tall: float) -> None:
    x, y = centre
    scene.tube(matte((120, 100, 76)), (x, y, 0.1), (x + 0.2, y, tall), (0.13, 0.09), sides=10)
    green = matte((70, 120, 50))
    for index in range(11):
        angle = index * 0.571

        def shape(u: np.ndarray, v: np.ndarray, angle: float = angle) -> np.ndarray:
            out = 1.9 * v
            wide = 0.22 * np.sin(np.pi * np.clip(v, 0.02, 0.98)) * (u - 0.5) * 2
            px = x + 0.2 + out * np.cos(angle) - wide * np.sin(angle)
            py = y + out * np.sin(angle) + wide * np.cos(angle)
            return np.stack([px, py, tall + 0.5 * np.sin(v * 2.4) - 0.9 * v**2 - 0.1 * np.abs(u - 0.5)], axis=-1)

        scene.surface(green, shape, (2, 10))


def in_tea(day: str) -> Built:
    """A tea stall of planks and cloth, Hindi signs with prices in rupees, kettle and glasses; cars keep left."""
    scene = Scene(304)
    _weather(scene, day)
    s.sky(scene, landscape(191, (2400, 1000)), power=1.7, away=44)
    s.ground(scene, left=-7.5, right=-0.6, end=40, centre=(226, 226, 220), edge=False)
    for index, colour in enumerate(((222, 160, 110), (130, 170, 190), (230, 204, 140))):
        s.front(scene, (4.2, 9.0 + index * 6.2, -90), (6.1, 6.5 + index), colour=colour, brick=index == 1)
        s.front(scene, (-11.5, 1.0 + index * 6.2, 90), (6.1, 8.0 - index), colour=(*colour[1:], colour[0]))
    with scene.at(3.0, 7.4, 0.14, -90):
        _stall(scene)
    s.car(scene, (-5.6, 13), 0, (236, 234, 226), ("DL 0C AB 0117", _BLACK, _PAPER, "sans"))
    s.car(scene, (-2.4, 16), 180, (60, 110, 70), ("DL 0S CD 0420", _BLACK, (246, 208, 64), "sans"))
    s.driving(scene, "left", (-7.3, 8), (6.6, 13))
    for y in (13.0, 22.0):
        s.tree(scene, (1.6, y), 5.4, (70, 110, 40))
        s.pole(scene, (-8.2, y - 2), 6.5)
    s.stools(scene, ((1.2, 4.8), (0.9, 5.6), (1.1, 6.6)), (40, 110, 160))
    return scene, {
        "a": Shot(eye=(-1.6, 2.4, 1.65), target=(2.2, 5.9, 1.6), fov=70),
        "b": Shot(eye=(-2.6, 1.0, 1.7), target=(1.4, 7.2, 1.7), fov=72, light="dull"),
    }


def _stall(scene: Scene) -> None:
    wood = f.oak(scene, (150, 110, 70), planks=8)
    for x in (0.0, 3.0):
        for y in (-0.9, 0.5):
            scene.box(wood, (x, y, 0), (0.08, 0.08, 2.6))
    scene.box(wood, (0, -0.9, 0), (3.08, 0.06, 0.95))
    scene.box(wood, (0, 0.52, 0), (3.08, 0.06, 2.4))
    scene.soft(metal(0.3), (-0.1, -1.1, 0.95), (3.3, 0.7, 0.04), 0.01)
    cloth = surfaces.striped_wallpaper(scene.rng, 900, 300, ((206, 60, 50), (240, 220, 160), (60, 110, 140)))
    scene.surface(
        matte(cloth),
        lambda u, v: np.stack(
            [-0.3 + 3.7 * u, 0.8 - 2.6 * v, 2.75 - 0.35 * v - 0.08 * np.sin(np.pi * u) + 0.02 * np.sin(u * 30) * v],
            axis=-1,
        ),
        (50, 12),
    )
    s.board(scene, "in_tea", (0.3, 3.25), scale=1.05, out=0.05)
    with scene.at(0.0, -0.92):
        s.board(scene, "in_price", (1.9, 0.85), scale=0.9, out=0.02)
    pictures_ = pictures.framed(landscape(192, (300, 240)), (180, 140, 60))
    with scene.at(0, 0.5):
        f.hang(scene, pictures_, (0.3, 2.1), 0.6)
        f.hang(
            scene,
            pictures.lettering([("चाय", 0.6)], (300, 200), (200, 30, 40), (250, 230, 140), [FACES["devanagari"]]),
            (1.1, 2.0),
            0.5,
        )
        f.hang(scene, pictures.clock(200, 3, 40), (2.4, 2.2), 0.36)
    scene.lathe(
        metal(0.12, (190, 150, 80)),
        (0.6, -0.75, 0.99),
        [(0.1, 0), (0.15, 0.08), (0.13, 0.22), (0.04, 0.28), (0.05, 0.34), (0, 0.34)],
    )
    scene.lathe(metal(0.2), (1.1, -0.75, 0.99), [(0, 0), (0.14, 0), (0.15, 0.16), (0.13, 0.17), (0, 0.12)])
    for index in range(10):
        scene.lathe(
            gloss((196, 120, 60), 0.05),
            (1.5 + 0.09 * (index % 5), -0.95 + 0.1 * (index // 5), 0.99),
            [(0.024, 0), (0.032, 0.09), (0, 0.085)],
        )
    for index, colour in enumerate(((200, 60, 50), (230, 190, 70), (60, 120, 80), (90, 100, 160))):
        scene.lathe(
            gloss(colour, 0.1),
            (2.2 + 0.2 * index, -0.7, 0.99),
            [(0.07, 0), (0.07, 0.17), (0.075, 0.18), (0.06, 0.22), (0, 0.22)],
        )
    for index in range(6):
        scene.soft(gloss((220, 150 + 10 * index, 70)), (0.25 + 0.5 * index, -0.95, 2.0), (0.14, 0.05, 0.2), 0.02)
