"""Whether two pictures show one rigid thing: a homography or a fundamental matrix that enough keypoints agree on.

MAGSAC++ proposes the model (Barath et al., CVPR 2020, as in OpenCV's USAC). What is counted is stricter: inliers that
also turn and grow as the model says (SIFT knows each keypoint's direction and size, and chance does not), at
distinct places, and not all on one line. Chance: log10 of the number of false alarms (Moisan and Stival, IJCV 2004).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from sightline.matching.scenes.neighbours import borne_out, support
from sightline.matching.scenes.pairing import pairs
from sightline.matching.scenes.view import View

SEED = 7
PLANE_PIXELS = 4.0
EPIPOLAR_PIXELS = 2.0
ROUNDS = 2_000
CONFIDENCE = 0.999
# An inlier's own direction and size may differ this much from what the model says.
TURN = math.radians(30.0)
OCTAVES = 1.0
# Two inliers nearer than this in either picture are one place.
PLACE_PIXELS = 4.0
# An inlier counts where this many other inliers nearby moved, turned and grew with it. Letters of one typeface and rows of
# goods slide along their own lines and still lie on one epipolar line, each alone.
COMPANY = 3
# Narrower than this across, the inliers lie on a line, which fits anything.
NARROWEST = 4.0

Points = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """What stands behind one model.

    inliers: (m,) bool over the matches. places: at how many places they lie; distinct: at how many those that others nearby
    bear out. log10_nfa, of all places: negative is unlikely to be chance.
    """

    inliers: Mask
    places: int
    distinct: int
    log10_nfa: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometry:
    """The matches of two views that their neighbours bear out, (m, 2) indices, and both models' support."""

    matches: NDArray[np.int32]
    plane: Support
    epipolar: Support
    oriented: bool = True

    @property
    def inliers(self) -> Mask:
        """The matches that either model holds."""
        return self.plane.inliers | self.epipolar.inliers


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matched:
    """Matched keypoints: places in pixels, (m, 2) each; directions in radians; sizes in octaves.

    offered: how many matches there were before their neighbours were asked; chance is reckoned over all of them.
    """

    left: Points
    right: Points
    left_angle: Points
    right_angle: Points
    growth: Points
    area: tuple[float, float]
    diagonal: float
    offered: int
    oriented: bool = True


def fit(left: View, right: View, matches: NDArray[np.int32] | None = None) -> Geometry:
    """Fit both models to the matches (found here if not given). The same views always give the same answer."""
    found = pairs(left, right) if matches is None else matches
    matched = _matched(left, right, found, offered=len(found))
    turn = matched.right_angle - matched.left_angle
    kept = found[borne_out(matched.left, matched.right, turn, matched.growth)]
    return _both(kept, _matched(left, right, kept, offered=len(found)))


def fit_places(left: View, right: View, matches: NDArray[np.int32]) -> Geometry:
    """Fit both models to matches of keypoints that have no direction or size of their own: place alone is tested."""
    matched = _matched(left, right, matches, offered=len(matches))
    return _both(matches, replace(matched, oriented=False))


def refit(left: View, right: View, found: Geometry, keep: Mask) -> Geometry:
    """Fit both models anew to some of the matches only: what was an inlier beside others may now be chance."""
    again = fit if found.oriented else fit_places
    return again(left, right, found.matches[keep])


def _both(matches: NDArray[np.int32], matched: _Matched) -> Geometry:
    return Geometry(matches=matches, plane=_plane(matched), epipolar=_epipolar(matched), oriented=matched.oriented)


