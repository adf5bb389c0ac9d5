"""Things that hang on walls or stand on shelves: landscapes, posters, signs, rows of books, sockets, clocks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from sightline.demo.drawing.surfaces import Colour, Field, Rgb, grain, hsv, mix, noise

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@cache
def plain_font(size: int) -> Font:
    """The face that Pillow carries itself, so that nothing has to be installed. Latin letters only."""
    return ImageFont.load_default(size=float(size))


def landscape(rng: np.random.Generator, width: int, height: int) -> Rgb:
    """Hills behind hills under a sky, sometimes with snow, a lake and trees in front."""
    dusk = rng.random() < 0.3
    sky_top, sky_low = ((92, 88, 140), (240, 176, 120)) if dusk else ((96, 150, 214), (214, 230, 240))
    ramp = np.broadcast_to(np.linspace(0, 1, height, dtype=np.float32)[:, None], (height, width))
    out = mix(sky_top, sky_low, np.ascontiguousarray(ramp))
    clouds = np.clip(noise(rng, height, width, cells=3, octaves=6) * 2.6 - 1.25, 0, 1)
    out = (out + (250 - out.astype(np.float32)) * (clouds * (1 - ramp))[..., None] * 0.8).astype(np.uint8)
    tone = np.asarray((rng.uniform(50, 110), rng.uniform(90, 130), rng.uniform(40, 80)), np.float32)
    snow = rng.random() < 0.4
    layers = int(rng.integers(4, 7))
    start, rows = float(rng.uniform(0.3, 0.42)), np.arange(height, dtype=np.float32)[:, None]
    for layer in range(layers):
        near = (layer + 1) / layers
        ridge = (start + 0.62 * layer / layers + 0.3 * (1.1 - near) * (0.5 - _ridge(rng, width, layer))) * height
        haze = np.asarray((168.0, 188.0, 210.0), np.float32) * (1 - near) ** 1.3 + tone * near
        lit = 0.55 + 0.8 * noise(rng, height, width, cells=8 + 10 * layer, octaves=5)
        shade = haze[None, None, :] * lit[..., None]
        if snow and layer < 2:
            cap = np.clip((ridge[None, :] + height * 0.1 * lit - rows) / (height * 0.02), 0, 1)
            shade += (240 - shade) * cap[..., None]
        out = np.where((rows >= ridge[None, :])[..., None], np.clip(shade, 0, 255).astype(np.uint8), out)
    if rng.random() < 0.5:
        out = _lake(rng, out)
    image = Image.fromarray(np.ascontiguousarray(out))
    _trees(rng, ImageDraw.Draw(image), width, height)
    return np.asarray(image)


def _ridge(rng: np.random.Generator, width: int, layer: int) -> Field:
    line = np.zeros(width, np.float32)
    for octave in range(6):
        knots = rng.random((1, (3 + layer) << octave), np.float32)
        line += cv2.resize(knots, (width, 1), interpolation=cv2.INTER_CUBIC)[0] / (1 << octave)
    return line / 1.97


def _lake(rng: np.random.Generator, picture: Rgb) -> Rgb:
    height = picture.shape[0]
    shore, end = int(height * rng.uniform(0.62, 0.7)), int(height * rng.uniform(0.82, 0.95))
    mirrored = picture[max(0, 2 * shore - end) : shore][::-1].astype(np.float32)
    rows = mirrored.shape[0]
    ripple = cv2.resize(rng.random((rows, 40), np.float32), (picture.shape[1], rows))
    water = mirrored * 0.62 + np.asarray((40, 66, 90), np.float32) * (0.5 + 0.9 * ripple[..., None])
    picture[shore : shore + rows] = np.clip(water, 0, 255).astype(np.uint8)
    return picture


def _trees(rng: np.random.Generator, draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
    for _ in range(int(rng.integers(8, 22))):
        x, y = float(rng.uniform(0, width)), float(rng.uniform(0.6, 0.97)) * height
        size = height * 0.16 * (y / height) ** 2
        green = (int(rng.integers(20, 70)), int(rng.integers(60, 110)), int(rng.integers(20, 60)))
        if rng.random() < 0.5:
            for step in range(4):
                top, half = y - size * (1.5 - 0.3 * step), size * (0.16 + 0.1 * step)
                draw.polygon(((x, top), (x - half, top + size * 0.5), (x + half, top + size * 0.5)), fill=green)
        else:
            draw.line(((x, y), (x, y - size)), fill=(70, 48, 30), width=max(1, int(size / 12)))
            for _leaf in range(14):
                px, py = x + float(rng.normal(0, size * 0.24)), y - size + float(rng.normal(0, size * 0.2))
                radius = size * float(rng.uniform(0.1, 0.22))
                tone = int(rng.integers(-18, 30))
                draw.ellipse(
                    (px - radius, py - radius, px + radius, py + radius),
                    fill=(green[0] + max(0, tone), green[1] + tone, green[2]),
                )


def framed(picture: Rgb, colour: Colour, *, border: float = 0.06, mat: float = 0.07) -> Rgb:
    """Put a mat and a frame round a picture; the size grows."""
    height, width = picture.shape[:2]
    inner, outer = int(mat * width), int(border * width)
    white = cv2.copyMakeBorder(picture, inner, inner, inner, inner, cv2.BORDER_CONSTANT, value=(238, 234, 224))
    out = cv2.copyMakeBorder(white, outer, outer, outer, outer, cv2.BORDER_CONSTANT, value=colour)
    shade = np.clip(np.asarray(colour, np.float32) * 0.6, 0, 255).tolist()
    cv2.rectangle(out, (outer, outer), (out.shape[1] - outer, out.shape[0] - outer), shade, max(1, outer // 6))
    return np.asarray(out, np.uint8).reshape(height + 2 * (inner + outer), width + 2 * (inner + outer), 3)


def lettering(
    lines: Sequence[tuple[str, float]], size: tuple[int, int], ink: Colour, ground: Colour, fonts: Sequence[str] = ()
) -> Rgb:
    """A sign of (width, height) pixels. lines: (text, share of the height), centred, shrunk until each fits the width.

    fonts: a font file for each line; without them the face that Pillow carries.
    """
    width, height = size
    image = Image.new("RGB", size, ground)
    draw = ImageDraw.Draw(image)
    top = height * (1 - sum(share for _, share in lines)) / 2
    for index, (text, share) in enumerate(lines):
        font = fonts[index] if fonts else None
        points = max(6, int(height * share * 0.82))
        while points > 6 and draw.textlength(text, font=_face(font, points)) > width * 0.9:
            points -= max(1, points // 14)
        draw.text((width / 2, top + height * share / 2), text, font=_face(font, points), fill=ink, anchor="mm")
        top += height * share
    return np.asarray(image)


@cache
def _face(font: str | None, size: int) -> Font:
    return plain_font(size) if font is None else ImageFont.truetype(font, size)


def books(rng: np.random.Generator, width: int, height: int, titles: Sequence[str], *, font: str | None = None) -> Rgb:
    """A row of standing books with their titles up the spines; dark gaps above shorter ones."""
    image = Image.new("RGB", (width, height), (34, 26, 20))
    x, index = 2, 0
    while x < width - 8:
        thick = int(rng.uniform(0.09, 0.2) * height)
        tall = int(rng.uniform(0.72, 0.98) * height)
        hue, light = float(rng.random() * 179), int(rng.integers(70, 215))
        colour = tuple(int(v) for v in hsv(np.asarray([[[hue, int(rng.integers(60, 200)), light]]], np.uint8))[0, 0])
        back = spine(rng, (tall, thick), (colour[0], colour[1], colour[2]), titles[index % len(titles)], font)
        image.paste(Image.fromarray(back), (x, height - tall))
        x, index = x + thick + int(rng.integers(0, 3)), index + 1
    return grain(rng, np.asarray(image), 0.08)


def spine(rng: np.random.Generator, size: tuple[int, int], colour: Colour, title: str, font: str | None = None) -> Rgb:
    """The back of one book, (height, thickness) pixels, its title running up."""
    tall, thick = size
    image = Image.new("RGB", (tall, thick), colour)
    draw = ImageDraw.Draw(image)
    ink = (245, 238, 220) if sum(colour) < 380 else (30, 26, 30)
    for place in rng.uniform(0.02, 0.14, 2):
        for x in (place * tall, (1 - place) * tall):
            draw.line(((x, 0), (x, thick)), fill=ink, width=max(1, tall // 120))
    size_pt = max(6, int(thick * 0.62))
    while size_pt > 6 and draw.textlength(title, font=_face(font, size_pt)) > tall * 0.7:
        size_pt -= 1
    draw.text((tall / 2, thick / 2), title, font=_face(font, size_pt), fill=ink, anchor="mm")
    return np.ascontiguousarray(np.rot90(np.asarray(image), 1))


def poster(rng: np.random.Generator, width: int, height: int, lines: Sequence[tuple[str, float]]) -> Rgb:
    """A landscape over a band of lettering."""
    band = int(height * 0.3)
    ground = tuple(int(v) for v in rng.integers(20, 110, 3))
    words = lettering(lines, (width, band), (250, 244, 226), (ground[0], ground[1], ground[2]))
    return np.concatenate([landscape(rng, width, height - band), words], axis=0)


def clock(width: int, hour: int, minute: int) -> Rgb:
    """A round wall clock on a pale ground."""
    image = Image.new("RGB", (width, width), (232, 228, 220))
    draw = ImageDraw.Draw(image)
    middle, radius = width / 2, width * 0.47
    draw.ellipse((middle - radius, middle - radius, middle + radius, middle + radius), fill=(40, 40, 44))
    radius *= 0.9
    draw.ellipse((middle - radius, middle - radius, middle + radius, middle + radius), fill=(250, 248, 240))
    for mark in range(12):
        angle = math.radians(mark * 30 - 90)
        x, y = middle + radius * 0.78 * math.cos(angle), middle + radius * 0.78 * math.sin(angle)
        draw.text((x, y), str(mark or 12), font=plain_font(max(8, width // 11)), fill=(20, 20, 20), anchor="mm")
    for turn, length, thick in (((hour % 12 + minute / 60) / 12, 0.5, 26), (minute / 60, 0.72, 40)):
        angle = 2 * math.pi * turn - math.pi / 2
        tip = (middle + radius * length * math.cos(angle), middle + radius * length * math.sin(angle))
        draw.line(((middle, middle), tip), fill=(20, 20, 24), width=max(2, width // thick))
    return np.asarray(image)
