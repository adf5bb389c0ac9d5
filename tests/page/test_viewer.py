"""One media in a real browser: what is sharp and when, clues drawn by hand and by keys, masks, and two officers on one clue."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from tests.page.conftest import Served, Visit

MEDIA = "media/1"
CLOSE = 0.012  # of the picture's side: a pixel or two on screen


@pytest.fixture
def api(served: Served, context: BrowserContext) -> Iterator[httpx.Client]:
    cookies = {str(one.get("name")): str(one.get("value")) for one in context.cookies()}
    with httpx.Client(base_url=served.address, cookies=cookies, headers={"X-Sightline": "1"}) as client:
        yield client


def _clues(api: httpx.Client, media: int = 1) -> list[dict]:
    return api.get(f"/api/media/{media}/clues").raise_for_status().json()["clues"]


def _masks(api: httpx.Client, media: int = 1) -> list[dict]:
    return api.get(f"/api/media/{media}/masks").raise_for_status().json()["masks"]


def _opened(visit: Visit, path: str = MEDIA) -> Locator:
    visit.open(path)
    stage = visit.page.locator(".stage")
    stage.locator(".pixels canvas").wait_for()
    # From here on the stage knows where the picture lies on it.
    stage.locator(".overlay > g[transform^=matrix]").wait_for(state="attached")
    visit.page.wait_for_load_state("networkidle")
    return stage


def _picture(stage: Locator, aspect: float) -> tuple[float, float, float, float]:
    """Where a whole picture lies on the stage when it fits: left, top, width, height on screen."""
    box = stage.bounding_box()
    assert box is not None
    width = min(box["width"], box["height"] / aspect)
    height = width * aspect
    return box["x"] + (box["width"] - width) / 2, box["y"] + (box["height"] - height) / 2, width, height


def _aspect(api: httpx.Client, media: int = 1) -> float:
    shown = api.get(f"/api/media/{media}").json()
    return float(shown["height"]) / float(shown["width"])


def _drag(visit: Visit, start: tuple[float, float], end: tuple[float, float]) -> None:
    visit.page.mouse.move(*start)
    visit.page.mouse.down()
    visit.page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    visit.page.mouse.move(*end)
    visit.page.mouse.up()


def test_nothing_sharp_is_asked_for_until_the_key_is_held_and_nothing_stays_after(visit: Visit) -> None:
    _opened(visit)
    assert not [url for url in visit.asked if "/reveal" in url or "/original" in url]
    visit.page.keyboard.down("Space")
    expect(visit.page.locator(".stage-note.sharp")).to_be_visible()
    assert len([url for url in visit.asked if "/reveal?" in url]) == 1
    visit.page.keyboard.up("Space")
    expect(visit.page.locator(".stage-note.sharp")).to_have_count(0)
    visit.page.wait_for_load_state("networkidle")
    assert len([url for url in visit.asked if "/revealed?" in url]) == 1
    assert visit.violations() == []


def test_a_drag_a_key_and_a_value_make_a_clue_at_that_place(visit: Visit, api: httpx.Client) -> None:
    stage = _opened(visit)
    before = {one["id"] for one in _clues(api)}
    left, top, width, height = _picture(stage, _aspect(api))
    _drag(visit, (left + 0.2 * width, top + 0.3 * height), (left + 0.35 * width, top + 0.5 * height))
    panel = visit.page.locator(".newclue")
    key = panel.locator("li", has_text="Plug or socket").locator("kbd").inner_text()
    visit.page.keyboard.press(key)
    visit.page.keyboard.type("schu")
    expect(panel.locator("[role=option]")).to_have_count(0)
    visit.page.keyboard.press("Control+a")
    visit.page.keyboard.type("F")
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".toast")).to_contain_text("Clue added")
    (made,) = [one for one in _clues(api) if one["id"] not in before]
    assert (made["kind"], made["value"], made["state"]) == ("plug", "F", "confirmed")
    sides = [made["region"][name] for name in ("x", "y", "width", "height")]
    assert sides == pytest.approx([0.2, 0.3, 0.15, 0.2], abs=CLOSE)
    visit.page.keyboard.press("u")
    expect(visit.page.locator(".toast")).to_contain_text("Undone")
    assert {one["id"] for one in _clues(api) if one["state"] != "rejected"} <= before


def test_a_box_on_a_turned_and_mirrored_picture_lies_where_it_was_drawn(visit: Visit, api: httpx.Client) -> None:
    stage = _opened(visit)
    before = {one["id"] for one in _clues(api)}
    visit.page.keyboard.press("r")
    visit.page.keyboard.press("x")
    visit.page.wait_for_timeout(400)
    aspect = _aspect(api)
    left, top, width, height = _picture(stage, 1 / aspect)
    # Turned right, the picture's left edge is on top; mirrored as seen, its top is on the left again.
    _drag(visit, (left + 0.1 * width, top + 0.2 * height), (left + 0.3 * width, top + 0.6 * height))
    key = visit.page.locator(".newclue li", has_text="Too common").locator("button")
    key.click()
    expect(visit.page.locator(".toast")).to_contain_text("Clue added")
    (made,) = [one for one in _clues(api) if one["id"] not in before]
    sides = [made["region"][name] for name in ("x", "y", "width", "height")]
    assert sides == pytest.approx([0.2, 0.1, 0.4, 0.2], abs=CLOSE)
    visit.page.keyboard.press("u")
    expect(visit.page.locator(".toast")).to_contain_text("Undone")


def test_an_outline_by_double_click_keeps_no_corner_twice(visit: Visit, api: httpx.Client) -> None:
    stage = _opened(visit)
    before = {one["id"] for one in _clues(api)}
    left, top, width, height = _picture(stage, _aspect(api))
    visit.page.keyboard.press("p")
    corners = [(0.1, 0.1), (0.3, 0.1), (0.3, 0.4)]
    for x, y in corners[:2]:
        visit.page.mouse.click(left + x * width, top + y * height)
    visit.page.mouse.dblclick(left + 0.3 * width, top + 0.4 * height)
    visit.page.locator(".newclue li", has_text="Too common").locator("button").click()
    expect(visit.page.locator(".toast")).to_contain_text("Clue added")
    (made,) = [one for one in _clues(api) if one["id"] not in before]
    assert [side for point in made["region"]["outline"] for side in point] == pytest.approx(
        [side for point in corners for side in point], abs=CLOSE
    )
    visit.page.keyboard.press("u")
    expect(visit.page.locator(".toast")).to_contain_text("Undone")


def test_a_clue_is_drawn_and_said_by_keys_alone(visit: Visit, api: httpx.Client) -> None:
    stage = _opened(visit)
    before = {one["id"] for one in _clues(api)}
    stage.focus()
    for key in ("Enter", "Enter", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowDown", "Enter"):
        visit.page.keyboard.press(key)
    visit.page.locator(".newclue").wait_for()
    number = visit.page.locator(".newclue li", has_text="Side of the road").locator("kbd").inner_text()
    visit.page.keyboard.press(number)
    visit.page.keyboard.type("le")
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".toast")).to_contain_text("Clue added")
    (made,) = [one for one in _clues(api) if one["id"] not in before]
    assert made["value"] == "left"
    sides = [made["region"][name] for name in ("x", "y", "width", "height")]
    assert sides == pytest.approx([0.5, 0.5, 0.1, 0.05], abs=0.001)
    visit.page.keyboard.press("u")
    expect(visit.page.locator(".toast")).to_contain_text("Undone")


def test_the_second_officer_sees_what_the_first_said_and_nothing_is_overwritten(
    visit: Visit, api: httpx.Client
) -> None:
    body = {"series": 1, "media": "1", "kind": "brand", "value": "first"}
    clue = api.post("/api/clues", json=body).raise_for_status().json()["clue"]
    _opened(visit, f"{MEDIA}?clue={clue['id']}")
    # Somebody else is faster.
    change = {"revision": clue["revision"], "value": "theirs"}
    api.patch(f"/api/clues/{clue['id']}", json=change).raise_for_status()
    visit.page.keyboard.press("n")
    told = visit.page.locator(".conflict")
    expect(told).to_contain_text("theirs")
    expect(told).to_contain_text("rejected")
    (kept,) = [one for one in _clues(api) if one["id"] == clue["id"]]
    assert (kept["value"], kept["state"]) == ("theirs", "confirmed")
    told.get_by_role("button", name="Say mine after all").click()
    expect(visit.page.locator(".conflict")).to_have_count(0)
    (kept,) = [one for one in _clues(api) if one["id"] == clue["id"]]
    assert (kept["value"], kept["state"]) == ("theirs", "rejected")


def test_a_person_is_covered_by_one_drag_and_uncovered_again(visit: Visit, api: httpx.Client) -> None:
    stage = _opened(visit)
    before = {one["id"] for one in _masks(api)}
    left, top, width, height = _picture(stage, _aspect(api))
    visit.page.keyboard.press("m")
    _drag(visit, (left + 0.5 * width, top + 0.5 * height), (left + 0.7 * width, top + 0.9 * height))
    expect(visit.page.locator(".toast")).to_contain_text("Mask drawn")
    (made,) = [one for one in _masks(api) if one["id"] not in before]
    assert made["region"]["width"] == pytest.approx(0.2, abs=CLOSE)
    visit.page.locator(".masks .mask.chosen").get_by_role("button", name="Remove").click()
    expect(visit.page.locator(".toast")).to_contain_text("Mask removed")
    assert [one["state"] for one in _masks(api) if one["id"] == made["id"]] == ["rejected"]


def test_metadata_is_searched_and_clues_are_saved_as_web_annotations(visit: Visit) -> None:
    _opened(visit)
    visit.page.locator("summary", has_text="Metadata").click()
    rows = visit.page.locator(".tags tr")
    if rows.count():
        visit.page.locator(".search input").fill("zz nothing has this zz")
        expect(rows).to_have_count(0)
    button = visit.page.get_by_role("button", name="Save the clues as Web Annotations")
    if button.is_enabled():
        with visit.page.expect_download() as saving:
            button.click()
        assert saving.value.suggested_filename.endswith(".jsonld")
    assert visit.violations() == []
