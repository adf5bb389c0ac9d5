"""Turn what machines read in one media into proposed clues. A person confirms or rejects each."""

from __future__ import annotations

from collections.abc import Sequence

from sightline.agencies.access import Acting
from sightline.clues import store
from sightline.clues.readers.catalogue import propose
from sightline.clues.readers.model import Feature
from sightline.features import store as feature_store
from sightline.features.extract import Outcome


def propose_clues(acting: Acting, media_ids: Sequence[int]) -> int:
    """Read the stored features of these media and keep the clues in them; return how many are new."""
    fresh = 0
    for media_id in media_ids:
        features = [
            Feature(
                name=feature.extractor,
                version=feature.version,
                value=feature.value,
                media_id=media_id,
                seconds=feature.seconds,
            )
            for feature in feature_store.of_media(acting, media_id)
            if feature.outcome is Outcome.FOUND
        ]
        fresh += store.propose(acting, propose(features))
    if fresh:
        acting.record("propose clues", clues=fresh)
    return fresh
