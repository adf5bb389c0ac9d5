import re
from importlib.resources import files

import pytest

from sightline.kernel.errors import IntegrityError
from sightline.places.outlines import country_at, outlines
from sightline.places.shapes import column, polygons
from sightline.places.territories import CODES


def test_every_territory_has_a_valid_outline():
    assert set(outlines()) == set(CODES)
    assert all(geometry.is_valid and not geometry.is_empty for geometry in outlines().values())


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        (50.85, 4.35, "BE"),
        (48.85, 2.35, "FR"),
        (4.9, -52.3, "GF"),
        (-21.1, 55.5, "RE"),
        (78.2, 15.6, "SJ"),
        (12.15, -68.27, "BQ"),
        (-10.5, 105.6, "CX"),
        (43.73, 7.42, "MC"),
        (43.94, 12.46, "SM"),
        (-29.5, 28.3, "LS"),
        (22.3, 114.17, "HK"),
        (42.66, 21.17, "XK"),
        (1.3, 103.8, "SG"),
        (66.0, -171.0, "RU"),
        (-16.8, 179.9, "FJ"),
        (34.6, 33.0, "CY"),
        (35.9, 14.5, "MT"),
        (36.14, -5.35, "GI"),
        (-90.0, 12.0, "AQ"),
    ],
)
def test_known_points(latitude, longitude, code):
    assert country_at(latitude, longitude) == code


@pytest.mark.parametrize(("latitude", "longitude"), [(0.0, 0.0), (35.0, -40.0), (-40.0, 80.0), (89.9, 10.0)])
def test_the_sea_belongs_to_nobody(latitude, longitude):
    assert country_at(latitude, longitude) is None


def test_a_pier_belongs_to_its_coast():
    assert country_at(51.24, 2.90) == "BE"


def _degrees(text):
    digits = text[1:]
    split = 2 if len(digits) in {4, 6} else 3
    parts = [int(digits[:split]), int(digits[split : split + 2]), int(digits[split + 2 :] or 0)]
    return (-1 if text[0] == "-" else 1) * (parts[0] + parts[1] / 60 + parts[2] / 3600)


def test_the_towns_of_the_time_zones_lie_in_their_countries():
    lines = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8").splitlines()
    towns = [line.split("\t") for line in lines if line and not line.startswith(("#", "AQ"))]
    right = 0
    for code, place, *_ in towns:
        latitude, longitude = re.fullmatch(r"([+-]\d+)([+-]\d+)", place).groups()
        right += country_at(_degrees(latitude), _degrees(longitude)) == code
    assert len(towns) > 400
    assert right / len(towns) >= 0.98


def test_other_shapes_and_columns_are_refused():
    header, record = bytes(100), b"\0\0\0\1\0\0\0\2" + b"\1\0\0\0"
    with pytest.raises(IntegrityError, match="not a polygon"):
        list(polygons(header + record))
    with pytest.raises(IntegrityError, match="no column"):
        column(bytes(4) + b"\0\0\0\0" + b"\x21\0" + b"\1\0" + bytes(21) + b"\r", "NAME")
