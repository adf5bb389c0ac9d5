"""Which frames of a video are looked at: its key frames and one a second, spread over all of it. Inside the cage only.

Where the container has an index, each wanted frame is jumped to; else the file is read once from its start. Either
way the whole length is covered before any part of it densely, so that little time costs detail, not the last scene.
"""

from __future__ import annotations

import bisect
import contextlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from sightline.media.model import Limits
from sightline.media.reading import Budget

_SECOND = 1.0
_CLOSEST = 0.5
_USUAL_RATE = 25.0
_GOLDEN = 0.6180339887498949
_MAX_INDEX = 2_000_000
_MAX_BROKEN = 200
_WITH_INDEX = {"mov", "matroska", "avi"}
BROKEN = (av.error.FFmpegError, OSError, ValueError, LookupError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """keys: where to jump for a key frame alone, in the stream's own time units.

    fills: (the key frame before, the wanted seconds up to the next) for stretches without key frames.
    """

    keys: tuple[int, ...]
    fills: tuple[tuple[int, tuple[float, ...]], ...]

    @property
    def frames(self) -> int:
        """How many frames it asks for."""
        return len(self.keys) + sum(len(wanted) for _, wanted in self.fills)


def plan(keys: Sequence[int], last: int, unit: float, most: int) -> Plan:
    """Choose among key frames (sorted, in `unit` seconds) and seconds up to `last`; at most `most` in all."""
    if not keys:
        return Plan(keys=(), fills=())
    length = max((last - keys[0]) * unit, 0.0)
    spacing = max(_CLOSEST, length / most)
    chosen = _spaced(keys, spacing / unit)
    step = max(_SECOND, length / max(1, most - len(chosen)))
    times = [key * unit for key in chosen]
    fills: dict[int, list[float]] = {}
    for number in range(1, math.ceil(length / step)):
        wanted = times[0] + number * step
        before = bisect.bisect_right(times, wanted) - 1
        near = min(abs(wanted - time) for time in times[before : before + 2])
        if near > step / 2:
            start = bisect.bisect_right(keys, wanted / unit) - 1
            fills.setdefault(keys[start], []).append(wanted)
    return Plan(keys=tuple(chosen), fills=tuple((key, tuple(wanted)) for key, wanted in fills.items()))


def _spaced(keys: Sequence[int], spacing: float) -> list[int]:
    chosen = [keys[0]]
    for key in keys:
        if key - chosen[-1] >= spacing:
            chosen.append(key)
    return chosen


class Sampler:
    """Draws the frames of one opened video. `expected` is known before the first is drawn; `notes` after the last."""

    def __init__(self, container: InputContainer, stream: VideoStream, limits: Limits, length: float | None) -> None:
        self._container, self._stream, self._most = container, stream, limits.frames
        self._budget = Budget(limits=limits)
        self._unit = float(stream.time_base or 0)
        self._zero = (container.start_time or 0) / av.time_base
        self._length = length
        self._broken = 0
        self.notes: list[str] = []
        stamps, keys = self._index() if self._unit else ([], [])
        self._last = stamps[-1] if len(stamps) > len(keys) else round((length or 0) / (self._unit or 1))
        self._indexed = len(stamps) > 1
        self._plan = plan(keys, self._last, self._unit, self._most)
        self.latest = 0.0

    def _index(self) -> tuple[list[int], list[int]]:
        """When each frame and each key frame is shown, in the stream's units; nothing where no index is kept."""
        if self._container.format.name.split(",")[0] not in _WITH_INDEX:
            return [], []
        with contextlib.suppress(*BROKEN):
            self._container.seek(0)  # Matroska reads its list of key frames only when asked to jump
        entries = [entry for entry in self._stream.index_entries[:_MAX_INDEX] if not entry.is_discard]
        # An index may count in decoding order: its first stamp then lies before the first picture.
        shift = self._stream.start_time - entries[0].timestamp if entries and self._stream.start_time is not None else 0
        stamps = sorted(entry.timestamp + shift for entry in entries)
        return stamps, sorted({entry.timestamp + shift for entry in entries if entry.is_keyframe})

    @property
    def length(self) -> float | None:
        """Seconds from the first frame to the last, where the index says."""
        return (self._last - self._plan.keys[0]) * self._unit if self._indexed and self._plan.keys else None

    @property
    def expected(self) -> int:
        """How many frames will come, at most."""
        if self._indexed:
            return max(1, self._plan.frames)
        return min(self._most, math.ceil((self._length or self._most) / _CLOSEST) + 1)

    def frames(self) -> Iterator[tuple[VideoFrame, float]]:
        """Each frame with its time in seconds; not in the order of time."""
        drawn = 0
        if self._indexed:
            for sample in self._by_index():
                drawn += 1
                yield sample
        if not drawn:  # no index, or one that leads nowhere
            with contextlib.suppress(*BROKEN):
                self._container.seek(0)
            yield from self._in_order()
        if self._broken:
            self.notes.append(f"{self._broken} places in the video are damaged and were passed over.")

    def _by_index(self) -> Iterator[tuple[VideoFrame, float]]:
        for key in self._plan.keys:
            if self._budget.spent:
                self.notes.append("Time was up before all key frames were looked at.")
                return
            yield from self._key_frame(key)
        order = sorted(range(len(self._plan.fills)), key=lambda number: number * _GOLDEN % 1)
        self._stream.codec_context.skip_frame = "NONREF"
        for done, number in enumerate(order):
            if self._budget.spent:
                self.notes.append(f"Time was up: {done} of {len(order)} stretches between key frames were looked at.")
                return
            yield from self._fill(*self._plan.fills[number])

    def _key_frame(self, key: int) -> Iterator[tuple[VideoFrame, float]]:
        for packet in self._from(key):
            if packet.is_keyframe and packet.size:
                frames = self._decoded(packet) or self._decoded(None)
                if frames:
                    yield frames[0], self._time(frames[0], key)
                return

    def _fill(self, key: int, wanted: tuple[float, ...]) -> Iterator[tuple[VideoFrame, float]]:
        left = [second - self._zero for second in wanted]
        end = left[-1] + _SECOND
        for packet in self._from(key):
            for frame in self._decoded(packet if packet.size else None):
                time = self._time(frame, key)
                if time >= left[0]:
                    yield frame, time
                    left = [later for later in left if later > time]
                if not left or time > end:
                    return
            if self._budget.spent:
                return

    def _in_order(self) -> Iterator[tuple[VideoFrame, float]]:
        """Everything once from the start; when half of the time is gone, only key frames."""
        spacing = max(_CLOSEST, (self._length or 0) / self._most)
        step = max(_SECOND, spacing)
        context = self._stream.codec_context
        context.skip_frame = "NONREF"
        latest, drawn, number = -math.inf, 0, 0
        for packet in self._packets():
            for frame in self._decoded(packet if packet.size else None):
                time = self._time(frame, None, number)
                number += 1
                if time - latest >= (spacing if frame.key_frame else step) - 1e-6:
                    latest, drawn = time, drawn + 1
                    yield frame, time
            if self._budget.half and context.skip_frame != "NONKEY":
                context.skip_frame = "NONKEY"
                self.notes.append("Time ran short: after some time only key frames were looked at.")
            if drawn >= self._most or self._budget.spent:
                self.notes.append(f"Only the first {max(latest, 0):.0f} s were looked at ({drawn} frames).")
                return

    def _from(self, key: int) -> Iterator[Packet[VideoStream]]:
        try:
            self._container.seek(key, stream=self._stream)
        except BROKEN:
            self._broken += 1
            return
        yield from self._packets()

    def _packets(self) -> Iterator[Packet[VideoStream]]:
        packets = self._container.demux(self._stream)
        while True:
            try:
                yield next(packets)
            except StopIteration:
                return
            except BROKEN:
                self._broken += 1
                if self._broken > _MAX_BROKEN:
                    return

    def _decoded(self, packet: Packet[VideoStream] | None) -> list[VideoFrame]:
        try:
            return self._stream.codec_context.decode(packet)
        except BROKEN:
            self._broken += 1
            return []

    def _time(self, frame: VideoFrame, key: int | None, number: int = 0) -> float:
        if frame.pts is not None and self._unit:
            time = frame.pts * self._unit
        elif key is not None:
            time = key * self._unit
        else:
            return number / float(self._stream.average_rate or _USUAL_RATE)
        time = max(0.0, time - self._zero)
        self.latest = max(self.latest, time)
        return time
