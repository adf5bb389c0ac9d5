"""A hum is told by its frequency, and what is no hum is not taken for one."""

import pytest

from sightline.features.hearing.hum import hum
from tests.features.hearing.made_sound import RATE, as_samples, mains, noise, tune, voice


@pytest.mark.parametrize("hertz", [50, 60])
@pytest.mark.parametrize("over", ["noise", "voice"])
def test_a_hum_under_noise_or_a_voice_is_told(hertz, over):
    other = noise(20) if over == "noise" else voice(20)[: 20 * RATE]
    found = hum(as_samples(other + mains(20, hertz)), RATE)
    assert found.hertz == hertz


@pytest.mark.parametrize(
    "sound", [noise(20), tune(20), voice(20), noise(20) * 0], ids=["noise", "tune", "voice", "silence"]
)
def test_what_is_no_hum_is_none(sound):
    assert hum(as_samples(sound), RATE) is None


def test_both_at_once_say_nothing():
    assert hum(as_samples(noise(20) + mains(20, 50) + mains(20, 60)), RATE) is None


def test_less_than_twelve_seconds_are_too_few():
    assert hum(as_samples(noise(11) + mains(11, 50)), RATE) is None
