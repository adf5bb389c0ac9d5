"""Sounds made by arithmetic: a hum, noise, a tune, and something like a voice."""

import numpy as np

RATE = 16_000


def moments(seconds):
    return np.arange(round(seconds * RATE)) / RATE


def as_samples(wave):
    return np.clip(wave * 32_767, -32_768, 32_767).astype(np.int16)


def noise(seconds, level=0.02, seed=1):
    return level * np.random.default_rng(seed).standard_normal(round(seconds * RATE))


def mains(seconds, hertz, level=0.01):
    """A lamp's hum: the even harmonics stronger than the odd ones, each weaker than the one before."""
    when = moments(seconds)
    return sum(level * (1.0 if k % 2 == 0 else 0.4) / k * np.sin(2 * np.pi * k * hertz * when + k) for k in range(1, 9))


def tune(seconds, seed=2):
    """Notes of half a second, each with harmonics: lines that stand, but do not stay."""
    rng = np.random.default_rng(seed)
    when = moments(0.5)
    notes = [110 * 2 ** (rng.integers(0, 25) / 12) for _ in range(round(seconds * 2))]
    return np.concatenate([sum(0.1 / k * np.sin(2 * np.pi * k * note * when) for k in range(1, 6)) for note in notes])


def voice(seconds, seed=3):
    """Pulses of a throat through the resonances of vowels, in syllables of a fifth of a second with pauses."""
    rng = np.random.default_rng(seed)
    vowels = ((730, 1090, 2440), (270, 2290, 3010), (300, 870, 2240), (530, 1840, 2480), (570, 840, 2410))
    parts = []
    for _ in range(round(seconds / 0.25)):
        length = round(0.2 * RATE)
        pitch = 115 + 25 * rng.random() + 8 * np.sin(np.linspace(0, 3, length))
        phase = np.cumsum(pitch / RATE)
        pulses = np.diff(np.floor(phase), prepend=0.0) + 0.02 * rng.standard_normal(length)
        spectrum = np.fft.rfft(pulses)
        hertz = np.fft.rfftfreq(length, 1 / RATE)
        shape = sum(
            1 / (1 + ((hertz - f) / (60 + 20 * n)) ** 2) / (n + 1) for n, f in enumerate(vowels[rng.integers(5)])
        )
        syllable = np.fft.irfft(spectrum * shape, length) * np.hanning(length)
        parts += [syllable / np.abs(syllable).max() * 0.4, np.zeros(round(0.05 * RATE))]
    return np.concatenate(parts)
