import pytest

from sightline.places.likelihood.evidence import SetAside
from sightline.places.likelihood.internet import cctld, ending_of
from tests.places.made import favoured, sighting


@pytest.mark.parametrize(
    "text", ["be", ".be", "www.example.be", "https://example.be/fr?x=1", "info@example.be", "EXAMPLE.BE:80"]
)
def test_addresses_end_in_their_country(text):
    assert favoured(cctld(sighting("cctld", text))) == {"BE"}


def test_special_endings():
    assert favoured(cctld(sighting("cctld", "uk"))) == {"GB"}
    assert favoured(cctld(sighting("cctld", "tokyo"))) == {"JP"}
    assert len(favoured(cctld(sighting("cctld", "eu")))) == 27


def test_an_ending_sold_to_everybody_says_little():
    assert favoured(cctld(sighting("cctld", "tv")), 0.5) == {"TV"}
    assert len(favoured(cctld(sighting("cctld", "tv")), 0.2)) == 250


@pytest.mark.parametrize("text", ["", "com", "example.org", "zz", "no ending here!", "1.2.3.4"])
def test_no_country_is_set_aside(text):
    assert isinstance(cctld(sighting("cctld", text)), SetAside)


def test_the_last_label_is_the_ending():
    assert ending_of("shop.co.uk.") == "uk"
    assert ending_of("") is None
