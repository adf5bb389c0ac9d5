from datetime import UTC, datetime

import numpy as np
import pytest

from sightline.places.likelihood.evidence import SetAside
from sightline.places.likelihood.shadow import sun
from sightline.places.sun import position
from sightline.places.territories import INDEX
from tests.places.made import sighting


def test_a_known_hour_and_direction_leave_a_small_region():
    at = datetime(2024, 3, 2, 9, 30, tzinfo=UTC)
    elevation, azimuth = position(at, np.array([50.8]), np.array([4.4]))
    found = sun(sighting("sun", elevation=float(elevation[0]), azimuth=float(azimuth[0]), utc="2024-03-02T09:30:00Z"))
    assert found.likelihood[INDEX["BE"]] > 0.8
    assert found.likelihood[INDEX["AU"]] < 1e-6
    assert (found.likelihood > 0.1).sum() < 60


def test_without_an_hour_it_only_excludes():
    found = sun(sighting("sun", "10:1"))
    assert found.likelihood[INDEX["KE"]] == pytest.approx(1.0)
    assert found.likelihood[INDEX["FI"]] < 0.01


def test_words_and_numbers_say_the_same():
    words = sun(sighting("sun", "10:8 azimuth 120 2024-06-21T10:00Z"))
    numbers = sun(sighting("sun", elevation=51.34019, azimuth=120, utc="2024-06-21T10:00Z"))
    assert words.likelihood == pytest.approx(numbers.likelihood, abs=1e-4)


@pytest.mark.parametrize("value", ["", "dark", "elevation 95", "0:10"])
def test_no_shadow_is_set_aside(value):
    assert isinstance(sun(sighting("sun", value)), SetAside)
