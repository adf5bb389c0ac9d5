"""Leads: the empty register, and a composer that says plainly whom nothing can be sealed to."""

from tests.page.conftest import Visit


def test_an_empty_register_says_how_to_begin(visit: Visit) -> None:
    visit.open("leads")
    visit.page.get_by_text("No lead has been written yet.").wait_for()


def test_composing_asks_for_the_series_and_names_what_lacks(visit: Visit) -> None:
    visit.open("leads/new")
    visit.page.keyboard.type("S1")
    visit.page.keyboard.press("Enter")
    visit.page.get_by_text("There is nobody to seal to yet.").wait_for()
    assert visit.violations() == []


def test_a_lead_that_is_not_there_answers_like_one_that_may_not_be_seen(visit: Visit) -> None:
    visit.open("leads/4711")
    visit.page.get_by_text("This is not here").wait_for()
