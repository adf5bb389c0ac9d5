import pytest

from sightline.places.likelihood.evidence import SetAside
from sightline.places.likelihood.gps import gps
from tests.places.made import favoured, sighting


@pytest.mark.parametrize(("point", "code"), [("50.85,4.35", "BE"), ("-33.87, 151.2", "AU"), ("64.14 -21.94", "IS")])
def test_a_point_on_land(point, code):
    assert favoured(gps(sighting("gps", point))) == {code}


@pytest.mark.parametrize(
    ("point", "reason"),
    [
        ("0,0", "empty GPS field"),
        ("0.0000001,-0.00001", "empty GPS field"),
        ("50.85,0", "half of the position"),
        ("91,4", "out of range"),
        ("50,181", "out of range"),
        ("35,-40", "at sea"),
        ("nan,nan", "not a position"),
        ("1e9,3", "not a position"),
        ("50.85", "not a position"),
        ("", "not a position"),
        ("a,b", "not a position"),
    ],
)
def test_what_is_no_place_is_never_mapped(point, reason):
    found = gps(sighting("gps", point))
    assert isinstance(found, SetAside)
    assert reason in found.reason


def test_a_sign_trap_is_named_but_not_mapped():
    found = gps(sighting("gps", "52.0,-25.0"))
    assert isinstance(found, SetAside)
    assert "sign of the longitude changed it would lie in" in found.reason
