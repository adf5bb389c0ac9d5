import pytest

from sightline.places.likelihood.evidence import SetAside
from sightline.places.likelihood.opinions import distribution, excluded, opinion, recalibrated, too_common
from sightline.places.prior import background
from sightline.places.territories import INDEX
from tests.places.made import favoured, sighting


def test_an_opinion_weighs_what_is_left_of_its_confidence():
    found = opinion(sighting("opinion", "FR", confidence=0.9))
    probability = found.likelihood * background()
    assert probability.sum() == pytest.approx(1.0)
    assert probability[INDEX["FR"]] == pytest.approx(recalibrated(0.9), abs=0.01)
    assert found.likelihood[INDEX["BE"]] > found.likelihood[INDEX["JP"]]


def test_confidence_is_shrunk_in_log_odds():
    assert recalibrated(0.5) == 0.5
    assert 0.75 < recalibrated(0.9) < 0.85
    assert recalibrated(1.0) == recalibrated(0.99) < 0.95
    assert recalibrated(0.1) == pytest.approx(1 - recalibrated(0.9))


@pytest.mark.parametrize("value", ["", "Atlantis", "QQ"])
def test_no_country_is_set_aside(value):
    assert isinstance(opinion(sighting("opinion", value)), SetAside)
    assert isinstance(excluded(sighting("excluded", value)), SetAside)


def test_an_exclusion_spares_the_rest():
    found = excluded(sighting("excluded", "US, CA"))
    assert len(favoured(found)) == 248
    assert found.likelihood[INDEX["US"]] > 0


def test_too_common_is_kept_without_a_say():
    assert too_common(sighting("too-common")).reason == "too common to locate"


def test_a_models_distribution_and_a_list():
    found = distribution(sighting("geolocation-model", countries={"FR": 0.6, "be": 0.3, "QQ": 0.1}))
    assert "FR" in favoured(found, 0.3)
    assert favoured(distribution(sighting("brand", "a shop", countries=["NL", "BE"]))) == {"NL", "BE"}
    assert isinstance(distribution(sighting("brand", "a shop")), SetAside)
    over = distribution(sighting("geolocation-model", countries={"FR": 1.0, "BE": 1.0}))
    assert (over.likelihood * background()).sum() == pytest.approx(1.02, abs=0.01)
