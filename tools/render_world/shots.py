"""The rendered shots: their pixels, and what can be seen in each of them and where."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sightline.demo.drawing.surfaces import Rgb

Row = dict[str, Any]
_MIN_VISIBLE = 0.5


@cache
def shot_picture(path: Path) -> Rgb:
    """The pixels of a shot."""
    return np.asarray(Image.open(path).convert("RGB"))


@cache
def shot_marks(path: Path) -> list[Row]:
    """What can be seen in a shot, and where."""
    return json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def move(mark: Row, before: Rgb, after: Rgb, place_map: NDArray[np.float64]) -> Row | None:
    """Follow a mark through the edits; None when less than half of it is left."""
    rows, columns = before.shape[:2]
    outline = np.asarray(mark["outline"], np.float64) * (columns, rows)
    points = cv2.perspectiveTransform(outline[None], place_map)[0] / (after.shape[1], after.shape[0])
    low, high = points.min(axis=0), points.max(axis=0)
    inside_low, inside_high = np.clip(low, 0, 1), np.clip(high, 0, 1)
    share = float(np.prod(inside_high - inside_low) / max(1e-9, float(np.prod(high - low))))
    if share * mark["visible"] < _MIN_VISIBLE:
        return None
    x, y, w, h = (round(float(v), 4) for v in (*inside_low, *(inside_high - inside_low)))
    region = {"x": x, "y": y, "width": w, "height": h}
    mirrored = bool(np.linalg.det(place_map[:2, :2]) < 0)
    scale = abs(float(np.linalg.det(place_map[:2, :2]))) ** 0.5
    extra: Row = {"mirrored": True} if mirrored else {}
    if mark.get("line_pixels"):
        extra["line_pixels"] = round(mark["line_pixels"] * scale, 1)
    return {
        "object": mark.get("object"),
        "region": region,
        "clues": [{**c, "region": region, **extra} for c in mark["clues"]],
    }
