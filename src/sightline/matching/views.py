"""The stored keypoints of media as the matchers use them: without what is masked, the last ones kept in memory."""

from __future__ import annotations

from functools import lru_cache

from sightline.agencies.access import Acting
from sightline.features import store as feature_store
from sightline.features.arrays import unpack
from sightline.features.kinds.keypoints import Keypoints
from sightline.features.store import Feature
from sightline.kernel.blobs import Blobs
from sightline.matching.scenes.view import View, cut, view_of
from sightline.series.media import store as media_store

IN_MEMORY = 512


class Views:
    """Views by (media, seconds), as far as the acting officer may see them."""

    def __init__(self, acting: Acting, blobs: Blobs) -> None:
        self._acting, self._blobs = acting, blobs
        self.get = lru_cache(maxsize=IN_MEMORY)(self._get)

    def features(self, media_ids: list[int] | None = None) -> list[Feature]:
        """The keypoint features of some media, or of all."""
        found = feature_store.found(self._acting, Keypoints.name, Keypoints.version, media_ids)
        return [one for one in found if one.arrays is not None]

    def of(self, feature: Feature) -> View:
        """The view of a stored feature."""
        assert feature.arrays is not None
        view = view_of(feature.value, unpack(self._blobs.get(feature.arrays)))
        masked = media_store.masks_of(self._acting, [feature.media_id]).get(feature.media_id, {})
        return cut(view, masked=list(masked.values())) if masked else view

    def _get(self, media_id: int, seconds: float | None) -> View | None:
        """The view of a still (seconds None) or of a frame; None when there is none to see."""
        position = feature_store.position(seconds)
        found = (one for one in self.features([media_id]) if feature_store.position(one.seconds) == position)
        return next((self.of(one) for one in found), None)
