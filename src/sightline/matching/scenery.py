"""Same scene: every new picture against all others, by a shortlist of visual words and then by geometry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sightline.agencies.access import Acting, Enter
from sightline.features.store import Feature
from sightline.kernel.blobs import Blobs
from sightline.matching import store
from sightline.matching.indexes import lacking, opened
from sightline.matching.model import Proposal, Strength
from sightline.matching.scenes.index import SceneIndex
from sightline.matching.scenes.verdict import MATCHER, VERSION, proposal
from sightline.matching.scenes.view import empty
from sightline.matching.steps import match_pending
from sightline.matching.views import Views
from sightline.media.model import Json
from sightline.series.store import series_of

# Overlays (a broker's mark, a caption) are learnt from a sample, anew whenever there is half as much again.
SAMPLE = 2_000
LEARN_FROM = 12
GROWN = 1.5


def match_new(enter: Enter, blobs: Blobs, folder: Path) -> int:
    """Index media not matched yet and compare each with the likeliest of all there are; return new links.

    What was matched before and is not in the index is put back first.
    """
    for lost in lacking(enter, folder, MATCHER, VERSION):
        with enter() as acting, opened(folder, MATCHER, VERSION) as index:
            _put(acting, Views(acting, blobs), index, lost)
    return match_pending(enter, MATCHER, VERSION, lambda acting, pending: _proposals(acting, blobs, folder, pending))


def _proposals(acting: Acting, blobs: Blobs, folder: Path, pending: Sequence[int]) -> Iterator[Proposal]:
    views = Views(acting, blobs)
    with opened(folder, MATCHER, VERSION) as index:
        before = len(index)
        features = _put(acting, views, index, pending)
        if _learn(acting, views, index, folder, before):
            yield from _weakened(acting, views, index)
        seen: set[tuple[int, int]] = set()
        for one in features:
            yield from _compare(index, views, one, seen)


def _put(acting: Acting, views: Views, index: SceneIndex, media_ids: Sequence[int]) -> list[Feature]:
    """Index media as they are now, whatever the index held of them, and return their features."""
    features = views.features(list(media_ids))
    sources = _sources(acting, media_ids)
    index.remove(set(index.media().tolist()) & set(media_ids))
    for one in features:
        index.add(one.media_id, views.of(one), source_id=sources[one.media_id], seconds=one.seconds)
    for media_id in sorted(set(media_ids) - {one.media_id for one in features}):
        index.add(media_id, empty(), source_id=sources[media_id])
    index.flush()
    return features


def _compare(index: SceneIndex, views: Views, mine: Feature, seen: set[tuple[int, int]]) -> Iterator[Proposal]:
    """The links of one picture; a pair of media is compared once, unless one side is a video with more frames."""
    view = views.of(mine)
    for candidate in index.search(view, without=(mine.media_id,)):
        pair = (min(mine.media_id, candidate.media_id), max(mine.media_id, candidate.media_id))
        still = mine.seconds is None and candidate.seconds is None
        theirs = None if still and pair in seen else views.get(candidate.media_id, candidate.seconds)
        if theirs is None:
            continue
        seen.add(pair)
        swap = candidate.media_id < mine.media_id
        left, right = (theirs, view) if swap else (view, theirs)
        compared = index.verify(left, right)
        if compared.strength is Strength.SIMILAR_LOOK:
            continue
        times = (candidate.seconds, mine.seconds) if swap else (mine.seconds, candidate.seconds)
        made = proposal(compared, *pair)
        evidence: dict[str, Json] = {
            **made.evidence,
            "codebook": index.codebook.sha256,
            "shortlist": round(candidate.score, 4),
        }
        yield replace(made, evidence=evidence, left_seconds=times[0], right_seconds=times[1])


def _learn(acting: Acting, views: Views, index: SceneIndex, folder: Path, before: int) -> bool:
    """Learn what is printed on many pictures, when there is much more to learn from than last time; say if so."""
    mark = folder / "overlays-learnt-from"
    last = int(mark.read_text()) if mark.exists() else 0
    if len(index) < max(LEARN_FROM, GROWN * last) or len(index) == before:
        return False
    every = views.features()
    step = max(1.0, len(every) / SAMPLE)
    sample = [every[int(place * step)] for place in range(min(len(every), SAMPLE))]
    sources = _sources(acting, [one.media_id for one in sample])
    index.learn_overlays((views.of(one), sources[one.media_id]) for one in sample)
    mark.write_text(str(len(index)))
    return last > 0


def _weakened(acting: Acting, views: Views, index: SceneIndex) -> Iterator[Proposal]:
    """The links found before this stop-list was learnt that do not hold without what it stops."""
    for link in store.list_links(acting, strength=Strength.VERIFIED, undecided=True):
        old = link.proposal
        left, right = views.get(old.left, old.left_seconds), views.get(old.right, old.right_seconds)
        if old.matcher != MATCHER or left is None or right is None:
            continue
        compared = index.verify(left, right)
        if compared.strength is not Strength.VERIFIED:
            new = proposal(compared, old.left, old.right, kind=old.kind)
            yield replace(old, strength=new.strength, score=new.score, evidence={**old.evidence, **new.evidence})


def _sources(acting: Acting, media_ids: Iterable[int]) -> dict[int, int]:
    """Where each media came from, as far as overlays are concerned: its first series."""
    wanted = sorted(set(media_ids))
    return dict.fromkeys(wanted, 0) | {media: numbers[0] for media, numbers in series_of(acting, wanted).items()}
