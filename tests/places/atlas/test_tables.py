import itertools
import re
from datetime import date

import pytest
from babel.core import get_global

from sightline.kernel.errors import NotFound
from sightline.places.atlas.tables import names, table, versions
from sightline.places.likelihood.barcode import ranges
from sightline.places.likelihood.catalogue import READERS, carrier_trust, trust
from sightline.places.likelihood.language import languages_of_script
from sightline.places.likelihood.money import legal_tender
from sightline.places.territories import CODES, INDEX

UNINHABITED = {"AQ", "BV", "HM", "GS"}


@pytest.mark.parametrize("name", names())
def test_every_table_says_where_it_comes_from(name):
    about = table(name).about
    assert {"title", "source", "licence", "date", "check"} <= set(about)
    assert about["licence"].startswith(("CC0-1.0", "Unicode-3.0"))
    date.fromisoformat(about["date"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d/[0-9a-f]{8}", table(name).version)
    assert not re.search(r"ODbL|LGPL|GPL", str(about))
    assert versions()[name] == table(name).version


def test_an_unknown_table_is_not_found():
    with pytest.raises(NotFound):
        table("horoscopes")


def test_population_covers_the_world():
    rows = table("population").rows
    assert set(rows) == set(CODES)
    assert 7_900_000 < sum(rows.values()) < 8_400_000
    assert max(rows, key=rows.get) == "IN"


def test_plugs_cover_every_inhabited_territory():
    rows = table("plugs").rows
    assert set(rows) == set(CODES) - UNINHABITED
    for types in rows.values():
        letters = types.split()
        assert len(set(letters)) == len(letters)
        assert all(re.fullmatch("[A-O]", letter) for letter in letters)
    examples = {
        "GB": "G",
        "FR": "E",
        "DE": "F",
        "CH": "J",
        "IT": "L",
        "US": "A",
        "AU": "I",
        "BR": "N",
        "ZA": "M",
        "IN": "D",
    }
    assert {code: rows[code].split()[0] for code in examples} == examples


def test_driving_sides_are_of_territories_and_well_known():
    rows = table("driving_side").rows
    left, unknown = set(rows["left"].split()), set(rows["unknown"].split())
    assert left <= set(CODES)
    assert unknown <= set(CODES)
    assert not left & unknown
    assert {"GB", "JP", "IN", "AU", "ZA", "TH", "ID", "CY", "MT", "HK"} <= left
    assert not left & {"FR", "US", "CN", "GI", "PH", "ET", "WF", "IO"}


def test_every_territory_is_in_exactly_one_subregion():
    held = [code for row in table("subregions").rows.values() for code in row.split()]
    assert sorted(held) == list(CODES)


def test_gs1_ranges_do_not_overlap():
    found = ranges()
    assert all(first <= last for first, last, _ in found)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(found))
    assert all(code in INDEX for _, _, codes in found for code in codes)


def test_domain_endings_point_to_territories():
    rows = table("cctlds").rows
    for ending, codes in rows.items():
        if ending == "generic":
            assert all(len(name) == 2 for name in codes.split())
        else:
            assert all(code in INDEX for code in codes.split())


def test_currency_signs_stand_for_money():
    rows = table("currencies").rows
    known = set(legal_tender()) | set(get_global("all_currencies")) | {"XCG", "ZWG"}
    assert {code for codes in rows["signs"].values() for code in codes.split()} <= known
    assert set(rows["also"]) <= set(CODES)


def test_every_territory_has_money_but_the_empty_ones():
    paid = {territory for shares in legal_tender().values() for territory in shares}
    assert set(CODES) - paid <= {"AQ"}


def test_every_kind_has_a_trust():
    rows = table("reliability").rows
    assert set(READERS) <= set(rows["kinds"])
    for kind in rows["kinds"]:
        found = trust(kind)
        assert 0 < found.proposed <= found.confirmed < 1
        assert 0 < found.group < 1
        assert 0 < carrier_trust(found.carrier) < 1


def test_every_script_is_some_languages():
    unwritten = {"Hani", "Cher", "Cans"}  # named for Chinese, or for peoples whose languages CLDR gives no territory
    for code in set(table("scripts").rows.values()) - unwritten:
        assert languages_of_script(code) or code in {"Syrc", "Nkoo", "Yiii", "Mong", "Tfng"}, code


def test_the_two_styles_of_chinese_do_not_overlap():
    rows = table("hanzi").rows
    assert len(rows["simplified"]) == len(rows["traditional"])
    assert not set(rows["simplified"]) & set(rows["traditional"])
