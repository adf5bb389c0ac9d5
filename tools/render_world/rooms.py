"""Kitchens, a hotel, a motel, a school, a study, a bath and a laundry of the demonstration world."""

from __future__ import annotations

import numpy as np

from render_world import building as b
from render_world import furniture as f
from render_world import signs, streets
from render_world.building import Room, shell, window
from render_world.homes import ARABIC, GREEK, Built, landscape, light, print_lake
from render_world.kit import Scene, gloss, matte, metal
from render_world.photo import Shot
from sightline.demo.drawing import pictures, surfaces
from sightline.demo.drawing.surfaces import Colour, Rgb


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
        window(scene, opening, landscape(61, (900, 600)), power=outside, frame=(60, 90, 130))
    wood = gloss(surfaces.wood(scene.rng, 600, 600, (206, 176, 128), planks=3), 0.25)
    with room.wall(scene, "back"):
        b.kitchen_row(scene, 3.0, wood, gloss(surfaces.plaster(scene.rng, 700, 200, (196, 190, 182), rough=0.5), 0.15), sink=0.7, hob=2.0)
        b.wall_cupboards(scene, 0.05, 2, wood)
        f.sign(scene, "pt_bakery", (2.2, 2.05))
        b.pot(scene, (1.86, -0.42, 0.925), (180, 40, 40), 0.11)
        b.pot(scene, (2.16, -0.22, 0.925), (50, 90, 150), 0.09)
        b.bottles(scene, (1.15, -0.14, 0.9), ("AZEITE", "SAL", "VINAGRE", "MEL", "ARROZ"))
        f.socket(scene, "F", (1.55, 1.25))
        f.vase(scene, (2.75, -0.25, 0.9), 0.26)
        b.fridge(scene, 3.3, [landscape(62, (200, 150)), pictures.lettering([("leite", 0.25), ("pão", 0.25), ("ovos", 0.25)], (160, 200), (40, 60, 140), (250, 244, 190), [signs.FACES["plain"]] * 3), landscape(63, (180, 200))])
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
        scene.lathe(gloss((230, 140 + 12 * (index % 3), 40), 0.2), (x, y, 0.84 + 0.02 * (index % 2)), [(0, -0.04), (0.032, -0.02), (0.04, 0), (0.03, 0.025), (0, 0.04)])
    return scene, {
        "a": Shot(eye=(2.9, 0.25, 1.6), target=(1.7, 3.7, 1.15), fov=72),
        "b": Shot(eye=(1.1, 0.4, 1.55), target=(2.5, 3.7, 1.1), fov=66),
        "c": Shot(eye=(1.9, 0.3, 1.5), target=(2.2, 3.7, 1.2), fov=76, light="lamp"),
    }


