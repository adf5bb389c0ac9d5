"""Repeated texture: the same wallpaper, tiles or bedspread, which geometry cannot tell from chance.

A pattern that repeats has no single right match, so the ratio test throws it away and a fitted model means little.
Here the opposite is asked: which looks does a picture show again and again (its motifs), and do two pictures show the
same ones, all turned and grown alike. That says "same pattern", never "same room": patterns are sold by the thousand.
Hence a label of its own, SAME_TEXTURE, and a strength of "possible" at most. For the search, a picture's motifs are
a `View` with one keypoint a motif, kept in a `SceneIndex` of their own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sightline.matching.model import LinkKind, Proposal, Strength
from sightline.matching.scenes.verdict import box
from sightline.matching.scenes.view import View, chosen, mirrored
from sightline.media.model import Json, Region

MATCHER = "texture"
VERSION = "1"
# Descriptors have length 512. Nearer than this, two keypoints show the same thing.
ALIKE = 170.0
# A motif is shown at least this often, at places this far apart (pixels of the 800-pixel picture).
REPEATS = 4
APART = 12.0
# Motifs of a picture at most, and motifs that two pictures must share.
MOST = 250
POSSIBLE = 8
TURN = math.radians(20.0)
OCTAVES = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What the textures of two pictures have in common. motifs: how many they share, turned and grown alike."""

    strength: Strength
    motifs: int
    of_left: int
    of_right: int
    mirrored: bool
    left_region: Region | None
    right_region: Region | None

    def evidence(self) -> dict[str, Json]:
        """Return what a link stores."""
        return {
            "shared_motifs": self.motifs,
            "motifs": [self.of_left, self.of_right],
            "mirrored": self.mirrored,
            "left_box": _as_list(self.left_region),
            "right_box": _as_list(self.right_region),
            "thresholds": {"alike": ALIKE, "repeats": REPEATS, "possible": POSSIBLE},
            "versions": {"matcher": VERSION},
        }


def motifs(view: View) -> View:
    """Return the view's repeated looks: for each, the keypoint that is most like the others, most repeated first."""
    alike = _squared(view, view) < ALIKE * ALIKE
    places = view.pixels
    apart = np.hypot(*(places[:, None, :] - places[None, :, :]).transpose(2, 0, 1)) > APART
    again = alike & apart
    found: list[int] = []
    free = np.ones(len(view), dtype=np.bool_)
    counts = again.sum(axis=1)
    for _ in range(MOST):
        open_counts = np.where(free, counts, 0)
        number = int(open_counts.argmax()) if len(view) else 0
        if not len(view) or open_counts[number] < REPEATS - 1:
            break
        found.append(number)
        members = alike[number] & free
        free &= ~members
        free[number] = False
        counts = counts - again[:, members].sum(axis=1)
    return chosen(view, np.array(found, dtype=np.intp))


def compare_textures(left: View, right: View) -> Shared:
    """Compare two pictures' motifs, upright and mirrored, and return the better."""
    upright, other = _compared(left, right), _compared(mirrored(left), right, is_mirrored=True)
    return other if other.motifs > upright.motifs else upright


def texture_proposal(shared: Shared, left: int, right: int) -> Proposal | None:
    """Return the link, None below "possible". `left` was the comparison's left."""
    if shared.strength is not Strength.POSSIBLE:
        return None
    evidence = shared.evidence()
    if left > right:
        evidence["left_box"], evidence["right_box"] = evidence["right_box"], evidence["left_box"]
        evidence["motifs"] = [shared.of_right, shared.of_left]
    return Proposal(
        kind=LinkKind.SAME_TEXTURE,
        strength=shared.strength,
        left=min(left, right),
        right=max(left, right),
        score=float(shared.motifs),
        matcher=MATCHER,
        version=VERSION,
        evidence=evidence,
    )


def _compared(left: View, right: View, *, is_mirrored: bool = False) -> Shared:
    a, b = _pairs(left, right)
    turn = np.radians(right.angle[b].astype(np.float64) - left.angle[a])
    growth = np.log2(np.maximum(right.scale[b], 1e-9) / np.maximum(left.scale[a], 1e-9))
    gap = np.abs(np.mod(turn[:, None] - turn[None, :] + math.pi, 2 * math.pi) - math.pi)
    agree = (gap < TURN) & (np.abs(growth[:, None] - growth[None, :]) < OCTAVES)
    best = agree[agree.sum(axis=1).argmax()] if len(a) else np.zeros(0, dtype=np.bool_)
    places = left.positions[a[best]].astype(np.float64)
    if is_mirrored:
        places[:, 0] = 1.0 - places[:, 0]
    return Shared(
        strength=Strength.POSSIBLE if best.sum() >= POSSIBLE else Strength.SIMILAR_LOOK,
        motifs=int(best.sum()),
        of_left=len(left),
        of_right=len(right),
        mirrored=is_mirrored,
        left_region=box(places),
        right_region=box(right.positions[b[best]].astype(np.float64)),
    )


def _pairs(left: View, right: View) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the motifs that are each other's nearest and alike."""
    if not len(left) or not len(right):
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
    distance = _squared(left, right)
    to, back = distance.argmin(axis=1), distance.argmin(axis=0)
    rows = np.arange(len(left))
    keep = (back[to] == rows) & (distance[rows, to] < ALIKE * ALIKE)
    return rows[keep], to[keep]


def _squared(left: View, right: View) -> NDArray[np.float32]:
    a, b = left.descriptors.astype(np.float32), right.descriptors.astype(np.float32)
    return np.asarray((a * a).sum(axis=1)[:, None] + (b * b).sum(axis=1)[None, :] - 2.0 * (a @ b.T), dtype=np.float32)


def _as_list(region: Region | None) -> list[Json] | None:
    if region is None:
        return None
    return [round(value, 4) for value in (region.x, region.y, region.width, region.height)]
