"""Search like this: a picture, or a rectangle of it, against all there are; and one chosen pair compared harder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sightline.agencies.access import Acting
from sightline.features.model import Unsuited
from sightline.kernel.blobs import Blobs
from sightline.kernel.errors import UsageError
from sightline.matching import store
from sightline.matching.model import Proposal, Strength
from sightline.matching.scenes.deep import deep_compare
from sightline.matching.scenes.index import SceneIndex
from sightline.matching.scenes.verdict import RECTANGLE, THRESHOLDS, Comparison, proposal
from sightline.matching.scenes.view import cut
from sightline.matching.views import Views
from sightline.media.decoder import Decoder
from sightline.media.model import Picture, Region
from sightline.series.media import store as media_store

DEEP = "deep compare"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A media like the query. score: of the shortlist, comparable within one search only. seconds: in a video."""

    media_id: int
    seconds: float | None
    score: float
    compared: Comparison


def like_this(
    acting: Acting,
    blobs: Blobs,
    folder: Path,
    media_id: int,
    *,
    inside: Region | None = None,
    masked: Sequence[Region] = (),
) -> list[Hit]:
    """What shows the same scene or object as a media, or as the rectangle `inside` it: verified first.

    Only what the officer may see is returned. Raises `UsageError` when the media has nothing to search with.
    """
    views = Views(acting, blobs)
    view = views.get(media_id, None)
    if view is None:
        raise UsageError(
            f"Media {media_id} has no keypoints: it is blank, not examined yet, or a video. Choose another."
        )
    query = cut(view, inside=inside, masked=masked)
    found: list[Hit] = []
    with SceneIndex.open(folder) as index:
        for candidate in index.search(view, inside=inside, masked=masked, without=(media_id,)):
            other = views.get(candidate.media_id, candidate.seconds)
            if other is None:
                continue
            compared = index.verify(query, other, thresholds=THRESHOLDS if inside is None else RECTANGLE)
            found.append(
                Hit(media_id=candidate.media_id, seconds=candidate.seconds, score=candidate.score, compared=compared)
            )
    order = {strength: place for place, strength in enumerate((Strength.VERIFIED, Strength.POSSIBLE))}
    return sorted(found, key=lambda hit: (order.get(hit.compared.strength, 2), -hit.score))


def compare_harder(acting: Acting, blobs: Blobs, decoder: Decoder, left: int, right: int) -> Proposal | None:
    """Compare two stills from many simulated sides and keep the link; None when they still only look alike.

    Takes some seconds. Raises `UsageError` when one of them is too plain to compare.
    """
    low, high = sorted((left, right))
    pictures = [_picture(acting, blobs, decoder, one) for one in (low, high)]
    try:
        compared = deep_compare(*pictures)
    except Unsuited as reason:
        raise UsageError(f"Media {low} and {high} cannot be compared: {reason}.") from None
    acting.record("deep compare", f"media:{low}", f"media:{high}", strength=compared.strength)
    if compared.strength is Strength.SIMILAR_LOOK:
        return None
    made = proposal(compared, low, high)
    link = Proposal(
        kind=made.kind, strength=made.strength, left=low, right=high, score=made.score, matcher=DEEP,
        version=made.version, evidence=made.evidence,
    )  # fmt: skip
    store.propose(acting, [link])
    return link


def _picture(acting: Acting, blobs: Blobs, decoder: Decoder, media_id: int) -> Picture:
    with blobs.opened(media_store.by_id(acting, media_id).sha256) as descriptor:
        return decoder.examine(descriptor).pictures[0]
