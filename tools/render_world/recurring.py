"""What recurs from place to place: books, pictures, the bedspread, the wallpaper, the print, the lamp, the light."""

from __future__ import annotations

import numpy as np

from render_world import furniture as f
from render_world.building import Room
from render_world.kit import Scene
from render_world.photo import Shot
from sightline.demo.drawing import pictures, surfaces
from sightline.demo.drawing.surfaces import Rgb

Built = tuple[Scene, dict[str, Shot]]


FRENCH = ("Germinal", "Les Misérables", "Le Grand Meaulnes", "Bel-Ami", "Contes du lundi", "Candide")


DUTCH = ("Max Havelaar", "De Leeuw van Vlaanderen", "Eline Vere", "Van oude mensen")


GERMAN = (
    "Buddenbrooks",
    "Effi Briest",
    "Der Zauberberg",
    "Faust",
    "Wilhelm Meister",
    "Die Leiden",
    "Grüner Heinrich",
    "Kater Murr",
)


ENGLISH = ("Treasure Island", "Alice", "The Secret Garden", "Peter Pan", "Black Beauty", "Jungle Book", "Oz")


GREEK = ("Ιλιάδα", "Οδύσσεια", "Φόνισσα", "Λεξικό", "Ποιήματα", "Ιστορία", "Άτλας")


ARABIC = ("كليلة ودمنة", "ألف ليلة وليلة", "المقدمة", "الأطلس", "ديوان")


def child_art(scene: Scene) -> Rgb:
    rng = scene.rng
    picture = surfaces.mix((250, 246, 230), (170, 210, 240), surfaces.noise(rng, 300, 400, cells=2, octaves=3))
    for _ in range(14):
        x, y, r = int(rng.integers(20, 380)), int(rng.integers(120, 290)), int(rng.integers(10, 44))
        colour = rng.integers(30, 240, 3)
        yy, xx = np.ogrid[:300, :400]
        picture[(xx - x) ** 2 + (yy - y) ** 2 * float(rng.uniform(0.5, 2.5)) < r * r] = colour
    return pictures.framed(picture, (200, 190, 170), border=0.02, mat=0.01)


def landscape(seed: int, size: tuple[int, int] = (520, 360)) -> Rgb:
    """A painted landscape by its seed."""
    return pictures.landscape(np.random.default_rng(seed), *size)


def harlequin() -> Rgb:
    """The bedspread that is in two bedrooms."""
    return surfaces.patchwork(
        np.random.default_rng(77), 1100, 1300,
        ((168, 44, 58), (44, 76, 128), (232, 200, 132), (86, 128, 92), (120, 60, 110)), across=11,
    )  # fmt: skip


def flowers() -> Rgb:
    """The wallpaper that is sold in more than one country."""
    return surfaces.floral_wallpaper(np.random.default_rng(78), 1500, 1275, (230, 222, 200), (184, 84, 92))


def print_lake() -> Rgb:
    """The framed print of a lake that hangs in a living room and in a hotel."""
    rng = np.random.default_rng(90)
    return pictures.framed(pictures.landscape(rng, 620, 430), (112, 76, 40))


def mosaic_shade() -> Rgb:
    """The shade of the mosaic lamp."""
    return surfaces.patchwork(
        np.random.default_rng(5), 900, 260, ((230, 120, 40), (60, 140, 160), (240, 210, 120), (180, 40, 60)), across=22
    )


def light(scene: Scene, room: Room, day: str, *, power: float = 1.0) -> float:
    """Lights of a room by name of the light; returns the power of the view behind the window."""
    w, d, h = room.width, room.depth, room.height
    if day == "lamp":
        f.ceiling_lamp(scene, (w / 2, d * 0.55, h), 11 * power)
        return 0.0
    f.ceiling_lamp(scene, (w / 2, d * 0.55, h), 0.9, colour=(255, 250, 240))
    with room.wall(scene, "front"):
        scene.glow((226, 238, 255), 2.6 * power, (w * 0.25, -0.02, 2.2), (w * 0.5, 0, 0), (0, 0, -1.3))
    scene.sky = 2.0
    if day == "day":
        scene.sun = ((0.82, 0.28, -0.62), 16.0)
        return 5.0
    return 3.6
