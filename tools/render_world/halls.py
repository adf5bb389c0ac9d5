"""A school corridor, a bathroom and a laundry."""

from __future__ import annotations

import numpy as np

from render_world import building as b
from render_world import furniture as f
from render_world import sockets
from render_world.building import Room, shell, window
from render_world.kit import Scene, gloss, matte, metal
from render_world.photo import Shot
from render_world.recurring import Built, child_art, landscape, light
from sightline.demo.drawing import pictures, surfaces
from sightline.demo.drawing.surfaces import Colour, Rgb


def pl_school(day: str) -> Built:
    """A corridor with lockers, a chequered floor, notice board and door signs in Polish, socket E."""
    scene, room = Scene(203), Room(width=3.0, depth=8.5, height=3.0)
    w, h = room.width, room.height
    for y in (2.2, 4.6, 7.0):
        scene.glow(
            (245, 250, 255),
            7.0 if day == "lamp" else 3.4,
            (w / 2 - 0.75, y + 0.09, h - 0.06),
            (1.5, 0, 0),
            (0, -0.18, 0),
        )
    with room.wall(scene, "front"):
        scene.glow((226, 238, 255), 3.0, (0.4, -0.02, 2.6), (2.2, 0, 0), (0, 0, -1.8))
    walls = {"all": _two_tone(scene, (232, 226, 206), (120, 160, 140))}
    shell(
        scene,
        room,
        walls,
        gloss(surfaces.tiles(scene.rng, 900, 2400, ((210, 202, 186), (92, 108, 104)), across=9), 0.12),
        {"back": (0.5, 2.5, 1.0, 2.5)},
    )
    with room.wall(scene, "back"):
        window(scene, (0.5, 2.5, 1.0, 2.5), (landscape(81, (900, 620)), 3.5), bars=2)
        f.radiator(scene, (0.7, 0.2), (1.6, 0.6))
        f.plant(scene, (0.35, -0.35, 0), 0.8)
    with room.wall(scene, "left"), scene.at(1.2, 0):
        b.lockers(scene, 13, ((190, 70, 56), (70, 110, 150), (206, 170, 70), (90, 130, 96)))
        f.hang(scene, pictures.framed(landscape(82, (760, 300)), (80, 60, 40)), (5.0, 2.2), 1.6)
    with room.wall(scene, "right"):
        b.door(scene, 1.1, colour=(150, 108, 66))
        f.sign(scene, "pl_library", (0.98, 2.42))
        f.sign(scene, "pl_notice", (2.5, 2.05), scale=1.35, thick=0.03)
        f.hang(scene, pictures.clock(300, 8, 25), (4.1, 2.6), 0.36)
        b.door(scene, 4.9, colour=(150, 108, 66))
        f.sign(scene, "pl_cloak", (4.92, 2.42))
        sockets.socket(scene, "E", (4.3, 0.4))
        for index in range(3):
            f.hang(scene, child_art(scene), (6.1 + index * 0.62, 1.9), 0.52, thick=0.004)
        b.bench(scene, (2.6, -0.5), 1.5)
    return scene, {
        "a": Shot(eye=(1.1, 0.5, 1.6), target=(1.9, 8.0, 1.25), fov=66),
        "b": Shot(eye=(0.7, 1.2, 1.55), target=(2.6, 6.0, 1.3), fov=72),
        "c": Shot(eye=(1.0, 0.6, 1.5), target=(2.2, 6.5, 1.35), fov=58, light="lamp"),
    }


def _two_tone(scene: Scene, above: Colour, below: Colour) -> Rgb:
    wall = surfaces.plaster(scene.rng, 1800, 900, above, rough=0.12)
    wall[470:] = surfaces.plaster(scene.rng, 1800, 430, below, rough=0.14)
    wall[462:470] = (60, 70, 66)
    return wall


