"""From what `features.kinds.pdq` found to near copies: which rows are banked, which are searched, what a match means.

Banked are the whole, the part inside the borders, and the middle 90 %. Searched are these in their eight turns, and the
middle 95 %. Then a copy that was mirrored, turned, letterboxed, framed or cropped on all sides is found from both ends,
and the answer says which it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sightline.features.kinds.pdq import CROPS
from sightline.features.pdq_map import VARIANTS
from sightline.kernel.errors import UsageError
from sightline.matching.near.bank import Bank
from sightline.matching.near.bits import LARGEST_RADIUS, Hashes
from sightline.media.model import Json

QUALITY = 50
"""Hashes of less are neither banked nor searched: PDQ's own advice, and what keeps plain pictures from matching."""

WIDEST = 64
"""Bits. Up to here a pair may be worth comparing by geometry (crops, captions, small turns), and is never a link."""

FORM_BITS = 2


class Form(IntEnum):
    """Which part of a picture a row was made of."""

    WHOLE = 0
    TRIMMED = 1
    CROPPED = 2


FORM_WORDS = {Form.WHOLE: "whole", Form.TRIMMED: "inside its borders", Form.CROPPED: f"middle {CROPS[-1]:.0%}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prints:
    """The hashes of one still or frame. item: the caller's number for it, 0..2**61 - 1.

    whole, trimmed: (8, 32) uint8 or None where there is none or its quality is too low; cropped: (2, 32) or None.
    """

    item: int
    whole: Hashes | None
    trimmed: Hashes | None
    cropped: Hashes | None


class Searched(NamedTuple):
    """A row to search with: what it is made of, in words, and the hash."""

    words: str
    row: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class NearCopy:
    """Two pictures within so many bits. item: the query; other: of the bank.

    mine: the form of the query that matched ("mirrored", "inside its borders, turned 90", "middle 95%"); theirs: the
    form of the other that it matched.
    """

    item: int
    other: int
    distance: int
    mine: str
    theirs: str


def prints(item: int, value: Mapping[str, Json], arrays: Mapping[str, NDArray[Any]]) -> Prints:
    """Return the usable hashes of what the extractor `pdq` found. UsageError for an item that does not fit."""
    if not 0 <= item < 1 << (63 - FORM_BITS):
        raise UsageError(f"an item of the near-copy bank must be between 0 and 2**61 - 1, not {item}")
    whole = arrays.get("dihedral") if _good(value.get("quality")) else None
    trimmed = arrays.get("trimmed_dihedral") if _good(value.get("trimmed_quality")) else None
    return Prints(item=item, whole=whole, trimmed=trimmed, cropped=None if whole is None else arrays.get("cropped"))


def usable(value: Mapping[str, Json]) -> bool:
    """Say whether the extractor `pdq` found a hash good enough to be banked."""
    return _good(value.get("quality")) or _good(value.get("trimmed_quality"))


def _good(quality: Json) -> bool:
    return isinstance(quality, int) and quality >= QUALITY


def banked(one: Prints) -> Iterator[tuple[Form, NDArray[np.uint8]]]:
    """Yield the rows of a picture that the bank keeps."""
    if one.whole is not None:
        yield Form.WHOLE, one.whole[0]
    if one.trimmed is not None:
        yield Form.TRIMMED, one.trimmed[0]
    if one.cropped is not None:
        yield Form.CROPPED, one.cropped[-1]


def searched(one: Prints) -> Iterator[Searched]:
    """Yield the rows of a picture that are looked up: at most 18."""
    if one.whole is not None:
        yield from (Searched(words, row) for words, row in zip(VARIANTS, one.whole, strict=True))
    if one.trimmed is not None:
        inside = FORM_WORDS[Form.TRIMMED]
        yield Searched(inside, one.trimmed[0])
        rest = zip(VARIANTS[1:], one.trimmed[1:], strict=True)
        yield from (Searched(f"{inside}, {words}", row) for words, row in rest)
    if one.cropped is not None:
        yield from (Searched(f"middle {share:.0%}", row) for share, row in zip(CROPS, one.cropped, strict=True))


def add(bank: Bank, fresh: Sequence[Prints], owners: Sequence[int]) -> None:
    """Add pictures to the bank, `owners[i]` owning `fresh[i]`."""
    rows = [
        (row, (one.item << FORM_BITS) | form, owner)
        for one, owner in zip(fresh, owners, strict=True)
        for form, row in banked(one)
    ]
    if rows:
        hashes, items, owned = zip(*rows, strict=True)
        bank.add(np.stack(hashes), np.array(items, np.int64), np.array(owned, np.int32))


def delete(bank: Bank, items: Collection[int]) -> int:
    """Delete pictures from the bank; return how many rows those were."""
    return bank.delete([(item << FORM_BITS) | form for item in items for form in Form])


def near_copies(
    bank: Bank, queries: Sequence[Prints], radius: int = LARGEST_RADIUS, owners: Collection[int] | None = None
) -> list[NearCopy]:
    """Return every picture of the bank near each query: once a pair, by its smallest distance; never the query itself.

    Exact for each pair of rows within `radius` (0..31). owners: only pictures of these; None: of all.
    """
    rows, froms = _flat(queries, searched)
    found = bank.search(rows, radius, owners)
    return _best(queries, froms, zip(*(column.tolist() for column in found), strict=True))


def worth_a_look(
    bank: Bank, queries: Sequence[Prints], radius: int = WIDEST, owners: Collection[int] | None = None
) -> list[NearCopy]:
    """Return pairs 32 to `radius` (at most 64) bits apart as they are: for geometry to compare, never to be linked.

    A plain scan of the whole bank (some 0.4 ms a query and million hashes in batches): for what is looked at, not for
    everything. Pairs that are near copies in any form are left out.
    """
    if not LARGEST_RADIUS < radius <= WIDEST:
        raise UsageError(f"pairs worth a look are {LARGEST_RADIUS + 1} to {WIDEST} bits apart, not up to {radius}")
    rows, froms = _flat(queries, _as_they_are)
    found = bank.scan(rows, radius, owners)
    wide = _best(queries, froms, zip(*(column.tolist() for column in found), strict=True))
    near = {(one.item, one.other) for one in near_copies(bank, queries, owners=owners)}
    return [one for one in wide if (one.item, one.other) not in near]


def _as_they_are(one: Prints) -> Iterator[Searched]:
    return (Searched(FORM_WORDS[form], row) for form, row in banked(one))


def _flat(
    queries: Sequence[Prints], make: Callable[[Prints], Iterator[Searched]]
) -> tuple[Hashes, list[tuple[int, str]]]:
    """Return all rows to search with, and for each the query it comes from and its words."""
    rows = [(index, one) for index, query in enumerate(queries) for one in make(query)]
    if not rows:
        return np.zeros((0, 32), np.uint8), []
    return np.stack([one.row for _, one in rows]), [(index, one.words) for index, one in rows]


def _best(
    queries: Sequence[Prints], froms: list[tuple[int, str]], found: Iterator[tuple[int, int, int]]
) -> list[NearCopy]:
    best: dict[tuple[int, int], NearCopy] = {}
    for row, packed, distance in found:
        index, words = froms[row]
        item, other = queries[index].item, packed >> FORM_BITS
        known = best.get((item, other))
        if item != other and (known is None or distance < known.distance):
            theirs = FORM_WORDS[Form(packed & ((1 << FORM_BITS) - 1))]
            best[item, other] = NearCopy(item=item, other=other, distance=distance, mine=words, theirs=theirs)
    return sorted(best.values(), key=lambda one: (one.item, one.distance, one.other))


def rank_videos(
    seconds: NDArray[np.float64], others: NDArray[np.int64], theirs: NDArray[np.float64], step: float = 1.0
) -> list[tuple[int, int]]:
    """Return (video, votes) of the videos worth aligning with a query video, most votes first.

    One line a match of frames: time in the query, the other video, time in it (seconds). A video's votes are the
    frames of the query that agree best on one offset, to `step` seconds.
    """
    ranked: list[tuple[int, int]] = []
    for video in np.unique(others):
        mine = others == video
        place = np.floor((theirs[mine] - seconds[mine]) / step).astype(np.int64)
        votes = np.unique(np.stack([place, (seconds[mine] * 1000).astype(np.int64)]), axis=1)[0]
        _, counts = np.unique(votes, return_counts=True)
        ranked.append((int(video), int(counts.max())))
    return sorted(ranked, key=lambda one: (-one[1], one[0]))
