"""Match what was not matched yet with all there is: near copies, then scenes, textures and cameras. Safe to run again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sightline.agencies.access import Acting, Enter
from sightline.features import store as feature_store
from sightline.features.kinds.metadata import Metadata
from sightline.kernel.blobs import Blobs
from sightline.matching import cameras, copies, patterns, scenery, store
from sightline.matching.scenes.texture import MATCHER as TEXTURES
from sightline.matching.scenes.verdict import MATCHER as SCENES
from sightline.series.media import store as media_store


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


def match_again(enter: Enter, blobs: Blobs, indexes: Path, media_ids: Sequence[int]) -> int:
    """Match some media anew, because what is masked in them changed; return how many links are new."""
    with enter() as acting:
        store.forget(acting, (SCENES, TEXTURES), media_ids)
        acting.record("match again", *(one.subject for one in media_store.many(acting, media_ids).values()))
    return match(enter, blobs, indexes)


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
