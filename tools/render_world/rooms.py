"""A hotel room, a motel room, a study and a room with straw mats."""

from __future__ import annotations

import numpy as np

from render_world import building as b
from render_world import furniture as f
from render_world import signs, sockets
from render_world.building import Room, drape, shell, window
from render_world.kit import Scene, gloss, matte, metal
from render_world.photo import Shot
from render_world.recurring import ARABIC, GREEK, Built, landscape, light, print_lake
from render_world.typefaces import FACES
from sightline.demo.drawing import pictures, surfaces
from sightline.demo.drawing.surfaces import Rgb


def tr_hotel(day: str) -> Built:
    """A hotel room: two beds' worth of pattern, the lake print, a notice and a door hanger in Turkish, socket F."""
    scene, room = Scene(202), Room(width=4.2, depth=4.4)
    outside = light(scene, room, day)
    opening = (1.4, 3.0, 0.6, 2.2)
    walls = {
        "all": surfaces.geometric_wallpaper(
            scene.rng, 1500, 1275, ((206, 196, 176), (176, 150, 116), (222, 212, 196), (150, 120, 96))
        )
    }
    carpet = matte(
        surfaces.geometric_wallpaper(scene.rng, 1500, 1500, ((96, 40, 44), (150, 110, 60), (60, 36, 50), (120, 56, 52)))
    )
    shell(scene, room, walls, carpet, {"right": opening}, skirting=(110, 76, 46))
    with room.wall(scene, "right"):
        window(scene, opening, (landscape(71, (1000, 640)), outside))
        drape(
            scene,
            opening,
            surfaces.striped_wallpaper(scene.rng, 500, 900, ((150, 120, 70), (120, 40, 44), (190, 160, 100))),
        )
    spread = surfaces.rug(
        np.random.default_rng(72), 1000, 1200, ((110, 30, 44), (190, 150, 80), (40, 50, 80), (224, 204, 160))
    )
    with room.wall(scene, "back"):
        with scene.at(1.6, 0):
            f.bed(scene, spread, size=(1.6, 2.0), head=(96, 60, 40))
        f.hang(scene, print_lake(), (1.2, 2.1), 0.8, thing="print-lake")
        for x in (0.38, 2.58):
            with scene.at(x - 0.22, 0):
                f.drawers(scene, (0.44, 0.38, 0.55), 2, colour=(96, 60, 40))
            f.table_lamp(scene, (x, -0.2, 0.55), on=day == "lamp")
        f.sign(scene, "tr_notice", (3.2, 2.05), scale=1.25)
        sockets.socket(scene, "F", (3.15, 0.55))
        f.hang(scene, pictures.framed(landscape(73, (260, 340)), (160, 130, 60)), (0.2, 2.0), 0.42)
    with room.wall(scene, "left"):
        b.door(scene, 2.1, colour=(120, 80, 52))
        f.sign(scene, "tr_hanger", (2.72, 1.02), thick=0.03)
        with scene.at(0.5, 0):
            f.drawers(scene, (1.2, 0.5, 0.75), 1, 3, colour=(96, 60, 40))
        scene.box(gloss((16, 16, 18), 0.05), (0.7, -0.2, 0.85), (0.9, 0.05, 0.55))
        f.hang(scene, pictures.framed(landscape(74), (160, 130, 60)), (3.2, 1.9), 0.6)
    f.table(scene, (3.45, 1.9), (0.7, 0.7, 0.72), (96, 60, 40))
    f.chair(scene, (3.2, 1.7), 65, (96, 60, 40), f.cloth(scene, (130, 40, 50)))
    b.bottles(scene, (3.65, 2.2, 0.72), ("SU", "AYRAN"), step=0.12)
    return scene, {
        "a": Shot(eye=(1.4, 0.35, 1.5), target=(2.1, 4.3, 1.05), fov=72, light="lamp"),
        "b": Shot(eye=(2.8, 0.4, 1.5), target=(1.9, 4.3, 1.0), fov=70),
        "c": Shot(eye=(2.2, 0.6, 1.55), target=(2.5, 4.3, 1.15), fov=62, light="dull"),
    }


