from datetime import UTC, datetime

import numpy as np
import pytest

from sightline.places.sun import Shadow, declination, elevation_of, position, possible


def test_the_worked_example_of_the_solar_position_algorithm():
    # Reda & Andreas, NREL/TP-560-34302, appendix A.5: elevation 39.872 without refraction, azimuth 194.340.
    at = datetime(2003, 10, 17, 19, 30, 30, tzinfo=UTC)
    elevation, azimuth = position(at, np.array([39.742476]), np.array([-105.1786]))
    assert elevation[0] == pytest.approx(39.872, abs=0.01)
    assert azimuth[0] == pytest.approx(194.340, abs=0.01)


def test_solstice_and_equinox():
    assert declination(datetime(2024, 6, 20, 21, tzinfo=UTC))[0] == pytest.approx(23.44, abs=0.01)
    assert declination(datetime(2024, 3, 20, 3, 6, tzinfo=UTC))[0] == pytest.approx(0.0, abs=0.01)


def test_a_known_hour_finds_the_place_and_an_unknown_one_only_excludes():
    at = datetime(2024, 6, 21, 12, tzinfo=UTC)
    elevation, azimuth = position(at, np.array([50.85]), np.array([4.35]))
    there, away = np.array([50.85, -33.9]), np.array([4.35, 151.2])
    seen = Shadow(elevation=float(elevation[0]), azimuth=float(azimuth[0]), at=at)
    assert possible(seen, there, away) == pytest.approx([1.0, 0.0], abs=1e-6)
    high = possible(Shadow(elevation=80.0), np.array([0.0, 65.0]), np.array([0.0, 0.0]))
    assert high[0] == 1.0
    assert high[1] < 1e-6
    winter = possible(
        Shadow(elevation=40.0, day=datetime(2024, 12, 21, tzinfo=UTC)), np.array([50.0, -30.0]), np.zeros(2)
    )
    assert winter[0] < 1e-6
    assert winter[1] == 1.0


def test_height_and_shadow_give_the_elevation():
    assert elevation_of(10, 8) == pytest.approx(51.34, abs=0.01)
