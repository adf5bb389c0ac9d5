import pytest

from sightline.places.likelihood.clock import minutes, utc_offset
from sightline.places.likelihood.evidence import SetAside
from tests.places.made import favoured, sighting


@pytest.mark.parametrize(
    ("text", "offset"),
    [("+02:00", 120), ("UTC+5:30", 330), ("-3", -180), ("-03:30", -210), ("Z", 0), ("+99:00", None), ("x", None)],
)
def test_offsets(text, offset):
    assert minutes(text) == offset


def test_the_day_settles_summer_time():
    winter = favoured(utc_offset(sighting("utc-offset", "+02:00", taken="2023-01-05T10:00:00")))
    summer = favoured(utc_offset(sighting("utc-offset", "+02:00", taken="2023:07:05 10:00:00")))
    assert "FI" in winter
    assert "BE" not in winter
    assert "BE" in summer
    assert "FI" not in summer


def test_a_rare_offset_names_its_country():
    found = utc_offset(sighting("utc-offset", "+05:45"))
    assert favoured(found) == {"NP"}
    assert "+05:45" in found.note
    assert "-03:30" in utc_offset(sighting("utc-offset", "-03:30")).note


@pytest.mark.parametrize("value", ["", "+25:00", "noon"])
def test_no_offset_is_set_aside(value):
    assert isinstance(utc_offset(sighting("utc-offset", value)), SetAside)