def us_motel(day: str) -> Built:
    """A motel room: quilted spread, pool rules and a diner card in English with dollars, socket B."""
    scene, room = Scene(208), Room(width=4.4, depth=4.2, height=2.45)
    outside = light(scene, room, day)
    opening = (1.0, 3.0, 0.75, 2.05)
    walls = {
        "all": surfaces.plaster(scene.rng, 1200, 980, (214, 196, 164), rough=0.14),
        "back": surfaces.wood(scene.rng, 1000, 1500, (168, 118, 74), planks=16).transpose(1, 0, 2).copy(),
    }
    shell(
        scene,
        room,
        walls,
        matte(surfaces.plaster(scene.rng, 1200, 1200, (110, 96, 70), rough=0.5)),
        {"left": opening},
        skirting=(90, 60, 38),
    )
    with room.wall(scene, "left"):
        window(scene, opening, (landscape(131, (1000, 600)), outside), bars=1)
        drape(
            scene,
            opening,
            surfaces.geometric_wallpaper(
                scene.rng, 500, 800, ((196, 120, 50), (120, 80, 40), (226, 190, 110), (90, 110, 70))
            ),
        )
    spread = surfaces.floral_wallpaper(np.random.default_rng(132), 1100, 1300, (60, 84, 90), (226, 150, 80))
    with room.wall(scene, "back"):
        with scene.at(1.35, 0):
            f.bed(scene, spread, size=(1.5, 2.0), head=(110, 70, 40))
        with scene.at(2.25, 0):
            f.drawers(scene, (0.5, 0.42, 0.6), 2, colour=(110, 70, 40))
        f.table_lamp(
            scene, (2.5, -0.22, 0.6), on=day == "lamp", shade=surfaces.plaster(scene.rng, 300, 150, (226, 170, 90))
        )
        f.hang(scene, pictures.framed(landscape(133, (760, 380)), (180, 150, 80)), (0.75, 1.95), 1.15)
        f.sign(scene, "us_pool", (3.0, 2.0), scale=1.25)
        f.sign(scene, "us_diner", (3.05, 1.24), scale=1.0)
        sockets.socket(scene, "B", (2.9, 0.55))
    with room.wall(scene, "right"), scene.at(0.7, 0):
        f.drawers(scene, (1.5, 0.5, 0.75), 2, 3, colour=(110, 70, 40))
        scene.box(gloss((24, 24, 26), 0.1), (0.35, -0.42, 0.75), (0.7, 0.36, 0.56))
        scene.quad(gloss((40, 46, 52), 0.03), (0.4, -0.425, 1.27), (0.6, 0, 0), (0, 0, -0.46))
        f.hang(scene, pictures.framed(landscape(134), (180, 150, 80)), (1.9, 1.9), 0.8)
        f.plant(scene, (1.8, -0.4, 0), 0.8)
    f.rug(
        scene,
        surfaces.rug(scene.rng, 800, 560, ((150, 80, 40), (226, 190, 110), (60, 84, 90), (110, 50, 40))),
        (2.9, 1.7),
        (1.5, 1.1),
        3,
    )
    f.chair(scene, (3.4, 2.2), 200, (110, 70, 40), f.cloth(scene, (90, 110, 70)))
    return scene, {
        "a": Shot(eye=(3.0, 0.35, 1.5), target=(1.9, 4.1, 1.0), fov=72, light="lamp"),
        "b": Shot(eye=(1.3, 0.4, 1.5), target=(2.6, 4.1, 1.0), fov=70),
        "c": Shot(eye=(2.2, 0.8, 1.5), target=(2.7, 4.1, 1.1), fov=60, light="dull"),
    }


