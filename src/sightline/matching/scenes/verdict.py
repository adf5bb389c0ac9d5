"""From geometry to one of three words, with the evidence a person can look at."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from sightline.matching.model import LinkKind, Proposal, Strength
from sightline.matching.scenes import geometry, pairing
from sightline.matching.scenes.geometry import Geometry
from sightline.matching.scenes.overlays import OVERLAY, pasted
from sightline.matching.scenes.view import View, mirrored
from sightline.media.model import Json, Region

MATCHER = "scenes"
VERSION = "2"
POINTS = 60
# What agrees over less than this of both pictures, or hardly anything of one, is a thing in them and not the scene.
SCENE_SHARE, SCENE_LEAST = 0.25, 0.05
# Of all agreeing points: the outermost tenth is left out before the area they cover is measured.
CORE = 0.9
# How the keypoints were made; `deep` and `learned SHA-256` are the others.
ROOTSIFT = "rootsift"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Distinct places that must agree with a homography (plane) or with a fundamental matrix (epipolar).

    overlays: whether what agrees on a small patch near a border is suspected of being printed on both.
    """

    verified_plane: int = 7
    verified_epipolar: int = 10
    possible_plane: int = 5
    possible_epipolar: int = 7
    overlays: bool = True

    def strength(self, plane: int, epipolar: int) -> Strength:
        """Return the word for these counts."""
        if plane >= self.verified_plane or epipolar >= self.verified_epipolar:
            return Strength.VERIFIED
        if plane >= self.possible_plane or epipolar >= self.possible_epipolar:
            return Strength.POSSIBLE
        return Strength.SIMILAR_LOOK


