"""A first proposal of where people are, so that they are masked before anything is indexed or shared.

Detection of upright figures only: OpenCV's histogram-of-gradients detector (Dalal and Triggs, CVPR 2005) with the
coefficients that come inside OpenCV, on the picture upright and on either side. Nothing is recognised, and no face is
looked for. It finds people seen whole and stretched out; it misses most who sit, curl up or are cut off by the frame,
so a person must look at and correct every proposal. What it finds becomes proposed masks: see `series/media/masks`.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sightline.features.model import Found, Subject, Takes, Unsuited
from sightline.media.model import Json, Picture, Pixels, Region

LONG_SIDE = 480
# The detector's window holds a figure with a wide margin around it: without room beyond its edges, a picture that
# somebody fills from top to bottom has no window to hold them. So it is continued by a quarter on every side.
MARGIN = 0.25
# Detector scores (distance from the separating plane) below this are not proposed.
LEAST_SCORE = 0.5
# Quarter turns in which the picture is looked at: a figure that lies is upright in one of them.
TURNS = (0, 1, 3)
# Boxes that overlap this much of the smaller one are one figure.
SAME = 0.6
# The detector's window is 64 x 128 pixels.
WINDOW = (64, 128)
DETECTOR = "OpenCV HOG, default people detector, upright and on either side"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A rectangle where a figure may be, and the detector's score."""

    region: Region
    score: float


class People:
    """Rectangles that may hold people, proposed for masking."""

    name = "people"
    version = "2"
    takes = Takes.PICTURE

    def extract(self, subject: Subject) -> Found:
        """Return value: detector, corrected (false: no person has looked), regions [[x, y, width, height, score]]."""
        if subject.picture is None:
            raise Unsuited("no picture to look at")
        found: list[Json] = [
            [*(round(side, 4) for side in (p.region.x, p.region.y, p.region.width, p.region.height)), round(p.score, 3)]
            for p in propose(subject.picture)
        ]
        return Found(value={"detector": DETECTOR, "corrected": False, "regions": found})


def available() -> bool:
    """Say whether this OpenCV has the detector (since version 5 only its `contrib` builds do)."""
    return hasattr(cv2, "HOGDescriptor")


def propose(picture: Picture, *, least_score: float = LEAST_SCORE) -> tuple[Proposal, ...]:
    """Return where figures may be, best first; `Unsuited` where this OpenCV has no detector or the picture is tiny."""
    if not available():
        raise Unsuited("this OpenCV build has no people detector: mask people by hand")
    if min(picture.width, picture.height) < WINDOW[0] // 2:
        raise Unsuited(f"a picture of {picture.width} x {picture.height} pixels is too small to hold a figure")
    cv2.setNumThreads(1)
    boxes, scores = zip(*(_detected(picture.luma, turns) for turns in TURNS), strict=True)
    return _kept(np.concatenate(boxes), np.concatenate(scores), least_score)


def _detected(luma: Pixels, turns: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return boxes (n, 4), left, top, right, bottom as fractions of the picture, found in it turned by quarters."""
    inner = _prepared(np.rot90(luma, turns))
    down, across = round(inner.shape[0] * MARGIN), round(inner.shape[1] * MARGIN)
    grey = cv2.copyMakeBorder(inner, down, down, across, across, cv2.BORDER_REPLICATE)
    detector = cv2.HOGDescriptor()
    detector.setSVMDetector(np.asarray(cv2.HOGDescriptor.getDefaultPeopleDetector(), np.float32))
    boxes, scores = detector.detectMultiScale(grey, hitThreshold=0.0, winStride=(8, 8), padding=(16, 16), scale=1.05)
    if not len(boxes):
        return np.empty((0, 4)), np.empty(0)
    place = np.asarray(boxes, dtype=np.float64).reshape(-1, 4)
    place[:, 2:] += place[:, :2]
    place = (place - (across, down) * 2) / ((inner.shape[1], inner.shape[0]) * 2)
    for _ in range(turns):
        # A quarter turn against the clock took (x, y) to (y, 1 - x).
        place = np.stack([1.0 - place[:, 3], place[:, 0], 1.0 - place[:, 1], place[:, 2]], axis=1)
    return np.clip(place, 0.0, 1.0), np.asarray(scores, dtype=np.float64).reshape(-1)


def _prepared(luma: Pixels) -> Pixels:
    """Return the picture with a long side of 480, or larger where the detector's window would not fit."""
    height, width = luma.shape
    zoom = max(LONG_SIDE / max(width, height), WINDOW[0] / width, WINDOW[1] / height)
    size = (max(WINDOW[0], round(width * zoom)), max(WINDOW[1], round(height * zoom)))
    return np.asarray(cv2.resize(np.ascontiguousarray(luma), size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _kept(places: NDArray[np.float64], scores: NDArray[np.float64], least_score: float) -> tuple[Proposal, ...]:
    """Return the boxes above the score, the best of each bunch."""
    chosen: list[Proposal] = []
    for row in np.argsort(-scores, kind="stable"):
        left, top, right, bottom = (float(side) for side in places[row])
        if scores[row] < least_score or right <= left or bottom <= top:
            continue
        region = Region(x=left, y=top, width=right - left, height=bottom - top)
        if all(_overlap(region, other.region) < SAME for other in chosen):
            chosen.append(Proposal(region=region, score=float(scores[row])))
    return tuple(chosen)


def _overlap(one: Region, other: Region) -> float:
    """Return the shared area as a fraction of the smaller box."""
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    smaller = min(one.width * one.height, other.width * other.height)
    return max(0.0, across) * max(0.0, down) / smaller if smaller else 0.0