def tr_hotel(day: str) -> Built:
    """A hotel room: two beds' worth of pattern, the lake print, a notice and a door hanger in Turkish, socket F."""
    scene, room = Scene(202), Room(width=4.2, depth=4.4)
    outside = light(scene, room, day)
    opening = (1.4, 3.0, 0.6, 2.2)
    walls = {"all": surfaces.geometric_wallpaper(scene.rng, 1500, 1275, ((206, 196, 176), (176, 150, 116), (222, 212, 196), (150, 120, 96)))}
    carpet = matte(surfaces.geometric_wallpaper(scene.rng, 1500, 1500, ((96, 40, 44), (150, 110, 60), (60, 36, 50), (120, 56, 52))))
    shell(scene, room, walls, carpet, {"right": opening}, skirting=(110, 76, 46))
    with room.wall(scene, "right"):
        window(scene, opening, landscape(71, (1000, 640)), power=outside, drapes=surfaces.striped_wallpaper(scene.rng, 500, 900, ((150, 120, 70), (120, 40, 44), (190, 160, 100))))
    spread = surfaces.rug(np.random.default_rng(72), 1000, 1200, ((110, 30, 44), (190, 150, 80), (40, 50, 80), (224, 204, 160)))
    with room.wall(scene, "back"):
        with scene.at(1.6, 0):
            f.bed(scene, spread, size=(1.6, 2.0), head=(96, 60, 40))
        f.hang(scene, print_lake(), (1.2, 2.1), 0.8, thing="print-lake")
        for x in (0.38, 2.58):
            with scene.at(x - 0.22, 0):
                f.drawers(scene, (0.44, 0.38, 0.55), 2, colour=(96, 60, 40))
            f.table_lamp(scene, (x, -0.2, 0.55), on=day == "lamp")
        f.sign(scene, "tr_notice", (3.2, 2.05), scale=1.25)
        f.socket(scene, "F", (3.15, 0.55))
        f.hang(scene, pictures.framed(landscape(73, (260, 340)), (160, 130, 60)), (0.2, 2.0), 0.42)
    with room.wall(scene, "left"):
        b.door(scene, 2.1, colour=(120, 80, 52))
        f.sign(scene, "tr_hanger", (2.72, 1.02), thick=0.03)
        with scene.at(0.5, 0):
            f.drawers(scene, (1.2, 0.5, 0.75), 1, 3, colour=(96, 60, 40))
        scene.box(gloss((16, 16, 18), 0.05), (0.7, -0.2, 0.85), (0.9, 0.05, 0.55))
        f.hang(scene, pictures.framed(landscape(74), (160, 130, 60)), (3.2, 1.9), 0.6)
    f.table(scene, (3.1, 1.2), (0.7, 0.7, 0.72), (96, 60, 40))
    f.chair(scene, (2.8, 1.5), 80, (96, 60, 40), f.cloth(scene, (130, 40, 50)))
    b.bottles(scene, (3.3, 1.5, 0.72), ("SU", "AYRAN"), step=0.12)
    return scene, {
        "a": Shot(eye=(1.4, 0.35, 1.5), target=(2.1, 4.3, 1.05), fov=72, light="lamp"),
        "b": Shot(eye=(2.8, 0.4, 1.5), target=(1.9, 4.3, 1.0), fov=70),
        "c": Shot(eye=(2.2, 0.6, 1.55), target=(2.5, 4.3, 1.15), fov=62, light="dull"),
    }


def pl_school(day: str) -> Built:
    """A corridor with lockers, a chequered floor, notice board and door signs in Polish, socket E."""
    scene, room = Scene(203), Room(width=3.0, depth=8.5, height=3.0)
    w, h = room.width, room.height
    for y in (2.2, 4.6, 7.0):
        scene.glow((245, 250, 255), 7.0 if day == "lamp" else 3.4, (w / 2 - 0.75, y + 0.09, h - 0.06), (1.5, 0, 0), (0, -0.18, 0))
    with room.wall(scene, "front"):
        scene.glow((226, 238, 255), 3.0, (0.4, -0.02, 2.6), (2.2, 0, 0), (0, 0, -1.8))
    walls = {"all": _two_tone(scene, (232, 226, 206), (120, 160, 140))}
    shell(scene, room, walls, gloss(surfaces.tiles(scene.rng, 900, 2400, ((210, 202, 186), (92, 108, 104)), across=9), 0.12), {"back": (0.5, 2.5, 1.0, 2.5)})
    with room.wall(scene, "back"):
        window(scene, (0.5, 2.5, 1.0, 2.5), landscape(81, (900, 620)), power=3.5, bars=2)
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
        f.socket(scene, "E", (4.3, 0.4))
        for index in range(3):
            f.hang(scene, _child_art(scene), (6.1 + index * 0.62, 1.9), 0.52, thick=0.004)
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


def _child_art(scene: Scene) -> Rgb:
    rng = scene.rng
    picture = surfaces.mix((250, 246, 230), (170, 210, 240), surfaces.noise(rng, 300, 400, cells=2, octaves=3))
    for _ in range(14):
        x, y, r = int(rng.integers(20, 380)), int(rng.integers(120, 290)), int(rng.integers(10, 44))
        colour = rng.integers(30, 240, 3)
        yy, xx = np.ogrid[:300, :400]
        picture[(xx - x) ** 2 + (yy - y) ** 2 * float(rng.uniform(0.5, 2.5)) < r * r] = colour
    return pictures.framed(picture, (200, 190, 170), border=0.02, mat=0.01)


