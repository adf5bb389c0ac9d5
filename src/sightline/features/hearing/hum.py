"""The hum of the mains: lamps, chargers and refrigerators sing at the harmonics of 50 or 60 Hz, and so does a bad cable.

Lines of a spectrum that stand above their surroundings at the harmonics of one frequency and not of the other, and
that stay there from one stretch of time to the next, as a voice or an instrument does not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STRETCH_SECONDS = 4.0
LEAST_STRETCHES = 3
MAINS = (50, 60)
HARMONICS = range(1, 11)
_BOTH = frozenset({300, 600})  # harmonics of both say nothing
_LINE_HERTZ, _AROUND_HERTZ = 0.5, 8.0
LINE_DECIBELS = 9.0
"""How far a line must stand above the median around it."""
STEADY = 0.7
"""In what share of the stretches it must."""
LEAST_LINES = 3
LEAST_LEAD = 2
"""How many steady lines one frequency needs, and how many more than the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hum:
    """hertz: 50 or 60. lines: how many of its harmonics stand and stay. decibels: their median height."""

    hertz: int
    lines: int
    decibels: float


def hum(sound: NDArray[np.int16], rate: int) -> Hum | None:
    """The hum in `sound`, `rate` samples a second; None where there is none, or less than twelve seconds."""
    length = round(STRETCH_SECONDS * rate)
    count = len(sound) // length
    if count < LEAST_STRETCHES:
        return None
    stretches = sound[: count * length].reshape(count, length).astype(np.float32)
    spectrum = np.abs(np.fft.rfft(stretches * np.hanning(length).astype(np.float32), axis=1))
    decibels = 20 * np.log10(spectrum + 1e-3)
    found = {mains: _lines(decibels, mains, rate / length) for mains in MAINS}
    best, other = sorted(MAINS, key=lambda mains: -len(found[mains]))
    heights = found[best]
    if len(heights) < LEAST_LINES or len(heights) - len(found[other]) < LEAST_LEAD:
        return None
    return Hum(hertz=best, lines=len(heights), decibels=round(float(np.median(heights)), 1))


def _lines(decibels: NDArray[np.floating], mains: int, step: float) -> list[float]:
    """Return the heights in dB of the steady lines at the harmonics of `mains`; step: Hz between two columns."""
    found = []
    for harmonic in HARMONICS:
        hertz = harmonic * mains
        if hertz in _BOTH:
            continue
        middle, near, far = (round(value / step) for value in (hertz, _LINE_HERTZ, _AROUND_HERTZ))
        around = decibels[:, max(1, middle - far) : middle + far + 1]
        height = decibels[:, middle - near : middle + near + 1].max(axis=1) - np.median(around, axis=1)
        if np.mean(height >= LINE_DECIBELS) >= STEADY:
            found.append(float(np.median(height)))
    return found