def _matched(left: View, right: View, matches: NDArray[np.int32], offered: int) -> _Matched:
    a, b = matches[:, 0], matches[:, 1]
    sides = (*left.size, *right.size)
    # Sizes are fractions of the long side, and the long side is the same in both.
    growth = np.log2(np.maximum(right.scale[b], 1e-9).astype(np.float64) / np.maximum(left.scale[a], 1e-9))
    return _Matched(
        left=left.pixels[a],
        right=right.pixels[b],
        left_angle=np.radians(left.angle[a].astype(np.float64)),
        right_angle=np.radians(right.angle[b].astype(np.float64)),
        growth=growth,
        area=(sides[0] * sides[1], sides[2] * sides[3]),
        diagonal=math.hypot(sides[2], sides[3]),
        offered=offered,
    )


def _none(count: int) -> Support:
    return Support(inliers=np.zeros(count, dtype=np.bool_), places=0, distinct=0, log10_nfa=0.0)


def _plane(matched: _Matched) -> Support:
    count = len(matched.left)
    if count < 5:
        return _none(count)
    cv2.setRNGSeed(SEED)
    found, _ = cv2.findHomography(
        matched.left, matched.right, cv2.USAC_MAGSAC, PLANE_PIXELS, maxIters=ROUNDS, confidence=CONFIDENCE
    )
    if found is None or not np.isfinite(found).all() or abs(np.linalg.det(found)) < 1e-12:
        return _none(count)
    model = np.asarray(found, dtype=np.float64)
    forward, jacobian = _carried(model, matched.left)
    back, _ = _carried(np.linalg.inv(model).astype(np.float64), matched.right)
    growth = np.linalg.det(jacobian)
    # A turned-over or collapsed patch is not a view of a surface (mirror images are compared as such).
    facing = growth > 1e-4
    near = np.hypot(*(forward - matched.right).T) < PLANE_PIXELS
    slack = PLANE_PIXELS * np.maximum(1.0, 1.0 / np.sqrt(np.maximum(growth, 1e-4)))
    near &= np.hypot(*(back - matched.left).T) < slack
    ray = np.stack([np.cos(matched.left_angle), np.sin(matched.left_angle)], axis=1)
    carried_ray = np.einsum("nij,nj->ni", jacobian, ray)
    turn = _turn(np.arctan2(carried_ray[:, 1], carried_ray[:, 0]) - matched.right_angle)
    octaves = np.abs(0.5 * np.log2(np.maximum(growth, 1e-9)) - matched.growth)
    alike = (turn < TURN) & (octaves < OCTAVES)
    inliers = facing & near & (alike | (not matched.oriented))
    chance = math.pi * PLANE_PIXELS**2 / matched.area[1]
    return _support(matched, inliers, sample=4, models=1, chance=chance)


def _epipolar(matched: _Matched) -> Support:
    count = len(matched.left)
    if count < 8:
        return _none(count)
    cv2.setRNGSeed(SEED)
    try:
        found, _ = cv2.findFundamentalMat(
            matched.left, matched.right, cv2.USAC_MAGSAC, EPIPOLAR_PIXELS, CONFIDENCE, ROUNDS
        )
    except cv2.error:
        # Too few distinct places for a model: OpenCV asserts instead of finding nothing.
        return _none(count)
    if found is None or found.shape != (3, 3) or not np.isfinite(found).all():
        return _none(count)
    model = np.asarray(found, dtype=np.float64)
    ones = np.ones((count, 1))
    lines_right = np.hstack([matched.left, ones]) @ model.T
    lines_left = np.hstack([matched.right, ones]) @ model
    residual = np.abs((np.hstack([matched.right, ones]) * lines_right).sum(axis=1))
    length = np.minimum(np.hypot(*lines_right[:, :2].T), np.hypot(*lines_left[:, :2].T))
    near = residual < 1.5 * EPIPOLAR_PIXELS * np.maximum(length, 1e-12)
    inliers = _agreeing(matched, near) if matched.oriented else near
    if _turned_over(matched.left[inliers], matched.right[inliers]):
        return _none(count)
    chance = min(1.0, 4.0 * EPIPOLAR_PIXELS * matched.diagonal / matched.area[1])
    return _support(matched, inliers, sample=7, models=3, chance=chance)


