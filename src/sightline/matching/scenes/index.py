"""The scene index: a folder of memory-mapped inverted files that grows by the day without being rebuilt.

    folder/index.json            codebook's SHA-256, the segments in order
    folder/stop.npy              the stop-list's cells (absent: nothing is stopped)
    folder/removed.npy           media that were taken out, and of which segments
    folder/000001/*.npy          one segment: offsets, pictures, signatures, entries

It holds visual words and numbers only: no picture, no path, no keypoint. A segment is written beside the others and
named in index.json last, so a crash leaves the index as it was.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from sightline.kernel.errors import Conflict
from sightline.matching.scenes import segments, shortlist, stoplist
from sightline.matching.scenes.codebook import Codebook, Words, encode, looks, shipped
from sightline.matching.scenes.segments import ENTRY, Segment
from sightline.matching.scenes.stoplist import StopList
from sightline.matching.scenes.verdict import THRESHOLDS, Comparison, Thresholds, verify
from sightline.matching.scenes.view import View, chosen, cut, mirrored
from sightline.media.model import Region

NEAREST = 3
# Pictures kept in memory before they become a segment, and segments before small ones are put together.
BUFFERED = 2_000
MOST_SEGMENTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A picture worth comparing. score: shortlist similarity, comparable within one search only.

    seconds: where in a video, None for a still. mirrored: it was the flipped query that found it.
    """

    media_id: int
    seconds: float | None
    source_id: int
    score: float
    mirrored: bool


