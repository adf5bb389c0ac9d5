"""Pictures: safe by default, sharp only by a recorded reveal, and never beyond what the owner shows."""

import io
import json
import struct
import time

import httpx
import numpy as np
import pytest
from PIL import Image

from sightline.custody import log
from sightline.kernel.db import Role
from tests.api.conftest import World

NOT_YET = 0xFFFFFFFF


def _entries(world: World, agency: str, action: str) -> list[dict]:
    world.workspace.seal()
    with world.workspace.database.transaction(Role.WORKER) as connection:
        bodies = [json.loads(entry.body) for entry in log.read(connection, agency)]
    return [one for one in bodies if one["action"] == action]


def _unpacked(body: bytes) -> list[bytes | None]:
    parts, at = [], 0
    while at < len(body):
        (length,) = struct.unpack_from("<I", body, at)
        at += 4
        if length == NOT_YET:
            parts.append(None)
            continue
        parts.append(body[at : at + length])
        at += length
    return parts


def _picture(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg))


def test_a_pack_is_one_entry_that_names_its_media(world: World) -> None:
    mine = world.media_of("BE")
    wanted = {"ids": ",".join(map(str, [*mine, 987654321]))}
    for _ in range(60):  # a small picture that is not made yet is asked for again, as the page does
        if None not in _unpacked(world.client("be.first").get("/api/thumbs", params=wanted).content):
            break
        time.sleep(0.5)
    before = len(_entries(world, "BE", "view thumbnails"))
    parts = _unpacked(world.client("be.first").get("/api/thumbs", params=wanted).content)
    assert len(parts) == len(mine) + 1
    assert parts[-1] == b""
    entries = _entries(world, "BE", "view thumbnails")
    assert len(entries) == before + 1
    assert len(entries[-1]["subjects"]) == len(mine)
    for jpeg in parts[:-1]:
        assert jpeg is not None
        assert _picture(jpeg).mode == "L"
        assert max(_picture(jpeg).size) <= 200


def test_a_pack_holds_at_most_sixty_four(be: httpx.Client) -> None:
    assert be.get("/api/thumbs", params={"ids": ",".join(map(str, range(1, 66)))}).status_code == 400


def test_a_reveal_is_recorded_and_sharp(world: World) -> None:
    number = world.media_of("BE")[0]
    client = world.client("be.first")
    before = len(_entries(world, "BE", "reveal"))
    sharp = client.post(f"/api/media/{number}/reveal", params={"width": 640})
    assert sharp.headers["content-type"] == "image/jpeg"
    assert _picture(sharp.content).mode == "RGB"
    assert max(_picture(sharp.content).size) <= 640
    assert len(_entries(world, "BE", "reveal")) == before + 1
    safe = client.get(f"/api/media/{number}/safe").content
    edges = [
        float(np.abs(np.diff(np.asarray(_picture(one).convert("L"), float))).mean()) for one in (safe, sharp.content)
    ]
    assert edges[0] < edges[1]


def test_a_mask_covers_what_it_should(world: World) -> None:
    number = world.media_of("BE")[1]
    client = world.client("be.first")
    region = {"x": 0.2, "y": 0.2, "width": 0.4, "height": 0.4}
    made = client.post(f"/api/media/{number}/masks", json=region)
    assert made.status_code == 201
    picture = np.asarray(_picture(client.post(f"/api/media/{number}/reveal", params={"width": 400}).content))
    height, width = picture.shape[:2]
    inside = picture[int(height * 0.3) : int(height * 0.5), int(width * 0.3) : int(width * 0.5)]
    assert np.abs(inside.astype(int) - 96).max() <= 6
    assert client.post("/api/undo").status_code == 200
    states = [one["state"] for one in client.get(f"/api/media/{number}/masks").json()["masks"] if not one["by_machine"]]
    assert states == ["rejected"]


@pytest.mark.parametrize(
    ("owner", "safe", "sharp", "original"),
    [("BE", 200, 200, 200), ("FR", 200, 200, 403), ("NL", 200, 403, 403)],
)
def test_owners_decide_how_much_others_see(world: World, owner: str, safe: int, sharp: int, original: int) -> None:
    number = world.media_of(owner)[0]
    other = world.client("fr.first" if owner == "BE" else "be.first")
    assert other.get(f"/api/media/{number}/safe").status_code == safe
    assert other.post(f"/api/media/{number}/reveal").status_code == sharp
    assert other.get(f"/api/media/{number}/original").status_code == original


def test_who_takes_no_part_gets_no_pixel(world: World) -> None:
    stranger = world.client("us.first")
    for number in world.media_of("BE"):
        assert stranger.get("/api/thumbs", params={"ids": number}).content == struct.pack("<I", 0)
        for answer in (
            stranger.get(f"/api/media/{number}/safe"),
            stranger.post(f"/api/media/{number}/reveal"),
            stranger.get(f"/api/media/{number}/original"),
            stranger.get(f"/api/media/{number}/frames"),
        ):
            assert answer.status_code == 404


def test_the_original_comes_byte_for_byte(world: World) -> None:
    number = world.media_of("BE")[0]
    client = world.client("be.first")
    known = client.get(f"/api/media/{number}").json()
    answer = client.get(f"/api/media/{known['sha256']}/original")
    assert world.workspace.blobs.get(known["sha256"]) == answer.content
    assert answer.headers["content-disposition"].startswith("attachment")
    assert _entries(world, "BE", "download")[-1]["subjects"] == [f"media:{known['sha256']}"]


def test_revealed_time_is_ones_own(world: World) -> None:
    number = world.media_of("BE")[0]
    client = world.client("be.second")
    assert client.post(f"/api/media/{number}/revealed", params={"milliseconds": 61_000}).status_code == 204
    assert client.get("/api/me/day").json()["revealed_milliseconds"] == 61_000
    assert client.get("/api/me/team").json() == {"officers": None, "revealed_milliseconds": None}
    assert world.client("nl.first").get("/api/me/team").status_code == 403
