"""The door: policy on every answer, what a request must show, and errors in one plain sentence."""

import json
import re
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from sightline.agencies import sessions
from sightline.api.app import describe
from sightline.api.door import HEADERS, POLICY
from tests.api.conftest import World, signed_in

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "openapi.json"


def test_the_committed_description_is_what_the_program_offers() -> None:
    assert json.loads(REFERENCE.read_text("utf-8")) == json.loads(json.dumps(describe().openapi()))


@pytest.mark.parametrize(
    "path", ["/", "/api/session", "/api/nothing", "/api/grid?operation=x", "/docs", "/openapi.json"]
)
def test_every_answer_carries_the_policy(world: World, path: str) -> None:
    answer = httpx.get(world.address + path)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["Cache-Control"] == "no-store"
    assert "server" not in answer.headers


def test_the_policy_lets_nothing_in_from_elsewhere() -> None:
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert POLICY.startswith("default-src 'none'")


def test_a_change_without_the_mark_is_refused(world: World) -> None:
    with closing(signed_in(world.workspace, world.address, "be.first")) as client:
        del client.headers["X-Sightline"]
        answer = client.post("/api/undo")
        assert answer.status_code == 403
        assert "X-Sightline" in answer.json()["error"]["what"]
        assert client.delete("/api/session").status_code == 403
        assert client.get("/api/session").status_code == 200


def test_a_change_from_another_site_is_refused(be: httpx.Client) -> None:
    assert be.post("/api/undo", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_another_host_name_is_refused(world: World) -> None:
    assert httpx.get(f"{world.address}/api/session", headers={"Host": "evil.example"}).status_code == 421


def test_a_body_without_a_length_or_too_long_is_refused(be: httpx.Client) -> None:
    assert be.post("/api/triage", content=iter([b"{}"])).status_code == 411
    assert be.post("/api/triage", content=b" " * (4 << 20) + b"{}").status_code == 413


def test_nobody_without_a_session(world: World) -> None:
    for path, methods in describe().openapi()["paths"].items():
        if path.startswith(("/api/session/link", "/api/session/pass")):
            continue
        for method in methods:
            address = world.address + re.sub(r"\{\w+\}", "1", path)
            answer = httpx.request(method.upper(), address, headers={"X-Sightline": "1"}, json={})
            assert answer.status_code in {400, 401}, (method, path, answer.text)
            assert answer.status_code == 401 or "cannot be read" in answer.json()["error"]["what"]


def test_a_link_is_good_once(world: World) -> None:
    secret = sessions.one_time_link(world.workspace.database, "be.first")
    with httpx.Client(base_url=world.address, headers={"X-Sightline": "1"}) as client:
        first = client.post("/api/session/link", json={"secret": secret})
        assert first.status_code == 200
        cookie = first.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert first.json()["handle"] == "be.first"
        assert client.post("/api/session/link", json={"secret": secret}).status_code == 403


def test_signing_out_and_revoking_work_at_once(world: World) -> None:
    with closing(signed_in(world.workspace, world.address, "be.second")) as client:
        assert client.delete("/api/session").status_code == 204
        assert client.get("/api/session").status_code == 401
    with closing(signed_in(world.workspace, world.address, "be.second")) as client:
        sessions.end_all(world.workspace.database, "be.second")
        assert client.get("/api/operations").status_code == 401


def test_absent_and_forbidden_answer_alike(world: World) -> None:
    hidden = world.media_of("BE")[0]
    stranger = world.client("us.first")
    assert stranger.get(f"/api/media/{hidden}").content == stranger.get("/api/media/987654321").content
    assert stranger.get(f"/api/media/{hidden}").status_code == 404


def test_a_misshapen_request_is_one_sentence(be: httpx.Client) -> None:
    answer = be.post("/api/triage", json={"media": ["x"], "act": "verdict"})
    assert answer.status_code == 400
    assert answer.json()["error"]["what"].startswith("The request cannot be read: media.0")
