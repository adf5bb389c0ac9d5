"""Work: one act on many things, taken back whole; two officers on one thing; nothing overwritten."""

import httpx
import pytest

from tests.api.conftest import World


def _row(world: World, number: int) -> dict:
    return world.client("be.first").get(f"/api/series/{number}").json()["series"]


@pytest.mark.parametrize(
    ("act", "value", "field", "after"),
    [
        ("status", "analysed", "status", "analysed"),
        ("tag", "Bathroom  Tiles", "tags", ["bathroom tiles"]),
        ("category", "3", "category", 3),
        ("claim", None, "claimed_by", "be.first"),
        ("hand over", "be.second", "claimed_by", "be.second"),
    ],
)
def test_an_act_on_many_series_is_taken_back_whole(
    world: World, act: str, value: str | None, field: str, after: object
) -> None:
    client = world.client("be.first")
    numbers = [world.series_of("BE"), world.series_of("FR")]
    before = [_row(world, number)[field] for number in numbers]
    done = client.post("/api/series/act", json={"ids": numbers, "act": act, "value": value})
    assert done.status_code == 200, done.text
    assert sorted(done.json()["changed"]) == sorted(numbers)
    assert [_row(world, number)[field] for number in numbers] == [after, after]
    undone = client.post("/api/undo").json()
    assert undone["id"] == done.json()["act"]
    assert [_row(world, number)[field] for number in numbers] == before


def test_acts_survive_and_belong_to_one_officer(world: World) -> None:
    number = world.series_of("BE")
    first, second = world.client("be.first"), world.client("be.second")
    done = first.post("/api/series/act", json={"ids": [number], "act": "tag", "value": "mine"}).json()
    assert first.get("/api/acts").json()["acts"][0]["id"] == done["act"]
    assert done["act"] not in [one["id"] for one in second.get("/api/acts").json()["acts"]]
    assert first.post("/api/undo").status_code == 200


def test_what_somebody_changed_since_is_not_taken_back(world: World) -> None:
    number = world.series_of("BE")
    first, second = world.client("be.first"), world.client("be.second")
    first.post("/api/series/act", json={"ids": [number], "act": "status", "value": "open"})
    second.post("/api/series/act", json={"ids": [number], "act": "status", "value": "located"})
    answer = first.post("/api/undo")
    assert answer.status_code == 409
    assert "changed since" in answer.json()["error"]["what"]
    assert _row(world, number)["status"] == "located"
    assert second.post("/api/undo").status_code == 200
    assert first.post("/api/undo").status_code == 200


def test_one_hidden_series_among_many_changes_nothing(world: World) -> None:
    number = world.series_of("BE")
    answer = world.client("be.first").post(
        "/api/series/act", json={"ids": [number, 987654321], "act": "tag", "value": "x"}
    )
    assert answer.status_code == 404
    assert "x" not in _row(world, number)["tags"]


def test_a_claimed_series_is_not_taken_away(world: World) -> None:
    number = world.series_of("BE")
    first, french = world.client("be.first"), world.client("fr.first")
    first.post("/api/series/act", json={"ids": [number], "act": "claim"})
    answer = french.post("/api/series/act", json={"ids": [number], "act": "claim"})
    assert answer.status_code == 409
    assert "be.first" in answer.json()["error"]["what"]
    assert first.post("/api/undo").status_code == 200


def test_triage_leaves_known_media_out_and_can_be_undone(world: World) -> None:
    client = world.client("be.first")
    query = {"operation": world.operation}
    before = client.get("/api/grid", params=query).json()
    known = before["ids"][:2]
    done = client.post("/api/triage", json={"media": known, "act": "verdict", "verdict": "known"}).json()
    assert done["changed"] == known
    after = client.get("/api/grid", params=query).json()
    assert after["total"] == before["total"] - 2
    assert set(known).isdisjoint(after["ids"])
    again = client.get("/api/grid", params={**query, "known": True}).json()
    assert again["total"] == before["total"]
    assert client.post("/api/undo").json()["touched"] == known
    assert client.get("/api/grid", params=query).json()["ids"] == before["ids"]


def test_columns_are_equally_long_and_small_pages_join_up(be: httpx.Client, world: World) -> None:
    whole = be.get("/api/grid", params={"operation": world.operation}).json()
    columns = [value for value in whole.values() if isinstance(value, list)]
    assert {len(column) for column in columns} == {whole["total"]}
    parts = [
        be.get("/api/grid", params={"operation": world.operation, "offset": at, "limit": 2}).json()["ids"]
        for at in range(0, whole["total"], 2)
    ]
    assert [number for part in parts for number in part] == whole["ids"]