def br_bath(day: str) -> Built:
    """A guest-house bathroom: coloured tiles, mirror, towels, house rules in Portuguese, socket N."""
    scene, room = Scene(207), Room(width=2.6, depth=2.9, height=2.6)
    light(scene, room, day)
    tile = surfaces.tiles(scene.rng, 1500, 1500, ((150, 196, 186), (164, 206, 196)), across=18)
    band = surfaces.painted_tiles(scene.rng, 1500, 84, (30, 110, 90), across=18)
    tile[560:644] = band
    shell(
        scene,
        room,
        {"all": tile},
        gloss(surfaces.tiles(scene.rng, 1100, 1200, ((236, 232, 220), (60, 90, 90)), across=12), 0.12),
        skirting=None,
    )
    with room.wall(scene, "back"):
        b.basin(scene, 0.75)
        scene.quad(metal(0.02, (235, 235, 235)), (0.45, -0.02, 1.95), (0.6, 0, 0), (0, 0, -0.8))
        for x, z, w, h in (
            (0.42, 1.95, 0.03, 0.83),
            (1.05, 1.95, 0.03, 0.83),
            (0.42, 1.98, 0.66, 0.03),
            (0.42, 1.15, 0.66, 0.03),
        ):
            scene.box(gloss((170, 120, 70), 0.2), (x, -0.035, z - h), (w, 0.03, h))
        f.sign(scene, "br_rules", (1.3, 1.95), scale=1.3)
        sockets.socket(scene, "N", (1.25, 1.2))
        b.toilet(scene, 1.75)
        f.plant(scene, (2.3, -0.35, 0), 0.6, leaves=30)
        b.bottles(scene, (0.55, -0.1, 0.87), ("SABÃO", "XAMPU"), step=0.4)
    with room.wall(scene, "right"):
        for index, colour in enumerate(((206, 90, 60), (230, 190, 80), (70, 120, 140))):
            scene.tube(
                metal(), (0.75 + index * 0.55, -0.06, 1.5), (1.2 + index * 0.55, -0.06, 1.5), (0.01, 0.01), sides=8
            )
            towel = surfaces.striped_wallpaper(scene.rng, 300, 500, (colour, colour, (240, 236, 224))).transpose(
                1, 0, 2
            )
            with scene.at(0.0, 0.02):
                f.curtain(scene, np.ascontiguousarray(towel), (0.78 + index * 0.55, 1.5), (0.4, 0.75), folds=1)
    with room.wall(scene, "left"):
        sheet = surfaces.floral_wallpaper(scene.rng, 1000, 1300, (236, 240, 236), (60, 130, 150))
        scene.tube(metal(), (0.1, -0.1, 2.15), (1.7, -0.1, 2.15), (0.012, 0.012), sides=8)
        f.curtain(scene, sheet, (0.15, 2.13), (1.5, 1.9), folds=9)
        f.hang(scene, pictures.framed(landscape(121, (300, 300)), (60, 90, 80)), (2.0, 1.9), 0.5)
    f.rug(
        scene,
        surfaces.rug(scene.rng, 600, 400, ((60, 120, 120), (236, 228, 206), (206, 110, 60), (240, 200, 110))),
        (1.0, 1.9),
        (0.9, 0.6),
    )
    return scene, {
        "a": Shot(eye=(1.55, 0.3, 1.55), target=(1.15, 2.8, 1.15), fov=72, light="dull"),
        "b": Shot(eye=(0.9, 0.5, 1.5), target=(1.5, 2.8, 1.1), fov=68, light="lamp"),
    }


def au_laundry(day: str) -> Built:
    """The laundry of a block of flats: machines, tiles, rules in English, socket I."""
    scene, room = Scene(209), Room(width=4.0, depth=3.6, height=2.6)
    outside = light(scene, room, day)
    opening = (0.9, 2.1, 1.2, 2.1)
    tile = surfaces.tiles(scene.rng, 1600, 1040, ((236, 236, 232), (228, 230, 228)), across=24)
    tile[300:366] = surfaces.painted_tiles(scene.rng, 1600, 66, (40, 110, 150), across=24)
    shell(
        scene,
        room,
        {"all": tile},
        gloss(surfaces.tiles(scene.rng, 1200, 1100, ((150, 158, 160), (120, 130, 134)), across=11), 0.15),
        {"left": opening},
        skirting=None,
    )
    with room.wall(scene, "left"):
        window(scene, opening, (landscape(141, (900, 600)), outside))
    with room.wall(scene, "back"):
        for index, label in enumerate(("Whirlo 500", "Whirlo 500", "Sudsmaster", "Drymaid 3")):
            b.washer(scene, 0.3 + index * 0.66, label)
        f.sign(scene, "au_laundry", (1.0, 2.1), scale=1.4)
        for x in (0.6, 2.55):
            sockets.socket(scene, "I", (x, 1.25))
        f.hang(scene, pictures.clock(300, 9, 30), (2.2, 2.3), 0.34)
        shelf = f.oak(scene, (196, 160, 110))
        scene.box(shelf, (2.3, -0.28, 1.55), (1.5, 0.28, 0.03))
        b.bottles(scene, (2.4, -0.15, 1.58), ("SUDS", "BLEACH", "LEMON", "STARCH", "WOOL", "SOAP", "PEGS"), step=0.19)
        for index, tint in enumerate(((206, 90, 70), (80, 130, 170), (230, 200, 110))):
            scene.soft(
                matte(surfaces.striped_wallpaper(scene.rng, 200, 200, (tint, (240, 236, 226), tint))),
                (0.35 + 0.7 * index, -0.5, 0.87),
                (0.42, 0.34, 0.16 + 0.05 * index),
                0.05,
            )
        f.plant(scene, (3.4, -0.4, 0), 0.7, leaves=30)
    with room.wall(scene, "right"):
        f.hang(
            scene,
            pictures.poster(np.random.default_rng(142), 420, 600, [("SURF BEACH", 0.5), ("open all summer", 0.3)]),
            (1.5, 2.0),
            0.7,
        )
        b.bench(scene, (0.8, -0.45), 1.4)
    f.table(scene, (1.5, 0.8), (1.3, 0.7, 0.8), (206, 176, 130))
    scene.soft(
        matte(surfaces.patchwork(scene.rng, 400, 400, ((200, 90, 80), (90, 140, 170), (240, 220, 160)), across=6)),
        (1.8, 0.95, 0.8),
        (0.5, 0.4, 0.14),
        0.05,
    )
    return scene, {
        "a": Shot(eye=(2.6, 0.25, 1.6), target=(1.7, 3.5, 1.15), fov=70),
        "b": Shot(eye=(1.2, 0.4, 1.55), target=(2.3, 3.5, 1.15), fov=66, light="lamp"),
        "c": Shot(eye=(2.0, 0.9, 1.5), target=(2.0, 3.5, 1.3), fov=58, light="dull"),
    }
