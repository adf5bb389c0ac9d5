"""The sound of a video: how loud it is from moment to moment, and its samples. Runs inside the cage only.

One need not listen to see where somebody speaks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import av
import numpy as np
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from numpy.typing import NDArray

from sightline.kernel.errors import Refusal
from sightline.media.kinds import Kind
from sightline.media.model import SAMPLED_RATE, SAMPLED_SECONDS, Limits, Pixels
from sightline.media.reading import Budget
from sightline.media.sampling import BROKEN

RATE = 8_000
PER_SECOND = 20
_BIN = RATE // PER_SECOND
_FULL_SCALE = 32_768.0
_BUFFER_BYTES = 256 << 10
_MAX_BINS = 24 * 3600 * PER_SECOND


def loudness(source: BinaryIO, kind: Kind, limits: Limits) -> Pixels:
    """Root mean square of the first sound track, mixed to one channel: (1, n) uint8, 20 values a second.

    255 is full scale, on a scale of square roots, so that speech is seen beside a slammed door. What cannot be decoded
    is left out; what there was no time for is not there.
    Raises Refusal: `no-sound`, `damaged`.
    """
    container, stream = _opened(source, kind)
    bins = np.fromiter(_bins(container, stream, Budget(limits=limits)), np.float64)
    if not bins.size:
        raise Refusal("damaged", "The video is damaged: its sound cannot be decoded.")
    return np.clip(np.sqrt(bins) * 255, 0, 255).astype(np.uint8)[None, :]


def samples(source: BinaryIO, kind: Kind, limits: Limits) -> Pixels:
    """The first sound track, mixed to one channel: (n, 2) uint8, each row a sample as int16, low byte first.

    `SAMPLED_RATE` samples a second, the first `SAMPLED_SECONDS` of it, less where there was no time for more.
    Raises Refusal: `no-sound`, `damaged`.
    """
    container, stream = _opened(source, kind)
    budget, wanted = Budget(limits=limits), SAMPLED_RATE * SAMPLED_SECONDS
    parts: list[NDArray[np.int16]] = []
    for part in _samples(container, stream, SAMPLED_RATE):
        parts.append(part)
        wanted -= len(part)
        if budget.spent or wanted <= 0:
            break
    if not parts:
        raise Refusal("damaged", "The video is damaged: its sound cannot be decoded.")
    whole = np.concatenate(parts)[: SAMPLED_RATE * SAMPLED_SECONDS].astype("<i2")
    return whole.view(np.uint8).reshape(-1, 2)


def _opened(source: BinaryIO, kind: Kind) -> tuple[InputContainer, AudioStream]:
    options = {"format_whitelist": kind.plugin, "protocol_whitelist": "none"}
    try:
        container = av.open(
            source, mode="r", format=kind.plugin.split(",", maxsplit=1)[0], options=options,
            metadata_errors="surrogateescape", buffer_size=_BUFFER_BYTES,
        )  # fmt: skip
    except BROKEN as error:
        raise Refusal("damaged", "The video is damaged: its sound cannot be decoded.") from error
    if not container.streams.audio or container.streams.audio[0].codec_context is None:
        raise Refusal("no-sound", "The video has no sound that can be decoded.")
    return container, container.streams.audio[0]


def _bins(container: InputContainer, stream: AudioStream, budget: Budget) -> Iterator[float]:
    """The root mean square, 0 to 1, of each twentieth of a second."""
    kept, count = np.zeros(0, np.float64), 0
    for part in _samples(container, stream, RATE):
        kept = np.concatenate([kept, part / _FULL_SCALE])
        whole = len(kept) // _BIN
        for bin_ in kept[: whole * _BIN].reshape(whole, _BIN):
            yield float(np.sqrt(np.mean(bin_**2)))
        kept, count = kept[whole * _BIN :], count + whole
        if budget.spent or count >= _MAX_BINS:
            return
    if len(kept):
        yield float(np.sqrt(np.mean(kept**2)))


def _samples(container: InputContainer, stream: AudioStream, rate: int) -> Iterator[NDArray[np.int16]]:
    stream.codec_context.thread_count = 1
    resampler = AudioResampler(format="s16", layout="mono", rate=rate)
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
            for frame in stream.codec_context.decode(packet if packet.size else None):
                for plain in resampler.resample(frame):
                    yield plain.to_ndarray().reshape(-1).astype(np.int16, copy=False)
        except StopIteration:
            return
        except BROKEN:
            continue