def test_two_officers_on_one_clue(world: World) -> None:
    series, media = world.series_of("BE"), world.media_of("BE")[0]
    first, second = world.client("be.first"), world.client("be.second")
    clue = {
        "series": series,
        "media": str(media),
        "kind": "plug",
        "value": "F",
        "region": {"x": 0.1, "y": 0.2, "width": 0.3, "height": 0.1},
    }
    made = first.post("/api/clues", json=clue)
    assert made.status_code == 201, made.text
    kept = made.json()["clue"]
    assert kept["region"] == {**clue["region"], "outline": []}
    address = f"/api/clues/{kept['id']}"
    assert second.patch(address, json={"revision": kept["revision"], "value": "E"}).status_code == 200
    late = first.patch(address, json={"revision": kept["revision"], "value": "C"})
    assert late.status_code == 409
    assert "be.second" in late.json()["error"]["what"]
    assert "'E'" in late.json()["error"]["what"]
    now = next(one for one in second.get(f"/api/media/{media}/clues").json()["clues"] if one["id"] == kept["id"])
    assert (now["value"], now["revision"]) == ("E", kept["revision"] + 1)
    assert second.post("/api/undo").status_code == 200
    assert first.post("/api/undo").status_code == 409
    assert second.post("/api/clues/verdict", json={"ids": [kept["id"]], "state": "rejected"}).status_code == 200


def test_a_clue_that_is_none_is_explained(be: httpx.Client, world: World) -> None:
    answer = be.post("/api/clues", json={"series": world.series_of("BE"), "kind": "plugg", "value": "F"})
    assert answer.status_code == 400
    assert "plug" in answer.json()["error"]["what"]


def test_a_vote_comes_before_the_answer(world: World) -> None:
    series = world.series_of("BE")
    client = world.client("be.second")
    blind = client.get(f"/api/series/{series}/where").json()
    assert blind["vote"] is None
    assert blind["answer"] is None
    assert blind["finer"] == []
    assert client.post(f"/api/series/{series}/vote", json={"country": "BE", "confidence": 0.6}).status_code == 201
    assert client.post(f"/api/series/{series}/vote", json={"country": "NL"}).status_code == 409
    shown = client.get(f"/api/series/{series}/where").json()
    assert shown["vote"]["country"] == "BE"
    assert abs(sum(share for _, share in shown["answer"]["posterior"]) - 1.0) < 1e-6
    clues = [step["clue"] for group in shown["answer"]["groups"] for step in group["clues"]]
    without = client.get(f"/api/series/{series}/where", params={"without": ",".join(map(str, clues))}).json()
    assert without["without"] == sorted(clues)
    assert without["answer"]["abstains"] is not None


def test_a_verdict_on_a_link_brings_the_next_and_can_be_undone(world: World) -> None:
    client = world.client("be.first")
    found = client.get("/api/links", params={"operation": world.operation, "undecided": True}).json()
    assert found["total"] >= 1
    first = found["links"][0]
    shown = client.get(f"/api/links/{first['id']}").json()
    assert shown["link"] == first
    done = client.post("/api/links/verdict", json={"ids": [first["id"]], "verdict": "confirmed"}).json()
    assert done["next"] != first["id"]
    assert done["next"] == (found["links"][1]["id"] if found["total"] > 1 else None)
    assert client.get(f"/api/links/{first['id']}").json()["link"]["decided_by"] == "be.first"
    client.post("/api/undo")
    assert client.get(f"/api/links/{first['id']}").json()["link"]["verdict"] is None


def test_split_and_merge_are_undone(world: World) -> None:
    client = world.client("be.first")
    series = world.series_of("BE")
    before = [one["id"] for one in client.get(f"/api/series/{series}").json()["media"]]
    done = client.post(f"/api/series/{series}/split", json={"media": before[:1], "title": "apart"})
    assert done.status_code == 200, done.text
    fresh = done.json()["changed"][1]
    assert [one["id"] for one in client.get(f"/api/series/{fresh}").json()["media"]] == before[:1]
    graph = client.get(f"/api/series/{series}/graph").json()
    assert graph["centre"] == series
    assert client.post("/api/undo").status_code == 200
    assert [one["id"] for one in client.get(f"/api/series/{series}").json()["media"]] == before


def test_preferences_are_kept(world: World) -> None:
    client = world.client("be.second")
    wanted = {"locale": "nl", "keymap": {"useful": "u"}, "views": {"mine": "claimed=be.second"}, "break_minutes": 30}
    assert client.patch("/api/me/preferences", json=wanted).json() == wanted
    assert client.get("/api/session").json()["keymap"] == {"useful": "u"}
    assert client.patch("/api/me/preferences", json={"locale": "xx"}).status_code == 400


def test_progress_is_told_as_it_happens(world: World) -> None:
    client = world.client("be.first")
    with client.stream("GET", f"/api/operations/{world.operation}/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = answer.iter_lines()
        said = [next(lines) for _ in range(5)]
    assert "event: progress" in said
    assert any('"waiting"' in line for line in said)
