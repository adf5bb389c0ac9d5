"""What happens to a photograph on its way: each edit gives the new picture and where the old corners went.

An edit is written as in `crop 0.1 0.0 0.8 0.9`, `mirror`, `width 480`, `watermark casa`, `bars`, `gain 0.8`, `phone`.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from render_world.typefaces import FACES, face
from sightline.demo.drawing.surfaces import Rgb

Map = NDArray[np.float64]
WATERMARKS = {"casa": ("CASA & CO", "estate agents"), "stay": ("STAYLOG", "room reviews")}


def edited(picture: Rgb, edits: Sequence[str]) -> tuple[Rgb, Map]:
    """Apply the edits in order. The 3 x 3 map takes pixels of the original to pixels of the result."""
    total = np.eye(3)
    for edit in edits:
        name, *words = edit.split()
        picture, step = _EDITS[name](picture, words)
        total = step @ total
    return np.ascontiguousarray(picture), total


def _crop(picture: Rgb, words: list[str]) -> tuple[Rgb, Map]:
    rows, columns = picture.shape[:2]
    x, y, w, h = (float(word) for word in words)
    left, top = round(x * columns), round(y * rows)
    part = picture[top : top + round(h * rows), left : left + round(w * columns)]
    return part, np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1.0]])


def _mirror(picture: Rgb, _words: list[str]) -> tuple[Rgb, Map]:
    return picture[:, ::-1], np.array([[-1, 0, picture.shape[1]], [0, 1, 0], [0, 0, 1.0]])


def _turn(picture: Rgb, words: list[str]) -> tuple[Rgb, Map]:
    rows, columns = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((columns / 2, rows / 2), float(words[0]), 1.06)
    out = cv2.warpAffine(picture, matrix, (columns, rows), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(out, np.uint8), np.vstack([matrix, (0, 0, 1)])


def _width(picture: Rgb, words: list[str]) -> tuple[Rgb, Map]:
    width = int(words[0])
    scale = width / picture.shape[1]
    size = (width, round(picture.shape[0] * scale))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8), np.diag([scale, scale, 1.0])


def _gain(picture: Rgb, words: list[str]) -> tuple[Rgb, Map]:
    return np.clip(picture.astype(np.float32) * float(words[0]), 0, 255).astype(np.uint8), np.eye(3)


def _grey(picture: Rgb, _words: list[str]) -> tuple[Rgb, Map]:
    return np.repeat(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2).astype(np.uint8), np.eye(3)


def _noise(picture: Rgb, words: list[str]) -> tuple[Rgb, Map]:
    rng = np.random.default_rng(11)
    return np.clip(picture + rng.normal(0, float(words[0]), picture.shape), 0, 255).astype(np.uint8), np.eye(3)


def _bars(picture: Rgb, words: list[str]) -> tuple[Rgb, Map]:
    bar = round(picture.shape[0] * float(words[0]))
    out = cv2.copyMakeBorder(picture, bar, bar, 0, 0, cv2.BORDER_CONSTANT)
    return np.asarray(out, np.uint8), np.array([[1, 0, 0], [0, 1, bar], [0, 0, 1.0]])


def _phone(picture: Rgb, _words: list[str]) -> tuple[Rgb, Map]:
    """A screenshot of a picture shown on a telephone held upright: status bar above, buttons below."""
    rows, columns = picture.shape[:2]
    above, below = round(columns * 0.36), round(columns * 0.4)
    out = np.full((rows + above + below, columns, 3), 12, np.uint8)
    out[above : above + rows] = picture
    image = Image.fromarray(out)
    draw = ImageDraw.Draw(image)
    face = ImageFont.truetype(FACES["plain"], columns // 26)
    draw.text((columns * 0.06, columns * 0.03), "21:07", font=face, fill=(235, 235, 235))
    draw.rounded_rectangle((columns * 0.86, columns * 0.04, columns * 0.94, columns * 0.07), 4, outline=(235, 235, 235))
    draw.rectangle((columns * 0.868, columns * 0.047, columns * 0.91, columns * 0.063), fill=(235, 235, 235))
    for index in range(3):
        x, y = columns * (0.2 + 0.3 * index), above + rows + below * 0.6
        draw.ellipse((x - 16, y - 16, x + 16, y + 16), outline=(210, 210, 210), width=3)
    return np.asarray(image), np.array([[1, 0, 0], [0, 1, above], [0, 0, 1.0]])


def _watermark(picture: Rgb, words: list[str]) -> tuple[Rgb, Map]:
    """A broker's mark in a lower corner: the same pixels on rooms that have nothing else in common."""
    head, foot = WATERMARKS[words[0]]
    rows, columns = picture.shape[:2]
    wide, tall = round(columns * 0.25), round(columns * 0.085)
    left = words[0] == "stay"
    mark = Image.new("RGBA", (wide, tall), (250, 248, 240, 215) if left else (18, 40, 72, 200))
    draw = ImageDraw.Draw(mark)
    if left:
        draw.ellipse((tall * 0.14, tall * 0.14, tall * 0.86, tall * 0.86), fill=(196, 40, 70, 255))
        draw.polygon(
            ((tall * 0.4, tall * 0.28), (tall * 0.72, tall * 0.5), (tall * 0.4, tall * 0.72)), fill=(255, 250, 240, 255)
        )
    else:
        draw.polygon(((8, tall * 0.5), (tall * 0.45, 7), (tall * 0.9 - 8, tall * 0.5)), fill=(240, 190, 60, 255))
        draw.rectangle((tall * 0.2, tall * 0.5, tall * 0.7, tall * 0.86), fill=(240, 190, 60, 255))
    faces, ink = ("us_diner", (60, 30, 40)) if left else ("au_laundry", "white")
    draw.text((tall * 0.98, tall * 0.08), head, font=ImageFont.truetype(face(faces, "sans"), int(tall * 0.4)), fill=ink)
    draw.text(
        (tall * 0.98, tall * 0.56), foot, font=ImageFont.truetype(face(faces, "plain"), int(tall * 0.27)), fill=ink
    )
    base = Image.fromarray(np.ascontiguousarray(picture)).convert("RGBA")
    base.alpha_composite(mark, (8 if left else columns - wide - 8, rows - tall - 8))
    return np.asarray(base.convert("RGB")), np.eye(3)


_EDITS = {
    "crop": _crop,
    "mirror": _mirror,
    "turn": _turn,
    "width": _width,
    "gain": _gain,
    "grey": _grey,
    "noise": _noise,
    "bars": _bars,
    "phone": _phone,
    "watermark": _watermark,
}
