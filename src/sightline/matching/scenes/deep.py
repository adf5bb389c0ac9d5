"""Deep compare: everything classical that helps one chosen pair, at many times the cost.

Local features bear a tilt of some 30 degrees. So both pictures are also looked at as if from the side: squeezed along
several directions (affine view simulation after ASIFT: Morel and Yu, SIAM J. Imaging Sciences 2009), with more
keypoints from a larger picture. What comes out goes through the same geometry and the same overlay flag.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sightline.features.kinds.keypoints import look
from sightline.features.model import Unsuited
from sightline.matching.model import Strength
from sightline.matching.scenes import geometry
from sightline.matching.scenes.pairing import pairs
from sightline.matching.scenes.verdict import THRESHOLDS, Comparison, Thresholds, judged
from sightline.matching.scenes.view import View, mirrored, view_of
from sightline.media.model import Picture, Pixels

LONG_SIDE = 1_024
KEYPOINTS = 3_000
# Tilt t squeezes a direction to 1 / t; the directions are 72 / t degrees apart.
TILTS = (1.0, math.sqrt(2.0), 2.0, 2.0 * math.sqrt(2.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """How hard to look: tilts to simulate, long side in pixels, keypoints of each simulated view."""

    tilts: tuple[float, ...] = TILTS
    long_side: int = LONG_SIDE
    keypoints: int = KEYPOINTS


DEPTH = Depth()


def deep_compare(
    left: Picture, right: Picture, *, depth: Depth = DEPTH, thresholds: Thresholds = THRESHOLDS
) -> Comparison:
    """Compare two pictures from many simulated sides, upright and then mirrored; return the better answer.

    `Unsuited` is raised where a picture has too few keypoints from every side.
    """
    views = [simulated(picture, depth) for picture in (left, right)]
    upright = _compared(views[0], views[1], thresholds, is_mirrored=False)
    if upright.strength is Strength.VERIFIED:
        return upright
    other = _compared([mirrored(view) for view in views[0]], views[1], thresholds, is_mirrored=True)
    return other if other.strength is Strength.VERIFIED else upright


def simulated(picture: Picture, depth: Depth = DEPTH) -> list[View]:
    """Return the keypoints of the picture from each simulated side, in places of the picture itself."""
    views = [_look(picture, depth)]
    for tilt in depth.tilts:
        if tilt == 1.0:
            continue
        steps = math.ceil(180.0 / (72.0 / tilt))
        views += [_from_the_side(picture, tilt, 180.0 * step / steps, depth) for step in range(steps)]
    seen = [view for view in views if view is not None]
    if not seen:
        raise Unsuited("too plain to compare, from every side")
    return seen


def _look(picture: Picture, depth: Depth) -> View | None:
    try:
        found = look(picture, long_side=depth.long_side, keypoints=depth.keypoints)
    except Unsuited:
        return None
    return view_of(found.value, found.arrays)


def _from_the_side(picture: Picture, tilt: float, degrees: float, depth: Depth) -> View | None:
    """Turn the picture, blur and squeeze it across, look, and carry what was found back."""
    zoom = min(1.0, depth.long_side / max(picture.width, picture.height))
    size = (max(1, round(picture.width * zoom)), max(1, round(picture.height * zoom)))
    grey = np.asarray(cv2.resize(picture.luma, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    matrix, canvas = _turning(size, degrees)
    turned = cv2.warpAffine(grey, matrix, canvas, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    sigma = 0.8 * math.sqrt(tilt * tilt - 1.0)
    blurred = cv2.GaussianBlur(turned, (0, 0), sigmaX=sigma, sigmaY=0.01)
    squeezed = cv2.resize(blurred, (max(1, round(canvas[0] / tilt)), canvas[1]), interpolation=cv2.INTER_LINEAR)
    side = np.asarray(squeezed, dtype=np.uint8)
    view = _look(Picture(luma=side, rgb=np.empty((1, 1, 3), dtype=np.uint8)), depth)
    if view is None:
        return None
    # OpenCV turns about the middles of pixels; places count from the picture's edge, half a pixel before.
    edge = np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 0.5], [0.0, 0.0, 1.0]])
    whole = edge @ np.vstack([matrix, [0.0, 0.0, 1.0]]) @ np.linalg.inv(edge)
    whole[0] *= side.shape[1] / canvas[0]
    return _carried_back(view, side, np.linalg.inv(whole).astype(np.float64), size, (picture.width, picture.height))


def _turning(size: tuple[int, int], degrees: float) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """Return the rotation (2, 3) that keeps the whole picture, and the size it then needs."""
    matrix = np.asarray(cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), degrees, 1.0), dtype=np.float64)
    cosine, sine = abs(matrix[0, 0]), abs(matrix[0, 1])
    canvas = (math.ceil(size[0] * cosine + size[1] * sine), math.ceil(size[0] * sine + size[1] * cosine))
    matrix[:, 2] += (canvas[0] / 2 - size[0] / 2, canvas[1] / 2 - size[1] / 2)
    return matrix, canvas


def _carried_back(
    view: View, side: Pixels, back: NDArray[np.float64], size: tuple[int, int], original: tuple[int, int]
) -> View | None:
    """Return the view with places, sizes and directions as they are in the picture itself."""
    seen = view.positions.astype(np.float64) * (side.shape[1], side.shape[0])
    places = np.hstack([seen, np.ones((len(view), 1))]) @ back.T
    fractions = places[:, :2] / size
    inside = np.all((fractions > 0.005) & (fractions < 0.995), axis=1)
    if not inside.any():
        return None
    ray = np.stack([np.cos(np.radians(view.angle)), np.sin(np.radians(view.angle))], axis=1) @ back[:2, :2].T
    growth = math.sqrt(abs(float(np.linalg.det(back[:2, :2])))) * max(side.shape) / max(size)
    angle = np.mod(np.degrees(np.arctan2(ray[:, 1], ray[:, 0])), 360.0)
    return View(
        positions=fractions[inside].astype(np.float32),
        scale=(view.scale[inside] * growth).astype(np.float32),
        angle=angle[inside].astype(np.float32),
        descriptors=view.descriptors[inside],
        width=original[0],
        height=original[1],
    )


def _compared(left: list[View], right: list[View], thresholds: Thresholds, *, is_mirrored: bool) -> Comparison:
    """Match each plain view with every side of the other, put the matches together and fit once."""
    all_left, all_right = joined(left), joined(right)
    from_left = np.cumsum([0, *(len(view) for view in left)])
    from_right = np.cumsum([0, *(len(view) for view in right)])
    # The first of each is the picture as it is: tilts of one side against the plain other side cover what two tilted
    # sides would, at a tenth of the cost.
    found = [
        pairs(left[i], right[j]) + np.array([from_left[i], from_right[j]], dtype=np.int32)
        for i in range(len(left))
        for j in range(len(right))
        if i == 0 or j == 0
    ]
    matches = _one_each(all_left, all_right, np.concatenate(found))
    fitted = geometry.fit(all_left, all_right, matches)
    return judged(all_left, all_right, fitted, thresholds=thresholds, is_mirrored=is_mirrored, method="deep")


def _one_each(left: View, right: View, matches: NDArray[np.int32]) -> NDArray[np.int32]:
    """Keep one of the matches that join the same two places, seen from several sides."""
    grid = 2.0 * geometry.PLACE_PIXELS
    ends = np.hstack([left.pixels[matches[:, 0]], right.pixels[matches[:, 1]]])
    _, first = np.unique(np.rint(ends / grid).astype(np.int64), axis=0, return_index=True)
    return matches[np.sort(first)]


def joined(views: list[View]) -> View:
    """Return all keypoints of several views of one picture as one view."""
    return View(
        positions=np.concatenate([view.positions for view in views]),
        scale=np.concatenate([view.scale for view in views]),
        angle=np.concatenate([view.angle for view in views]),
        descriptors=np.concatenate([view.descriptors for view in views]),
        width=views[0].width,
        height=views[0].height,
    )
