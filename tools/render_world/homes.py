"""Bedrooms and living rooms of the demonstration world. Each function builds a place under one light."""

from __future__ import annotations

import numpy as np

from render_world import furniture as f
from render_world import sockets
from render_world.building import Room, beyond, door, drape, shell, window
from render_world.kit import Scene, gloss, matte
from render_world.photo import Shot
from render_world.recurring import (
    ARABIC,
    DUTCH,
    ENGLISH,
    FRENCH,
    GERMAN,
    Built,
    flowers,
    harlequin,
    landscape,
    light,
    mosaic_shade,
    print_lake,
)
from sightline.demo.drawing import pictures, surfaces
from sightline.demo.drawing.surfaces import Rgb


def be_bedroom(day: str) -> Built:
    """Flowered wallpaper, harlequin bedspread, French and Dutch books, socket E, a poster in both languages."""
    scene, room = Scene(101), Room(width=4.1, depth=4.3)
    outside, opening = light(scene, room, day), (1.5, 2.9, 0.85, 2.1)
    shell(
        scene,
        room,
        {"all": flowers()},
        gloss(surfaces.wood(scene.rng, 1300, 1300, (186, 136, 88), planks=15), 0.2),
        {"left": opening},
    )
    with room.wall(scene, "left"):
        window(scene, opening, (landscape(3, (900, 620)), outside))
        drape(
            scene,
            opening,
            surfaces.striped_wallpaper(scene.rng, 500, 700, ((212, 190, 150), (150, 70, 70), (230, 220, 200))),
        )
        f.radiator(scene, (1.7, 0.14))
    with room.wall(scene, "back"), scene.at(1.5, 0):
        f.bed(scene, harlequin(), thing="bedspread-harlequin")
        f.hang(scene, pictures.framed(landscape(11), (96, 64, 36)), (-0.36, 1.95), 0.72)
    with room.wall(scene, "back"):
        f.sign(scene, "be_fair", (2.62, 2.1))
        with scene.at(2.45, 0):
            f.drawers(scene, (0.5, 0.4, 0.55), 2, colour=(120, 82, 52))
        f.table_lamp(scene, (2.7, -0.22, 0.55), on=day == "lamp")
        sockets.socket(scene, "E", (3.2, 0.42))
        f.hang(scene, pictures.framed(landscape(12, (300, 380)), (40, 40, 44)), (3.45, 1.95), 0.42)
    with room.wall(scene, "right"):
        with scene.at(0.75, 0):
            f.shelf(scene, FRENCH + DUTCH, size=(1.15, 1.95))
        f.hang(scene, pictures.clock(300, 4, 20), (2.1, 2.0), 0.32)
        f.hang(scene, pictures.framed(landscape(13), (150, 120, 70)), (2.6, 1.9), 0.75)
        door(scene, 3.35)
    f.rug(
        scene,
        surfaces.rug(scene.rng, 900, 640, ((132, 36, 44), (36, 44, 84), (214, 184, 134), (70, 96, 84))),
        (2.3, 1.35),
        (1.9, 1.3),
        4,
    )
    f.plant(scene, (0.45, 0.6, 0))
    shots = {
        "a": Shot(eye=(2.75, 0.35, 1.55), target=(1.75, 4.2, 0.95), fov=70),
        "b": Shot(eye=(0.85, 0.5, 1.5), target=(2.9, 4.1, 1.0), fov=68),
        "c": Shot(eye=(2.1, 0.3, 1.45), target=(1.95, 4.2, 1.1), fov=82, light="lamp"),
        "d": Shot(eye=(1.5, 1.0, 1.6), target=(3.6, 3.0, 1.05), fov=64),
    }
    return scene, shots


