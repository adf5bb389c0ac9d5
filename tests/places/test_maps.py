import itertools
import json
from xml.etree import ElementTree as ET

import pytest
import shapely
from shapely.geometry import shape

from sightline.places.fuse import where
from sightline.places.maps import ruled_out, to_geojson, to_svg
from sightline.places.territories import CODES
from tests.places.made import clue, numbered

ANSWER = where(
    numbered(clue("phone", "x", regions={"BE": "exact"}, international=True), clue("plug", "E"), clue("cctld", "be"))
)


@pytest.fixture(scope="module")
def drawing():
    return to_svg(ANSWER)


def test_the_svg_is_well_formed_and_shows_every_territory(drawing):
    root = ET.fromstring(drawing)
    drawn = {element.get("id") for element in root.iter() if element.tag.endswith("}g")} - {None}
    assert drawn == set(CODES)


def test_the_svg_fetches_and_runs_nothing(drawing):
    assert "<script" not in drawing
    assert "href" not in drawing
    assert drawing.count("http") == drawing.count("http://www.w3.org/2000/svg") == 1


def test_the_likely_country_is_said_in_colour_and_in_text(drawing):
    assert "Likely country: Belgium, probability 0.9" in drawing
    assert '<g id="BE" fill="#08306b"><title>Belgium: 9' in drawing


def test_ruled_out_countries_are_hatched(drawing):
    assert "JP" in ruled_out(ANSWER)
    assert "BE" not in ruled_out(ANSWER)
    assert '<g id="JP" fill="url(#out)"><title>Japan: under 1 %, ruled out</title>' in drawing


def test_an_abstention_rings_and_names_nobody():
    drawing = to_svg(where([]))
    assert "No country named" in drawing
    assert "#b30000" not in drawing
    assert ruled_out(where([])) == frozenset()


def test_geojson_is_valid_and_does_not_cross_the_180th_meridian():
    found = json.loads(json.dumps(to_geojson(ANSWER)))
    assert {feature["id"] for feature in found["features"]} == set(CODES)
    for feature in found["features"]:
        geometry = shape(feature["geometry"])
        west, south, east, north = geometry.bounds
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90
        for part in shapely.get_parts(geometry):
            assert part.exterior.is_ccw
    russia = next(feature for feature in found["features"] if feature["id"] == "RU")
    longest = max(
        abs(a[0] - b[0])
        for part in russia["geometry"]["coordinates"]
        for ring in part
        for a, b in itertools.pairwise(ring)
    )
    assert longest < 90


def test_probabilities_are_the_answers():
    found = {feature["id"]: feature["properties"] for feature in to_geojson(ANSWER)["features"]}
    assert found["BE"]["likely"] is True
    assert sum(entry["probability"] for entry in found.values()) == pytest.approx(1.0, abs=1e-6)
