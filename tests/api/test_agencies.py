"""Every route that reads, asked as each agency: nothing breaks, and what is hidden is as if it were not there."""

import re

import pytest

from sightline.api.app import describe
from sightline.api.board import store as board_store
from sightline.api.grid import store as grid_store
from sightline.api.overview import store as overview_store
from sightline.clues import store as clue_store
from sightline.clues.model import ClueState
from sightline.matching import store as link_store
from sightline.places import store as place_store
from sightline.series import store as series_store
from sightline.series.media import store as media_store
from tests.api.conftest import World

LEADS_AWAY = frozenset({"/api/operations/{operation}/events"})
READS = sorted(
    path for path, methods in describe().openapi()["paths"].items() if "get" in methods and path not in LEADS_AWAY
)


def _numbers(world: World) -> dict[str, int]:
    client = world.client("be.first")
    return {
        "operation": world.operation,
        "series": world.series_of("BE"),
        "media": world.media_of("BE")[0],
        "link": client.get("/api/links", params={"operation": world.operation}).json()["links"][0]["id"],
    }


def _address(path: str, numbers: dict[str, int]) -> str:
    return re.sub(r"\{(\w+)\}", lambda name: str(numbers.get(name[1], 1)), path)


QUERIES = {"/api/grid": "operation", "/api/series": "operation", "/api/thumbs": "media"}


@pytest.mark.parametrize("handle", ["be.first", "fr.first", "nl.first", "us.first"])
@pytest.mark.parametrize("path", READS)
def test_no_read_breaks_for_anybody(world: World, handle: str, path: str) -> None:
    numbers = _numbers(world)
    key = QUERIES.get(path)
    params = {"ids" if path.endswith("thumbs") else "operation": numbers[key]} if key else {}
    answer = world.client(handle).get(_address(path, numbers), params=params)
    assert answer.status_code in {200, 400, 403, 404, 422}, answer.text
    if answer.status_code != 200:
        assert set(answer.json()) == {"error"}
    if handle == "us.first" and re.search(r"\{(series|media|link|clue|operation)\}", path):
        assert answer.status_code == 404, answer.text


def test_lists_hold_nothing_for_who_takes_no_part(world: World) -> None:
    stranger = world.client("us.first")
    query = {"operation": world.operation}
    assert stranger.get("/api/operations").json() == {"operations": []}
    assert stranger.get("/api/grid", params=query).json()["total"] == 0
    assert stranger.get("/api/series", params=query).json()["total"] == 0
    assert stranger.get("/api/links", params=query).json()["total"] == 0
    assert stranger.get("/api/questions").json()["questions"] == []


@pytest.mark.parametrize("handle", ["be.first", "fr.first", "nl.first", "us.first"])
def test_the_quick_pages_equal_the_slow_answer(world: World, handle: str) -> None:
    """The functions that go by index show what row security shows: media, clues, links, agencies, outcomes."""
    with world.workspace.acting(handle) as acting:
        slow = {one.id for one in media_store.of_operation(acting, world.operation)}
        total, cells = grid_store.page(acting, grid_store.Wanted(operation_id=world.operation), offset=0, limit=1_000)
        assert {cell.id for cell in cells} == slow
        assert total == len(slow)
        for cell in cells:
            clues = [one for one in clue_store.of_media(acting, cell.id) if one.state is not ClueState.REJECTED]
            assert cell.clues == len(clues)
            assert cell.links == len(link_store.list_links(acting, media_ids=[cell.id]))
        received = overview_store.received_in(acting, world.operation)
        assert received.outcomes == media_store.outcomes(acting, world.operation)
        countries = place_store.located(acting)
        for one in series_store.list_series(acting, world.operation):
            row = board_store.rows_of(acting, [one.id])[one.id]
            assert (row.media, row.agencies, row.country) == (one.media, one.agencies, countries.get(one.id))
            listed = [clue for clue in clue_store.of_series(acting, one.id) if clue.sighting.media_id is not None]
            assert row.clues == sum(clue.state is not ClueState.REJECTED for clue in listed)
            assert row.clues_waiting == sum(clue.state is ClueState.PROPOSED for clue in listed)
