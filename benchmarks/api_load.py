"""Thirty officers at once on a synthetic operation of 95,567 media: how long each kind of answer takes.

    uv run --no-sync python -m benchmarks.synthetic FOLDER
    uv run --no-sync python -m benchmarks.api_load FOLDER [--users 30] [--seconds 60] [--think 1.0]

A real server in a process of its own on a real socket; every user signs in, then looks at the grid, compares a link,
lists the board, opens a media, adds or confirms a clue, asks where a series was made, and thinks for `--think` seconds
on average between two acts (exponentially distributed). Prints median, 95th percentile and largest of each route, the
floor (the same server answering `GET /api/session` to one user) measured in the same run, and the ratio to it; then
the plans of the page queries that read a whole table.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx

from sightline.agencies import sessions
from sightline.kernel.settings import load
from sightline.workspace import Workspace

BAR = 200.0


class Users:
    """What thirty officers do, and how long each answer took, in milliseconds."""

    def __init__(self, address: str, secrets: list[str], think: float) -> None:
        self.address, self.secrets, self.think = address, secrets, think
        self.took: dict[str, list[float]] = defaultdict(list)
        self.bad: dict[str, list[str]] = defaultdict(list)
        with closing(self._client(secrets.pop())) as client:
            self.operation = client.get("/api/operations").json()["operations"][0]["id"]
            board = client.get("/api/series", params={"operation": self.operation, "limit": 500}).json()
            self.series = [row["id"] for row in board["rows"] if row["media"] < 400]
            links = client.get("/api/links", params={"operation": self.operation, "limit": 500}).json()
            self.links = [link["id"] for link in links["links"]]
            self.total = client.get("/api/grid", params={"operation": self.operation, "limit": 1}).json()["total"]
            for _ in range(50):
                self._timed("floor", client.get, "/api/session")
            # What loads when it is first asked for (models of languages, tables of countries) is not what is measured.
            for number in self.series[:12]:
                client.post(f"/api/series/{number}/vote", json={"country": None})
                client.get(f"/api/series/{number}/where")

    def _client(self, secret: str) -> httpx.Client:
        client = httpx.Client(base_url=self.address, headers={"X-Sightline": "1"}, timeout=60)
        client.post("/api/session/link", json={"secret": secret}).raise_for_status()
        return client

    def _timed(self, name: str, ask: Callable[..., httpx.Response], *a: str, **k: object) -> httpx.Response:
        began = time.perf_counter()
        answer = ask(*a, **k)
        self.took[name].append((time.perf_counter() - began) * 1000)
        if answer.status_code >= 400 and answer.status_code != 409:
            self.bad[name].append(answer.text[:200])
        return answer

    def run(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        threads = [
            threading.Thread(target=self._user, args=(number, secret, until))
            for number, secret in enumerate(self.secrets)
        ]
        for one in threads:
            one.start()
        for one in threads:
            one.join()

    def _user(self, seed: int, secret: str, until: float) -> None:
        drawn = random.Random(seed)
        acts = [self._grid, self._compare, self._board, self._media, self._clue, self._where]
        with closing(self._client(secret)) as client:
            time.sleep(drawn.random() * self.think)
            while time.monotonic() < until:
                drawn.choice(acts)(client, drawn)
                time.sleep(drawn.expovariate(1.0 / self.think))

    def _grid(self, client: httpx.Client, drawn: random.Random) -> None:
        query = {"operation": self.operation, "offset": drawn.randrange(self.total)}
        self._timed("grid", client.get, "/api/grid", params=query)

    def _board(self, client: httpx.Client, drawn: random.Random) -> None:
        query = {"operation": self.operation, "offset": drawn.randrange(900)}
        self._timed("board", client.get, "/api/series", params=query)

    def _compare(self, client: httpx.Client, drawn: random.Random) -> None:
        self._timed("compare", client.get, f"/api/links/{drawn.choice(self.links)}")

    def _media(self, client: httpx.Client, drawn: random.Random) -> None:
        self._timed("media", client.get, f"/api/media/{1 + drawn.randrange(self.total)}")

    def _clue(self, client: httpx.Client, drawn: random.Random) -> None:
        series = drawn.choice(self.series)
        wanted = {"series": series, "kind": "writing", "value": f"load {drawn.random()}"}
        made = self._timed("clue", client.post, "/api/clues", json=wanted)
        if made.status_code == 201:
            clue = made.json()["clue"]
            change = {"revision": clue["revision"], "state": "rejected"}
            self._timed("clue change", client.patch, f"/api/clues/{clue['id']}", json=change)

    def _where(self, client: httpx.Client, drawn: random.Random) -> None:
        series = drawn.choice(self.series)
        client.post(f"/api/series/{series}/vote", json={"country": None})
        self._timed("where", client.get, f"/api/series/{series}/where")


def plans(workspace: Workspace) -> None:
    """Say which page query reads a whole large table."""
    with workspace.acting() as acting:
        for name, sql in {
            "grid": "SELECT DISTINCT media_id FROM media_file WHERE contribution_id = ANY (sl_shown()) ORDER BY 1",
            "links": "SELECT sl_links(1, NULL, NULL, NULL, NULL, NULL, true, NULL, NULL, NULL, 1000)",
            "media": "SELECT id FROM media WHERE id = ANY (ARRAY[1, 2, 3])",
            "clues": "SELECT id FROM clue WHERE media_id = 17 AND state <> 'rejected'",
        }.items():
            rows = acting.connection.exec_driver_sql(f"EXPLAIN (FORMAT TEXT) {sql}").scalars().all()
            seq = [
                row.strip()
                for row in rows
                if re.search(r"Seq Scan on (media|media_file|link|clue|series_media)\b", row)
            ]
            print(f"plan of {name}: {'; '.join(seq) or 'no table is read whole'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--users", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=1.0)
    wanted = parser.parse_args()
    workspace = Workspace.open(load({"workspace": str(wanted.folder), "officer": "be.first"}))
    handles = _handles(workspace)
    secrets = [
        sessions.one_time_link(workspace.database, handles[number % len(handles)]) for number in range(wanted.users)
    ]
    secrets.append(sessions.one_time_link(workspace.database, "be.first"))
    plans(workspace)
    script = "from sightline.cli.main import main; main()"
    command = [
        sys.executable,
        "-c",
        script,
        "--workspace",
        str(wanted.folder),
        "--as",
        "be.first",
        "serve",
        "--port",
        "0",
        "--json",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            said = ""
            while "}" not in said:
                said += server.stdout.readline()
            users = Users(json.loads(said)["address"], secrets, wanted.think)
            users.run(wanted.seconds)
        finally:
            server.terminate()
    report(users)


def _handles(workspace: Workspace) -> list[str]:
    with workspace.acting() as acting:
        rows = acting.connection.exec_driver_sql("SELECT handle FROM officer ORDER BY handle").scalars()
        return [str(one) for one in rows]


def report(users: Users) -> None:
    floor = sorted(users.took["floor"])
    median = floor[len(floor) // 2]
    print(f"{'route':<12} {'answers':>8} {'median':>8} {'p95':>8} {'largest':>8}   ms; p95 against the floor's median")
    for name, took in users.took.items():
        ordered = sorted(took)
        p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
        within = "" if name == "floor" else ("within 200 ms" if p95 <= BAR else "OVER 200 ms")
        figures = f"{ordered[len(took) // 2]:>8.1f} {p95:>8.1f} {ordered[-1]:>8.1f}"
        print(f"{name:<12} {len(took):>8} {figures}   {p95 / median:5.1f}  {within}")
    for name, said in users.bad.items():
        print(f"{name}: {len(said)} failed, first: {said[0]}")


if __name__ == "__main__":
    main()
