"""The detector of voices as the rest of the program knows it: samples in, checked spans out of a cage."""

from __future__ import annotations

import os
import weakref
from importlib.metadata import PackageNotFoundError, version
from typing import cast

import numpy as np
from numpy.typing import NDArray

from sightline.features.model import Damaged
from sightline.kernel.errors import Refusal
from sightline.media.cage import Cage
from sightline.media.isolation import try_out
from sightline.media.model import SAMPLED_SECONDS, Json, Limits, Span

PROGRAM = "sightline.features.hearing.caged_hearing"
PACKAGE = "faster-whisper"
LIMITS = Limits(result_bytes=1 << 20, text_bytes=1 << 20, wall_seconds=60)
MOST_SPANS = 2_000


def detector() -> str:
    """Name and version of the detector, or `none` where the extra `speech` is not installed."""
    try:
        return f"silero-{PACKAGE}{version(PACKAGE)}"
    except PackageNotFoundError:
        return "none"


class Hearer:
    """Finds voices in a cage that starts with the first sound."""

    def __init__(self) -> None:
        self._cage: Cage | None = None

    def voices(self, sound: NDArray[np.int16]) -> list[Span]:
        """The spans in which somebody speaks. Raises `Damaged`, and `Unavailable` where there is no cage."""
        source = os.memfd_create("sound", os.MFD_CLOEXEC)
        try:
            with os.fdopen(source, "wb", closefd=False) as sink:
                sink.write(sound.astype("<i2").tobytes())
            return checked(self._opened().run("voices", source, {}).answer)
        except Refusal as refusal:
            raise Damaged(f"no voices could be looked for: {refusal.code}. {refusal}") from refusal
        finally:
            os.close(source)

    def _opened(self) -> Cage:
        if self._cage is None:
            cage = Cage(PROGRAM, LIMITS)
            weakref.finalize(self, cage.close)
            cage.start()
            try_out(cage).require()
            self._cage = cage
        return self._cage


def checked(answer: Json) -> list[Span]:
    """The spans in an answer that is not trusted; anything out of shape is a refusal `damaged-result`."""
    try:
        return [_span(one) for one in _listed(answer)]
    except (TypeError, ValueError) as error:
        raise Refusal("damaged-result", f"The detector's answer does not hold together: {error}.") from error


def _listed(answer: Json) -> list[Json]:
    if not isinstance(answer, list) or len(answer) > MOST_SPANS:
        raise ValueError("it is no list, or too long")
    return answer


def _span(one: Json) -> Span:
    start, end = (float(cast("float", side)) for side in cast("list[Json]", one))
    if not 0 <= start <= end <= SAMPLED_SECONDS + 1:
        raise ValueError("a span lies outside")
    return Span(start=start, end=end)
