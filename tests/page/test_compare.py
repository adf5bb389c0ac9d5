"""Two media side by side: the reason in words, what agrees on both, and a verdict by one key."""

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


@pytest.fixture
def pairs(api: httpx.Client) -> list[dict]:
    """The links of the workspace, strongest first, none of them judged."""
    links = api.get("/api/links").raise_for_status().json()["links"]
    judged = [one["id"] for one in links if one["verdict"]]
    if judged:
        api.post("/api/links/verdict", json={"ids": judged, "verdict": None}).raise_for_status()
    assert len(links) >= 2, "the pictures of this workspace are linked"
    return links


def test_the_strongest_pair_waits_with_its_reason_and_what_agrees_on_both(visit: Visit, pairs: list[dict]) -> None:
    visit.open("compare")
    visit.page.wait_for_url(f"**/#/compare/{pairs[0]['id']}")
    expect(visit.page.locator(".reason .strength")).to_have_text(pairs[0]["strength"])
    expect(visit.page.locator(".reason h1")).to_contain_text(pairs[0]["kind"])
    expect(visit.page.locator(".sides .stage")).to_have_count(2)
    visit.page.wait_for_load_state("networkidle")
    assert not [url for url in visit.asked if "/reveal" in url]
    shown = visit.page.evaluate("[...document.querySelectorAll('.sides canvas')].map((one) => one.width > 0)")
    assert shown == [True, True]
    assert visit.violations() == []


def test_one_key_judges_goes_on_to_a_pair_that_is_there_already_and_one_key_undoes(
    visit: Visit, api: httpx.Client, pairs: list[dict]
) -> None:
    first, second = pairs[0]["id"], pairs[1]["id"]
    visit.open(f"compare/{first}")
    visit.page.wait_for_load_state("networkidle")
    safe = len([url for url in visit.asked if "/safe" in url])
    assert any(f"/api/links/{second}" in url for url in visit.asked), "the next pair is fetched ahead"
    visit.page.keyboard.press("y")
    visit.page.wait_for_url(f"**/#/compare/{second}")
    expect(visit.page.locator(".toast")).to_contain_text("the same")
    assert api.get(f"/api/links/{first}").json()["link"]["verdict"] == "confirmed"
    # Its pictures came with it: only the one after next is fetched now.
    visit.page.wait_for_load_state("networkidle")
    assert len([url for url in visit.asked if "/safe" in url]) - safe <= 2
    visit.page.keyboard.press("u")
    expect(visit.page.locator(".toast")).to_contain_text("Undone")
    assert api.get(f"/api/links/{first}").json()["link"]["verdict"] is None


def test_three_verdicts_are_three_keys(visit: Visit, api: httpx.Client, pairs: list[dict]) -> None:
    words = (("n", "rejected", "not the same"), ("m", "unsure", "unsure"), ("y", "confirmed", "the same"))
    for key, verdict, said in words:
        visit.open(f"compare/{pairs[0]['id']}")
        expect(visit.page.locator(".reason")).to_be_visible()
        visit.page.keyboard.press(key)
        expect(visit.page.locator(".toast")).to_contain_text(f"L{pairs[0]['id']}: {said}")
        assert api.get(f"/api/links/{pairs[0]['id']}").json()["link"]["verdict"] == verdict


def test_where_one_side_looks_the_other_looks_too(visit: Visit, pairs: list[dict]) -> None:
    visit.open(f"compare/{pairs[0]['id']}")
    for side in visit.page.locator(".sides .overlay > g[transform^=matrix]").all():
        side.wait_for(state="attached")
    visit.page.wait_for_load_state("networkidle")
    visit.page.wait_for_timeout(400)
    box = visit.page.locator(".sides .stage").first.bounding_box()
    assert box is not None
    visit.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visit.page.mouse.wheel(0, -400)
    visit.page.wait_for_timeout(800)
    sizes = visit.page.evaluate(
        "[...document.querySelectorAll('.sides .overlay > g:first-child')].map((one) => one.getCTM().a)"
    )
    assert sizes[0] > box["width"] * 1.15, "the left one is nearer than before"
    assert sizes[1] == pytest.approx(sizes[0], rel=0.02)


def test_three_strengths_are_told_apart_by_more_than_colour(visit: Visit) -> None:
    visit.open("links?judged=all")
    looks = visit.page.evaluate("""() => {
      const made = ["verified", "possible", "similar-look-only"].map((name) => {
        const one = document.createElement("span");
        one.className = `strength ${name}`;
        document.querySelector("main").append(one);
        return getComputedStyle(one).borderTopStyle;
      });
      return made;
    }""")
    assert len(set(looks)) == 3


def test_a_box_on_a_picture_searches_with_it(visit: Visit, pairs: list[dict]) -> None:
    visit.open(f"media/{pairs[0]['left']['media']}")
    visit.page.locator(".stage .overlay > g[transform^=matrix]").wait_for(state="attached")
    visit.page.wait_for_load_state("networkidle")
    box = visit.page.locator(".stage").bounding_box()
    assert box is not None
    visit.page.keyboard.press("f")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    visit.page.mouse.move(x - 250, y - 200)
    visit.page.mouse.down()
    visit.page.mouse.move(x, y)
    visit.page.mouse.move(x + 250, y + 200)
    visit.page.mouse.up()
    panel = visit.page.locator(".like")
    expect(panel).to_be_visible()
    expect(panel.locator(".hits a, p.quiet").first).to_be_visible()
    visit.page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