def gr_desk(day: str) -> Built:
    """A study: a desk with papers, a box with a barcode, Greek books and calendar, socket F."""
    scene, room = Scene(205), Room(width=3.4, depth=3.4)
    outside = light(scene, room, day)
    opening = (1.4, 2.5, 0.9, 2.1)
    walls = {"all": surfaces.plaster(scene.rng, 1200, 1020, (206, 218, 224), rough=0.1)}
    shell(
        scene,
        room,
        walls,
        gloss(surfaces.wood(scene.rng, 1200, 1200, (160, 112, 70), planks=14), 0.2),
        {"left": opening},
    )
    with room.wall(scene, "left"):
        window(scene, opening, (landscape(101, (900, 620)), outside), frame=(80, 120, 160))
        drape(scene, opening, f.cloth(scene, (236, 230, 214)).what)  # type: ignore[arg-type]
    with room.wall(scene, "back"):
        with scene.at(0.1, 0):
            f.shelf(scene, GREEK, size=(0.95, 2.0), colour=(120, 84, 54))
        f.sign(scene, "gr_calendar", (1.3, 2.05))
        f.hang(scene, pictures.framed(landscape(102), (50, 70, 110)), (2.05, 2.05), 0.85)
        sockets.socket(scene, "F", (1.2, 0.95))
        with scene.at(1.15, 0):
            f.table(scene, (0, -0.75), (1.7, 0.72, 0.74), (150, 108, 68))
        f.table_lamp(
            scene, (2.6, -0.25, 0.74), on=day == "lamp", shade=surfaces.plaster(scene.rng, 200, 100, (70, 110, 90))
        )
        with scene.at(1.75, -0.42, 0.74, 6):
            scene.box(gloss((226, 196, 120), 0.2), (-0.15, -0.12, 0), (0.3, 0.22, 0.16))
            scene.quad(matte(signs.drawn("gr_box", 3000)), (-0.13, -0.122, 0.145), (0.26, 0, 0), (0, 0, -0.13))
            scene.mark(
                (-0.13, -0.122, 0.145),
                (0.26, 0, 0),
                (0, 0, -0.13),
                clues=[{"kind": "barcode", "value": "5200000000016"}],
            )
        for index in range(4):
            page = pictures.lettering(
                [(word, 0.16) for word in ("Αγαπητέ φίλε", "σου γράφω", "από το νησί", "με χαρά")],
                (300, 400),
                (30, 30, 60),
                (246, 244, 236),
                [FACES["plain"]] * 4,
            )
            with scene.at(2.2 + 0.05 * index, -0.42 + 0.03 * index, 0.742 + 0.002 * index, -14 + 11 * index):
                scene.quad(matte(page), (-0.11, 0.15, 0), (0.22, 0, 0), (0, -0.3, 0))
        scene.lathe(gloss((40, 90, 150), 0.1), (1.35, -0.5, 0.74), [(0.03, 0), (0.045, 0.02), (0.045, 0.1), (0, 0.03)])
        for index in range(5):
            angle = index * 1.2
            scene.tube(
                gloss((220, 160 - 30 * index, 40 + 40 * index)),
                (1.35, -0.5, 0.77),
                (1.35 + 0.03 * np.cos(angle), -0.5 + 0.03 * np.sin(angle), 0.93),
                (0.005, 0.004),
                sides=6,
            )
        f.chair(scene, (2.0, -0.98), 176, (120, 84, 54), f.cloth(scene, (60, 90, 120)))
    with room.wall(scene, "right"), scene.at(0.9, 0):
        f.shelf(scene, GREEK + ARABIC[:1], size=(0.9, 1.4), rows=4, colour=(120, 84, 54))
    f.rug(
        scene,
        surfaces.rug(scene.rng, 800, 600, ((40, 80, 130), (236, 228, 206), (196, 90, 60), (230, 190, 110))),
        (1.6, 1.4),
        (1.7, 1.2),
    )
    return scene, {
        "a": Shot(eye=(1.9, 0.9, 1.5), target=(1.85, 3.3, 1.1), fov=62),
        "b": Shot(eye=(1.2, 1.2, 1.45), target=(1.95, 3.3, 1.05), fov=60, light="lamp"),
        "c": Shot(eye=(1.62, 2.22, 1.12), target=(1.76, 2.87, 0.83), fov=50, size=(480, 360)),
    }


def jp_tatami(day: str) -> Built:
    """Straw mats with cloth borders, paper screens, a scroll, a calendar in Japanese with a QR code, socket A."""
    scene, room = Scene(204), Room(width=4.4, depth=4.2, height=2.5)
    w, d, h = room.width, room.depth, room.height
    lamp = day == "lamp"
    f.ceiling_lamp(scene, (w / 2, d / 2, h), 9 if lamp else 1.0, size=0.3)
    with room.wall(scene, "front"):
        scene.glow((226, 238, 255), 0.15 if lamp else 2.2, (1.0, -0.02, 2.2), (2.4, 0, 0), (0, 0, -1.5))
    shell(
        scene,
        room,
        {"all": surfaces.plaster(scene.rng, 1200, 1020, (206, 194, 160), rough=0.2)},
        matte(_mats(scene)),
        skirting=(120, 84, 52),
    )
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
        sockets.socket(scene, "A", (2.05, 0.3))
        with scene.at(0.2, 0):
            f.drawers(scene, (1.0, 0.42, 0.95), 4, 2, colour=(120, 70, 40))
        f.hang(scene, pictures.framed(landscape(92, (300, 300)), (30, 26, 24)), (0.35, 1.75), 0.5)
        f.vase(scene, (0.45, -0.2, 0.95), 0.22)
    with room.wall(scene, "right"):
        for index in range(3):
            _fusuma(scene, 0.3 + index * 1.2, beam, index)
    f.table(scene, (1.6, 1.7), (1.2, 0.8, 0.34), (110, 66, 40))
    scene.lathe(
        gloss((40, 60, 54), 0.08), (2.1, 2.1, 0.34), [(0.05, 0), (0.08, 0.04), (0.07, 0.11), (0.02, 0.13), (0, 0.15)]
    )
    for dx, dy in ((-0.25, -0.1), (0.25, 0.12)):
        scene.lathe(
            gloss((206, 200, 186), 0.1),
            (2.1 + dx, 2.1 + dy, 0.34),
            [(0.025, 0), (0.035, 0.07), (0.03, 0.07), (0, 0.02)],
        )
    for x, y in ((1.25, 2.1), (3.1, 2.0)):
        scene.soft(
            matte(surfaces.geometric_wallpaper(scene.rng, 300, 300, ((60, 70, 110), (200, 196, 180), (40, 46, 80)))),
            (x - 0.27, y - 0.27, 0),
            (0.54, 0.54, 0.09),
            0.04,
        )
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
