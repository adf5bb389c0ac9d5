"""Administration: the log is verified and read, settings tell their origin, and help leads to the keys."""

import re

from tests.page.conftest import Visit


def test_the_log_holds_and_reading_it_is_an_entry(visit: Visit) -> None:
    visit.open("admin/log")
    visit.page.get_by_text("It holds.").wait_for()
    rows = visit.page.locator(".log-table tbody tr")
    rows.first.wait_for()
    assert any("report" in text for text in rows.all_inner_texts())
    visit.page.get_by_label("Officer").fill("nobody.here")
    visit.page.keyboard.press("Tab")
    visit.page.get_by_text("No entry is like this.").wait_for()
    assert visit.violations() == []


def test_settings_tell_where_they_come_from(visit: Visit) -> None:
    visit.open("admin/machine")
    row = visit.page.get_by_role("row").filter(has_text="SIGHTLINE_DATABASE")
    row.wait_for()
    assert re.search(r"environment", row.inner_text())
    # A setting that may hold a password is not shown.
    assert "postgresql" not in row.inner_text()


def test_officers_with_hostile_names_stay_text(visit: Visit) -> None:
    visit.open("admin/people")
    visit.page.get_by_role("row").filter(has_text="be.first").wait_for()
    assert visit.page.evaluate("window.attacked") is None


def test_help_opens_the_keys(visit: Visit) -> None:
    visit.open("admin/help")
    visit.page.locator("main").get_by_role("button", name="Show the keys").click()
    visit.page.get_by_role("dialog", name="Keys").wait_for()