class SceneIndex:
    """Pictures by their visual words. One writer at a time; readers open their own."""

    def __init__(self, folder: Path, codebook: Codebook, parts: list[Segment], stop: StopList) -> None:
        self.folder = folder
        self.codebook = codebook
        self.stop = stop
        self._parts = parts
        self._removed = segments.removed(folder)
        self._words: list[Words] = []
        self._entries: list[tuple[int, int, float, int]] = []
        self._buffered: Segment | None = None
        self._weight: NDArray[np.float32] | None = None

    @classmethod
    def open(cls, folder: Path, *, codebook: Codebook | None = None) -> Self:
        """Open the index in this folder, or make an empty one. `Conflict` if it was built with another codebook."""
        book = codebook or shipped()
        folder.mkdir(parents=True, exist_ok=True)
        state = segments.state(folder)
        if state is None:
            segments.write_state(folder, book.sha256, [])
            names: Sequence[str] = ()
        else:
            if state.codebook != book.sha256:
                raise Conflict(f"The scene index in {folder} was built with another codebook: build it anew.")
            names = state.segments
        parts = [segments.load(folder / name) for name in names]
        cells = segments.stop_cells(folder)
        stop = stoplist.NOTHING if cells is None else StopList(cells=cells, sources=0)
        return cls(folder, book, parts, stop)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.flush()

    def __len__(self) -> int:
        return sum(part.postings.count for part in self._parts) + len(self._words)

    def add(self, media_id: int, view: View, *, source_id: int, seconds: float | None = None) -> None:
        """Add one picture. source_id: the case or contribution it came with. Kept in memory until `flush`."""
        words = encode(self.codebook, self.without_overlays(view).descriptors)
        self._words.append(words)
        self._entries.append((media_id, source_id, math.nan if seconds is None else seconds, len(words)))
        self._buffered = self._weight = None
        if len(self._words) >= BUFFERED:
            self.flush()

    def remove(self, media_ids: Iterable[int]) -> None:
        """Take media out; added again they are found again. Their words go when segments are next put together."""
        self.flush()
        gone = np.unique(np.fromiter(media_ids, dtype=np.int64))
        kept = self._removed[~np.isin(self._removed[:, 0], gone)]
        below = np.full_like(gone, segments.next_number(self.folder))
        self._removed = np.concatenate([kept, np.stack([gone, below], axis=1)])
        segments.write_removed(self.folder, self._removed)

    def media(self) -> NDArray[np.int64]:
        """Return the ids of the media that are in the index, sorted."""
        living = [part.entries["media"][~segments.hidden(part, self._removed)] for part in self._all_parts()]
        return np.unique(np.concatenate([np.empty(0, np.int64), *living]))

    def flush(self) -> None:
        """Write what was added as a segment; put small segments together when there are many."""
        if self._words:
            self._parts.append(segments.write(self.folder, self._tail()))
            self._words.clear()
            self._entries.clear()
            self._buffered = None
            segments.write_state(self.folder, self.codebook.sha256, [part.name for part in self._parts])
        if len(self._parts) > MOST_SEGMENTS:
            self._merge()

    def learn_overlays(self, pictures: Iterable[tuple[View, int]], *, least_sources: int | None = None) -> StopList:
        """Learn the stop-list from (view, source_id) pairs and use it from now on. Returned for the record.

        Pictures already in the index keep their words: add them again where overlays matter; `verify` drops the
        stopped keypoints of both sides in any case.
        """
        least = least_sources or stoplist.LEAST_SOURCES
        labelled = ((view, looks(self.codebook, view.descriptors), source) for view, source in pictures)
        self.stop = stoplist.learn(labelled, least_sources=least)
        segments.write_stop_cells(self.folder, self.stop.cells)
        return self.stop

    def without_overlays(self, view: View) -> View:
        """Return the view without the keypoints that the stop-list stops."""
        if not len(self.stop.cells) or not len(view):
            return view
        return chosen(view, ~stoplist.stopped(self.stop, view, looks(self.codebook, view.descriptors)))

    def search(
        self,
        view: View,
        *,
        top: int | None = None,
        inside: Region | None = None,
        masked: Sequence[Region] = (),
        mirror: bool = True,
        without: Collection[int] = (),
    ) -> tuple[Candidate, ...]:
        """Return the pictures most like the view, best first, the query mirrored as well.

        inside: a rectangle of it (an object). masked: regions with people. without: media ids never to return.
        top: 25 by default, 100 where more than 50,000 pictures are indexed.
        """
        query = self.without_overlays(cut(view, inside=inside, masked=masked))
        similarity = self._similarity(query)
        flipped = self._similarity(mirrored(query)) if mirror else np.zeros_like(similarity)
        better = np.maximum(similarity, flipped)
        entries = self._all_entries()
        better[np.isin(entries["media"], np.fromiter(without, dtype=np.int64))] = 0.0
        if len(self._removed):
            better[np.concatenate([segments.hidden(part, self._removed) for part in self._all_parts()])] = 0.0
        return tuple(
            _candidate(entries[number], float(better[number]), mirror=bool(flipped[number] > similarity[number]))
            for number in shortlist.best(better, top or shortlist.how_many(len(entries)))
        )

    def verify(self, left: View, right: View, *, thresholds: Thresholds = THRESHOLDS) -> Comparison:
        """Compare two pictures, without the keypoints that the stop-list stops."""
        return verify(self.without_overlays(left), self.without_overlays(right), thresholds=thresholds)

    def _similarity(self, query: View) -> NDArray[np.float32]:
        words = encode(self.codebook, query.descriptors, nearest=NEAREST)
        parts = self._all_parts()
        if self._weight is None:
            counts = np.zeros(len(self.codebook), dtype=np.int64)
            for part in parts:
                counts += np.diff(part.postings.offsets)
            self._weight = shortlist.weights(counts, len(self))
        found = [shortlist.scores(part.postings, words, self._weight) / part.norms for part in parts]
        return np.concatenate(found) if found else np.empty(0, dtype=np.float32)

    def _tail(self) -> Segment:
        if self._buffered is None:
            entries = np.array(self._entries, dtype=ENTRY)
            self._buffered = segments.build("", self._words, entries, len(self.codebook))
        return self._buffered

    def _all_parts(self) -> list[Segment]:
        return [*self._parts, *([self._tail()] if self._words else [])]

    def _all_entries(self) -> NDArray[Any]:
        return np.concatenate([np.empty(0, ENTRY), *(part.entries for part in self._all_parts())])

    def _merge(self) -> None:
        """Put the smaller half of the segments together, without what was removed."""
        by_size = sorted(self._parts, key=lambda part: part.postings.count)
        small, large = by_size[: MOST_SEGMENTS // 2 + 1], by_size[MOST_SEGMENTS // 2 + 1 :]
        self._parts = [*large, segments.write(self.folder, segments.merged(small, self._removed))]
        self._weight = None
        segments.write_state(self.folder, self.codebook.sha256, [part.name for part in self._parts])
        for part in small:
            segments.delete(self.folder / part.name)


def _candidate(entry: Any, score: float, *, mirror: bool) -> Candidate:
    seconds = float(entry["seconds"])
    return Candidate(
        media_id=int(entry["media"]),
        seconds=None if math.isnan(seconds) else seconds,
        source_id=int(entry["source"]),
        score=score,
        mirrored=mirror,
    )
