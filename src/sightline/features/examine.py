"""Look at one media: decode it in the cage, run the extractors that are missing, keep what they found.

No transaction is open while the machine decodes and computes. Everything about one media is kept in one transaction,
so a worker that dies leaves the media either untouched or done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sightline.agencies.access import Enter
from sightline.features import store
from sightline.features.arrays import pack
from sightline.features.extract import Content, Listed, Result, extract
from sightline.features.masking import DETECTOR, proposals
from sightline.kernel.blobs import Blobs
from sightline.kernel.errors import Refusal
from sightline.media.decoder import Decoder
from sightline.media.model import Examination, MediaKind
from sightline.series.media import store as media_store
from sightline.series.media.masks import store as mask_store
from sightline.series.media.model import Media, MediaState


def examine(enter: Enter, blobs: Blobs, decoder: Decoder, catalogue: Sequence[Listed], media_id: int) -> MediaState:
    """Bring one media up to date with the catalogue; return the state it is in then."""
    with enter() as acting:
        media = media_store.by_id(acting, media_id)
        done = store.done(acting, media_id)
    if media.state is not MediaState.RECEIVED and not _missing(media, catalogue, done):
        return media.state
    try:
        examination = _decode(blobs, decoder, media)
    except Refusal as refusal:
        refuse(enter, media_id, refusal)
        return MediaState.REFUSED
    content = Content(
        sha256=media.sha256, size=media.size, digests={"sha256": media.sha256, "md5": media.md5, "sha1": media.sha1}
    )
    results = [(result, _keep(blobs, result)) for result in extract(content, examination, catalogue, done)]
    with enter() as acting:
        media_store.examined(acting, media_id, examination)
        store.save(acting, media_id, results)
        found = proposals([result for result, _ in results], examination.duration)
        mask_store.propose(acting, media_id, DETECTOR, found)
        made = sorted({f"{result.extractor}/{result.version}" for result, _ in results})
        acting.record("examine", media.subject, isolation=examination.isolation, extractors=made)
    return MediaState.EXAMINED


def refuse(enter: Enter, media_id: int, refusal: Refusal) -> None:
    """Name why a media cannot be used; it stays kept and listed."""
    with enter() as acting:
        media = media_store.by_id(acting, media_id)
        media_store.refused(acting, media_id, refusal)
        acting.record("refuse", media.subject, code=refusal.code)


def _missing(media: Media, catalogue: Sequence[Listed], done: set[tuple[str, str, int]]) -> bool:
    if media.state is MediaState.REFUSED:
        return False
    ran = {(name, version) for name, version, _ in done}
    return any((listed.extractor.name, listed.extractor.version) not in ran for listed in catalogue)


def _decode(blobs: Blobs, decoder: Decoder, media: Media) -> Examination:
    with blobs.opened(media.sha256) as descriptor:
        found = decoder.examine(descriptor)
        if found.kind is not MediaKind.VIDEO:
            return found
        try:
            return replace(found, sound=decoder.samples(descriptor))
        except Refusal:
            # A video without sound, or with sound that cannot be decoded, is still a video.
            return found


def _keep(blobs: Blobs, result: Result) -> str | None:
    return blobs.put(pack(result.arrays)) if result.arrays else None
