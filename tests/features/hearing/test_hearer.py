"""Voices are found where they are, in a cage, and an answer out of shape is refused."""

import numpy as np
import pytest

from sightline.features.hearing.hearer import MOST_SPANS, Hearer, checked
from sightline.kernel.errors import Refusal
from tests.features.hearing.made_sound import RATE, as_samples, mains, noise, voice


@pytest.fixture(scope="module")
def hearer():
    return Hearer()


def test_a_voice_between_two_silences_is_found_where_it_is(hearer):
    (span,) = hearer.voices(as_samples(np.concatenate([noise(3, 0.001), voice(4), noise(3, 0.001)])))
    assert span.start == pytest.approx(3, abs=0.4)
    assert span.end == pytest.approx(7, abs=0.6)


def test_noise_and_a_hum_are_no_voice(hearer):
    assert hearer.voices(as_samples(noise(5) + mains(5, 50))) == []


def test_no_sound_at_all_is_no_voice(hearer):
    assert hearer.voices(np.zeros(RATE, np.int16)) == []


@pytest.mark.parametrize(
    "answer", [None, {"a": 1}, [[1]], [[2, 1]], [[-1, 2]], [[0, 1e9]], [["a", "b"]], [[0, 1]] * (MOST_SPANS + 1)]
)
def test_an_answer_out_of_shape_is_refused(answer):
    with pytest.raises(Refusal, match="hold together"):
        checked(answer)
