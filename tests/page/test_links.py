"""The queue of links, and the neighbourhood of a series: bounded, explained, walked by keys; split and taken back."""

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


def test_the_queue_is_filtered_in_the_address_and_leads_to_the_pair(visit: Visit, api: httpx.Client) -> None:
    total = api.get("/api/links", params={"undecided": True}).json()["total"]
    visit.open("links")
    expect(visit.page.locator(".queue header")).to_contain_text(f"{total} link")
    visit.page.get_by_label("Kind").select_option("same camera")
    assert "kind=same+camera" in visit.page.url
    visit.page.get_by_label("Kind").select_option("")
    visit.page.locator(".queue .link a").first.click()
    visit.page.locator("main[data-screen=compare]").wait_for()


def test_the_neighbourhood_is_walked_by_keys_and_says_what_it_draws(visit: Visit, api: httpx.Client) -> None:
    graph = api.get("/api/series/1/graph", params={"depth": 1, "most": 24}).json()
    visit.open("links/1")
    expect(visit.page.locator(".neighbourhood header")).to_contain_text(f"{len(graph['nodes'])} series drawn")
    nodes = visit.page.locator(".graph .node")
    expect(nodes).to_have_count(len(graph["nodes"]))
    stop = visit.page.locator(".graph .node[tabindex='0']")
    expect(stop).to_have_count(1)
    stop.focus()
    expect(stop).to_have_attribute("data-series", "1")
    for key in ("ArrowUp", "ArrowRight", "ArrowDown", "ArrowLeft"):
        visit.page.keyboard.press(key)
    expect(visit.page.locator(".graph .node:focus")).to_have_count(1)
    assert visit.violations() == []


def test_media_are_split_off_and_the_split_is_taken_back(visit: Visit, api: httpx.Client) -> None:
    before = [one["id"] for one in api.get("/api/series/1").json()["media"]]
    visit.open("links/1")
    visit.page.keyboard.press("s")
    visit.page.locator(".pick input").first.check()
    visit.page.get_by_label("Title of the new series").fill("split off")
    visit.page.get_by_role("button", name="Split 1 media off").click()
    expect(visit.page.locator(".toast")).to_contain_text("split 1 media")
    assert len(api.get("/api/series/1").json()["media"]) == len(before) - 1
    visit.page.locator(".toast-act").click()
    expect(visit.page.locator(".toast")).to_contain_text("Undone")
    assert [one["id"] for one in api.get("/api/series/1").json()["media"]] == before


def test_a_series_that_is_not_there_says_so(visit: Visit) -> None:
    visit.open("links/99999")
    expect(visit.page.locator("[role=alert]")).to_contain_text("nothing that you may see")
