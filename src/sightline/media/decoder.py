"""Looking at one file: its type first, then everything else in the cage. This is the only door to any decoder."""

from __future__ import annotations

import os
import queue
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self, cast

import numpy as np
from numpy.typing import NDArray

from sightline.kernel.errors import Refusal, SightlineError, Unavailable
from sightline.media import kinds
from sightline.media.cage import Cage, Outcome, printable
from sightline.media.isolation import Isolation, try_out
from sightline.media.kinds import Kind
from sightline.media.model import Examination, Json, Limits, MediaKind, Picture, Pixels
from sightline.media.storable import storable

STILLS, VIDEOS = "sightline.media.caged_stills", "sightline.media.caged_videos"
_MAX_WARNINGS = 100


class Decoder:
    """Decodes files in caged processes; a context manager. Safe for as many threads at once as it has `workers`.

    Each worker is a warm process for stills and, once a video or HEIC file comes, a second one: 40 and 70 MB, from
    which a child is forked for every file. Each program's cage is tried first; where anything gets out, Unavailable is
    raised. `isolation` tells how the cage is built.
    """

    def __init__(self, limits: Limits | None = None, *, workers: int = 1) -> None:
        self.limits = limits or Limits()
        self.isolation: Isolation | None = None
        self._workers = [_Worker(self.limits) for _ in range(workers)]
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()

    def __enter__(self) -> Self:
        for worker in self._workers:
            self.isolation = worker.cage(STILLS)[1]
            self._idle.put(worker)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.close()

    def examine(self, file: Path | int, *, kind: Kind | None = None, partial: bool = False) -> Examination:
        """Decode a file (a path, or an open descriptor, which is left as it was) and read its metadata.

        kind: its type where `kinds.kind_of` was asked already. partial: take what there is of a picture that stops
        early, with a warning, instead of refusing it.

        Raises Refusal: `empty`, `not-a-file`, `archive`, `not-opened`, `unknown-type`, `truncated`, `damaged`,
        `too-many-pixels`, `too-slow`, `too-much-memory`, `no-picture`, `killed`, `crashed`, `damaged-result`.
        """
        with _opened(file) as source:
            if kind is None:
                kind = kinds.kind_of(os.pread(source, kinds.HEAD_BYTES, 0))
            program = STILLS if kind.media is MediaKind.IMAGE and kind is not kinds.HEIC else VIDEOS
            outcome, isolation = self._run(program, "examine", source, {"format": kind.format, "partial": partial})
        return _examination(outcome, kind, isolation.grade, max(1, self.limits.frames))

    def loudness(self, file: Path | int) -> Pixels:
        """How loud a video is from moment to moment: (n,) uint8, 20 values a second, 255 full scale (see `sounds`).

        Raises Refusal as `examine` does, and `no-sound`.
        """
        plane = self._sound(file, "loudness")
        if plane.shape[0] != 1:
            raise Refusal("damaged-result", "The decoder's answer does not hold together: it is no single row.")
        return plane.reshape(-1)

    def samples(self, file: Path | int) -> NDArray[np.int16]:
        """The sound of a video: (n,) int16, one channel, `SAMPLED_RATE` a second, at most `SAMPLED_SECONDS` of it.

        Raises Refusal as `examine` does, and `no-sound`.
        """
        plane = self._sound(file, "samples")
        if plane.ndim != 2 or plane.shape[1] != 2:
            raise Refusal("damaged-result", "The decoder's answer does not hold together: these are no samples.")
        return np.ascontiguousarray(plane).view("<i2").reshape(-1).astype(np.int16)

    def _sound(self, file: Path | int, task: str) -> Pixels:
        with _opened(file) as source:
            kind = kinds.kind_of(os.pread(source, kinds.HEAD_BYTES, 0))
            if kind.media is not MediaKind.VIDEO:
                raise Refusal("no-sound", "A still picture has no sound.")
            outcome, _ = self._run(VIDEOS, task, source, {"format": kind.format})
        if len(outcome.planes) != 1:
            raise Refusal("damaged-result", "The decoder's answer does not hold together: it is not one plane.")
        return outcome.planes[0]

    def _run(self, program: str, task: str, source: int, arguments: Mapping[str, Json]) -> tuple[Outcome, Isolation]:
        worker = self._idle.get()
        try:
            cage, isolation = worker.cage(program)
            return cage.run(task, source, arguments), isolation
        finally:
            self._idle.put(worker)