def jp_tatami(day: str) -> Built:
    """Straw mats with cloth borders, paper screens, a scroll, a calendar in Japanese with a QR code, socket A."""
    scene, room = Scene(204), Room(width=4.4, depth=4.2, height=2.5)
    w, d, h = room.width, room.depth, room.height
    lamp = day == "lamp"
    f.ceiling_lamp(scene, (w / 2, d / 2, h), 9 if lamp else 1.0, size=0.3)
    with room.wall(scene, "front"):
        scene.glow((226, 238, 255), 0.15 if lamp else 2.2, (1.0, -0.02, 2.2), (2.4, 0, 0), (0, 0, -1.5))
    shell(scene, room, {"all": surfaces.plaster(scene.rng, 1200, 1020, (206, 194, 160), rough=0.2)}, matte(_mats(scene)), skirting=(120, 84, 52))
    beam = f.oak(scene, (140, 98, 60))
    with room.wall(scene, "left"):
        for index in range(4):
            _shoji(scene, 0.25 + index * 0.95, beam, 0.0 if lamp else 3.0)
    with room.wall(scene, "back"):
        scene.box(beam, (0, -0.06, 1.86), (w, 0.06, 0.1))
        scene.box(beam, (2.3, -0.12, 0), (0.12, 0.12, h))
        scene.box(beam, (2.42, -0.5, 0), (w - 2.42, 0.5, 0.12))
        f.sign(scene, "jp_scroll", (2.95, 1.82), scale=1.0, thick=0.01)
        f.hang(scene, landscape(91, (300, 620)), (3.55, 1.8), 0.5, thick=0.01)
        f.vase(scene, (3.4, -0.25, 0.12), 0.34)
        f.sign(scene, "jp_calendar", (1.5, 1.8))
        f.sign(scene, "jp_code", (1.2, 1.45), scale=1.5)
        f.socket(scene, "A", (2.05, 0.3))
        with scene.at(0.2, 0):
            f.drawers(scene, (1.0, 0.42, 0.95), 4, 2, colour=(120, 70, 40))
        f.hang(scene, pictures.framed(landscape(92, (300, 300)), (30, 26, 24)), (0.35, 1.75), 0.5)
        f.vase(scene, (0.45, -0.2, 0.95), 0.22)
    with room.wall(scene, "right"):
        for index in range(3):
            _fusuma(scene, 0.3 + index * 1.2, beam, index)
    f.table(scene, (1.6, 1.7), (1.2, 0.8, 0.34), (110, 66, 40))
    scene.lathe(gloss((40, 60, 54), 0.08), (2.1, 2.1, 0.34), [(0.05, 0), (0.08, 0.04), (0.07, 0.11), (0.02, 0.13), (0, 0.15)])
    for dx, dy in ((-0.25, -0.1), (0.25, 0.12)):
        scene.lathe(gloss((206, 200, 186), 0.1), (2.1 + dx, 2.1 + dy, 0.34), [(0.025, 0), (0.035, 0.07), (0.03, 0.07), (0, 0.02)])
    for x, y in ((1.25, 2.1), (3.1, 2.0)):
        scene.soft(matte(surfaces.geometric_wallpaper(scene.rng, 300, 300, ((60, 70, 110), (200, 196, 180), (40, 46, 80)))), (x - 0.27, y - 0.27, 0), (0.54, 0.54, 0.09), 0.04)
    return scene, {
        "a": Shot(eye=(1.7, 0.3, 1.35), target=(2.5, 4.1, 0.95), fov=72),
        "b": Shot(eye=(3.2, 0.45, 1.3), target=(1.6, 4.1, 1.0), fov=70),
        "c": Shot(eye=(2.1, 0.4, 1.3), target=(2.2, 4.1, 1.05), fov=68, light="lamp"),
    }


def _mats(scene: Scene) -> Rgb:
    out = surfaces.plaster(scene.rng, 1400, 1400, (190, 178, 122), rough=0.2)
    out[::4] = (out[::4] * 0.9).astype(np.uint8)
    for y in (0, 466, 933):
        for x in (0, 700):
            out[y : y + 18, x : x + 700] = out[y + 446 : y + 466, x : x + 700][:18] = (52, 66, 52)
            out[y : y + 466, x : x + 4] = (80, 76, 50)
    return out


