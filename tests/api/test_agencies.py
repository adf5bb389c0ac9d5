"""Every route that reads, asked as each agency: nothing breaks, and what is hidden is as if it were not there."""

import re

import pytest

from sightline.api.app import describe
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
