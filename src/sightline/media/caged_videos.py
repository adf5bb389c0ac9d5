"""The caged program for what FFmpeg decodes: videos, and stills coded like video (HEIC). Run by `Decoder`."""

from __future__ import annotations

import io
from collections.abc import Mapping
from fractions import Fraction
from typing import BinaryIO

import av
import numpy as np
from PIL import Image

from sightline.media import heic, kinds, sounds, videos, written, zygote
from sightline.media.kinds import Kind
from sightline.media.model import Json, Limits
from sightline.media.planes import PlaneWriter
from sightline.media.reading import Reading


def read(source: BinaryIO, kind: Kind, limits: Limits) -> Reading:
    """Decode a video or HEIC file, with its metadata. Raises Refusal."""
    return heic.decode(source, kind, limits) if kind is kinds.HEIC else videos.decode(source, kind, limits)


def examine(source: BinaryIO, arguments: Mapping[str, Json], limits: Limits, writer: PlaneWriter) -> Json:
    """The task `examine`."""
    return written.write(read(source, kinds.KIND_BY_FORMAT[str(arguments["format"])], limits), writer)


def loudness(source: BinaryIO, arguments: Mapping[str, Json], limits: Limits, writer: PlaneWriter) -> Json:
    """The task `loudness`: one plane, see `sounds`."""
    return writer.add(sounds.loudness(source, kinds.KIND_BY_FORMAT[str(arguments["format"])], limits))


def samples(source: BinaryIO, arguments: Mapping[str, Json], limits: Limits, writer: PlaneWriter) -> Json:
    """The task `samples`: one plane, see `sounds`."""
    return writer.add(sounds.samples(source, kinds.KIND_BY_FORMAT[str(arguments["format"])], limits))


def warm_up() -> None:
    """Make, open and decode one tiny video with sound, so that PyAV has loaded all it loads lazily."""
    av.logging.set_level(None)
    Image.init()
    file = io.BytesIO()
    with av.open(file, "w", format="matroska") as container:
        stream = container.add_stream("mpeg4", rate=Fraction(2))
        stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p"
        sound = container.add_stream("pcm_s16le", rate=8_000, layout="mono")
        for _ in range(3):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")))
            tone = av.AudioFrame.from_ndarray(np.zeros((1, 4_000), np.int16), format="s16", layout="mono")
            tone.sample_rate = 8_000
            container.mux(sound.encode(tone))
        container.mux(stream.encode(None))
        container.mux(sound.encode(None))
    file.seek(0)
    list(read(file, kinds.MKV, Limits()).shots)
    file.seek(0)
    sounds.loudness(file, kinds.MKV, Limits())
    file.seek(0)
    sounds.samples(file, kinds.MKV, Limits())


if __name__ == "__main__":
    zygote.serve({"examine": examine, "loudness": loudness, "samples": samples}, (warm_up,))
