"""Run the extractors that are missing on one examined media. One that fails costs its own feature, nothing else."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from numpy.typing import NDArray

from sightline.features.model import Damaged, Extractor, Subject, Takes, Unsuited
from sightline.kernel.errors import Unavailable
from sightline.media.model import Examination, Json, Picture

logger = logging.getLogger(__name__)

WHOLE = -1  # the position of a feature of the file or of a still; a frame's is its time in milliseconds


class Outcome(StrEnum):
    """How one extractor ended on one subject."""

    FOUND = "found"
    UNSUITED = "unsuited"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An extractor in the catalogue. frames: on how many frames of a video it runs at most, spread evenly."""

    extractor: Extractor
    frames: int = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The file's identity as computed at the door."""

    sha256: str
    size: int
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one extractor said of one subject."""

    extractor: str
    version: str
    seconds: float | None
    outcome: Outcome
    note: str | None
    value: dict[str, Json]
    arrays: Mapping[str, NDArray[Any]] = field(default_factory=dict)


def extract(
    content: Content, examination: Examination, catalogue: Sequence[Listed], done: Collection[tuple[str, str, int]]
) -> Iterator[Result]:
    """Yield a result for every (extractor, subject) that is not in `done`.

    done: (extractor, version, position).
    """
    for listed in catalogue:
        extractor = listed.extractor
        for picture in _pictures(listed, examination):
            seconds = None if picture is None else picture.seconds
            key = position(seconds)
            if (extractor.name, extractor.version, key) in done:
                continue
            subject = Subject(
                sha256=content.sha256,
                size=content.size,
                digests=content.digests,
                examination=examination,
                picture=picture,
            )
            yield _run(extractor, subject, seconds)


def position(seconds: float | None) -> int:
    """The key of a frame's time."""
    return WHOLE if seconds is None else round(seconds * 1000)


def _pictures(listed: Listed, examination: Examination) -> Sequence[Picture | None]:
    if listed.extractor.takes is Takes.FILE:
        return (None,)
    pictures = examination.pictures
    if len(pictures) <= listed.frames:
        return pictures
    step = len(pictures) / listed.frames
    return [pictures[int(index * step)] for index in range(listed.frames)]


def _run(extractor: Extractor, subject: Subject, seconds: float | None) -> Result:
    outcome, note = Outcome.FOUND, None
    value: dict[str, Json] = {}
    arrays: Mapping[str, NDArray[Any]] = {}
    try:
        found = extractor.extract(subject)
    except Unsuited as reason:
        outcome, note = Outcome.UNSUITED, str(reason) or None
    except Damaged as reason:
        outcome, note = Outcome.DAMAGED, str(reason) or None
    except Unavailable:
        raise  # the machine lacks something for a while: the job waits for it, and the media is not blamed
    except Exception as fault:
        # The extractor runner is one of the four doors: whatever a library throws, the media keeps its other features.
        logger.exception("extractor %s failed on %s", extractor.name, subject.sha256)
        outcome, note = Outcome.DAMAGED, f"{type(fault).__name__}: {fault}"
    else:
        value, arrays = found.value, found.arrays
    return Result(
        extractor=extractor.name,
        version=extractor.version,
        seconds=seconds,
        outcome=outcome,
        note=note,
        value=value,
        arrays=arrays,
    )
