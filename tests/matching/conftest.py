"""Pictures drawn for the tests: textured rooms with no person and no photograph in them, given as fixtures."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from sightline.features.kinds.keypoints import look
from sightline.matching.scenes.view import View, view_of
from sightline.media.model import Picture


def _room(seed: int, *, width: int = 640, height: int = 480, things: int = 220) -> np.ndarray:
    """Return a grey picture full of boxes, discs and lines."""
    rng = np.random.default_rng(seed)
    canvas = np.full((height, width), 128, dtype=np.uint8)
    for _ in range(things):
        x, y = (int(v) for v in rng.integers(0, (width, height)))
        a, b = (int(v) for v in rng.integers(6, 60, 2))
        shade = int(rng.integers(0, 255))
        match int(rng.integers(0, 3)):
            case 0:
                cv2.rectangle(canvas, (x, y), (x + a, y + b), shade, -1)
            case 1:
                cv2.ellipse(canvas, (x, y), (a // 2, b // 2), float(rng.integers(0, 180)), 0, 360, shade, -1)
            case _:
                cv2.line(canvas, (x, y), (x + a - 30, y + b - 30), shade, 3)
    return canvas


def _picture(grey: np.ndarray) -> Picture:
    return Picture(luma=np.ascontiguousarray(grey), rgb=np.repeat(grey[:, :, None], 3, axis=2))


def _view(grey: np.ndarray) -> View:
    found = look(_picture(grey))
    return view_of(found.value, found.arrays)


def _moved(
    grey: np.ndarray, *, turn: float = 8.0, zoom: float = 0.9, shift: tuple[float, float] = (20, -10)
) -> np.ndarray:
    """Return the picture as another camera position would give a flat scene: turned, zoomed, in perspective."""
    height, width = grey.shape
    matrix = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), turn, zoom), [0, 0, 1]])
    matrix[:2, 2] += shift
    tilt = np.eye(3)
    tilt[2, 0] = 2e-4
    return cv2.warpPerspective(grey, tilt @ matrix, (width, height), borderMode=cv2.BORDER_REFLECT)


@pytest.fixture(scope="session")
def room():
    return _room


@pytest.fixture(scope="session")
def picture():
    return _picture


@pytest.fixture(scope="session")
def view():
    return _view


@pytest.fixture(scope="session")
def moved():
    return _moved