THRESHOLDS = Thresholds()
# For a rectangle that a person drew: all that agrees lies on a small patch because they asked for it.
RECTANGLE = Thresholds(overlays=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two pictures compared.

    plane, epipolar: distinct agreeing places. points: (k, 4) float64, x and y left then x and y right, as fractions
    of each picture, best first. flags: why the word is weaker than the counts. mirrored: one picture is flipped.
    shares: how much of the left and the right picture the agreeing points cover, 0..1. off_plane: of the points, those
    that one flat surface does not explain.
    """

    strength: Strength
    mirrored: bool
    matches: int
    plane: int
    epipolar: int
    log10_nfa: tuple[float, float]
    relative_scale: float
    points: NDArray[np.float64]
    left_box: Region | None
    right_box: Region | None
    shares: tuple[float, float] = (0.0, 0.0)
    off_plane: int = 0
    flags: tuple[str, ...] = ()
    thresholds: Thresholds = field(default=THRESHOLDS)
    method: str = ROOTSIFT

    @property
    def score(self) -> float:
        """The larger of the two counts: what verified and possible links are sorted by."""
        return float(max(self.plane, self.epipolar))

    @property
    def kind(self) -> LinkKind:
        """What the agreeing points speak for: the scene where they cover much of a picture, else one thing in it."""
        small, large = sorted(self.shares)
        scene = large >= SCENE_SHARE and small >= SCENE_LEAST
        return LinkKind.SAME_SCENE if scene else LinkKind.SAME_OBJECT

    def evidence(self) -> dict[str, Json]:
        """Return what a link stores: JSON, at most 60 points."""
        return {
            "method": self.method,
            "mirrored": self.mirrored,
            "matches": self.matches,
            "homography": self.plane,
            "fundamental": self.epipolar,
            "log10_nfa_homography": round(self.log10_nfa[0], 2),
            "log10_nfa_fundamental": round(self.log10_nfa[1], 2),
            "relative_scale": round(self.relative_scale, 3),
            "shares": [round(share, 4) for share in self.shares],
            "off_plane": self.off_plane,
            "points": [[round(float(x), 4) for x in row] for row in self.points[:POINTS]],
            "left_box": _box_json(self.left_box),
            "right_box": _box_json(self.right_box),
            "flags": list(self.flags),
            "seed": geometry.SEED,
            "thresholds": {
                "ratio": pairing.RATIO,
                "company": geometry.COMPANY,
                "homography_pixels": geometry.PLANE_PIXELS,
                "fundamental_pixels": geometry.EPIPOLAR_PIXELS,
                "verified_homography": self.thresholds.verified_plane,
                "verified_fundamental": self.thresholds.verified_epipolar,
                "possible_homography": self.thresholds.possible_plane,
                "possible_fundamental": self.thresholds.possible_epipolar,
                "scene_share": SCENE_SHARE,
                "scene_least": SCENE_LEAST,
            },
            "versions": {"matcher": VERSION, "opencv": cv2.__version__},
        }


def compare(left: View, right: View, *, thresholds: Thresholds = THRESHOLDS) -> Comparison:
    """Compare two views as they are."""
    return judged(left, right, geometry.fit(left, right), thresholds=thresholds)


def compare_mirrored(left: View, right: View, *, thresholds: Thresholds = THRESHOLDS) -> Comparison:
    """Compare the mirror image of `left` with `right`; places are given in `left` as it is."""
    flipped = mirrored(left)
    return judged(flipped, right, geometry.fit(flipped, right), thresholds=thresholds, is_mirrored=True)


def verify(left: View, right: View, *, thresholds: Thresholds = THRESHOLDS) -> Comparison:
    """Compare two views upright and, unless that is verified, mirrored; return the better of the two."""
    upright = compare(left, right, thresholds=thresholds)
    if upright.strength is Strength.VERIFIED:
        return upright
    other = compare_mirrored(left, right, thresholds=thresholds)
    return max((upright, other), key=_rank)


def judged(
    left: View,
    right: View,
    found: Geometry,
    *,
    thresholds: Thresholds = THRESHOLDS,
    is_mirrored: bool = False,
    method: str = ROOTSIFT,
) -> Comparison:
    """Put geometry into words and evidence."""
    rows = np.flatnonzero(found.inliers)
    a, b = found.matches[rows, 0], found.matches[rows, 1]
    points = np.hstack([left.positions[a], right.positions[b]]).astype(np.float64)
    strength = thresholds.strength(found.plane.distinct, found.epipolar.distinct)
    flags: tuple[str, ...] = ()
    if strength is Strength.VERIFIED and thresholds.overlays and _only_overlay(left, right, found, points, thresholds):
        strength, flags = Strength.POSSIBLE, (OVERLAY,)
    if is_mirrored:
        points[:, 0] = 1.0 - points[:, 0]
    growth = right.scale[b] / np.maximum(left.scale[a], 1e-9)
    return Comparison(
        strength=strength,
        mirrored=is_mirrored,
        matches=len(found.matches),
        plane=found.plane.distinct,
        epipolar=found.epipolar.distinct,
        log10_nfa=(found.plane.log10_nfa, found.epipolar.log10_nfa),
        relative_scale=float(np.median(growth)) if len(rows) else 1.0,
        points=points,
        left_box=box(points[:, :2]),
        right_box=box(points[:, 2:]),
        shares=(covered(points[:, :2]), covered(points[:, 2:])),
        off_plane=int((found.epipolar.inliers & ~found.plane.inliers).sum()),
        flags=flags,
        thresholds=thresholds,
        method=method,
    )


def _only_overlay(
    left: View, right: View, found: Geometry, points: NDArray[np.float64], thresholds: Thresholds
) -> bool:
    """Say whether the rest no longer verifies once the points that look pasted are taken out."""
    out = pasted(left, right, points)
    if not out.any():
        return False
    rest = np.ones(len(found.matches), dtype=np.bool_)
    rest[np.flatnonzero(found.inliers)[out]] = False
    again = geometry.refit(left, right, found, rest)
    # All places count here: what stood beside the patch has lost its company with it.
    return thresholds.strength(again.plane.places, again.epipolar.places) is not Strength.VERIFIED


def box(points: NDArray[np.float64]) -> Region | None:
    """Return the rectangle around (n, 2) fractions, None if there are none."""
    if not len(points):
        return None
    low, high = points.min(axis=0), points.max(axis=0)
    size = high - low
    return Region(x=float(low[0]), y=float(low[1]), width=float(size[0]), height=float(size[1]))


def covered(points: NDArray[np.float64]) -> float:
    """Return the share of a picture that (n, 2) fractions cover: the area of the hull of the innermost nine tenths."""
    if len(points) < 3:
        return 0.0
    away = np.linalg.norm(points - np.median(points, axis=0), axis=1)
    core = points[away <= np.quantile(away, CORE)]
    return float(cv2.contourArea(cv2.convexHull(core.astype(np.float32))))


def proposal(comparison: Comparison, left: int, right: int, *, kind: LinkKind | None = None) -> Proposal:
    """Return the link these two media ids deserve; `left` was the comparison's left. Ids are put in order.

    kind: None for what the comparison itself speaks for.
    """
    turned = comparison if left < right else swapped(comparison)
    return Proposal(
        kind=kind or comparison.kind,
        strength=turned.strength,
        left=min(left, right),
        right=max(left, right),
        score=turned.score,
        matcher=MATCHER,
        version=VERSION,
        evidence=turned.evidence(),
    )


def swapped(comparison: Comparison) -> Comparison:
    """Return the comparison with left and right exchanged."""
    return replace(
        comparison,
        relative_scale=1.0 / max(comparison.relative_scale, 1e-9),
        points=comparison.points[:, [2, 3, 0, 1]],
        left_box=comparison.right_box,
        right_box=comparison.left_box,
        shares=(comparison.shares[1], comparison.shares[0]),
    )


def _rank(comparison: Comparison) -> tuple[int, float]:
    order = (Strength.SIMILAR_LOOK, Strength.POSSIBLE, Strength.VERIFIED)
    return order.index(comparison.strength), comparison.score


def _box_json(region: Region | None) -> list[Json] | None:
    if region is None:
        return None
    return [round(v, 4) for v in (region.x, region.y, region.width, region.height)]
