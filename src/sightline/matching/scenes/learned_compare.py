"""Links from learned descriptors: mutual nearest matches, then the same geometry and the same overlay flag.

Learned keypoints have no direction or size, so neither neighbours nor turns can bear a match out. More places must
therefore agree before a link is verified than with RootSIFT.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sightline.kernel.errors import UsageError
from sightline.matching.scenes import geometry
from sightline.matching.scenes.learned import LocalFeatures
from sightline.matching.scenes.verdict import Comparison, Thresholds, judged
from sightline.matching.scenes.view import View

LEAST_COSINE = 0.7
THRESHOLDS = Thresholds(verified_plane=15, verified_epipolar=30, possible_plane=10, possible_epipolar=20)
# Reciprocal rank fusion's constant (Cormack, Clarke and Buettcher, SIGIR 2009).
FUSION = 60.0


def compare_learned(
    left: LocalFeatures,
    right: LocalFeatures,
    *,
    least_cosine: float = LEAST_COSINE,
    thresholds: Thresholds = THRESHOLDS,
) -> Comparison:
    """Compare two pictures by their learned keypoints. `UsageError` where two networks made them."""
    if left.network != right.network:
        raise UsageError("These keypoints come from two different networks and cannot be compared.")
    views = _as_view(left), _as_view(right)
    matches = _mutual(left.descriptors, right.descriptors, least_cosine)
    found = geometry.fit_places(*views, matches)
    return judged(*views, found, thresholds=thresholds, method=f"learned {left.network}")


def most_like(query: NDArray[np.float32], vectors: NDArray[np.float32], top: int) -> NDArray[np.int64]:
    """Return the rows of `vectors`, (n, d) of length 1, most like `query`, (d,), best first, lower row first on a tie."""
    cosine = vectors @ query
    return np.argsort(-cosine, kind="stable")[:top].astype(np.int64)


def fused(rankings: Sequence[Sequence[int]]) -> list[int]:
    """Return one ranking of several, by the sum of 1 / (60 + place): scores of two kinds cannot be compared."""
    worth: dict[int, float] = {}
    for ranking in rankings:
        for place, number in enumerate(ranking, start=1):
            worth[number] = worth.get(number, 0.0) + 1.0 / (FUSION + place)
    return sorted(worth, key=lambda number: (-worth[number], number))


def _mutual(left: NDArray[np.float32], right: NDArray[np.float32], least_cosine: float) -> NDArray[np.int32]:
    if not len(left) or not len(right):
        return np.empty((0, 2), dtype=np.int32)
    cosine = left @ right.T
    to, back = cosine.argmax(axis=1), cosine.argmax(axis=0)
    rows = np.arange(len(left))
    keep = (back[to] == rows) & (cosine[rows, to] >= least_cosine)
    return np.stack([rows[keep], to[keep]], axis=1).astype(np.int32)


def _as_view(features: LocalFeatures) -> View:
    count = len(features.positions)
    return View(
        positions=features.positions,
        scale=np.ones(count, dtype=np.float32),
        angle=np.zeros(count, dtype=np.float32),
        descriptors=np.zeros((count, 128), dtype=np.uint8),
        width=features.width,
        height=features.height,
    )
