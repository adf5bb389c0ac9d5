"""Near copies: every new hash against the bank of all hashes, exactly within 31 of 256 bits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sightline.agencies.access import Acting, Enter
from sightline.features import store as feature_store
from sightline.features.arrays import unpack
from sightline.features.kinds.pdq import Pdq
from sightline.features.pdq_map import VARIANTS
from sightline.features.store import Feature
from sightline.kernel.blobs import Blobs
from sightline.matching import store
from sightline.matching.model import LinkKind, Proposal, Strength
from sightline.matching.near.bank import Bank
from sightline.matching.near.videos import Relation, Track, align
from sightline.media.model import Json

NAME, VERSION = "near copies", "1"
RADIUS = 31
QUALITY = 50  # below it a hash says little: PDQ's own advice
TENTHS = 24  # bits of an item that hold the frame's time in tenths of a second, plus one; zero for a still


@dataclass(frozen=True, slots=True, kw_only=True)
class Hashes:
    """The hashes of one still or frame.

    rows: (n, 32) uint8; names: which variant each row is; the first is as it is.
    """

    media_id: int
    seconds: float | None
    rows: NDArray[np.uint8]
    names: tuple[str, ...]

    @property
    def item(self) -> int:
        """How the bank names it."""
        return (self.media_id << TENTHS) + (0 if self.seconds is None else round(self.seconds * 10) + 1)


def match_new(enter: Enter, blobs: Blobs, folder: Path, a_step: int) -> int:
    """Bank the hashes of media not matched yet, and keep every near copy among all there are; return new links."""
    bank = Bank.open(folder)
    fresh = 0
    while True:
        with enter() as acting:
            pending = store.unmatched(acting, NAME, VERSION)[:a_step]
            if not pending:
                return fresh
            found = [
                one
                for feature in feature_store.found(acting, Pdq.name, Pdq.version, pending)
                for one in hashes(feature, blobs)
            ]
            _bank(bank, found)
            fresh += store.propose(acting, list(_videos_aligned(acting, blobs, proposals(bank, found))))
            store.mark_matched(acting, NAME, VERSION, pending)


def hashes(feature: Feature, blobs: Blobs) -> Iterator[Hashes]:
    """The hashes worth searching with: of the whole picture and of what is inside its borders, in all eight turns."""
    if feature.arrays is None:
        return
    arrays = unpack(blobs.get(feature.arrays))
    for name, quality, prefix in (
        ("dihedral", "quality", ""),
        ("trimmed_dihedral", "trimmed_quality", "borders cut, "),
    ):
        value = feature.value.get(quality)
        if name in arrays and isinstance(value, int) and value >= QUALITY:
            names = tuple(prefix + variant for variant in VARIANTS)
            yield Hashes(media_id=feature.media_id, seconds=feature.seconds, rows=arrays[name], names=names)


def proposals(bank: Bank, found: Sequence[Hashes]) -> Iterator[Proposal]:
    """The links between these hashes and all in the bank: for each pair of media the nearest pair of pictures."""
    if not found:
        return
    queries = np.concatenate([one.rows for one in found])
    owner = np.concatenate([np.full(len(one.rows), index) for index, one in enumerate(found)])
    row = np.concatenate([np.arange(len(one.rows)) for one in found])
    near = bank.search(queries, RADIUS)
    best: dict[tuple[int, int], tuple[int, Proposal]] = {}
    for query, item, distance in zip(near.queries.tolist(), near.items.tolist(), near.distances.tolist(), strict=True):
        mine = found[owner[query]]
        other = item >> TENTHS
        if other == mine.media_id:
            continue
        link = _proposal((mine.media_id, mine.seconds), (other, _seconds(item)), distance, mine.names[row[query]])
        key = (link.left, link.right)
        if key not in best or distance < best[key][0]:
            best[key] = (distance, link)
    yield from (link for _, link in best.values())


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


def track(found: Sequence[Feature], blobs: Blobs) -> Track:
    """The hashed frames of one video, as they are and inside their borders."""
    rows = [one for feature in found for one in hashes(feature, blobs)]
    return Track(
        seconds=np.array([one.seconds for one in rows], np.float64),
        hashes=np.stack([one.rows[0] for one in rows]),
        qualities=np.full(len(rows), 100, np.int64),
    )


def _videos_aligned(acting: Acting, blobs: Blobs, links: Iterable[Proposal]) -> Iterator[Proposal]:
    """The same links, where those between two videos are judged by time as well."""
    for link in links:
        sides = [feature_store.found(acting, Pdq.name, Pdq.version, [side]) for side in (link.left, link.right)]
        if not all(side and side[0].seconds is not None for side in sides):
            yield link
            continue
        made = aligned(link, track(sides[0], blobs), track(sides[1], blobs))
        if made is not None:
            yield made


def _bank(bank: Bank, found: Sequence[Hashes]) -> None:
    """Put the hashes as they are into the bank. A step that was killed before may have put them there already."""
    if not found:
        return
    items = np.array([one.item for one in found], np.int64)
    bank.delete(items.tolist())
    bank.add(np.stack([one.rows[0] for one in found]), items, np.zeros(len(items), np.int32))


def _proposal(mine: tuple[int, float | None], other: tuple[int, float | None], distance: int, variant: str) -> Proposal:
    left, right = sorted((mine, other), key=lambda side: side[0])
    evidence: dict[str, Any] = {"distance": distance, "radius": RADIUS, "variant": variant, "hash": "PDQ"}
    return Proposal(
        kind=LinkKind.NEAR_COPY,
        strength=Strength.VERIFIED,
        left=left[0],
        right=right[0],
        score=1.0 - distance / 256.0,
        matcher=NAME,
        version=VERSION,
        evidence=evidence,
        left_seconds=left[1],
        right_seconds=right[1],
    )


def _seconds(item: int) -> float | None:
    tenths = item & ((1 << TENTHS) - 1)
    return None if tenths == 0 else (tenths - 1) / 10
