"""Same texture: the repeated looks of every new picture against all others', with a label and a strength of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sightline.agencies.access import Acting, Enter
from sightline.features.store import Feature
from sightline.kernel.blobs import Blobs
from sightline.matching.indexes import lacking, opened
from sightline.matching.model import Proposal
from sightline.matching.scenes.index import SceneIndex
from sightline.matching.scenes.texture import MATCHER, POSSIBLE, VERSION, compare_textures, motifs, texture_proposal
from sightline.matching.scenes.view import View, empty
from sightline.matching.steps import match_pending
from sightline.matching.views import Views

MOST_LOOKED_AT = 10


def match_new(enter: Enter, blobs: Blobs, folder: Path) -> int:
    """Index the motifs of media not matched yet and compare them with the likeliest; return new links.

    What was matched before and is not in the index is put back first.
    """
    for lost in lacking(enter, folder, MATCHER, VERSION):
        with enter() as acting, opened(folder, MATCHER, VERSION) as index:
            _put(Views(acting, blobs), index, lost)
    return match_pending(enter, MATCHER, VERSION, lambda acting, pending: _proposals(acting, blobs, folder, pending))


def _proposals(acting: Acting, blobs: Blobs, folder: Path, pending: Sequence[int]) -> Iterator[Proposal]:
    views = Views(acting, blobs)
    with opened(folder, MATCHER, VERSION) as index:
        for one, repeated in _put(views, index, pending):
            yield from _compare(index, views, one, repeated)


def _put(views: Views, index: SceneIndex, media_ids: Sequence[int]) -> list[tuple[Feature, View]]:
    """Index the motifs of media as they are now, and return those that show enough of them."""
    # A texture shows in any frame: one a video is enough, and a pattern says too little to ask for more.
    features = list({one.media_id: one for one in reversed(views.features(list(media_ids)))}.values())
    shown = [(one, repeated) for one in features if len(repeated := motifs(views.of(one))) >= POSSIBLE]
    index.remove(set(index.media().tolist()) & set(media_ids))
    for one, repeated in shown:
        index.add(one.media_id, repeated, source_id=0, seconds=one.seconds)
    for media_id in sorted(set(media_ids) - {one.media_id for one, _ in shown}):
        index.add(media_id, empty(), source_id=0)
    index.flush()
    return shown


def _compare(index: SceneIndex, views: Views, mine: Feature, repeated: View) -> Iterator[Proposal]:
    view = views.of(mine)
    for candidate in index.search(repeated, top=MOST_LOOKED_AT, without=(mine.media_id,), mirror=False):
        theirs = views.get(candidate.media_id, candidate.seconds)
        if theirs is None:
            continue
        made = texture_proposal(compare_textures(view, theirs), mine.media_id, candidate.media_id)
        if made is not None:
            yield made
