import numpy as np
import pytest

from sightline.places.land import by_territory, points
from sightline.places.territories import COUNT, INDEX


def test_every_territory_has_points_and_russia_most():
    _, _, territory = points()
    counts = np.bincount(territory, minlength=COUNT)
    assert counts.min() >= 1
    assert counts.argmax() == INDEX["RU"] or counts.argmax() == INDEX["AQ"]


def test_the_mean_of_one_is_one():
    assert by_territory(np.ones(len(points()[0]))) == pytest.approx(np.ones(COUNT))


def test_north_is_a_share_of_a_country_on_the_equator():
    north = by_territory((points()[0] > 0).astype(float))
    assert north[INDEX["BE"]] == 1.0
    assert north[INDEX["AU"]] == 0.0
    assert 0.1 < north[INDEX["KE"]] < 0.9