def _shoji(scene: Scene, x: float, beam: object, power: float) -> None:
    if power:
        scene.glow((250, 244, 226), power, (x, -0.012, 1.8), (0.9, 0, 0), (0, 0, -1.75))
    else:
        scene.quad(matte((236, 230, 212)), (x, -0.012, 1.8), (0.9, 0, 0), (0, 0, -1.75))
    for index in range(5):
        scene.box(beam, (x + index * 0.225 - 0.01, -0.03, 0.05), (0.02, 0.018, 1.75))  # type: ignore[arg-type]
    for index in range(9):
        scene.box(beam, (x, -0.03, 0.05 + index * 0.218), (0.9, 0.018, 0.02))  # type: ignore[arg-type]


def _fusuma(scene: Scene, x: float, beam: object, index: int) -> None:
    paper = pictures.landscape(np.random.default_rng(95 + index), 420, 620)
    paper = (paper.astype(np.float32) * 0.35 + np.array((226, 210, 170)) * 0.65).astype(np.uint8)
    scene.quad(matte(paper), (x, -0.03, 1.84), (1.15, 0, 0), (0, 0, -1.8))
    for dx in (0, 1.12):
        scene.box(beam, (x + dx, -0.05, 0.02), (0.035, 0.04, 1.84))  # type: ignore[arg-type]
    scene.tube(metal(0.2, (60, 60, 60)), (x + 0.12, -0.03, 0.9), (x + 0.12, -0.042, 0.9), (0.035, 0.035), sides=16)


