"""What a decoder inside the cage says of one file, before its pictures are written out one by one."""

from __future__ import annotations

import math
import struct
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from PIL import Image

from sightline.media.model import Json, Limits, Picture, Pixels

_SHARE_OF_TIME = 0.6

DECODE_ERRORS = (
    ArithmeticError, AssertionError, AttributeError, BufferError, EOFError, LookupError, MemoryError, OSError,
    RuntimeError, SyntaxError, TypeError, ValueError, struct.error, zlib.error,
)  # fmt: skip
"""What Pillow, PyAV and exifread raise on bad bytes: all of these were seen or can be reached in their source."""


Plane: TypeAlias = "Image.Image | Pixels"
"""A plane inside the cage, as its library holds it: turned into an array only where one is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One decoded picture inside the cage: see `model.Picture`."""

    luma: Plane
    rgb: Plane
    seconds: float | None = None
    key: bool = False

    def picture(self) -> Picture:
        """The same as arrays."""
        return Picture(luma=np.asarray(self.luma), rgb=np.asarray(self.rgb), seconds=self.seconds, key=self.key)


@dataclass(slots=True, kw_only=True)
class Reading:
    """One file being decoded. `warnings` and `duration` may still grow while `shots` is drawn from.

    width, height: upright. shots: each drawn, written and dropped before the next, so that memory stays flat.
    """

    width: int
    height: int
    shots: Iterator[Shot]
    duration: float | None = None
    metadata: dict[str, Json] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How much of the file's time is left for optional work: the next frame, a second pass."""

    limits: Limits
    started: float = field(default_factory=time.monotonic)
    computed: float = field(default_factory=time.process_time)

    @property
    def used(self) -> float:
        """The used part of the wall or the computing time, whichever is scarcer."""
        wall = (time.monotonic() - self.started) / self.limits.wall_seconds
        return max(wall, (time.process_time() - self.computed) / self.limits.cpu_seconds)

    @property
    def spent(self) -> bool:
        """Whether most of the time is gone, and what is in hand should be handed back."""
        return self.used > _SHARE_OF_TIME

    @property
    def half(self) -> bool:
        """Whether half of what may be spent is gone."""
        return self.used > _SHARE_OF_TIME / 2


def fit(width: int, height: int, side: int) -> tuple[int, int]:
    """The size of a picture scaled down, never up, to a longest side; at least 1 x 1."""
    scale = min(1.0, side / max(width, height, 1))
    return max(1, round(width * scale)), max(1, round(height * scale))


def frame_side(width: int, height: int, frames: int, limits: Limits) -> int | None:
    """The longest side at which that many frames fit into the result, as luma and RGB; None where they fit as is."""
    room = limits.result_bytes / max(frames, 1) / 4
    if width * height <= room:
        return None
    return max(1, int(max(width, height) * math.sqrt(room / (width * height))))
