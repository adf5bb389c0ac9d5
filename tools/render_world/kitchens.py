"""Kitchens of the demonstration world; one looks out on a street."""

from __future__ import annotations

import numpy as np

from render_world import building as b
from render_world import furniture as f
from render_world import sockets, streets
from render_world.building import Room, drape, shell, window
from render_world.kit import Scene, gloss, matte
from render_world.photo import Shot
from render_world.recurring import Built, child_art, landscape, light
from render_world.typefaces import FACES
from sightline.demo.drawing import pictures, surfaces


def pt_kitchen(day: str) -> Built:
    """Blue painted tiles, a bakery's calendar, socket F, pots and bottles."""
    scene, room = Scene(201), Room(width=4.2, depth=3.8, height=2.6)
    outside = light(scene, room, day)
    opening = (1.2, 2.3, 1.0, 2.1)
    tile = surfaces.painted_tiles(scene.rng, 1700, 1100, (34, 66, 150), across=20)
    walls = {"all": surfaces.plaster(scene.rng, 1200, 1020, (240, 234, 218), rough=0.08), "back": tile}
    floor = gloss(surfaces.tiles(scene.rng, 1300, 1300, ((190, 116, 82), (178, 104, 72)), across=12), 0.2)
    shell(scene, room, walls, floor, {"left": opening})
    with room.wall(scene, "left"):
        window(scene, opening, (landscape(61, (900, 600)), outside), frame=(60, 90, 130))
    wood = gloss(surfaces.wood(scene.rng, 600, 600, (206, 176, 128), planks=3), 0.25)
    with room.wall(scene, "back"):
        b.kitchen_row(
            scene,
            3.0,
            wood,
            gloss(surfaces.plaster(scene.rng, 700, 200, (196, 190, 182), rough=0.5), 0.15),
            sink=0.7,
            hob=2.0,
        )
        b.wall_cupboards(scene, 0.05, 2, wood)
        f.sign(scene, "pt_bakery", (2.2, 2.05))
        b.pot(scene, (1.86, -0.42, 0.925), (180, 40, 40), 0.11)
        b.pot(scene, (2.16, -0.22, 0.925), (50, 90, 150), 0.09)
        b.bottles(scene, (1.15, -0.14, 0.9), ("AZEITE", "SAL", "VINAGRE", "MEL", "ARROZ"))
        sockets.socket(scene, "F", (1.55, 1.25))
        f.vase(scene, (2.75, -0.25, 0.9), 0.26)
        b.fridge(
            scene,
            3.3,
            [
                landscape(62, (200, 150)),
                pictures.lettering(
                    [("leite", 0.25), ("pão", 0.25), ("ovos", 0.25)],
                    (160, 200),
                    (40, 60, 140),
                    (250, 244, 190),
                    [FACES["plain"]] * 3,
                ),
                landscape(63, (180, 200)),
            ],
        )
    with room.wall(scene, "right"):
        f.hang(scene, pictures.framed(landscape(65), (120, 80, 44)), (1.2, 2.0), 0.8)
        f.hang(scene, pictures.clock(300, 11, 42), (2.3, 2.1), 0.34)
        b.door(scene, 2.75, colour=(70, 100, 130))
    cover = surfaces.striped_wallpaper(scene.rng, 800, 500, ((232, 228, 214), (60, 90, 150), (240, 236, 226)))
    f.table(scene, (2.3, 0.95), (1.2, 0.75, 0.75), (190, 150, 100), top=matte(cover))
    f.chair(scene, (2.1, 1.3), 95, (180, 140, 92))
    f.chair(scene, (3.0, 0.75), 182, (180, 140, 92))
    scene.lathe(gloss((236, 232, 220), 0.08), (2.9, 1.3, 0.75), [(0.06, 0), (0.16, 0.05), (0.18, 0.09), (0, 0.06)])
    for index in range(7):
        x, y = 2.9 + 0.1 * np.cos(index), 1.3 + 0.1 * np.sin(index)
        scene.lathe(
            gloss((230, 140 + 12 * (index % 3), 40), 0.2),
            (x, y, 0.84 + 0.02 * (index % 2)),
            [(0, -0.04), (0.032, -0.02), (0.04, 0), (0.03, 0.025), (0, 0.04)],
        )
    return scene, {
        "a": Shot(eye=(2.9, 0.25, 1.6), target=(1.7, 3.7, 1.15), fov=72),
        "b": Shot(eye=(1.1, 0.4, 1.55), target=(2.5, 3.7, 1.1), fov=66),
        "c": Shot(eye=(1.9, 0.3, 1.5), target=(2.2, 3.7, 1.2), fov=76, light="lamp"),
    }


