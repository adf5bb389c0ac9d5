"""What the bytes are: pictures and frames as they leave the decoder, and places inside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Pixels: TypeAlias = NDArray[np.uint8]


class MediaKind(StrEnum):
    """The two kinds of media that are looked at."""

    IMAGE = "image"
    VIDEO = "video"


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A rectangle inside an upright picture, in fractions of its width and height (0..1), origin top left.

    `outline`, where a person drew one, is a closed polygon of (x, y) in the same units; the rectangle bounds it.
    """

    x: float
    y: float
    width: float
    height: float
    outline: tuple[tuple[float, float], ...] = ()


def region_to_json(region: Region) -> dict[str, Json]:
    """A region as it is stored."""
    outline: list[Json] = [list(point) for point in region.outline]
    return {"x": region.x, "y": region.y, "width": region.width, "height": region.height, "outline": outline}


def region_from_json(value: Mapping[str, Any]) -> Region:
    """The region that `region_to_json` wrote."""
    outline = tuple((float(x), float(y)) for x, y in value.get("outline", ()))
    return Region(x=value["x"], y=value["y"], width=value["width"], height=value["height"], outline=outline)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of a video or sound, in seconds from its start."""

    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one file may cost. Exceeding one is a named refusal; the file is kept.

    result_bytes: all pixels handed back; frames of an animation or a video are scaled down together to fit.
    rgb_side: the longest side of `Picture.rgb` (of `luma` too, in a video). text_bytes: metadata handed back.
    """

    pixels: int = 100_000_000
    video_side: int = 8_192
    frames: int = 300
    metadata_bytes: int = 64 << 20
    memory_bytes: int = 2 << 30
    cpu_seconds: int = 20
    wall_seconds: float = 25.0
    result_bytes: int = 512 << 20
    rgb_side: int = 2_048
    text_bytes: int = 4 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Decoded pixels, upright (EXIF orientation applied).

    luma: (height, width) uint8, the decoder's own grey (JPEG: the Y plane; video: Y at full range), full size.
    rgb: (height, width, 3) uint8, sRGB, scaled down to a longest side of `Limits.rgb_side`.
    seconds: time in the video, None for a still. key: whether the frame is a key frame.
    """

    luma: Pixels
    rgb: Pixels
    seconds: float | None = None
    key: bool = False

    @property
    def width(self) -> int:
        """Width in pixels."""
        return int(self.luma.shape[1])

    @property
    def height(self) -> int:
        """Height in pixels."""
        return int(self.luma.shape[0])


SAMPLED_RATE, SAMPLED_SECONDS = 16_000, 600
"""Of the sound of a video: samples a second, and how much of the track from its start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What the decoder learnt of one file.

    format: our own name of the type (`jpeg`, `png`, `mp4`, ...). width, height: upright, in pixels.
    duration: seconds, None for stills. metadata: tag -> value, exactly as read. warnings: plain sentences.
    pictures: the still (or each frame of an animation), or the sampled frames of a video.
    isolation: the grade (`A`, `B`) under which it was decoded.
    sound: of a video, where somebody asked for it: (n,) int16, 16,000 a second, the first ten minutes.
    """

    kind: MediaKind
    format: str
    mime: str
    width: int
    height: int
    duration: float | None
    isolation: str
    pictures: tuple[Picture, ...]
    metadata: Mapping[str, Json] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    sound: NDArray[np.int16] | None = None
