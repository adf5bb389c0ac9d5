"""Local keypoints: where a picture has corners and blobs, and what each looks like (RootSIFT, 128 bytes each).

They are what "same scene" and "same object" are decided on. SIFT: Lowe, IJCV 2004. RootSIFT (square root of the
L1-normalised histogram, so that L2 compares Hellinger kernels): Arandjelovic and Zisserman, CVPR 2012.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from sightline.features.model import Found, Subject, Takes, Unsuited
from sightline.media.model import Picture, Pixels, Region

LONG_SIDE = 800
KEYPOINTS = 1_500
CONTRAST = 0.01
# 1.0 in RootSIFT is 512 here: the largest bins in practice are near 0.5, so that uint8 clips next to nothing.
SCALE = 512.0
# Below this many there is nothing that geometry could verify (a homography alone takes 4).
FEWEST = 8
SMALLEST_SIDE = 16


class Keypoints:
    """RootSIFT keypoints of one picture."""

    name = "keypoints"
    version = "1"
    takes = Takes.PICTURE

    def extract(self, subject: Subject) -> Found:
        """Return the keypoints of the subject's picture; `Unsuited` where it has too few to compare."""
        if subject.picture is None:
            raise Unsuited("no picture to look at")
        return look(subject.picture)


def look(
    picture: Picture,
    *,
    masked: Sequence[Region] = (),
    inside: Region | None = None,
    long_side: int = LONG_SIDE,
    keypoints: int = KEYPOINTS,
) -> Found:
    """Return the strongest keypoints of a picture, none of them within `masked`.

    inside: look at this rectangle only (an object), scaled up to `long_side` by at most 2.
    Positions stay fractions of the whole picture.
    value: count, width and height of the picture in pixels, long_side.
    arrays, strongest first: positions (n, 2) float32 fractions (x, y); scale (n,) float32, diameter as a fraction of
    the picture's long side; angle (n,) float32 degrees; descriptors (n, 128) uint8.
    """
    left, top, right, bottom = _pixel_box(inside, picture.width, picture.height)
    if min(right - left, bottom - top) < SMALLEST_SIDE:
        raise Unsuited(f"a picture of {right - left} x {bottom - top} pixels is too small for keypoints")
    cv2.setNumThreads(1)
    grey, zoom = _resized(picture.luma[top:bottom, left:right], long_side, enlarge=2.0 if inside else 1.0)
    allowed = _allowed(grey.shape, masked, picture, (left, top, zoom)) if masked else None
    sift = cv2.SIFT.create(nfeatures=keypoints, contrastThreshold=CONTRAST, enable_precise_upscale=True)
    points, histograms = sift.detectAndCompute(grey, allowed)
    if histograms is None or len(points) < FEWEST:
        raise Unsuited(f"only {len(points)} keypoints: too plain to compare")
    order = sorted(range(len(points)), key=lambda i: (-points[i].response, points[i].pt, points[i].angle))[:keypoints]
    points = [points[i] for i in order]
    # OpenCV counts from the middle of the first pixel; fractions count from the picture's edge, so that they mirror.
    place = (np.array([point.pt for point in points], dtype=np.float64) + 0.5) / zoom + (left, top)
    size = np.array([point.size for point in points], dtype=np.float64) / zoom
    return Found(
        value={
            "count": len(points),
            "width": picture.width,
            "height": picture.height,
            "long_side": long_side,
        },
        arrays={
            "positions": (place / (picture.width, picture.height)).astype(np.float32),
            "scale": (size / max(picture.width, picture.height)).astype(np.float32),
            "angle": np.array([point.angle for point in points], dtype=np.float32),
            "descriptors": root_sift(np.asarray(histograms, dtype=np.float32)[order]),
        },
    )


def root_sift(histograms: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return (n, 128) uint8: the square root of each L1-normalised SIFT histogram, times 512, clipped at 255."""
    total = np.maximum(histograms.sum(axis=1, keepdims=True), 1e-6)
    return np.minimum(np.rint(np.sqrt(np.maximum(histograms, 0.0) / total) * SCALE), 255).astype(np.uint8)


def _pixel_box(region: Region | None, width: int, height: int) -> tuple[int, int, int, int]:
    if region is None:
        return 0, 0, width, height
    left, top = max(0, round(region.x * width)), max(0, round(region.y * height))
    right = min(width, round((region.x + region.width) * width))
    return left, top, right, min(height, round((region.y + region.height) * height))


def _resized(grey: Pixels, long_side: int, *, enlarge: float) -> tuple[Pixels, float]:
    """Return the picture with at most `long_side` pixels, and by how much it was scaled."""
    zoom = min(long_side / max(grey.shape), enlarge)
    if zoom == 1.0:
        return np.ascontiguousarray(grey), 1.0
    size = (max(1, round(grey.shape[1] * zoom)), max(1, round(grey.shape[0] * zoom)))
    how = cv2.INTER_AREA if zoom < 1.0 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, size, interpolation=how), dtype=np.uint8), zoom


def _allowed(
    shape: tuple[int, ...], masked: Sequence[Region], picture: Picture, frame: tuple[int, int, float]
) -> Pixels:
    """Return 255 where keypoints may lie and 0 inside the masked regions, in the pixels that are looked at."""
    left, top, zoom = frame
    allowed = np.full(shape[:2], 255, dtype=np.uint8)
    for region in masked:
        corners = region.outline or (
            (region.x, region.y),
            (region.x + region.width, region.y),
            (region.x + region.width, region.y + region.height),
            (region.x, region.y + region.height),
        )
        pixels = (np.array(corners) * (picture.width, picture.height) - (left, top)) * zoom
        cv2.fillPoly(allowed, [np.rint(pixels).astype(np.int32)], 0)
    return allowed