def il_kitchen(day: str) -> Built:
    """A small kitchen: terrazzo floor, a grocer's calendar in Hebrew, bottles, socket H."""
    scene, room = Scene(206), Room(width=3.4, depth=3.4, height=2.6)
    outside = light(scene, room, day)
    opening = (1.0, 2.2, 1.05, 2.1)
    tile = surfaces.tiles(scene.rng, 1700, 1100, ((236, 234, 226), (226, 226, 220)), across=22)
    for _ in range(60):
        x, y = int(scene.rng.integers(0, 22)) * 77, int(scene.rng.integers(0, 14)) * 77
        tile[y + 6 : y + 70, x + 6 : x + 70] = (206, 150, 70) if scene.rng.random() < 0.5 else (90, 140, 130)
    floor = surfaces.plaster(scene.rng, 1300, 1300, (196, 190, 178), rough=0.1)
    for tone in ((120, 110, 100), (230, 226, 216), (160, 110, 90)):
        floor[surfaces.noise(scene.rng, 1300, 1300, cells=90, octaves=2) > 0.68] = tone
    shell(
        scene,
        room,
        {"all": surfaces.plaster(scene.rng, 1200, 1020, (238, 232, 214), rough=0.08), "back": tile},
        gloss(floor, 0.15),
        {"right": opening},
    )
    with room.wall(scene, "right"):
        window(scene, opening, (landscape(111, (900, 620)), outside))
    white = gloss(surfaces.plaster(scene.rng, 300, 300, (226, 222, 206)), 0.15)
    with room.wall(scene, "back"):
        b.kitchen_row(
            scene,
            2.4,
            white,
            gloss(surfaces.wood(scene.rng, 700, 200, (170, 120, 76), planks=3), 0.2),
            sink=1.7,
            hob=0.6,
        )
        f.sign(scene, "il_calendar", (0.75, 2.05), scale=1.15)
        b.bottles(scene, (1.0, -0.14, 0.9), ("שמן", "תה", "קפה", "סוכר"), face="hebrew")
        sockets.socket(scene, "H", (0.98, 1.25))
        b.pot(scene, (0.48, -0.4, 0.925), (230, 170, 60), 0.1)
        b.pot(scene, (0.74, -0.2, 0.925), (60, 110, 100), 0.1)
        b.fridge(scene, 2.55, [landscape(112, (200, 160)), child_art(scene), landscape(113, (180, 200))])
        b.wall_cupboards(scene, 1.68, 1, white)
        f.hang(scene, pictures.clock(300, 7, 5), (0.25, 2.2), 0.32)
    with room.wall(scene, "left"):
        f.hang(scene, pictures.framed(landscape(114), (190, 160, 110)), (1.6, 2.0), 0.8)
    f.table(scene, (0.4, 0.9), (0.9, 0.7, 0.74), (200, 170, 120))
    f.chair(scene, (1.5, 1.2), -95, (200, 170, 120))
    scene.lathe(gloss((70, 130, 160), 0.08), (0.85, 1.25, 0.74), [(0.06, 0), (0.15, 0.05), (0.17, 0.09), (0, 0.06)])
    return scene, {
        "a": Shot(eye=(1.9, 0.3, 1.6), target=(1.4, 3.3, 1.2), fov=70),
        "b": Shot(eye=(0.9, 0.4, 1.55), target=(1.7, 3.3, 1.15), fov=66, light="dull"),
    }


