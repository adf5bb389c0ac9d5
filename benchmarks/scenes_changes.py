"""What happens to pictures on their way, for the accuracy benchmarks: covered, shrunk, cropped, written on."""

from __future__ import annotations

import random

import cv2
import numpy as np

from sightline.matching.scenes.verdict import Comparison
from sightline.media.model import Region


def blob(grey: np.ndarray, share: float) -> np.ndarray:
    """Return the picture with a drawn mannequin (head, trunk, legs: plain ellipses) over about `share` of its area."""
    out = grey.copy()
    height, width = grey.shape
    unit = (share * height * width / 1.75) ** 0.5 / 2
    x, y = width // 2, height // 2
    for dx, dy, a, b, shade in (
        (0, -1.55, 0.5, 0.6, 150),
        (0, 0, 1.0, 1.3, 90),
        (-0.45, 2, 0.4, 1.2, 70),
        (0.45, 2, 0.4, 1.2, 70),
    ):
        centre = (int(x + dx * unit), int(y + dy * unit * 0.8))
        cv2.ellipse(out, centre, (int(a * unit), int(b * unit * 0.9)), 0, 0, 360, shade, -1)
    return out


def jpeg(grey: np.ndarray, quality: int, side: int) -> np.ndarray:
    zoom = min(1.0, side / max(grey.shape))
    small = cv2.resize(grey, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA)
    return cv2.imdecode(cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_GRAYSCALE)


def box_around(result: Comparison, share: float, *, left: bool) -> Region:
    """Return the rectangle of `share` of the picture's area around the middle of the agreeing points."""
    x, y = np.median(result.points[:, :2] if left else result.points[:, 2:], axis=0)
    side = share**0.5
    return Region(
        x=float(np.clip(x - side / 2, 0, 1 - side)),
        y=float(np.clip(y - side / 2, 0, 1 - side)),
        width=side,
        height=side,
    )


def watermarked(grey: np.ndarray, style: int, chance: random.Random) -> np.ndarray:
    """Return the picture with a drawn logo or caption, of one of six designs, its size following the width or not."""
    out = grey.copy()
    height, width = out.shape
    text = [
        "SUNNY HOMES (c) 2024",
        "www.example.invalid/rooms",
        "Mittelmeer Immobilien",
        "PREVIEW",
        "CAM 02 14:33:07",
        "LISTING 4471",
    ][style % 6]
    scale = (width / 640 if style % 2 else 1.0) * (0.8 + 0.3 * (style % 3))
    (w, h), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, scale, 2)
    x = [8, width - w - 8, (width - w) // 2][style % 3]
    y = height - 10 if style % 4 else h + 10
    x += chance.choice((0, 0, 3))
    y -= chance.choice((0, 0, 2))
    cv2.putText(out, text, (max(0, x), y), cv2.FONT_HERSHEY_DUPLEX, scale, 255, 2, cv2.LINE_AA)
    if style % 2:
        cv2.circle(out, (max(14, x - 14), y - h // 2), max(8, h // 2), 255, 2, cv2.LINE_AA)
        cv2.line(out, (x, y + 4), (x + w, y + 4), 0, 2)
    return out