def gr_desk(day: str) -> Built:
    """A study: a desk with papers, a box with a barcode, Greek books and calendar, socket F."""
    scene, room = Scene(205), Room(width=3.4, depth=3.4)
    outside = light(scene, room, day)
    opening = (1.4, 2.5, 0.9, 2.1)
    walls = {"all": surfaces.plaster(scene.rng, 1200, 1020, (206, 218, 224), rough=0.1)}
    shell(scene, room, walls, gloss(surfaces.wood(scene.rng, 1200, 1200, (160, 112, 70), planks=14), 0.2), {"left": opening})
    with room.wall(scene, "left"):
        window(scene, opening, landscape(101, (900, 620)), power=outside, frame=(80, 120, 160), drapes=f.cloth(scene, (236, 230, 214)).what)  # type: ignore[arg-type]
    with room.wall(scene, "back"):
        with scene.at(0.1, 0):
            f.shelf(scene, GREEK, size=(0.95, 2.0), colour=(120, 84, 54))
        f.sign(scene, "gr_calendar", (1.3, 2.05))
        f.hang(scene, pictures.framed(landscape(102), (50, 70, 110)), (2.05, 2.05), 0.85)
        f.socket(scene, "F", (1.2, 0.95))
        with scene.at(1.15, 0):
            f.table(scene, (0, -0.75), (1.7, 0.72, 0.74), (150, 108, 68))
        f.table_lamp(scene, (2.6, -0.25, 0.74), on=day == "lamp", shade=surfaces.plaster(scene.rng, 200, 100, (70, 110, 90)))
        with scene.at(1.75, -0.42, 0.74, 6):
            scene.box(gloss((226, 196, 120), 0.2), (-0.15, -0.12, 0), (0.3, 0.22, 0.16))
            scene.quad(matte(signs.drawn("gr_box", 3000)), (-0.13, -0.122, 0.145), (0.26, 0, 0), (0, 0, -0.13))
            scene.mark((-0.13, -0.122, 0.145), (0.26, 0, 0), (0, 0, -0.13), clues=[{"kind": "barcode", "value": "5200000000016"}])
        for index in range(4):
            page = pictures.lettering([(word, 0.16) for word in ("Αγαπητέ φίλε", "σου γράφω", "από το νησί", "με χαρά")], (300, 400), (30, 30, 60), (246, 244, 236), [signs.FACES["plain"]] * 4)
            with scene.at(2.2 + 0.05 * index, -0.42 + 0.03 * index, 0.742 + 0.002 * index, -14 + 11 * index):
                scene.quad(matte(page), (-0.11, 0.15, 0), (0.22, 0, 0), (0, -0.3, 0))
        scene.lathe(gloss((40, 90, 150), 0.1), (1.35, -0.5, 0.74), [(0.03, 0), (0.045, 0.02), (0.045, 0.1), (0, 0.03)])
        for index in range(5):
            angle = index * 1.2
            scene.tube(gloss((220, 160 - 30 * index, 40 + 40 * index)), (1.35, -0.5, 0.77), (1.35 + 0.03 * np.cos(angle), -0.5 + 0.03 * np.sin(angle), 0.93), (0.005, 0.004), sides=6)
        f.chair(scene, (2.0, -0.98), 176, (120, 84, 54), f.cloth(scene, (60, 90, 120)))
    with room.wall(scene, "right"), scene.at(0.9, 0):
        f.shelf(scene, GREEK + ARABIC[:1], size=(0.9, 1.4), rows=4, colour=(120, 84, 54))
    f.rug(scene, surfaces.rug(scene.rng, 800, 600, ((40, 80, 130), (236, 228, 206), (196, 90, 60), (230, 190, 110))), (1.6, 1.4), (1.7, 1.2))
    return scene, {
        "a": Shot(eye=(1.9, 0.9, 1.5), target=(1.85, 3.3, 1.1), fov=62),
        "b": Shot(eye=(1.2, 1.2, 1.45), target=(1.95, 3.3, 1.05), fov=60, light="lamp"),
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
    shell(scene, room, {"all": surfaces.plaster(scene.rng, 1200, 1020, (238, 232, 214), rough=0.08), "back": tile}, gloss(floor, 0.15), {"right": opening})
    with room.wall(scene, "right"):
        window(scene, opening, landscape(111, (900, 620)), power=outside)
    white = gloss(surfaces.plaster(scene.rng, 300, 300, (226, 222, 206)), 0.15)
    with room.wall(scene, "back"):
        b.kitchen_row(scene, 2.4, white, gloss(surfaces.wood(scene.rng, 700, 200, (170, 120, 76), planks=3), 0.2), sink=1.7, hob=0.6)
        f.sign(scene, "il_calendar", (0.75, 2.05), scale=1.15)
        b.bottles(scene, (1.0, -0.14, 0.9), ("שמן", "תה", "קפה", "סוכר"), face="hebrew")
        f.socket(scene, "H", (0.98, 1.25))
        b.pot(scene, (0.48, -0.4, 0.925), (230, 170, 60), 0.1)
        b.pot(scene, (0.74, -0.2, 0.925), (60, 110, 100), 0.1)
        b.fridge(scene, 2.55, [landscape(112, (200, 160)), _child_art(scene), landscape(113, (180, 200))])
        b.wall_cupboards(scene, 1.5, 1, white)
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


def br_bath(day: str) -> Built:
    """A guest-house bathroom: coloured tiles, mirror, towels, house rules in Portuguese, socket N."""
    scene, room = Scene(207), Room(width=2.6, depth=2.9, height=2.6)
    light(scene, room, day)
    tile = surfaces.tiles(scene.rng, 1500, 1500, ((150, 196, 186), (164, 206, 196)), across=18)
    band = surfaces.painted_tiles(scene.rng, 1500, 84, (30, 110, 90), across=18)
    tile[560:644] = band
    shell(scene, room, {"all": tile}, gloss(surfaces.tiles(scene.rng, 1100, 1200, ((236, 232, 220), (60, 90, 90)), across=12), 0.12), skirting=None)
    with room.wall(scene, "back"):
        b.basin(scene, 0.75)
        scene.quad(metal(0.02, (235, 235, 235)), (0.45, -0.02, 1.95), (0.6, 0, 0), (0, 0, -0.8))
        for x, z, w, h in ((0.42, 1.95, 0.03, 0.83), (1.05, 1.95, 0.03, 0.83), (0.42, 1.98, 0.66, 0.03), (0.42, 1.15, 0.66, 0.03)):
            scene.box(gloss((170, 120, 70), 0.2), (x, -0.035, z - h), (w, 0.03, h))
        f.sign(scene, "br_rules", (1.3, 1.95), scale=1.3)
        f.socket(scene, "N", (1.25, 1.2))
        b.toilet(scene, 1.75)
        f.plant(scene, (2.3, -0.35, 0), 0.6, leaves=30)
        b.bottles(scene, (0.55, -0.1, 0.87), ("SABÃO", "XAMPU"), step=0.4)
    with room.wall(scene, "right"):
        for index, colour in enumerate(((206, 90, 60), (230, 190, 80), (70, 120, 140))):
            scene.tube(metal(), (0.75 + index * 0.55, -0.06, 1.5), (1.2 + index * 0.55, -0.06, 1.5), (0.01, 0.01), sides=8)
            towel = surfaces.striped_wallpaper(scene.rng, 300, 500, (colour, colour, (240, 236, 224))).transpose(1, 0, 2)
            with scene.at(0.0, 0.02):
                f.curtain(scene, np.ascontiguousarray(towel), (0.78 + index * 0.55, 1.5), (0.4, 0.75), folds=1)
    with room.wall(scene, "left"):
        sheet = surfaces.floral_wallpaper(scene.rng, 1000, 1300, (236, 240, 236), (60, 130, 150))
        scene.tube(metal(), (0.1, -0.1, 2.15), (1.7, -0.1, 2.15), (0.012, 0.012), sides=8)
        f.curtain(scene, sheet, (0.15, 2.13), (1.5, 1.9), folds=9)
        f.hang(scene, pictures.framed(landscape(121, (300, 300)), (60, 90, 80)), (2.0, 1.9), 0.5)
    f.rug(scene, surfaces.rug(scene.rng, 600, 400, ((60, 120, 120), (236, 228, 206), (206, 110, 60), (240, 200, 110))), (1.0, 1.9), (0.9, 0.6))
    return scene, {
        "a": Shot(eye=(1.55, 0.3, 1.55), target=(1.15, 2.8, 1.15), fov=72, light="dull"),
        "b": Shot(eye=(0.9, 0.5, 1.5), target=(1.5, 2.8, 1.1), fov=68, light="lamp"),
    }


def us_motel(day: str) -> Built:
    """A motel room: quilted spread, pool rules and a diner card in English with dollars, socket B."""
    scene, room = Scene(208), Room(width=4.4, depth=4.2, height=2.45)
    outside = light(scene, room, day)
    opening = (1.0, 3.0, 0.75, 2.05)
    walls = {"all": surfaces.plaster(scene.rng, 1200, 980, (214, 196, 164), rough=0.14), "back": surfaces.wood(scene.rng, 1000, 1500, (168, 118, 74), planks=16).transpose(1, 0, 2).copy()}
    shell(scene, room, walls, matte(surfaces.plaster(scene.rng, 1200, 1200, (110, 96, 70), rough=0.5)), {"left": opening}, skirting=(90, 60, 38))
    with room.wall(scene, "left"):
        window(scene, opening, landscape(131, (1000, 600)), power=outside, bars=1, drapes=surfaces.geometric_wallpaper(scene.rng, 500, 800, ((196, 120, 50), (120, 80, 40), (226, 190, 110), (90, 110, 70))))
    spread = surfaces.floral_wallpaper(np.random.default_rng(132), 1100, 1300, (60, 84, 90), (226, 150, 80))
    with room.wall(scene, "back"):
        with scene.at(1.35, 0):
            f.bed(scene, spread, size=(1.5, 2.0), head=(110, 70, 40))
        with scene.at(2.25, 0):
            f.drawers(scene, (0.5, 0.42, 0.6), 2, colour=(110, 70, 40))
        f.table_lamp(scene, (2.5, -0.22, 0.6), on=day == "lamp", shade=surfaces.plaster(scene.rng, 300, 150, (226, 170, 90)))
        f.hang(scene, pictures.framed(landscape(133, (760, 380)), (180, 150, 80)), (0.75, 1.95), 1.15)
        f.sign(scene, "us_pool", (3.0, 2.0), scale=1.25)
        f.sign(scene, "us_diner", (3.05, 1.3), scale=1.0)
        f.socket(scene, "B", (2.9, 0.55))
    with room.wall(scene, "right"), scene.at(0.7, 0):
        f.drawers(scene, (1.5, 0.5, 0.75), 2, 3, colour=(110, 70, 40))
        scene.box(gloss((24, 24, 26), 0.1), (0.35, -0.42, 0.75), (0.7, 0.36, 0.56))
        scene.quad(gloss((40, 46, 52), 0.03), (0.4, -0.425, 1.27), (0.6, 0, 0), (0, 0, -0.46))
        f.hang(scene, pictures.framed(landscape(134), (180, 150, 80)), (1.9, 1.9), 0.8)
        f.plant(scene, (1.8, -0.4, 0), 0.8)
    f.rug(scene, surfaces.rug(scene.rng, 800, 560, ((150, 80, 40), (226, 190, 110), (60, 84, 90), (110, 50, 40))), (2.9, 1.7), (1.5, 1.1), 3)
    f.chair(scene, (3.4, 2.2), 200, (110, 70, 40), f.cloth(scene, (90, 110, 70)))
    return scene, {
        "a": Shot(eye=(3.0, 0.35, 1.5), target=(1.9, 4.1, 1.0), fov=72, light="lamp"),
        "b": Shot(eye=(1.3, 0.4, 1.5), target=(2.6, 4.1, 1.0), fov=70),
        "c": Shot(eye=(2.2, 0.8, 1.5), target=(2.7, 4.1, 1.1), fov=60, light="dull"),
    }


def au_laundry(day: str) -> Built:
    """The laundry of a block of flats: machines, tiles, rules in English, socket I."""
    scene, room = Scene(209), Room(width=4.0, depth=3.6, height=2.6)
    outside = light(scene, room, day)
    opening = (0.9, 2.1, 1.2, 2.1)
    tile = surfaces.tiles(scene.rng, 1600, 1040, ((236, 236, 232), (228, 230, 228)), across=24)
    tile[300:366] = surfaces.painted_tiles(scene.rng, 1600, 66, (40, 110, 150), across=24)
    shell(scene, room, {"all": tile}, gloss(surfaces.tiles(scene.rng, 1200, 1100, ((150, 158, 160), (120, 130, 134)), across=11), 0.15), {"left": opening}, skirting=None)
    with room.wall(scene, "left"):
        window(scene, opening, landscape(141, (900, 600)), power=outside)
    with room.wall(scene, "back"):
        for index, label in enumerate(("Whirlo 500", "Whirlo 500", "Sudsmaster", "Drymaid 3")):
            b.washer(scene, 0.3 + index * 0.66, label)
        f.sign(scene, "au_laundry", (1.0, 2.1), scale=1.4)
        for x in (0.6, 2.55):
            f.socket(scene, "I", (x, 1.25))
        f.hang(scene, pictures.clock(300, 9, 30), (2.2, 2.3), 0.34)
        shelf = f.oak(scene, (196, 160, 110))
        scene.box(shelf, (2.3, -0.28, 1.55), (1.5, 0.28, 0.03))
        b.bottles(scene, (2.4, -0.15, 1.58), ("SUDS", "BLEACH", "LEMON", "STARCH", "WOOL", "SOAP", "PEGS"), step=0.19)
        for index, tint in enumerate(((206, 90, 70), (80, 130, 170), (230, 200, 110))):
            scene.soft(matte(surfaces.striped_wallpaper(scene.rng, 200, 200, (tint, (240, 236, 226), tint))), (0.35 + 0.7 * index, -0.5, 0.87), (0.42, 0.34, 0.16 + 0.05 * index), 0.05)
        f.plant(scene, (3.4, -0.4, 0), 0.7, leaves=30)
    with room.wall(scene, "right"):
        f.hang(scene, pictures.poster(np.random.default_rng(142), 420, 600, [("SURF BEACH", 0.5), ("open all summer", 0.3)]), (1.5, 2.0), 0.7)
        b.bench(scene, (0.8, -0.45), 1.4)
    f.table(scene, (1.5, 0.8), (1.3, 0.7, 0.8), (206, 176, 130))
    scene.soft(matte(surfaces.patchwork(scene.rng, 400, 400, ((200, 90, 80), (90, 140, 170), (240, 220, 160)), across=6)), (1.8, 0.95, 0.8), (0.5, 0.4, 0.14), 0.05)
    return scene, {
        "a": Shot(eye=(2.6, 0.25, 1.6), target=(1.7, 3.5, 1.15), fov=70),
        "b": Shot(eye=(1.2, 0.4, 1.55), target=(2.3, 3.5, 1.15), fov=66, light="lamp"),
        "c": Shot(eye=(2.0, 0.9, 1.5), target=(2.0, 3.5, 1.3), fov=58, light="dull"),
    }


def ua_street(day: str) -> Built:
    """A kitchen window; across the street a pharmacy and a bakery with Ukrainian signs, cars keeping right."""
    scene, room = Scene(210), Room(width=3.6, depth=3.0, height=2.7)
    lamp = day == "lamp"
    f.ceiling_lamp(scene, (1.8, 1.5, 2.7), 4.0 if lamp else 1.2, size=0.26)
    with room.wall(scene, "front"):
        scene.glow((226, 238, 255), 0.6 if lamp else 1.8, (1.0, -0.02, 2.3), (1.6, 0, 0), (0, 0, -1.4))
    scene.sky = 0.5 if lamp else 2.4
    opening = (0.7, 2.9, 0.95, 2.35)
    walls = {"all": surfaces.striped_wallpaper(scene.rng, 1500, 1275, ((236, 226, 200), (206, 180, 140), (240, 234, 216), (190, 150, 110)))}
    shell(scene, room, walls, gloss(surfaces.tiles(scene.rng, 900, 900, ((210, 200, 180), (130, 90, 70)), across=9), 0.2), {"back": opening})
    with room.wall(scene, "back"):
        window(scene, opening, landscape(151), power=-1, bars=1, drapes=surfaces.floral_wallpaper(scene.rng, 600, 900, (240, 236, 220), (190, 60, 60)))
        f.sign(scene, "ua_card", (3.02, 2.0), scale=1.1)
        f.socket(scene, "F", (3.2, 1.15))
        f.radiator(scene, (1.1, 0.14), (1.3, 0.6))
        for index, x in enumerate((0.95, 1.35, 2.6)):
            f.plant(scene, (x, -0.05, 0.86), 0.3 + 0.08 * index, leaves=18)
        f.hang(scene, pictures.framed(landscape(152, (280, 340)), (120, 80, 40)), (0.1, 2.1), 0.42)
        b.bottles(scene, (1.7, -0.06, 0.95), ("МЕД", "СІЛЬ", "ЧАЙ"), step=0.12)
    with scene.at(0, room.depth + 0.3, -3.4):
        _ukrainian_street(scene, lamp=lamp)
    return scene, {
        "a": Shot(eye=(1.9, 0.9, 1.6), target=(1.75, 3.0, 1.5), fov=64, exposure=0.2),
        "b": Shot(eye=(1.3, 1.0, 1.6), target=(2.0, 3.0, 1.5), fov=62, light="dull", exposure=0.2),
        "c": Shot(eye=(2.3, 1.1, 1.6), target=(1.6, 3.0, 1.5), fov=62, light="lamp"),
    }


def _ukrainian_street(scene: Scene, *, lamp: bool) -> None:
    """Across the street, seen from the first floor: the ground is 3.4 m below the room."""
    streets.sky(scene, landscape(153, (2400, 700)), power=0.3 if lamp else 2.5, away=40)
    road = surfaces.plaster(scene.rng, 1600, 500, (100, 100, 104), rough=0.5)
    for left in range(0, 1600, 200):
        road[246:254, left : left + 110] = (222, 222, 216)
    scene.quad(matte(road), (-12, 9.0, 0), (28, 0, 0), (0, -7.5, 0))
    scene.quad(matte(surfaces.tiles(scene.rng, 1600, 200, ((170, 166, 160), (160, 156, 150)), across=40)), (-12, 12.0, 0.12), (28, 0, 0), (0, -3, 0))
    streets.front(scene, (-4.5, 12), (6.0, 8.5), turn=0, colour=(214, 190, 140), shutters=None)
    streets.front(scene, (1.5, 12), (6.5, 9.2), turn=0, colour=(176, 196, 186), shutters=(120, 70, 50))
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
