"""Whom to ask first: whoever's answer is expected to tell most."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.places.territories import CODES
from sightline.questions.calibration import LEAST, MOST, Past, reliability
from sightline.questions.gain import gain, ranked
from sightline.questions.model import Said


def test_between_two_likely_countries_either_is_asked_before_a_third() -> None:
    between = {"PT": 0.5, "ES": 0.45, "JP": 0.05}
    order = [one.agency for one in ranked(between, [("A", "JP"), ("B", "PT"), ("C", "ES"), ("D", "CL"), ("E", None)])]
    assert set(order[:2]) == {"B", "C"}
    assert order[-1] == "E"


def test_when_it_is_certain_there_is_nothing_to_learn() -> None:
    assert gain({"PT": 1.0}, "PT") == 0.0
    assert gain({"PT": 0.5, "ES": 0.5}, "PT") > 0.4


@given(st.dictionaries(st.sampled_from(CODES), st.floats(0.001, 1.0), min_size=1, max_size=8), st.sampled_from(CODES))
def test_gain_is_never_negative_and_never_more_than_what_is_open(shares: dict[str, float], country: str) -> None:
    assert 0.0 <= gain(shares, country) <= 3.0 + 1e-6, "at most log2 of eight countries"


@given(st.lists(st.tuples(st.sampled_from(["PT", "ES"]), st.floats(0.05, 1.0)), max_size=30))
def test_reliability_stays_within_bounds(said: list[tuple[str, float]]) -> None:
    past = [Past(said=Said.COUNTRY, country=c, confidence=p, truth="PT") for c, p in said]
    assert LEAST <= reliability(Said.COUNTRY, past) <= MOST


def test_being_rightly_unsure_costs_nothing_and_being_wrongly_sure_does() -> None:
    unsure = [Past(said=Said.COUNTRY, country=c, confidence=0.5, truth="PT") for c in ("PT", "ES") * 5]
    sure = [Past(said=Said.COUNTRY, country=c, confidence=0.95, truth="PT") for c in ("PT", "ES") * 5]
    assert reliability(Said.COUNTRY, unsure) == pytest.approx(reliability(Said.COUNTRY, []), abs=0.01)
    assert reliability(Said.COUNTRY, sure) < 0.75
