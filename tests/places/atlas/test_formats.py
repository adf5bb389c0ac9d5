import re

import pytest
from tools import atlas_dates

from sightline.places.atlas.tables import table
from sightline.places.territories import CODES, INDEX

POSTAL = {
    "BE": "1000",
    "GB": "SW1A 1AA",
    "NL": "1012 AB",
    "CA": "K1A 0B1",
    "JP": "150-0001",
    "PL": "00-950",
    "US": "90210",
    "BR": "01310-100",
    "IE": "D02 AF30",
    "PT": "1000-205",
    "SE": "111 22",
    "MT": "VLT 1117",
    "LV": "LV-1010",
}
PLATES = {
    "BE": "1 ABC 234",
    "GB": "AB12 CDE",
    "FR": "AB 123 CD",
    "DE": "B MW 1234",
    "RU": "А123ВС77",
    "CH": "ZH 123456",
    "TR": "34 ABC 123",
    "CN": "京A12345",
    "JP": "品川 300 あ 12 34",
    "ES": "1234 BCD",
    "SE": "ABC 12D",
}


@pytest.mark.parametrize("name", ["postal_codes", "plates"])
def test_every_row_compiles_and_is_of_a_territory(name):
    for code, expression in table(name).rows.items():
        assert code in INDEX
        assert re.compile(expression).fullmatch("") is None, code


@pytest.mark.parametrize(("name", "examples"), [("postal_codes", POSTAL), ("plates", PLATES)])
def test_known_examples_match_their_own_row(name, examples):
    for code, written in examples.items():
        assert re.fullmatch(table(name).rows[code], written), code


def test_emergency_numbers():
    rows = table("emergency_numbers").rows
    assert set(rows) <= set(INDEX)
    assert all(re.fullmatch(r"\d{2,5}", number) for row in rows.values() for number in row.split())
    assert {rows["US"].split()[0], rows["GB"].split()[0], rows["AU"].split()[0]} == {"911", "999", "000"}


@pytest.mark.parametrize(
    ("name", "examples"), [("mains", {"hz60": ["US", "BR", "KR", "SA"]}), ("units", {"imperial": ["GB", "US"]})]
)
def test_lists_are_of_territories(name, examples):
    rows = table(name).rows
    for row in rows.values():
        assert set(row.split()) <= set(INDEX)
    for key, codes in examples.items():
        assert set(codes) <= set(rows[key].split())
    if name == "mains":
        assert not set(rows["hz60"].split()) & {"GB", "AU", "CN", "AR", "JP"}


@pytest.mark.parametrize("code", ["BE", "US", "DE", "JP", "SE", "HU", "XK", "IN", "ZA"])
def test_dates_are_those_of_babel(code):
    assert table("date_formats").rows[code] == atlas_dates.ways(code)


def test_every_territory_has_a_date():
    rows = table("date_formats").rows
    assert set(rows) == set(CODES)
    assert all(re.fullmatch(r"(DMY|MDY|YMD|YDM)[./ -]", way) for row in rows.values() for way in row)