def es_bedroom(day: str) -> Built:
    """White walls, the harlequin bedspread again, a pharmacy's calendar."""
    scene, room = Scene(102), Room(width=3.6, depth=4.0, height=2.7)
    outside = light(scene, room, day)
    opening = (1.2, 2.2, 0.9, 2.2)
    walls = {
        "all": surfaces.plaster(scene.rng, 1200, 1080, (238, 230, 212), rough=0.1),
        "back": surfaces.striped_wallpaper(
            scene.rng, 1500, 1275, ((226, 208, 176), (206, 160, 120), (238, 228, 206), (190, 130, 96))
        ),
    }
    shell(
        scene,
        room,
        walls,
        gloss(surfaces.tiles(scene.rng, 1400, 1400, ((186, 104, 70), (170, 90, 60)), across=10), 0.2),
        {"right": opening},
    )
    with room.wall(scene, "right"):
        window(scene, opening, (landscape(21, (900, 620)), outside))
        drape(scene, opening, f.cloth(scene, (230, 226, 214)).what)  # type: ignore[arg-type]
    with room.wall(scene, "back"):
        with scene.at(1.9, 0):
            f.bed(scene, harlequin(), size=(1.35, 1.95), head=(70, 46, 34), thing="bedspread-harlequin")
        f.hang(scene, pictures.framed(landscape(22, (420, 520)), (30, 28, 28)), (1.55, 2.25), 0.6)
        f.sign(scene, "es_pharmacy", (2.72, 2.0))
        f.hang(scene, pictures.framed(landscape(23), (140, 100, 50)), (0.35, 2.05), 0.6)
        with scene.at(0.3, 0):
            f.drawers(scene, (0.75, 0.45, 0.8), 3, colour=(110, 72, 44))
        f.table_lamp(scene, (0.55, -0.22, 0.8), on=day == "lamp", shade=mosaic_shade(), thing="lamp-mosaic")
        f.vase(scene, (0.88, -0.2, 0.8), 0.26)
        sockets.socket(scene, "F", (2.95, 0.45))
    with room.wall(scene, "left"):
        door(scene, 0.5, colour=(120, 80, 50))
        f.hang(scene, pictures.framed(landscape(24), (200, 180, 130)), (2.0, 1.95), 0.9)
    f.rug(
        scene,
        surfaces.rug(scene.rng, 800, 560, ((40, 70, 110), (220, 190, 130), (150, 60, 50), (230, 225, 210))),
        (1.2, 1.3),
        (1.6, 1.1),
        -6,
    )
    return scene, {
        "a": Shot(eye=(0.6, 0.3, 1.5), target=(2.0, 3.9, 0.95), fov=72),
        "b": Shot(eye=(2.6, 0.4, 1.45), target=(1.5, 3.9, 0.9), fov=66, light="dull"),
    }


def de_living(day: str) -> Built:
    """Oak floor, a wall of German books, the lake print, a library poster, socket F."""
    scene, room = Scene(103), Room(width=5.0, depth=4.6)
    outside = light(scene, room, day)
    opening = (1.6, 3.4, 0.75, 2.2)
    walls = {
        "all": surfaces.plaster(scene.rng, 1200, 1020, (222, 214, 196), rough=0.08),
        "right": surfaces.geometric_wallpaper(
            scene.rng, 1500, 1275, ((196, 160, 104), (128, 92, 56), (222, 198, 150), (96, 104, 84))
        ),
    }
    shell(
        scene,
        room,
        walls,
        gloss(surfaces.wood(scene.rng, 1500, 1400, (188, 142, 92), planks=18), 0.2),
        {"left": opening},
    )
    with room.wall(scene, "left"):
        window(scene, opening, (landscape(31, (1000, 640)), outside), bars=2)
        drape(
            scene,
            opening,
            surfaces.geometric_wallpaper(scene.rng, 500, 800, ((120, 132, 104), (176, 164, 120), (214, 204, 170))),
        )
        f.radiator(scene, (1.9, 0.12), (1.2, 0.5))
    with room.wall(scene, "back"):
        with scene.at(0.25, 0):
            f.shelf(scene, GERMAN, size=(1.5, 2.05), colour=(150, 106, 64))
        with scene.at(1.78, 0):
            f.shelf(scene, GERMAN[3:] + GERMAN[:3], size=(1.0, 2.05), colour=(150, 106, 64))
        f.hang(scene, print_lake(), (2.95, 2.0), 0.8, thing="print-lake")
        f.sign(scene, "de_library", (3.95, 2.1))
        sockets.socket(scene, "F", (3.0, 0.32))
        f.hang(scene, pictures.clock(300, 17, 50), (3.2, 1.33), 0.26)
        f.plant(scene, (4.5, -0.4, 0), 1.0)
    with room.wall(scene, "right"), scene.at(2.1, 0):
        cushions = (
            surfaces.patchwork(scene.rng, 300, 300, ((190, 80, 50), (230, 190, 110), (70, 90, 100)), across=5),
            surfaces.geometric_wallpaper(scene.rng, 300, 300, ((60, 90, 90), (220, 200, 150), (170, 70, 50))),
        )
        f.sofa(scene, f.cloth(scene, (96, 116, 112)).what, 1.9, cushions)  # type: ignore[arg-type]
        f.hang(scene, pictures.framed(landscape(33, (760, 380)), (60, 44, 30)), (-0.6, 1.95), 1.2)
    f.rug(
        scene,
        surfaces.rug(scene.rng, 1000, 720, ((60, 70, 96), (190, 60, 50), (222, 196, 150), (40, 50, 60))),
        (2.4, 2.2),
        (2.2, 1.6),
        2,
    )
    f.table(scene, (2.0, 1.85), (1.0, 0.6, 0.45))
    f.vase(scene, (2.3, 2.1, 0.45), 0.24)
    for index in range(3):
        scene.box(
            matte(tuple(int(v) for v in scene.rng.integers(60, 200, 3))),
            (2.6 + 0.01 * index, 2.0, 0.45 + 0.03 * index),
            (0.22, 0.3, 0.028),
        )  # type: ignore[arg-type]
    f.table_lamp(scene, (4.6, 1.0, 0.0), on=False)
    return scene, {
        "a": Shot(eye=(3.6, 0.35, 1.55), target=(2.2, 4.5, 1.0), fov=74),
        "b": Shot(eye=(1.6, 0.35, 1.5), target=(2.9, 4.5, 1.05), fov=72, size=(960, 720)),
        "c": Shot(eye=(2.4, 0.5, 1.5), target=(2.9, 4.4, 1.15), fov=64, light="lamp"),
        "d": Shot(eye=(1.2, 1.4, 1.6), target=(4.2, 3.6, 1.0), fov=72, light="dull"),
    }


