"""Match what was not matched yet with all there is: near copies, then scenes, textures and cameras. Safe to run again."""

from __future__ import annotations

from pathlib import Path

from sightline.agencies.access import Acting, Enter
from sightline.features import store as feature_store
from sightline.features.kinds.metadata import Metadata
from sightline.kernel.blobs import Blobs
from sightline.matching import cameras, copies, patterns, scenery, store


def match(enter: Enter, blobs: Blobs, indexes: Path) -> int:
    """Run every matcher; return how many links are new."""
    fresh = copies.match_new(enter, blobs, indexes / "near")
    fresh += scenery.match_new(enter, blobs, indexes / "scenes")
    fresh += patterns.match_new(enter, blobs, indexes / "textures")
    with enter() as acting:
        links = _same_camera(acting)
        fresh += links
        if fresh:
            acting.record("match", links=fresh)
    return fresh


def _same_camera(acting: Acting) -> int:
    pending = store.unmatched(acting, cameras.NAME, cameras.VERSION)
    if not pending:
        return 0
    known = {
        feature.media_id: (f"{feature.value.get('make') or ''} {feature.value.get('model') or ''}", str(serial))
        for feature in feature_store.found(acting, Metadata.name, Metadata.version)
        if (serial := feature.value.get("body_serial"))
    }
    fresh = store.propose(acting, cameras.same_camera(known))
    store.mark_matched(acting, cameras.NAME, cameras.VERSION, pending)
    return fresh
