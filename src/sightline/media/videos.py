"""Videos through PyAV. Runs inside the cage only.

FFmpeg is given one demuxer by name, the same one as the only allowed format, no protocol, and one thread: nothing in
the file can make it open another file or ask the network.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from sightline.kernel.errors import Refusal
from sightline.media.kinds import Kind
from sightline.media.model import Limits, Picture
from sightline.media.reading import Budget, Reading, fit

_BUFFER_BYTES = 256 << 10
_FULL_RANGE = "JPEG"


def decode(source: BinaryIO, kind: Kind, limits: Limits) -> Reading:
    """Open a video: its key frames and one frame a second, at most `limits.frames`.

    Raises Refusal: `truncated`, `damaged`, `too-many-pixels`, `no-picture` (a container with only sound).
    """
    demuxer = kind.plugin.split(",", maxsplit=1)[0]
    options = {"format_whitelist": kind.plugin, "protocol_whitelist": "none"}
    try:
        container = av.open(
            source, mode="r", format=demuxer, options=options, metadata_errors="surrogateescape",
            buffer_size=_BUFFER_BYTES,
        )  # fmt: skip
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise Refusal("damaged", f"The video cannot be opened ({str(error)[:200]}).") from error
    if not container.streams.video:
        raise Refusal("no-picture", "The file holds no video that Sightline can decode.")
    stream = container.streams.video[0]
    width, height = stream.codec_context.width, stream.codec_context.height
    if max(width, height) > limits.video_side:
        raise Refusal("too-many-pixels", f"The video is {width} x {height}; a side may have {limits.video_side}.")
    reading = Reading(width=width, height=height, pictures=iter(()), duration=_duration(container, stream))
    reading.pictures = _pictures(container, stream, limits, reading)
    return reading


def _duration(container: InputContainer, stream: VideoStream) -> float | None:
    if container.duration is not None:
        return container.duration / av.time_base
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    return None


def _pictures(container: InputContainer, stream: VideoStream, limits: Limits, reading: Reading) -> Iterator[Picture]:
    stream.codec_context.thread_count = 1
    stream.thread_type = "NONE"
    budget = Budget(limits=limits)
    taken, due = 0, 0.0
    try:
        for frame in container.decode(stream):
            seconds = float(frame.time or 0.0)
            if not frame.key_frame and seconds < due:
                continue
            due = max(due, float(int(seconds)) + 1.0)
            yield _picture(frame, limits, seconds)
            taken += 1
            if taken >= limits.frames or budget.spent:
                reading.warnings.append(f"Only the first {seconds:.0f} s were looked at ({taken} frames).")
                return
    except (av.error.FFmpegError, OSError, ValueError) as error:
        if not taken:
            raise Refusal("damaged", f"No frame of the video can be decoded ({str(error)[:200]}).") from error
        reading.warnings.append(f"The video cannot be decoded beyond {taken} frames ({str(error)[:200]}).")
    if not taken:
        raise Refusal("damaged", "No frame of the video can be decoded.")


def _picture(frame: VideoFrame, limits: Limits, seconds: float) -> Picture:
    width, height = fit(frame.width, frame.height, limits.rgb_side)
    grey = frame.reformat(width, height, "gray", dst_color_range=_FULL_RANGE, threads=1).to_ndarray()
    rgb = frame.reformat(width, height, "rgb24", threads=1).to_ndarray()
    turns = round(frame.rotation / 90) % 4
    return Picture(
        luma=np.rot90(grey, turns).astype(np.uint8), rgb=np.rot90(rgb, turns).astype(np.uint8),
        seconds=seconds, key=bool(frame.key_frame),
    )  # fmt: skip