def gb_kids(day: str) -> Built:
    """Striped wallpaper, a toy robot, a painted map, a library poster, socket G."""
    scene, room = Scene(104), Room(width=3.8, depth=4.0)
    outside = light(scene, room, day)
    opening = (1.2, 2.5, 0.9, 2.1)
    paper = surfaces.striped_wallpaper(
        scene.rng, 1500, 1275, ((196, 216, 226), (246, 240, 222), (170, 196, 212), (238, 214, 150))
    )
    shell(
        scene,
        room,
        {"all": paper},
        matte(surfaces.plaster(scene.rng, 900, 900, (150, 158, 140), rough=0.4)),
        {"right": opening},
    )
    with room.wall(scene, "right"):
        window(scene, opening, (landscape(41, (900, 620)), outside))
        drape(
            scene,
            opening,
            surfaces.geometric_wallpaper(
                scene.rng, 500, 700, ((250, 240, 210), (80, 140, 180), (240, 180, 60), (220, 90, 80))
            ),
        )
    spread = surfaces.geometric_wallpaper(
        np.random.default_rng(44), 1100, 1300, ((60, 110, 160), (250, 220, 120), (230, 100, 80), (240, 240, 230))
    )
    with room.wall(scene, "back"):
        with scene.at(0.8, 0):
            f.bed(scene, spread, size=(1.0, 1.9), head=(206, 178, 136))
        f.sign(scene, "gb_reading", (1.62, 2.2))
        f.hang(scene, _map(), (2.42, 2.05), 1.15)
        with scene.at(2.35, 0):
            f.drawers(scene, (0.9, 0.45, 0.72), 3, front=gloss((232, 228, 214), 0.2))
        f.robot(scene, (2.62, -0.24, 0.72), 8)
        f.table_lamp(scene, (3.05, -0.22, 0.72), on=day == "lamp", shade=spread[:160, :420])
        sockets.socket(scene, "G", (1.75, 0.5))
    with room.wall(scene, "left"):
        with scene.at(2.5, 0):
            f.shelf(scene, ENGLISH, size=(0.9, 1.2), rows=3, colour=(204, 176, 134), face="serif")
        f.hang(scene, pictures.framed(landscape(43), (220, 80, 60)), (2.55, 2.0), 0.7)
        f.hang(scene, pictures.framed(landscape(45, (300, 300)), (60, 120, 90)), (1.7, 2.0), 0.5)
    f.rug(
        scene,
        surfaces.rug(scene.rng, 800, 800, ((230, 120, 70), (90, 140, 170), (250, 220, 140), (240, 240, 230))),
        (2.2, 1.7),
        (1.6, 1.3),
        12,
    )
    _blocks(scene, (1.9, 1.7))
    return scene, {
        "a": Shot(eye=(2.0, 0.3, 1.5), target=(1.9, 3.9, 1.05), fov=72),
        "b": Shot(eye=(0.7, 0.45, 1.45), target=(2.5, 3.9, 0.95), fov=64),
        "c": Shot(eye=(2.9, 0.4, 1.45), target=(1.2, 3.9, 1.0), fov=72, light="lamp"),
        "d": Shot(eye=(2.0, 1.9, 1.3), target=(2.8, 3.9, 1.0), fov=58, light="dull"),
    }


