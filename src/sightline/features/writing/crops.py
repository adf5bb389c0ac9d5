"""Lines of writing cut out of a picture, straightened and brought to one height."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sightline.media.model import Pixels

# A crop this much taller than wide is a line written downwards or a sign hung on its side.
UPRIGHT = 1.5
LONGEST = 4_096


def dewarp(pixels: Pixels, quad: NDArray[np.float32]) -> Pixels:
    """Return the part of `pixels` inside `quad` (4 x 2, pixels, clockwise from top left) as an upright rectangle."""
    top, right, bottom, left = (float(np.linalg.norm(quad[i] - quad[(i + 1) % 4])) for i in range(4))
    width, height = (int(min(max(round(side), 1), LONGEST)) for side in (max(top, bottom), max(left, right)))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(quad.astype(np.float32), target)
    crop = cv2.warpPerspective(pixels, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE, flags=cv2.INTER_CUBIC)
    upright = np.rot90(crop) if height >= UPRIGHT * width else crop
    return np.ascontiguousarray(upright, dtype=np.uint8)


def line_for_tesseract(crop: Pixels, height: int = 48, margin: int = 10) -> Pixels:
    """Return a grey, dark-on-light line `height` pixels tall with a plain margin, as Tesseract was trained on."""
    grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY) if crop.ndim == 3 else crop
    scale = height / grey.shape[0]
    width = min(max(round(grey.shape[1] * scale), 1), LONGEST)
    how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    line = cv2.resize(grey, (width, height), interpolation=how)
    edge = np.concatenate((line[0], line[-1], line[:, 0], line[:, -1]))
    paper = float(np.median(edge))
    if paper < float(np.median(line)) or paper < float(line.mean()) - 1:
        line, paper = 255 - line, 255 - paper
    framed = cv2.copyMakeBorder(line, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=(paper,))
    return np.ascontiguousarray(framed, dtype=np.uint8)
