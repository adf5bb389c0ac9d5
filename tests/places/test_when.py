import re
from datetime import date

import pytest

from sightline.clues.model import ClueState
from sightline.places.atlas.tables import table
from sightline.places.territories import INDEX
from sightline.places.when import explain_when, when
from tests.places.made import clue, numbered


def test_bounds_meet_in_a_period():
    period = when(
        numbered(clue("currency", "12 EUR"), clue("plate", "AB12 CDE", countries=["GB"]), clue("currency", "HRK"))
    )
    assert period.not_before == date(2012, 3, 1)
    assert period.not_after is not None
    assert period.not_after.year in {2022, 2023}
    assert {entry[0] for entry in period.without} == {2, 3}


def test_a_period_without_its_clue_is_wider():
    period = when(
        numbered(clue("currency", "5 EUR"), clue("product", "a telephone", not_before="2019-09", why="sold from then"))
    )
    assert period.not_before == date(2019, 9, 1)
    assert period.without == ((2, date(2002, 1, 1), None),)
    assert "sold from then" in "\n".join(explain_when(period))


def test_bounds_that_cross_name_no_period():
    period = when(numbered(clue("currency", "DEM"), clue("product", "x", not_before="2015")))
    assert period.conflict is not None
    assert period.not_before is None
    assert explain_when(period)[0].startswith("No period named")


@pytest.mark.parametrize("taken", ["1970:01:01 00:00:00", "2106-02-07T06:28:15", "1980-01-01", "0000:00:00", "soon", 7])
def test_clocks_that_were_never_set_say_nothing(taken):
    assert when([clue("utc-offset", "+01:00", taken=taken)]).bounds == ()


def test_a_clock_that_was_set_says_the_day():
    assert when([clue("utc-offset", "+01:00", taken="2015:06:01 10:00:00")]).not_after == date(2015, 6, 1)


def test_a_phone_number_is_no_older_than_its_scheme():
    period = when([clue("phone", "020 7946 0958", regions={"GB": "exact"})])
    assert period.not_before == date(2000, 4, 22)
    assert when([clue("phone", "020 7946 0958", regions={"GB": "exact", "IN": "exact"})]).bounds == ()


def test_rejected_clues_are_out():
    assert when([clue("currency", "EUR", state=ClueState.REJECTED)]).bounds == ()


def test_the_table_of_series_is_sound():
    for rows in table("series").rows.values():
        for code, series in rows.items():
            assert code in INDEX
            for expression, first, last in series:
                re.compile(expression)
                assert date.fromisoformat(first) < (date.fromisoformat(last) if last else date(2100, 1, 1))
