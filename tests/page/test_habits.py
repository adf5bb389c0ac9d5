"""What specialists do all day, by keyboard alone; and what a bad moment may not cost them."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from tests.page.conftest import Served, Visit


@pytest.fixture
def api(served: Served, context: BrowserContext) -> Iterator[httpx.Client]:
    cookies = {str(one.get("name")): str(one.get("value")) for one in context.cookies()}
    with httpx.Client(base_url=served.address, cookies=cookies, headers={"X-Sightline": "1"}) as client:
        yield client


def _verdicts(api: httpx.Client) -> dict[int, str | None]:
    grid = api.get("/api/grid", params={"operation": 1, "known": True}).json()
    words = [None, *grid["legend"]["verdict"]]
    return {number: words[said] for number, said in zip(grid["ids"], grid["verdict"], strict=True)}


def _idle(visit: Visit) -> None:
    visit.page.wait_for_load_state("networkidle")


@pytest.fixture(autouse=True)
def _nothing_judged(api: httpx.Client) -> None:
    judged = [number for number, said in _verdicts(api).items() if said]
    if judged:
        api.post("/api/triage", json={"media": judged, "act": "verdict", "verdict": None}).raise_for_status()


def test_one_key_judges_and_goes_on_and_one_key_takes_it_back(visit: Visit, api: httpx.Client) -> None:
    visit.open("triage")
    title = visit.page.locator(".inspector-title")
    expect(title).to_have_text("Media 1")
    visit.page.keyboard.press("f")
    expect(title).not_to_have_text("Media 1")
    expect(visit.page.locator(".toast")).to_contain_text("1 media judged")
    assert _verdicts(api)[1] == "useful"
    visit.page.keyboard.press("u")
    expect(title).to_have_text("Media 1")
    expect(visit.page.locator(".toast")).to_contain_text("Undone")
    assert _verdicts(api)[1] is None


def test_a_series_is_judged_by_two_keys_and_undo_outlives_a_reload(visit: Visit, api: httpx.Client) -> None:
    visit.open("board")
    visit.page.keyboard.press("Enter")
    visit.page.locator("main[data-screen=triage] .cell").first.wait_for()
    expect(visit.page.locator(".bar-count")).to_contain_text("media file")
    visit.page.keyboard.press("a")
    expect(visit.page.locator(".bar-count")).to_contain_text("selected")
    visit.page.keyboard.press("d")
    expect(visit.page.locator(".toast")).to_contain_text("media judged")
    assert [said for said in _verdicts(api).values() if said].count("nothing useful") >= 4
    visit.page.reload()
    visit.page.locator(".cell").first.wait_for()
    visit.page.keyboard.press("u")
    expect(visit.page.locator(".toast")).to_contain_text("Undone")
    assert not any(_verdicts(api).values())


def test_arrows_home_end_and_ranges_move_through_the_grid(visit: Visit) -> None:
    visit.open("triage?show=all")
    place = visit.page.locator(".inspector-place")
    expect(place).to_contain_text("1 of")
    for key, expected in (("ArrowRight", "2 of"), ("End", "10 of"), ("Home", "1 of"), ("ArrowRight", "2 of")):
        visit.page.keyboard.press(key)
        expect(place).to_contain_text(expected)
    visit.page.keyboard.press("Shift+ArrowRight")
    expect(visit.page.locator(".bar-count")).to_contain_text("2 selected")
    assert visit.page.locator('.cell[aria-selected="true"]').count() == 2
    visit.page.keyboard.press("Escape")
    assert visit.page.locator('.cell[aria-selected="true"]').count() == 0


def test_sharp_pixels_come_only_while_the_key_is_held(visit: Visit, api: httpx.Client) -> None:
    visit.open("triage?show=all")
    visit.page.locator(".cell img[src]").first.wait_for()
    assert not [url for url in visit.asked if "/reveal" in url or "/original" in url]
    visit.page.keyboard.down("Space")
    visit.page.locator(".reveal img").wait_for()
    visit.page.keyboard.up("Space")
    expect(visit.page.locator(".reveal")).to_have_count(0)
    _idle(visit)
    assert len([url for url in visit.asked if "/reveal?" in url]) == 1
    assert len([url for url in visit.asked if "/revealed?" in url]) == 1
    assert api.get("/api/me/day").json()["revealed_milliseconds"] > 0


def test_no_act_is_lost_while_the_server_restarts(visit: Visit, served: Served, api: httpx.Client) -> None:
    visit.open("triage")
    expect(visit.page.locator(".inspector-title")).to_have_text("Media 1")
    served.stop()
    visit.page.keyboard.press("f")
    expect(visit.page.locator(".banner")).to_contain_text("1 act is kept")
    served.start()
    expect(visit.page.locator(".banner")).to_have_count(0)
    expect(visit.page.locator(".toast")).to_contain_text("1 media judged")
    assert _verdicts(api)[1] == "useful"


def test_a_key_of_ones_own_works_and_the_overlay_shows_it(visit: Visit) -> None:
    visit.open("triage?show=all")
    visit.page.keyboard.press("?")
    visit.page.get_by_role("button", name="Change the key for: Right").click()
    visit.page.keyboard.press("o")
    expect(visit.page.locator("dialog.keys")).to_contain_text("All as they were")
    visit.page.keyboard.press("Escape")
    expect(visit.page.locator("dialog.keys")).to_have_count(0)
    visit.page.keyboard.press("o")
    expect(visit.page.locator(".inspector-place")).to_contain_text("2 of")
    visit.page.keyboard.press("?")
    visit.page.get_by_role("button", name="All as they were").click()
    _idle(visit)


def test_a_tag_is_put_on_by_keyboard_and_found_by_filter(visit: Visit) -> None:
    visit.open("board")
    visit.page.keyboard.press("t")
    visit.page.keyboard.type("kitchen")
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".board-body .tag").first).to_have_text("kitchen")
    visit.open("board?tag=kitchen")
    expect(visit.page.locator(".bar-count")).to_contain_text("1 series")
    visit.page.keyboard.press("u")
    expect(visit.page.locator(".bar-count")).to_contain_text("0 series")