def ua_street(day: str) -> Built:
    """A kitchen window; across the street a pharmacy and a bakery with Ukrainian signs, cars keeping right."""
    scene, room = Scene(210), Room(width=3.6, depth=3.0, height=2.7)
    lamp = day == "lamp"
    f.ceiling_lamp(scene, (1.8, 1.5, 2.7), 9.0 if lamp else 1.2, size=0.26)
    with room.wall(scene, "front"):
        scene.glow((226, 238, 255), 0.6 if lamp else 1.8, (1.0, -0.02, 2.3), (1.6, 0, 0), (0, 0, -1.4))
    scene.sky = 0.05 if lamp else 2.4
    opening = (0.7, 2.6, 0.95, 2.35)
    walls = {
        "all": surfaces.striped_wallpaper(
            scene.rng, 1500, 1275, ((236, 226, 200), (206, 180, 140), (240, 234, 216), (190, 150, 110))
        )
    }
    shell(
        scene,
        room,
        walls,
        gloss(surfaces.tiles(scene.rng, 900, 900, ((210, 200, 180), (130, 90, 70)), across=9), 0.2),
        {"back": opening},
    )
    with room.wall(scene, "back"):
        window(scene, opening, (landscape(151), -1), bars=1)
        drape(scene, opening, surfaces.floral_wallpaper(scene.rng, 600, 900, (240, 236, 220), (190, 60, 60)))
        f.sign(scene, "ua_card", (2.98, 2.0), scale=0.98)
        sockets.socket(scene, "F", (3.2, 1.15))
        f.radiator(scene, (1.1, 0.14), (1.3, 0.6))
        for index, x in enumerate((0.95, 1.35, 2.35)):
            f.plant(scene, (x, -0.05, 0.95), 0.3 + 0.08 * index, leaves=18)
        f.hang(scene, pictures.framed(landscape(152, (280, 340)), (120, 80, 40)), (0.1, 2.1), 0.42)
        b.bottles(scene, (1.7, -0.06, 0.95), ("МЕД", "СІЛЬ", "ЧАЙ"), step=0.12)
    with scene.at(0, room.depth + 0.3, -1.7):
        _ukrainian_street(scene, lamp=lamp)
    return scene, {
        "a": Shot(eye=(1.9, 0.9, 1.6), target=(1.75, 3.0, 1.5), fov=64, exposure=0.2),
        "b": Shot(eye=(1.3, 1.0, 1.6), target=(2.0, 3.0, 1.5), fov=62, light="dull", exposure=0.2),
        "c": Shot(eye=(2.3, 1.1, 1.6), target=(1.6, 3.0, 1.5), fov=62, light="lamp"),
    }


def _ukrainian_street(scene: Scene, *, lamp: bool) -> None:
    """Across the street, seen from a raised ground floor, 1.7 m above it."""
    streets.sky(scene, landscape(153, (2400, 1000)), power=0.06 if lamp else 2.5, away=40)
    road = surfaces.plaster(scene.rng, 1600, 500, (100, 100, 104), rough=0.5)
    for left in range(0, 1600, 200):
        road[246:254, left : left + 110] = (222, 222, 216)
    scene.quad(matte(road), (-12, 9.0, 0), (28, 0, 0), (0, -7.5, 0))
    scene.quad(
        matte(surfaces.tiles(scene.rng, 1600, 200, ((170, 166, 160), (160, 156, 150)), across=40)),
        (-12, 12.0, 0.12),
        (28, 0, 0),
        (0, -3, 0),
    )
    streets.front(scene, (-4.5, 12, 0), (6.0, 8.5), colour=(214, 190, 140))
    streets.front(scene, (1.5, 12, 0), (6.5, 9.2), colour=(176, 196, 186), shutters=(120, 70, 50))
    with scene.at(0, 12):
        streets.board(scene, "ua_pharmacy", (-1.1, 3.55), lit=0.8 if lamp else 0.0)
        streets.board(scene, "ua_bread", (2.2, 3.7), scale=1.1, lit=0.8 if lamp else 0.0)
    streets.car(scene, (4.6, 7.2), -90, (170, 40, 40), ("АА 0317 ВК", (20, 20, 20), (246, 246, 240), "sans"))
    streets.car(scene, (-0.6, 3.9), 90, (50, 80, 130), ("ВС 4400 АН", (20, 20, 20), (246, 246, 240), "sans"))
    streets.driving(scene, "right", (-2.5, 3.0), (9.0, 5.5))
    streets.tree(scene, (-3.2, 9.8), 5.5)
    if lamp:
        for x in (-3.0, 4.0):
            streets.pole(scene, (x, 9.3), 4.6)
            scene.glow((255, 214, 150), 30.0, (x - 0.2, 9.5, 4.55), (0.4, 0, 0), (0, -0.4, 0))
