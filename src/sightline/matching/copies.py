"""Near copies: every new hash against the bank of all hashes, exactly within 31 of 256 bits; videos by their length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from sightline.agencies.access import Acting, Enter
from sightline.features import store as feature_store
from sightline.features.arrays import unpack
from sightline.features.kinds.pdq import Pdq
from sightline.features.store import Feature
from sightline.kernel.blobs import Blobs
from sightline.matching import banked, store
from sightline.matching.model import LinkKind, Proposal, Strength
from sightline.matching.near import candidates
from sightline.matching.near.bank import Bank
from sightline.matching.near.bits import LARGEST_RADIUS
from sightline.matching.near.candidates import NearCopy, Prints
from sightline.matching.near.videos import Relation, Track, align
from sightline.matching.steps import match_pending
from sightline.media.model import Json
from sightline.series.media import store as media_store

NAME, VERSION = "near copies", "2"
MADE_BY = f"{NAME} {VERSION}, PDQ {Pdq.version}"
TENTHS = 24  # bits of an item that hold the frame's time in tenths of a second, plus one; zero for a still


def match_new(enter: Enter, blobs: Blobs, folder: Path) -> int:
    """Bank the hashes of media not matched yet, and keep every near copy among all there are; return new links.

    What was matched before and is not in the bank, or not under every agency that gave it, is put in first.
    """
    bank = banked.opened(folder, MADE_BY)
    banked.complete(enter, bank, folder, (NAME, VERSION), lambda one: _prints(one, blobs), TENTHS)
    return match_pending(enter, NAME, VERSION, lambda acting, pending: _match(acting, blobs, bank, folder, pending))


def _match(acting: Acting, blobs: Blobs, bank: Bank, folder: Path, pending: Sequence[int]) -> Iterator[Proposal]:
    found = [_prints(feature, blobs) for feature in feature_store.found(acting, Pdq.name, Pdq.version, pending)]
    banked.put(bank, folder, found, store.agencies_of(acting, pending), TENTHS)
    return _videos_aligned(acting, blobs, proposals(bank, found))


def near(acting: Acting, blobs: Blobs, folder: Path, media_id: int, agencies: Sequence[str] | None = None) -> list[int]:
    """The media near any picture of one media, nearest first, as far as the officer may see them.

    agencies: only what one of these has given; None for all.
    """
    known = banked.owners(folder, ())
    wanted = None if agencies is None else [known[code] for code in agencies if code in known]
    found = [_prints(one, blobs) for one in feature_store.found(acting, Pdq.name, Pdq.version, [media_id])]
    best: dict[int, int] = {}
    for copy in candidates.near_copies(Bank.open(folder), found, owners=wanted):
        other = copy.other >> TENTHS
        best[other] = min(copy.distance, best.get(other, copy.distance))
    seen = media_store.many(acting, [one for one in best if one != media_id])
    return sorted(seen, key=lambda one: (best[one], one))


def proposals(bank: Bank, found: Sequence[Prints]) -> Iterator[Proposal]:
    """The links between these pictures and all in the bank: for each pair of media its nearest pair of pictures."""
    best: dict[tuple[int, int], NearCopy] = {}
    for copy in candidates.near_copies(bank, found):
        pair = sorted((copy.item >> TENTHS, copy.other >> TENTHS))
        key = (pair[0], pair[1])
        if pair[0] != pair[1] and (key not in best or copy.distance < best[key].distance):
            best[key] = copy
    yield from (_proposal(copy) for copy in best.values())


def aligned(link: Proposal, left: Track, right: Track) -> Proposal | None:
    """A link between two videos, by their whole length: which part of which, or only the same still scene.

    None when no stretch of time agrees: single frames that happen to be near say nothing of the videos.
    """
    found = align(left, right)
    if found is None or not found.parts:
        return None
    first = found.parts[0]
    parts: list[Json] = [[p.mine.start, p.mine.end, p.theirs.start, p.theirs.end] for p in found.parts]
    evidence: dict[str, Json] = {
        **link.evidence,
        "relation": found.relation.value,
        "parts": parts,
        "share of left": round(found.share_of_mine, 4),
        "share of right": round(found.share_of_theirs, 4),
        "lift": round(first.lift, 2),
    }
    copy = found.relation is not Relation.SAME_SCENE
    return replace(
        link,
        kind=LinkKind.NEAR_COPY if copy else LinkKind.SAME_SCENE,
        strength=Strength.VERIFIED if found.relation is Relation.SAME_VIDEO else Strength.POSSIBLE,
        left_seconds=first.mine.start,
        right_seconds=first.theirs.start,
        evidence=evidence,
    )


def _videos_aligned(acting: Acting, blobs: Blobs, links: Iterable[Proposal]) -> Iterator[Proposal]:
    """The same links, where those between two videos are judged by time as well."""
    for link in links:
        if link.left_seconds is None or link.right_seconds is None:
            yield link
            continue
        sides = [feature_store.found(acting, Pdq.name, Pdq.version, [side]) for side in (link.left, link.right)]
        made = aligned(link, _track(sides[0], blobs), _track(sides[1], blobs))
        if made is not None:
            yield made


def _prints(feature: Feature, blobs: Blobs) -> Prints:
    item = (feature.media_id << TENTHS) + (0 if feature.seconds is None else round(feature.seconds * 10) + 1)
    arrays = unpack(blobs.get(feature.arrays)) if feature.arrays else {}
    return candidates.prints(item, feature.value, arrays)


def _track(frames: Sequence[Feature], blobs: Blobs) -> Track:
    """The hashed frames of one video, as they are, inside their borders and cropped."""
    rows = [(one.seconds, row) for one in frames for _, row in candidates.banked(_prints(one, blobs))]
    return Track(
        seconds=np.array([seconds for seconds, _ in rows], np.float64),
        hashes=np.array([row for _, row in rows], np.uint8).reshape(-1, 32),
        qualities=np.full(len(rows), 100, np.int64),
    )


def _proposal(copy: NearCopy) -> Proposal:
    sides = sorted(((copy.item, copy.mine), (copy.other, copy.theirs)), key=lambda side: side[0])
    (left, left_form), (right, right_form) = sides
    evidence: dict[str, Json] = {
        "distance": copy.distance,
        "radius": LARGEST_RADIUS,
        "left as": left_form,
        "right as": right_form,
        "hash": f"PDQ {Pdq.version}",
    }
    return Proposal(
        kind=LinkKind.NEAR_COPY,
        strength=Strength.VERIFIED,
        left=left >> TENTHS,
        right=right >> TENTHS,
        score=1.0 - copy.distance / 256.0,
        matcher=NAME,
        version=VERSION,
        evidence=evidence,
        left_seconds=_seconds(left),
        right_seconds=_seconds(right),
    )


def _seconds(item: int) -> float | None:
    tenths = item & ((1 << TENTHS) - 1)
    return None if tenths == 0 else (tenths - 1) / 10
