"""The stored keypoints of media as the matchers use them: without what is masked, the last ones kept in memory."""

from __future__ import annotations

from collections import OrderedDict

from sightline.agencies.access import Acting
from sightline.features import store as feature_store
from sightline.features.arrays import unpack
from sightline.features.kinds.keypoints import Keypoints
from sightline.features.store import Feature
from sightline.kernel.blobs import Blobs
from sightline.matching.scenes.view import View, cut, view_of
from sightline.series.media.masks import store as mask_store
from sightline.series.media.masks.model import unmatched

IN_MEMORY = 512


class Views:
    """Views by (media, seconds), as far as the acting officer may see them."""

    def __init__(self, acting: Acting, blobs: Blobs) -> None:
        self._acting, self._blobs = acting, blobs
        self._kept: OrderedDict[tuple[int, int], View] = OrderedDict()

    def features(self, media_ids: list[int] | None = None) -> list[Feature]:
        """The keypoint features of some media, or of all."""
        found = feature_store.found(self._acting, Keypoints.name, Keypoints.version, media_ids)
        return [one for one in found if one.arrays is not None]

    def of(self, feature: Feature) -> View:
        """The view of a stored feature."""
        key = (feature.media_id, feature_store.position(feature.seconds))
        if key not in self._kept:
            self._kept[key] = self._load(feature)
            if len(self._kept) > IN_MEMORY:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    def get(self, media_id: int, seconds: float | None) -> View | None:
        """The view of a still (seconds None) or of a frame; None when there is none to see."""
        position = feature_store.position(seconds)
        if (media_id, position) in self._kept:
            return self._kept[media_id, position]
        found = (one for one in self.features([media_id]) if feature_store.position(one.seconds) == position)
        return next((self.of(one) for one in found), None)

    def _load(self, feature: Feature) -> View:
        assert feature.arrays is not None
        view = view_of(feature.value, unpack(self._blobs.get(feature.arrays)))
        masks = mask_store.standing(self._acting, [feature.media_id]).get(feature.media_id, [])
        masked = unmatched(masks, feature.seconds)
        return cut(view, masked=masked) if masked else view
