"""The files of a scene index: plain .npy arrays, mapped into memory when read, never pickled."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sightline.kernel.errors import IntegrityError
from sightline.matching.scenes.codebook import Words
from sightline.matching.scenes.shortlist import Postings, invert

FORMAT = 1
# One picture: its media, the source it came with, seconds in a video (NaN for a still), how many words it has.
ENTRY = np.dtype([("media", "<i8"), ("source", "<i8"), ("seconds", "<f8"), ("words", "<i4")])
_STATE, _REMOVED, _STOP = "index.json", "removed.npy", "stop.npy"
# The number of a segment that is not written yet: beyond all others.
UNWRITTEN = 1 << 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Some pictures of the index. entries: (count,) of ENTRY. norms: (count,) float32. name: its folder's."""

    name: str
    postings: Postings
    entries: NDArray[Any]
    norms: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What index.json says."""

    codebook: str
    segments: tuple[str, ...]


def build(name: str, words: Sequence[Words], entries: NDArray[Any], size: int) -> Segment:
    """Return the segment of these pictures. size: number of words in the codebook."""
    return _segment(name, invert(words, size), entries)


def _segment(name: str, postings: Postings, entries: NDArray[Any]) -> Segment:
    # The square root of the number of words, not of their weights: it never changes as the index grows.
    norms = np.sqrt(np.maximum(entries["words"], 1)).astype(np.float32)
    return Segment(name=name, postings=postings, entries=entries, norms=norms)


def write(folder: Path, segment: Segment) -> Segment:
    """Write the segment under the next free name and return it as read from there."""
    name = f"{next_number(folder):06d}"
    draft = folder / f"{name}.draft"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    for part, array in (
        ("offsets", segment.postings.offsets),
        ("pictures", segment.postings.pictures),
        ("signatures", segment.postings.signatures),
        ("entries", segment.entries),
    ):
        _save(draft / f"{part}.npy", array)
    draft.rename(folder / name)
    return load(folder / name)


def next_number(folder: Path) -> int:
    """Return the number of the segment that will be written next."""
    return max((int(path.name) for path in folder.iterdir() if path.name.isdigit()), default=0) + 1


def load(folder: Path) -> Segment:
    """Map a segment into memory; `IntegrityError` where its files are missing or do not fit each other."""
    try:
        offsets, pictures, signatures, entries = (
            np.load(folder / f"{part}.npy", mmap_mode="r", allow_pickle=False)
            for part in ("offsets", "pictures", "signatures", "entries")
        )
    except (OSError, ValueError) as error:
        raise IntegrityError(f"A segment of the scene index cannot be read: {error}. Build the index anew.") from error
    fits = entries.dtype == ENTRY and signatures.shape == (len(pictures), 2) and int(offsets[-1]) == len(pictures)
    if not fits or (len(pictures) and not 0 <= int(pictures.max()) < len(entries)):
        raise IntegrityError(f"The files of segment {folder.name} of the scene index do not fit: build the index anew.")
    # Plain arrays over the mapped files: compiled code then needs one version of itself only.
    postings = Postings(
        offsets=np.asarray(offsets),
        pictures=np.asarray(pictures),
        signatures=np.asarray(signatures),
        count=len(entries),
    )
    return _segment(folder.name, postings, np.asarray(entries))


def hidden(part: Segment, removed: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return (count,) bool: which pictures of a segment were taken out after it was written. removed: see `removed`."""
    before = int(part.name or UNWRITTEN) < removed[:, 1]
    return np.asarray(np.isin(part.entries["media"], removed[before, 0]), dtype=np.bool_)


def merged(parts: Sequence[Segment], removed: NDArray[np.int64]) -> Segment:
    """Return one segment of the pictures of these, without what was taken out."""
    entries = np.concatenate([part.entries for part in parts])
    keep = ~np.concatenate([hidden(part, removed) for part in parts])
    number = np.cumsum(keep) - 1
    starts = np.cumsum([0, *(part.postings.count for part in parts)])
    size = len(parts[0].postings.offsets) - 1
    word = np.concatenate([np.repeat(np.arange(size), np.diff(part.postings.offsets)) for part in parts])
    owner = np.concatenate([part.postings.pictures + start for part, start in zip(parts, starts[:-1], strict=True)])
    rows = np.flatnonzero(keep[owner])
    rows = rows[np.argsort(word[rows], kind="stable")]
    offsets = np.zeros(size + 1, dtype=np.int64)
    np.cumsum(np.bincount(word[rows], minlength=size), out=offsets[1:])
    postings = Postings(
        offsets=offsets,
        pictures=number[owner[rows]].astype(np.int32),
        signatures=np.concatenate([part.postings.signatures for part in parts])[rows],
        count=int(keep.sum()),
    )
    return _segment("", postings, entries[keep])


def delete(folder: Path) -> None:
    """Delete a segment that index.json no longer names."""
    shutil.rmtree(folder, ignore_errors=True)


def state(folder: Path) -> State | None:
    """Return what index.json says, None where there is no index yet."""
    path = folder / _STATE
    if not path.exists():
        return None
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        found = State(codebook=str(said["codebook"]), segments=tuple(str(name) for name in said["segments"]))
    except (ValueError, KeyError, TypeError) as error:
        raise IntegrityError(f"{path} is not the head of a scene index: build the index anew.") from error
    if said.get("format") != FORMAT or not all(name.isdigit() for name in found.segments):
        raise IntegrityError(f"{path} has another format than {FORMAT}: build the index anew.")
    return found


def write_state(folder: Path, codebook: str, names: Sequence[str]) -> None:
    """Replace index.json in one step."""
    draft = folder / f"{_STATE}.draft"
    with draft.open("w", encoding="utf-8") as file:
        json.dump({"format": FORMAT, "codebook": codebook, "segments": list(names)}, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / _STATE)


def removed(folder: Path) -> NDArray[np.int64]:
    """Return (r, 2): media that were taken out of all segments below a number; put in again since, they are in later ones."""
    found = _numbers(folder / _REMOVED)
    if found is None:
        return np.empty((0, 2), dtype=np.int64)
    # An index of before put nothing in again.
    return found if found.ndim == 2 else np.stack([found, np.full_like(found, UNWRITTEN)], axis=1)


def write_removed(folder: Path, media: NDArray[np.int64]) -> None:
    """Replace the list of what was taken out."""
    _replace(folder / _REMOVED, media)


def stop_cells(folder: Path) -> NDArray[np.int64] | None:
    """Return the stop-list's cells, None where none was learnt."""
    return _numbers(folder / _STOP)


def write_stop_cells(folder: Path, cells: NDArray[np.int64]) -> None:
    """Replace the stop-list."""
    _replace(folder / _STOP, cells)


def _numbers(path: Path) -> NDArray[np.int64] | None:
    if not path.exists():
        return None
    try:
        return np.asarray(np.load(path, allow_pickle=False), dtype=np.int64)
    except ValueError as error:
        raise IntegrityError(f"{path} is not an array of numbers: build the index anew.") from error


def _replace(path: Path, array: NDArray[Any]) -> None:
    draft = path.with_suffix(".draft")
    _save(draft, array)
    draft.replace(path)


def _save(path: Path, array: NDArray[Any]) -> None:
    with path.open("wb") as file:
        np.lib.format.write_array(file, np.ascontiguousarray(array), allow_pickle=False)
        file.flush()
        os.fsync(file.fileno())
