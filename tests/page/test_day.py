"""My day: the minutes one agreed with oneself are kept, and nothing is claimed that is not known."""

from tests.page.conftest import Visit


def test_the_agreed_minutes_are_kept(visit: Visit) -> None:
    visit.open("day")
    field = visit.page.get_by_label("Suggest a break after")
    visit.page.keyboard.press("m")
    assert field.evaluate("one => one === document.activeElement")
    wanted = "35" if field.input_value() != "35" else "40"
    field.fill(wanted)
    visit.page.get_by_role("button", name="Keep").click()
    visit.page.get_by_text(f"of {wanted} minutes").wait_for()
    visit.page.reload()
    visit.page.get_by_text(f"of {wanted} minutes").wait_for()
    assert visit.violations() == []


def test_minutes_out_of_range_are_not_sent(visit: Visit) -> None:
    visit.open("day")
    visit.page.get_by_label("Suggest a break after").fill("2")
    visit.page.get_by_text("Between 5 and 240 minutes.").wait_for()
    assert visit.page.get_by_role("button", name="Keep").is_disabled()


def test_fewer_than_five_officers_are_never_summed(visit: Visit) -> None:
    visit.open("day")
    visit.page.get_by_text("Fewer than five officers").wait_for()
