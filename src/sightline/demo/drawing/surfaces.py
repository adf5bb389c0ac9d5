"""Procedural surfaces: wallpaper, wood, tiles, brick, rugs and bedspreads. Everything comes from the generator given.

Every function returns (height, width, 3) uint8 RGB and draws the same picture for the same generator state.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Rgb: TypeAlias = NDArray[np.uint8]
Field: TypeAlias = NDArray[np.float32]
Colour: TypeAlias = tuple[int, int, int]


def noise(rng: np.random.Generator, height: int, width: int, *, cells: int = 4, octaves: int = 5) -> Field:
    """Smooth noise in 0..1, (height, width): random grids of doubling fineness, halving weight."""
    total = np.zeros((height, width), np.float32)
    weight, norm = 1.0, 0.0
    for octave in range(octaves):
        rows = max(2, min(height, cells << octave))
        columns = max(2, min(width, int(rows * width / height)))
        grid = rng.random((rows, columns), np.float32)
        total += weight * cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
        norm += weight
        weight *= 0.5
    return np.clip(total / norm, 0.0, 1.0)


def mix(low: Colour, high: Colour, amount: Field) -> Rgb:
    """Blend two colours by a field in 0..1."""
    a = np.asarray(low, np.float32)
    b = np.asarray(high, np.float32)
    return np.clip(a + (b - a) * amount[..., None], 0, 255).astype(np.uint8)


def grain(rng: np.random.Generator, picture: Rgb, amount: float) -> Rgb:
    """Multiply by fine and coarse noise so that no surface is flat. amount: 0..1."""
    height, width = picture.shape[:2]
    fine = rng.random((height, width), np.float32) - 0.5
    coarse = noise(rng, height, width, cells=3, octaves=4) - 0.5
    factor = 1.0 + amount * (0.5 * fine + coarse)
    return np.clip(picture * factor[..., None], 0, 255).astype(np.uint8)


def hsv(pixels: Rgb) -> Rgb:
    """Hue (0..179), saturation and value to RGB."""
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_HSV2RGB), np.uint8)


def plaster(rng: np.random.Generator, width: int, height: int, colour: Colour, *, rough: float = 0.08) -> Rgb:
    """A painted wall: almost nothing to see, which is the point of some pictures."""
    flat = np.empty((height, width, 3), np.uint8)
    flat[:] = colour
    return grain(rng, flat, rough)


def _petals(draw: ImageDraw.ImageDraw, centre: tuple[float, float], radius: float, petals: int, fill: Colour) -> None:
    x, y = centre
    for index in range(petals):
        angle = 2 * math.pi * index / petals
        px, py = x + radius * math.cos(angle), y + radius * math.sin(angle)
        size = radius * 0.62
        draw.ellipse((px - size, py - size, px + size, py + size), fill=fill)
    core = radius * 0.45
    draw.ellipse((x - core, y - core, x + core, y + core), fill=(236, 196, 92))


def _stem(draw: ImageDraw.ImageDraw, start: tuple[float, float], sway: float, length: float, fill: Colour) -> None:
    x, y = start
    points = [(x + sway * math.sin(t * 3.1), y + length * t) for t in np.linspace(0.0, 1.0, 12)]
    draw.line(points, fill=fill, width=max(2, int(length / 30)))
    for index, (px, py) in enumerate(points[2:-1]):
        side = 1 if index % 2 else -1
        ends = sorted((px, px + side * length * 0.14))
        draw.ellipse((ends[0], py - length * 0.05, ends[1], py + length * 0.05), fill=fill)


def floral_wallpaper(rng: np.random.Generator, width: int, height: int, ground: Colour, flower: Colour) -> Rgb:
    """Flowers and stems on a half-drop repeat of about a sixth of the width."""
    tile = max(48, width // 6)
    motif = Image.new("RGB", (tile * 2, tile * 2), ground)
    draw = ImageDraw.Draw(motif)
    leaf = (70 + int(rng.integers(40)), 110 + int(rng.integers(30)), 80)
    for _ in range(7):
        x, y = rng.random(2) * tile * 2
        for dx in (-2 * tile, 0, 2 * tile):
            for dy in (-3 * tile, -tile, tile) if dx else (-2 * tile, 0, 2 * tile):
                _stem(draw, (x + dx, y + dy), tile * 0.1, tile * 0.5, leaf)
    for _ in range(9):
        x, y = rng.random(2) * tile * 2
        radius = float(tile * (0.07 + 0.09 * rng.random()))
        petals = int(rng.integers(5, 8))
        shade = tuple(int(min(255, c * (0.8 + 0.4 * rng.random()))) for c in flower)
        for dx in (-2 * tile, 0, 2 * tile):
            for dy in (-tile, tile) if dx else (-2 * tile, 0, 2 * tile):
                _petals(draw, (x + dx, y + dy), radius, petals, (shade[0], shade[1], shade[2]))
    return grain(rng, _tiled(np.asarray(motif), width, height, half_drop=True), 0.06)


def _tiled(motif: Rgb, width: int, height: int, *, half_drop: bool = False) -> Rgb:
    rows, columns = motif.shape[:2]
    column = np.tile(motif, (height // rows + 2, 1, 1))
    strips = []
    for index in range(width // columns + 1):
        start = rows // 2 if half_drop and index % 2 else 0
        strips.append(column[start : start + height])
    return np.ascontiguousarray(np.concatenate(strips, axis=1)[:, :width])


def striped_wallpaper(rng: np.random.Generator, width: int, height: int, colours: tuple[Colour, ...]) -> Rgb:
    """Vertical stripes of unequal width."""
    row = np.zeros((width, 3), np.uint8)
    x, index = 0, 0
    widths = rng.integers(max(3, width // 90), max(5, width // 28), 9)
    while x < width:
        step = int(widths[index % 9])
        row[x : x + step] = colours[index % len(colours)]
        x, index = x + step, index + 1
    return grain(rng, np.ascontiguousarray(np.broadcast_to(row, (height, width, 3))), 0.07)


def geometric_wallpaper(rng: np.random.Generator, width: int, height: int, colours: tuple[Colour, ...]) -> Rgb:
    """Circles, lozenges and arcs in a square repeat, as in the seventies."""
    tile = max(40, width // 8)
    motif = Image.new("RGB", (tile, tile), colours[0])
    draw = ImageDraw.Draw(motif)
    for index, share in enumerate((0.98, 0.8, 0.6, 0.38, 0.2)):
        inset = tile * (1 - share) / 2
        box = (inset, inset, tile - inset, tile - inset)
        colour = colours[(index + 1) % len(colours)]
        if index % 2:
            middle = tile / 2
            draw.polygon(
                ((middle, inset), (tile - inset, middle), (middle, tile - inset), (inset, middle)), fill=colour
            )
        else:
            draw.ellipse(box, fill=colour)
    return grain(rng, _tiled(np.asarray(motif), width, height), 0.08)


def wood(rng: np.random.Generator, width: int, height: int, colour: Colour, *, planks: int = 6) -> Rgb:
    """Planks along the width, each with its own rings, tone and butt joints."""
    out = np.zeros((height, width, 3), np.uint8)
    dark = (int(colour[0] * 0.62), int(colour[1] * 0.55), int(colour[2] * 0.48))
    edges = np.linspace(0, height, planks + 1).astype(int)
    for top, bottom in pairwise(edges):
        rows = bottom - top
        along = cv2.resize(noise(rng, rows, max(8, width // 7), cells=2, octaves=3), (width, rows))
        across = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
        rings = 0.5 + 0.5 * np.sin((along * 9 + across * (4 + 5 * rng.random())) * math.pi * 2)
        streaks = cv2.resize(rng.random((rows, max(2, width // 90)), np.float32), (width, rows))
        amount = np.clip(0.55 * rings.astype(np.float32) + 0.45 * streaks, 0, 1) * (0.5 + 0.5 * rng.random())
        out[top:bottom] = mix(colour, dark, amount.astype(np.float32))
        out[bottom - max(1, height // 300) : bottom] = (40, 28, 20)
        for joint in rng.integers(0, width, 1 + width // 700):
            out[top:bottom, joint : joint + max(1, width // 500)] = (45, 32, 24)
    return grain(rng, out, 0.12)


def tiles(rng: np.random.Generator, width: int, height: int, colours: tuple[Colour, ...], *, across: int = 8) -> Rgb:
    """Square tiles with grout. Two colours or more make a chequer; each tile has its own tone."""
    side = max(8, width // across)
    out = np.empty((height, width, 3), np.uint8)
    gap = max(1, side // 24)
    for row, top in enumerate(range(0, height, side)):
        for column, left in enumerate(range(0, width, side)):
            base = np.asarray(colours[(row + column) % len(colours)], np.float32)
            out[top : top + side, left : left + side] = np.clip(base * (0.88 + 0.2 * rng.random()), 0, 255)
            out[top : top + gap, left : left + side] = (186, 182, 174)
            out[top : top + side, left : left + gap] = (186, 182, 174)
    return grain(rng, out, 0.07)


def painted_tiles(rng: np.random.Generator, width: int, height: int, ink: Colour, *, across: int = 7) -> Rgb:
    """Hand-painted tiles: four motifs in one ink on white, put up in random order and turned."""
    side = max(24, width // across)
    motifs = [_painted_tile(rng, side, ink) for _ in range(4)]
    rows, columns = height // side + 1, width // side + 1
    lines = [
        np.concatenate([np.rot90(motifs[int(rng.integers(4))], int(rng.integers(4))) for _ in range(columns)], axis=1)
        for _ in range(rows)
    ]
    return grain(rng, np.ascontiguousarray(np.concatenate(lines, axis=0)[:height, :width]), 0.06)


def _painted_tile(rng: np.random.Generator, side: int, ink: Colour) -> Rgb:
    image = Image.new("RGB", (side, side), (238, 236, 226))
    draw = ImageDraw.Draw(image)
    thin = max(1, side // 24)
    for corner in ((0, 0), (side, 0), (0, side), (side, side)):
        for radius in rng.uniform(0.18, 0.55, 3) * side:
            x, y = corner
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=ink, width=thin)
    pale = (min(255, ink[0] + 70), min(255, ink[1] + 70), min(255, ink[2] + 50))
    _petals(draw, (side / 2, side / 2), side * float(rng.uniform(0.12, 0.2)), int(rng.integers(4, 9)), pale)
    draw.rectangle((0, 0, side - 1, side - 1), outline=(190, 188, 180), width=thin)
    return np.asarray(image)


def bricks(rng: np.random.Generator, width: int, height: int, colour: Colour, *, rows: int = 24) -> Rgb:
    """Brick in stretcher bond."""
    out = np.empty((height, width, 3), np.uint8)
    out[:] = (176, 168, 156)
    tall = max(4, height // rows)
    long = int(tall * 3.1)
    for row, top in enumerate(range(0, height, tall)):
        for left in range(-(long // 2) * (row % 2), width, long):
            tone = 0.7 + 0.5 * rng.random()
            patch = np.clip(np.asarray(colour, np.float32) * tone, 0, 255)
            out[top + 1 : top + tall - 1, max(0, left + 1) : max(0, left + long - 1)] = patch
    return grain(rng, out, 0.16)


def rug(rng: np.random.Generator, width: int, height: int, colours: tuple[Colour, ...]) -> Rgb:
    """A woven carpet: nested borders, a medallion and knots."""
    image = Image.new("RGB", (width, height), colours[0])
    draw = ImageDraw.Draw(image)
    unit = min(width, height) / 26
    for index in range(5):
        inset = unit * index * 1.3
        draw.rectangle((inset, inset, width - inset, height - inset), fill=colours[index % len(colours)])
        step = unit * (0.9 + 0.5 * (index % 3))
        for x in np.arange(inset, width - inset, step):
            for y in (inset + unit * 0.6, height - inset - unit * 0.6):
                _lozenge(draw, (float(x), y), unit * 0.4, colours[(index + 2) % len(colours)])
    for _ in range(46):
        x, y = rng.uniform(0.24, 0.76) * width, rng.uniform(0.24, 0.76) * height
        _lozenge(draw, (x, y), unit * rng.uniform(0.4, 1.5), colours[int(rng.integers(len(colours)))])
    for size in (6.0, 4.6, 3.2, 1.6):
        _lozenge(draw, (width / 2, height / 2), unit * size, colours[int(size) % len(colours)])
    weave = grain(rng, np.asarray(image), 0.2)
    weave[::3] = (weave[::3] * 0.88).astype(np.uint8)
    return weave


def _lozenge(draw: ImageDraw.ImageDraw, centre: tuple[float, float], size: float, fill: Colour) -> None:
    x, y = centre
    draw.polygon(((x, y - size), (x + size, y), (x, y + size), (x - size, y)), fill=fill)


def patchwork(
    rng: np.random.Generator, width: int, height: int, colours: tuple[Colour, ...], *, across: int = 7
) -> Rgb:
    """A quilt: squares, triangles and pinwheels of printed cloth, no two rows alike."""
    side = max(16, width // across)
    image = Image.new("RGB", (width + side, height + side))
    draw = ImageDraw.Draw(image)
    for top in range(0, height, side):
        for left in range(0, width, side):
            first, second = (colours[int(i)] for i in rng.integers(0, len(colours), 2))
            draw.rectangle((left, top, left + side, top + side), fill=first)
            _patch(draw, (left, top, side), second, int(rng.integers(4)))
            draw.rectangle((left, top, left + side, top + side), outline=(235, 228, 214), width=max(1, side // 22))
    return grain(rng, np.ascontiguousarray(np.asarray(image)[:height, :width]), 0.14)


def _patch(draw: ImageDraw.ImageDraw, place: tuple[int, int, int], fill: Colour, kind: int) -> None:
    x, y, side = place
    half = side / 2
    if kind == 0:
        draw.polygon(((x, y), (x + side, y), (x, y + side)), fill=fill)
    elif kind == 1:
        for dx, dy in ((0, 0), (half, half)):
            draw.polygon(((x + dx, y + dy), (x + dx + half, y + dy), (x + dx, y + dy + half)), fill=fill)
    elif kind == 2:
        _petals(draw, (x + half, y + half), side * 0.17, 6, fill)
    else:
        for inset in range(0, int(half), max(3, side // 7)):
            draw.rectangle((x + inset, y + inset, x + side - inset, y + side - inset), outline=fill, width=2)