class _Worker:
    """One cage for each program, started and tried when it is first needed."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._cages: dict[str, tuple[Cage, Isolation]] = {}
        self._closed = False

    def cage(self, program: str) -> tuple[Cage, Isolation]:
        if self._closed:
            raise Unavailable("The decoder is closed.")
        if program not in self._cages:
            cage = Cage(program, self._limits)
            cage.start()
            try:
                found = try_out(cage)
                found.require()
            except SightlineError:
                cage.close()
                raise
            self._cages[program] = cage, found
        return self._cages[program]

    def close(self) -> None:
        self._closed = True
        for cage, _ in self._cages.values():
            cage.close()


@contextmanager
def _opened(file: Path | int) -> Iterator[int]:
    """A read-only descriptor of its own, with its own position, on a regular file."""
    path = Path(f"/proc/self/fd/{file}") if isinstance(file, int) else file
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        raise Refusal("unreadable", f"The file cannot be opened: {error.strerror}.") from error
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Refusal("not-a-file", "This is not a regular file.")
        yield descriptor
    finally:
        os.close(descriptor)


def _examination(outcome: Outcome, kind: Kind, isolation: str, most: int) -> Examination:
    """Build the examination from an answer that is not trusted: anything out of shape is a refusal."""
    try:
        answer = cast("dict[str, Json]", outcome.answer)
        pictures = _pictures(answer["pictures"], outcome.planes, most)
        return Examination(
            kind=kind.media, format=kind.format, mime=kind.mime, isolation=isolation, pictures=pictures,
            width=_whole(answer["width"]), height=_whole(answer["height"]), duration=_seconds(answer["duration"]),
            metadata=_metadata(answer["metadata"]), warnings=_sentences(answer["warnings"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise Refusal("damaged-result", f"The decoder's answer does not hold together: {error}.") from error


def _pictures(entries: Json, planes: tuple[Pixels, ...], most: int) -> tuple[Picture, ...]:
    if not isinstance(entries, list) or not 0 < len(entries) <= most:
        raise ValueError("it holds no picture, or too many")
    return tuple(_picture(entry, planes) for entry in entries)


def _picture(entry: Json, planes: tuple[Pixels, ...]) -> Picture:
    if not isinstance(entry, dict):
        raise TypeError("a picture is not described")
    luma, rgb = planes[_whole(entry["luma"])], planes[_whole(entry["rgb"])]
    if luma.ndim != 2 or rgb.ndim != 3:
        raise ValueError("a picture has the wrong planes")
    return Picture(luma=luma, rgb=rgb, seconds=_seconds(entry["seconds"]), key=entry["key"] is True)


def _whole(value: Json) -> int:
    if type(value) is not int or not 0 <= value < 1 << 31:
        raise ValueError("a number is out of range")
    return value


def _seconds(value: Json) -> float | None:
    if value is None:
        return None
    if not isinstance(value, int | float) or not abs(value) < 1e12:
        raise ValueError("a time is out of range")
    return float(value)


def _metadata(value: Json) -> dict[str, Json]:
    """Tags to texts (or lists of texts), each of which a database can keep."""
    if not isinstance(value, dict):
        raise TypeError("the metadata is not a mapping")
    for name, text in value.items():
        for part in (name, *(text if isinstance(text, list) else [text])):
            if not isinstance(part, str) or storable(part)[1]:
                raise ValueError("a tag is not plain text")
    return value


def _sentences(value: Json) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError("the warnings are not a list")
    return tuple(printable(str(sentence)) for sentence in value[:_MAX_WARNINGS])