def _carried(model: Points, places: Points) -> tuple[Points, Points]:
    """Return where the homography takes each place, (n, 2), and its derivative there, (n, 2, 2)."""
    lifted = np.hstack([places, np.ones((len(places), 1))]) @ model.T
    depth = np.where(np.abs(lifted[:, 2]) < 1e-9, 1e-9, lifted[:, 2])
    to = lifted[:, :2] / depth[:, None]
    jacobian = (model[None, :2, :2] - to[:, :, None] * model[None, 2:, :2]) / depth[:, None, None]
    return to, jacobian


def _turn(radians: Points) -> Points:
    """Return angles as 0..pi."""
    return np.abs(np.mod(radians + math.pi, 2 * math.pi) - math.pi)


def _agreeing(matched: _Matched, near: Mask) -> Mask:
    """Return those of the matches near their epipolar line that turn and grow like most others of them.

    An epipolar line says nothing of direction or size, but one camera seen from another turns and zooms about alike
    all over the picture; random matches do not.
    """
    rows = np.flatnonzero(near)
    if not len(rows):
        return near
    turn = matched.right_angle[rows] - matched.left_angle[rows]
    alike = _turn(turn[:, None] - turn[None, :]) < TURN
    alike &= np.abs(matched.growth[rows][:, None] - matched.growth[rows][None, :]) < OCTAVES
    agreeing = np.zeros(len(near), dtype=np.bool_)
    agreeing[rows[alike[alike.sum(axis=1).argmax()]]] = True
    return agreeing


def _turned_over(left: Points, right: Points) -> bool:
    """Say whether the matches are, on the whole, a mirror image.

    A fundamental matrix allows that, and symmetric corners do match their mirror image; a camera allows it never.
    """
    if len(left) < 3:
        return False
    lifted = np.hstack([left, np.ones((len(left), 1))])
    affine = np.linalg.lstsq(lifted, right, rcond=None)[0]
    return float(np.linalg.det(affine[:2])) <= 0.0


def _support(matched: _Matched, inliers: Mask, *, sample: int, models: int, chance: float) -> Support:
    left, right = matched.left[inliers], matched.right[inliers]
    if min(_width(left), _width(right)) < NARROWEST:
        return _none(len(inliers))
    places = min(_places(left), _places(right))
    nfa = _log10_nfa(matched.offered, places, sample, models, chance)
    distinct = _in_company(matched, inliers) if matched.oriented else places
    return Support(inliers=inliers, places=places, distinct=distinct, log10_nfa=nfa)


def _in_company(matched: _Matched, inliers: Mask) -> int:
    """Return at how many places inliers lie that enough other inliers nearby agree with."""
    rows = np.flatnonzero(inliers)
    turn = (matched.right_angle - matched.left_angle)[rows]
    kept = rows[support(matched.left[rows], matched.right[rows], turn, matched.growth[rows]) >= COMPANY]
    return min(_places(matched.left[kept]), _places(matched.right[kept]))


def _width(places: Points) -> float:
    """Return the standard deviation, in pixels, across the direction in which the places spread least."""
    if len(places) < 3:
        return 0.0
    return float(np.sqrt(max(0.0, np.linalg.eigvalsh(np.cov(places.T))[0])))


def _places(points: Points) -> int:
    return len(np.unique(np.rint(points / PLACE_PIXELS).astype(np.int64), axis=0))


def _log10_nfa(count: int, agreeing: int, sample: int, models: int, chance: float) -> float:
    """Return log10 of models * (n - s) * C(n, k) * C(k, s) * p^(k - s): expected chance finds as good as this one."""
    if agreeing <= sample:
        return 0.0
    tests = math.log(models * max(1, count - sample)) + _log_choose(count, agreeing) + _log_choose(agreeing, sample)
    return (tests + (agreeing - sample) * math.log(chance)) / math.log(10.0)


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
