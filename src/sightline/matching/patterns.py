"""Same texture: the repeated looks of every new picture against all others', with a label and a strength of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sightline.agencies.access import Acting, Enter
from sightline.features.store import Feature
from sightline.kernel.blobs import Blobs
from sightline.matching import store
from sightline.matching.model import Proposal
from sightline.matching.scenes.index import SceneIndex
from sightline.matching.scenes.texture import MATCHER, POSSIBLE, VERSION, compare_textures, motifs, texture_proposal
from sightline.matching.views import Views

MOST_LOOKED_AT = 10


def match_new(enter: Enter, blobs: Blobs, folder: Path, a_step: int) -> int:
    """Index the motifs of media not matched yet and compare them with the likeliest; return new links."""
    fresh = 0
    while True:
        with enter() as acting:
            pending = store.unmatched(acting, MATCHER, VERSION)[:a_step]
            if not pending:
                return fresh
            fresh += store.propose(acting, list(_proposals(acting, blobs, folder, pending)))
            store.mark_matched(acting, MATCHER, VERSION, pending)


def _proposals(acting: Acting, blobs: Blobs, folder: Path, pending: Sequence[int]) -> Iterator[Proposal]:
    views = Views(acting, blobs)
    # A texture shows in any frame: one a video is enough, and a pattern says too little to ask for more.
    features = list({one.media_id: one for one in reversed(views.features(list(pending)))}.values())
    shown = [(one, repeated) for one in features if len(repeated := motifs(views.of(one))) >= POSSIBLE]
    with SceneIndex.open(folder) as index:
        for one, repeated in shown:
            index.add(one.media_id, repeated, source_id=0, seconds=one.seconds)
        index.flush()
        for one, _ in shown:
            yield from _compare(index, views, one)


def _compare(index: SceneIndex, views: Views, mine: Feature) -> Iterator[Proposal]:
    view = views.of(mine)
    for candidate in index.search(motifs(view), top=MOST_LOOKED_AT, without=(mine.media_id,), mirror=False):
        theirs = views.get(candidate.media_id, candidate.seconds)
        if theirs is None:
            continue
        made = texture_proposal(compare_textures(view, theirs), mine.media_id, candidate.media_id)
        if made is not None:
            yield made
