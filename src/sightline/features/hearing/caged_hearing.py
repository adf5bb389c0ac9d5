"""The caged program that finds voices in sound: Silero's detector, as faster-whisper carries it. Run by `Hearer`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

import numpy as np
from faster_whisper.vad import VadOptions, get_speech_timestamps

from sightline.media import zygote
from sightline.media.model import SAMPLED_RATE, SAMPLED_SECONDS, Json, Limits
from sightline.media.planes import PlaneWriter

MOST_BYTES = 2 * SAMPLED_RATE * SAMPLED_SECONDS
OPTIONS = VadOptions(threshold=0.5, min_speech_duration_ms=400, min_silence_duration_ms=1000, speech_pad_ms=100)


def voices(source: BinaryIO, _arguments: Mapping[str, Json], _limits: Limits, _writer: PlaneWriter) -> Json:
    """The task `voices`: [start, end] in seconds of every span with a voice, of samples as int16, low byte first."""
    sound = np.frombuffer(source.read(MOST_BYTES), "<i2").astype(np.float32) / 32_768
    spans = get_speech_timestamps(sound, OPTIONS, sampling_rate=SAMPLED_RATE)
    return [[round(span[end] / SAMPLED_RATE, 2) for end in ("start", "end")] for span in spans]


def _warm_up() -> None:
    get_speech_timestamps(np.zeros(SAMPLED_RATE, np.float32), OPTIONS, sampling_rate=SAMPLED_RATE)


if __name__ == "__main__":
    zygote.serve({"voices": voices}, (_warm_up,), apart=True)
