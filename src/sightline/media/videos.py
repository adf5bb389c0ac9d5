"""Videos through PyAV. Runs inside the cage only.

FFmpeg is given one demuxer by name, the same one as the only allowed format, no protocol, and one thread: nothing in
the file can make it open another file or ask the network.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import BinaryIO

import av
import numpy as np
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from sightline.kernel.errors import Refusal
from sightline.media import ends, tags
from sightline.media.kinds import Kind
from sightline.media.model import Limits
from sightline.media.reading import DECODE_ERRORS, Reading, Shot, fit, frame_side
from sightline.media.sampling import BROKEN, Sampler

_BUFFER_BYTES = 256 << 10
_FULL_RANGE = "JPEG"
_OLD_SHAPES = (0.25, 4.0)
_DOUBTFUL = 2.0


def decode(source: BinaryIO, kind: Kind, limits: Limits) -> Reading:
    """Open a video: its key frames and about one frame a second, at most `limits.frames`, spread over its length.

    A video that stops early gives the frames that are there, and a warning.
    Raises Refusal: `truncated`, `damaged`, `too-many-pixels`, `no-picture` (only sound), `unknown-codec`.
    """
    end = ends.end_of(source, kind)
    source.seek(0)
    container = _open(source, kind, end)
    stream = _stream(container)
    sampler = Sampler(container, stream, limits, _duration(container, stream))
    samples = sampler.frames()
    first = next(samples, None)
    if first is None:
        raise _nothing(end)
    pictures = _pictures(itertools.chain([first], samples), sampler.expected, limits)
    opening = next(pictures)
    width, height = _upright(first[0])
    reading = Reading(width=width, height=height, shots=iter(()))
    try:
        reading.metadata = tags.as_json(_metadata(container), limits, reading.warnings)
    except DECODE_ERRORS:
        reading.warnings.append("The metadata of the video is damaged and cannot be read.")
    _judge_length(reading, _duration(container, stream), sampler.length)
    if end.truncated:
        reading.warnings.append(f"The video stops early: {end.sentence()}.")
    reading.shots = _with_notes(itertools.chain([opening], pictures), sampler, reading)
    return reading


def _open(source: BinaryIO, kind: Kind, end: ends.End) -> InputContainer:
    demuxer = kind.plugin.split(",", maxsplit=1)[0]
    options = {"format_whitelist": kind.plugin, "protocol_whitelist": "none"}
    try:
        return av.open(
            source, mode="r", format=demuxer, options=options, metadata_errors="surrogateescape",
            buffer_size=_BUFFER_BYTES,
        )  # fmt: skip
    except BROKEN as error:
        raise _nothing(end) from error


def _nothing(end: ends.End) -> Refusal:
    if end.truncated:
        return Refusal("truncated", f"The video stops early: {end.sentence()}, and none of its frames can be decoded.")
    return Refusal("damaged", "The video is damaged: none of its frames can be decoded.")


def _stream(container: InputContainer) -> VideoStream:
    """The first moving picture; a cover picture only where there is nothing else."""
    streams = container.streams.video
    if not streams:
        raise Refusal("no-picture", "The file holds no moving picture, only sound or data.")
    moving = [stream for stream in streams if not stream.disposition & Disposition.attached_pic]
    stream = (moving or list(streams))[0]
    if stream.codec_context is None:
        raise Refusal("unknown-codec", "The video is in a format for which there is no decoder.")
    stream.codec_context.thread_count = 1
    stream.codec_context.thread_type = "NONE"
    return stream


def _duration(container: InputContainer, stream: VideoStream) -> float | None:
    if container.duration is not None:
        return container.duration / av.time_base
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    return None


def _judge_length(reading: Reading, claimed: float | None, found: float | None) -> None:
    """A header may claim any length; where the index knows better, the index is believed."""
    reading.duration = claimed if claimed is not None and claimed >= 0 else found
    if claimed is not None and found is not None and claimed > _DOUBTFUL * (found + 5):
        reading.duration = found
        reading.warnings.append(f"The video claims to last {claimed:,.0f} s; its frames span {found:,.1f} s.")


def _pictures(samples: Iterator[tuple[VideoFrame, float]], expected: int, limits: Limits) -> Iterator[Shot]:
    seen = set[int]()
    for frame, seconds in samples:
        moment = round(seconds * 1000)
        if moment in seen or len(seen) >= limits.frames:
            continue
        seen.add(moment)
        yield _picture(frame, seconds, expected, limits)


def _picture(frame: VideoFrame, seconds: float, expected: int, limits: Limits) -> Shot:
    if max(frame.width, frame.height) > limits.video_side:
        size = f"{frame.width} x {frame.height}"
        raise Refusal("too-many-pixels", f"The video is {size} pixels; a side may have {limits.video_side:,}.")
    width, height = _square(frame)
    side = min(limits.rgb_side, frame_side(width, height, expected, limits) or limits.rgb_side)
    width, height = fit(width, height, side)
    grey = frame.reformat(width, height, "gray", dst_color_range=_FULL_RANGE, threads=1).to_ndarray()
    rgb = frame.reformat(width, height, "rgb24", threads=1).to_ndarray()
    turns = _turns(frame)
    return Shot(
        luma=np.rot90(grey.astype(np.uint8, copy=False), turns), rgb=np.rot90(rgb.astype(np.uint8, copy=False), turns),
        seconds=seconds, key=bool(frame.key_frame),
    )  # fmt: skip


def _square(frame: VideoFrame) -> tuple[int, int]:
    """The size with square pixels: old video is stored narrower or wider than it is shown."""
    shape = float(frame.sample_aspect_ratio or 1) if hasattr(frame, "sample_aspect_ratio") else 1.0
    if not _OLD_SHAPES[0] <= shape <= _OLD_SHAPES[1]:
        shape = 1.0
    if shape >= 1:
        return round(frame.width * shape), frame.height
    return frame.width, round(frame.height / shape)


def _upright(frame: VideoFrame) -> tuple[int, int]:
    width, height = _square(frame)
    return (height, width) if _turns(frame) % 2 else (width, height)


def _turns(frame: VideoFrame) -> int:
    """Quarter turns against the clock that put the frame upright."""
    return round(frame.rotation / 90) % 4


def _metadata(container: InputContainer) -> dict[str, object]:
    """The container's own keys, each stream's under `StreamN`, and how picture and sound are coded."""
    found: dict[str, object] = dict(container.metadata)
    for stream in container.streams:
        found.update({f"Stream{stream.index} {key}": value for key, value in stream.metadata.items()})
    for video in container.streams.video[:1]:
        if video.codec_context is not None:
            found["Video Codec"] = video.codec_context.name
            found["Video PixelFormat"] = video.codec_context.pix_fmt
            found["Video FrameRate"] = video.average_rate
    for sound in container.streams.audio[:1]:
        if sound.codec_context is not None:
            found["Sound Codec"] = sound.codec_context.name
            found["Sound SampleRate"] = sound.codec_context.sample_rate
            found["Sound Channels"] = sound.codec_context.channels
    return found


def _with_notes(pictures: Iterator[Shot], sampler: Sampler, reading: Reading) -> Iterator[Shot]:
    yield from pictures
    reading.warnings.extend(sampler.notes)
    # Where no index is kept, a length guessed from the bit rate may be short of what was decoded.
    if reading.duration is None or reading.duration < sampler.latest:
        reading.duration = sampler.latest
