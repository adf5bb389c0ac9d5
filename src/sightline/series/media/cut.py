"""Cut a part out of a media for other eyes: people masked, pixels only, encoded anew. Leads and questions both do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeAlias

from sightline.agencies.access import Acting
from sightline.agencies.doors import Door, check_door
from sightline.kernel.blobs import Blobs
from sightline.media.crops import check_crop
from sightline.media.decoder import Decoder
from sightline.media.model import Picture, Region, Span
from sightline.media.thumbnails import crop
from sightline.series.media import store as media_store
from sightline.series.media.masks import store as mask_store
from sightline.series.media.masks.model import hidden

Cut: TypeAlias = Callable[[int, Region, Span | None], bytes]


def cutter(acting: Acting, blobs: Blobs, decoder: Decoder, media_ids: Sequence[int]) -> Cut:
    """A function (media id, region, span) -> JPEG for these media; every mask that nobody rejected is filled.

    Of a video the frame nearest to the start of the span is cut. The function raises `NotFound` for a media the
    officer may not see, `NotPermitted` for one that is shown only blurred, and `Refusal` for a crop that is not a plain
    JPEG or larger than 4 MiB.
    """
    masks = mask_store.standing(acting, media_ids)

    # Crops of one media mostly follow each other; pictures are large, so two are kept.
    @lru_cache(maxsize=2)
    def pictures_of(sha256: str) -> tuple[Picture, ...]:
        with blobs.opened(sha256) as descriptor:
            return decoder.examine(descriptor).pictures

    def cut(media_id: int, region: Region, span: Span | None) -> bytes:
        check_door(acting, Door.PREVIEW, [media_id])
        picture = _at(pictures_of(media_store.by_id(acting, media_id).sha256), span)
        jpeg = crop(picture, region, masks=hidden(masks.get(media_id, []), picture.seconds))
        check_crop(f"of media {media_id}", jpeg)
        return jpeg

    return cut


def _at(pictures: Sequence[Picture], span: Span | None) -> Picture:
    if span is None:
        return pictures[0]
    return min(pictures, key=lambda picture: abs((picture.seconds or 0.0) - span.start))
