"""Same scene: every new picture's keypoints against all others', by geometry."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sightline.agencies.access import Acting, Enter
from sightline.features import store as feature_store
from sightline.features.arrays import unpack
from sightline.features.kinds.keypoints import Keypoints
from sightline.features.store import Feature
from sightline.kernel.blobs import Blobs
from sightline.matching import store
from sightline.matching.model import Strength
from sightline.matching.scenes.verdict import MATCHER, VERSION, proposal, verify
from sightline.matching.scenes.view import View, view_of


def match_new(enter: Enter, blobs: Blobs, _folder: Path, a_step: int) -> int:
    """Compare media not matched yet with all there are; return new links."""
    fresh = 0
    while True:
        with enter() as acting:
            pending = store.unmatched(acting, MATCHER, VERSION)[:a_step]
            if not pending:
                return fresh
            fresh += _match(acting, blobs, pending)
            store.mark_matched(acting, MATCHER, VERSION, pending)


def _match(acting: Acting, blobs: Blobs, pending: Sequence[int]) -> int:
    everything = [one for one in feature_store.found(acting, Keypoints.name, Keypoints.version) if one.seconds is None]
    views = {one.media_id: _view(one, blobs) for one in everything}
    waiting = set(pending)
    links = []
    for left in pending:
        for right in views:
            if left not in views or right == left or (right in waiting and right < left):
                continue
            low, high = sorted((left, right))
            compared = verify(views[low], views[high])
            if compared.strength is not Strength.SIMILAR_LOOK:
                links.append(proposal(compared, low, high))
    return store.propose(acting, links)


def _view(feature: Feature, blobs: Blobs) -> View:
    assert feature.arrays is not None
    return view_of(feature.value, unpack(blobs.get(feature.arrays)))