def _blocks(scene: Scene, centre: tuple[float, float]) -> None:
    for index in range(9):
        letter = pictures.lettering(
            [("ABCDEFGHI"[index], 0.9)],
            (90, 90),
            (250, 246, 236),
            tuple(int(v) for v in scene.rng.integers(40, 210, 3)),
        )  # type: ignore[arg-type]
        x, y = scene.rng.normal(0, 0.3, 2) + centre
        with scene.at(x, y, 0.02, float(scene.rng.uniform(0, 90))):
            scene.box(gloss(letter, 0.3), (-0.05, -0.05, 0), (0.1, 0.1, 0.1))


def _map() -> Rgb:
    """An invented map: land, water, roads, names."""
    rng = np.random.default_rng(46)
    height = surfaces.noise(rng, 420, 680, cells=3, octaves=6)
    land = surfaces.mix((150, 190, 120), (222, 200, 140), np.clip((height - 0.5) * 4, 0, 1))
    sea = surfaces.mix((90, 150, 190), (150, 196, 216), np.clip(height * 2, 0, 1))
    out = np.where((height > 0.5)[..., None], land, sea)
    names = (
        "Fernmoor",
        "Bramble Bay",
        "Oldcastle",
        "Wick",
        "Saltmarsh",
        "Hollow",
        "Thistle Head",
        "Ashford Mere",
        "Long Reach",
    )
    plain = pictures.lettering([("Wren Islands", 0.9)], (680, 46), (60, 50, 40), (236, 226, 196))
    for index, name in enumerate(names):
        tag = pictures.lettering([(name, 0.9)], (120, 20), (40, 36, 30), (236, 226, 196))
        y, x = 20 + (index // 3) * 130 + int(rng.integers(60)), 20 + (index % 3) * 210 + int(rng.integers(70))
        out[y : y + 20, x : x + 120] = tag
    return pictures.framed(np.concatenate([plain, out.astype(np.uint8)], axis=0), (90, 60, 36), mat=0.01, border=0.03)


def ma_living(day: str) -> Built:
    """Tiled floor, low sofas, the toy robot again, tea poster in Arabic, a pharmacy across the street."""
    scene, room = Scene(105), Room(width=4.6, depth=4.2, height=2.8)
    outside = light(scene, room, day, power=1.2)
    opening = (1.3, 3.1, 0.8, 2.3)
    walls = {"all": surfaces.plaster(scene.rng, 1200, 1050, (226, 196, 150), rough=0.14)}
    floor = surfaces.painted_tiles(scene.rng, 1600, 1500, (130, 60, 44), across=14)
    shell(scene, room, walls, gloss(floor, 0.12), {"back": opening}, skirting=None)
    dado = surfaces.painted_tiles(scene.rng, 1700, 420, (24, 92, 110), across=18)
    for name in ("left", "right"):
        with room.wall(scene, name):
            scene.quad(gloss(dado, 0.1), (0, -0.012, 1.05), (room.length(name), 0, 0), (0, 0, -1.05))
    with room.wall(scene, "back"):
        for x, wide in ((0.0, 1.3), (3.1, 1.5)):
            part = np.ascontiguousarray(dado[:, : int(1700 * wide / 4.2)])
            scene.quad(gloss(part, 0.1), (x, -0.012, 1.05), (wide, 0, 0), (0, 0, -1.05))
        window(scene, opening, (_across(), outside * 0.35), bars=0, frame=(60, 110, 120), far=2.2)
        drape(
            scene,
            opening,
            surfaces.striped_wallpaper(scene.rng, 500, 900, ((200, 120, 60), (120, 40, 50), (230, 190, 120))),
        )
        beyond(scene, "ma_pharmacy", (1.1, 1.93), 2.0, outside * 0.3)
        f.sign(scene, "ma_tea", (0.25, 2.05))
        sockets.socket(scene, "E", (3.62, 1.25))
        f.hang(scene, pictures.framed(landscape(53, (360, 460)), (130, 90, 40)), (3.75, 2.15), 0.5)
        with scene.at(3.75, 0):
            f.drawers(scene, (0.7, 0.4, 0.75), 2, 2, colour=(110, 62, 40))
        f.robot(scene, (3.98, -0.2, 0.75), -12)
        f.table_lamp(scene, (4.28, -0.2, 0.75), on=day == "lamp", shade=mosaic_shade(), thing="lamp-mosaic")
    fabric = surfaces.rug(
        np.random.default_rng(55), 900, 600, ((150, 40, 44), (230, 180, 90), (40, 80, 90), (240, 220, 180))
    )
    with room.wall(scene, "left"), scene.at(2.4, 0):
        f.sofa(
            scene,
            fabric,
            2.6,
            (surfaces.patchwork(scene.rng, 300, 300, ((200, 150, 60), (120, 30, 40), (40, 90, 100)), across=5),) * 2,
        )
        f.hang(scene, pictures.framed(landscape(51, (700, 360)), (150, 110, 50)), (-0.6, 2.1), 1.2)
    with room.wall(scene, "right"), scene.at(1.4, 0):
        f.shelf(scene, ARABIC, size=(1.0, 1.7), rows=4, colour=(96, 56, 36), face="arabic")
    f.rug(
        scene,
        surfaces.rug(scene.rng, 1000, 700, ((140, 30, 40), (30, 60, 80), (226, 180, 100), (90, 30, 50))),
        (2.5, 2.0),
        (2.4, 1.7),
        -3,
    )
    scene.lathe(
        gloss((180, 150, 70), 0.1),
        (2.5, 2.0, 0),
        [(0.1, 0), (0.08, 0.2), (0.05, 0.4), (0.34, 0.44), (0.36, 0.46), (0, 0.46)],
    )
    scene.lathe(
        gloss((196, 196, 200), 0.05), (2.5, 2.0, 0.46), [(0.06, 0), (0.09, 0.06), (0.05, 0.14), (0.02, 0.2), (0, 0.22)]
    )
    for dx in (-0.16, 0.15):
        scene.lathe(gloss((60, 130, 80), 0.05), (2.5 + dx, 1.92, 0.46), [(0.025, 0), (0.03, 0.07), (0, 0.07)])
    return scene, {
        "a": Shot(eye=(2.9, 0.3, 1.5), target=(2.1, 4.1, 1.05), fov=72),
        "b": Shot(eye=(1.4, 0.45, 1.5), target=(3.1, 4.1, 1.05), fov=66, light="dull"),
        "c": Shot(eye=(2.0, 0.35, 1.45), target=(2.7, 4.1, 1.0), fov=80, light="lamp"),
    }


def _across() -> Rgb:
    """The house across the street, painted: plaster, shutters, the pharmacy's sign."""
    rng = np.random.default_rng(56)
    wall = surfaces.plaster(rng, 1500, 720, (216, 170, 130), rough=0.2)
    wall[:90] = (150, 190, 226)
    for left in range(90, 1500, 300):
        wall[170:330, left : left + 90] = (70, 110, 110)
        wall[176:324, left + 8 : left + 42] = wall[176:324, left + 48 : left + 82] = (96, 140, 140)
    return wall


def nl_corner(day: str) -> Built:
    """A corner with the flowered wallpaper that is sold elsewhere too: same paper, another room, no other clue."""
    scene, room = Scene(106), Room(width=3.0, depth=3.2)
    light(scene, room, day)
    shell(
        scene,
        room,
        {"all": flowers()},
        gloss(surfaces.tiles(scene.rng, 1000, 1000, ((214, 210, 200), (196, 190, 178)), across=9), 0.2),
    )
    with room.wall(scene, "back"):
        f.chair(scene, (1.9, -0.55), 150, (90, 60, 40), f.cloth(scene, (96, 60, 60)))
        f.plant(scene, (0.6, -0.5, 0), 0.7)
    return scene, {
        "a": Shot(eye=(1.9, 0.5, 1.4), target=(1.1, 3.1, 1.2), fov=62, light="dull"),
        "b": Shot(eye=(1.5, 1.2, 1.5), target=(1.4, 3.2, 1.55), fov=50, light="dull"),
    }


def br_wall(day: str) -> Built:
    """Bare plaster: nothing to see."""
    scene, room = Scene(107), Room(width=3.4, depth=3.2)
    light(scene, room, day)
    walls = {"all": surfaces.plaster(scene.rng, 1200, 1020, (226, 222, 208), rough=0.05)}
    shell(scene, room, walls, matte(surfaces.plaster(scene.rng, 800, 800, (150, 146, 138), rough=0.1)))
    return scene, {
        "a": Shot(eye=(1.6, 0.6, 1.4), target=(1.5, 3.1, 1.3), fov=60, light="dull"),
        "b": Shot(eye=(1.9, 0.5, 1.4), target=(1.2, 3.1, 1.1), fov=56, light="lamp"),
    }
