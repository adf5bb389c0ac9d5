"""Where: one's own vote first, then a map that puts each country in its place, and bars that can be switched off."""

import math
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from sightline.places.territories import CODES
from tests.page.conftest import Served, Visit

WIDTH, HEIGHT, EDGE = 960, 468, 4
# (longitude, latitude) well inside a country, both sides of the 180th meridian among them.
PLACES = {
    "BE": (4.6, 50.6),
    "SE": (15.5, 63.0),
    "RU": (-174.5, 66.6),
    "US": (-150.0, 65.0),
    "BR": (-52.0, -10.0),
    "AU": (134.0, -25.0),
    "CD": (23.0, -3.0),
    "JP": (138.3, 36.3),
    "NZ": (171.5, -43.2),
}


@pytest.fixture
def api(served: Served, context: BrowserContext) -> Iterator[httpx.Client]:
    cookies = {str(one.get("name")): str(one.get("value")) for one in context.cookies()}
    with httpx.Client(base_url=served.address, cookies=cookies, headers={"X-Sightline": "1"}) as client:
        yield client


def _fresh(api: httpx.Client) -> int:
    """A series that nobody has voted on: one of the two media of S1 is split off."""
    media = api.get("/api/series/1").json()["media"]
    title = f"voted {len(api.get('/api/acts').json()['acts'])} {media[-1]['id']}"
    done = api.post("/api/series/1/split", json={"media": [media[-1]["id"]], "title": title}).raise_for_status().json()
    return int(done["changed"][1])


def _voted(visit: Visit, api: httpx.Client, series: int) -> None:
    api.post(f"/api/series/{series}/vote", json={"country": None})
    visit.open(f"where/{series}")
    visit.page.locator(".lands .land").first.wait_for()


def natural_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """Natural Earth I in units of the globe's radius: the polynomial of Savric, Jenny, Patterson and others, 2011."""
    x, y = math.radians(longitude), math.radians(latitude)
    y2, y4 = y**2, y**4
    across = 0.8707 - 0.131979 * y2 + y4 * (-0.013791 + y4 * (0.003971 * y2 - 0.001529 * y4))
    up = y * (1.007226 + y2 * (0.015085 + y4 * (-0.044475 + 0.028874 * y2 - 0.005916 * y4)))
    return x * across, up


def _at(page: Page, longitude: float, latitude: float) -> str | None:
    """The code of the country drawn at a place of the globe."""
    (wide, _), (_, high) = natural_earth(180.0, 0.0), natural_earth(0.0, 90.0)
    scale = min((WIDTH - 2 * EDGE) / (2 * wide), (HEIGHT - 2 * EDGE) / (2 * high))
    x, y = natural_earth(longitude, latitude)
    found: str | None = page.evaluate(
        """([x, y]) => {
          const svg = document.querySelector(".map svg");
          const at = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM());
          return document.elementsFromPoint(at.x, at.y).map((one) => one.dataset.code).find(Boolean) ?? null;
        }""",
        [WIDTH / 2 + x * scale, HEIGHT / 2 - y * scale],
    )
    return found


def test_nothing_is_said_before_ones_own_vote_and_a_vote_is_five_keys(visit: Visit, api: httpx.Client) -> None:
    series = _fresh(api)
    assert api.get(f"/api/series/{series}/where").json()["answer"] is None
    visit.open(f"where/{series}")
    expect(visit.page.locator(".map, .ranked, .bars")).to_have_count(0)
    for key in ("b", "e", "l", "Enter", "4"):
        visit.page.keyboard.press(key)
    visit.page.locator(".lands .land").first.wait_for()
    vote = api.get(f"/api/series/{series}/where").json()["vote"]
    assert (vote["country"], vote["confidence"]) == ("BE", 0.8)


def test_every_territory_is_there_in_its_place_with_a_name(visit: Visit, api: httpx.Client) -> None:
    _voted(visit, api, 1)
    drawn = visit.page.evaluate("[...document.querySelectorAll('.lands .land')].map((one) => one.dataset.code)")
    assert sorted(drawn) == list(CODES)
    assert {code: _at(visit.page, *place) for code, place in PLACES.items()} == {code: code for code in PLACES}
    assert _at(visit.page, -35.0, 30.0) is None, "nothing is drawn in the middle of the Atlantic"
    named = visit.page.locator(".land[data-code=BE]").get_attribute("aria-label")
    assert named is not None
    assert named.startswith("Belgium: ")
    assert visit.violations() == []


def test_the_map_is_one_stop_and_arrows_go_to_the_neighbour(visit: Visit, api: httpx.Client) -> None:
    _voted(visit, api, 1)
    stop = visit.page.locator(".lands .land[tabindex='0']")
    expect(stop).to_have_count(1)
    stop.focus()
    before = stop.get_attribute("data-code")
    visit.page.keyboard.press("ArrowRight")
    expect(visit.page.locator(".lands .land:focus")).to_have_count(1)
    assert visit.page.locator(".lands .land:focus").get_attribute("data-code") != before


def test_a_switched_off_clue_changes_the_answer_and_stores_nothing(visit: Visit, api: httpx.Client) -> None:
    _voted(visit, api, 1)
    before = api.get("/api/series/1/where").json()["answer"]
    if not before["groups"]:
        pytest.fail("series 1 has clues that speak")
    for box in visit.page.locator(".bars .head input").all():
        box.uncheck()
    visit.page.wait_for_load_state("networkidle")
    expect(visit.page.locator(".where header .answer")).to_contain_text("We do not know.")
    expect(visit.page.locator(".bars .group.gone")).to_have_count(len(before["groups"]))
    visit.page.keyboard.press("Tab")
    visit.page.locator("main").focus()
    visit.page.keyboard.press("a")
    expect(visit.page.locator(".bars .group.gone")).to_have_count(0)
    assert api.get("/api/series/1/where").json()["answer"] == before


def test_ruled_out_is_hatched_not_coloured_and_told_in_words(visit: Visit, api: httpx.Client) -> None:
    _voted(visit, api, 1)
    out = api.get("/api/series/1/where").json()["answer"]["ruled_out"]
    drawn = visit.page.evaluate("[...document.querySelectorAll('.lands .land.out')].map((one) => one.dataset.code)")
    assert sorted(drawn) == out
    if out:
        land = visit.page.locator(f".land[data-code={out[0]}]")
        assert "#ruled-out" in land.evaluate("(one) => getComputedStyle(one).fill")
        assert "ruled out" in (land.get_attribute("aria-label") or "")


def test_a_lead_cannot_go_where_nobody_can_open_it(visit: Visit, api: httpx.Client) -> None:
    _voted(visit, api, 1)
    visit.page.locator("main").focus()
    visit.page.keyboard.press("l")
    expect(visit.page.locator(".toast")).to_contain_text("can be sealed to yet")
