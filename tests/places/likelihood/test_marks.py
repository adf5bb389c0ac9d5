import pytest

from sightline.places.likelihood.evidence import SetAside
from sightline.places.likelihood.marks import driving_side, plug, plug_use
from sightline.places.territories import INDEX
from tests.places.made import favoured, sighting


@pytest.mark.parametrize(
    ("letters", "code"), [("G", "GB"), ("E/F", "FR"), ("EF", "DE"), ("type J", "CH"), ("n", "BR"), ("H", "IL")]
)
def test_plug_types(letters, code):
    assert code in favoured(plug(sighting("plug", letters)))


def test_the_shares_of_a_country_sum_to_one():
    assert sum(use[INDEX["IT"]] for use in plug_use().values()) == pytest.approx(1.0)


@pytest.mark.parametrize("value", ["", "Z", "7", "socket", "ABCDEFGH" * 20])
def test_other_letters_are_set_aside(value):
    assert isinstance(plug(sighting("plug", value)), SetAside)


@pytest.mark.parametrize(("value", "on", "off"), [("left", "GB", "FR"), ("Right", "FR", "GB"), ("L", "JP", "US")])
def test_the_side_of_the_road(value, on, off):
    found = favoured(driving_side(sighting("driving-side", value)))
    assert on in found
    assert off not in found


def test_no_side_is_set_aside():
    assert isinstance(driving_side(sighting("driving-side", "middle")), SetAside)
