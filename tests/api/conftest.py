"""A real server on a real socket over a real workspace: three agencies that take part, and one that does not."""

import asyncio
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import httpx
import pytest

from sightline.agencies import sessions
from sightline.agencies import store as agency_store
from sightline.agencies.model import Agency, Level, Role
from sightline.api.server import Server
from sightline.kernel.db import Role as DatabaseRole
from sightline.kernel.settings import Settings
from sightline.operations import store as operation_store
from sightline.operations.model import Contribution, Handling, Operation, Tlp
from sightline.pipeline import take_in, work_alone
from sightline.workspace import Workspace
from tests.conftest import fresh_database

WORLD = Path(__file__).parents[2] / "src" / "sightline" / "demo" / "world"
EVERY = frozenset(Role)
OFFICERS = {
    "be.first": ("BE", EVERY),
    "be.second": ("BE", EVERY),
    "fr.first": ("FR", EVERY),
    "nl.first": ("NL", frozenset({Role.CONTRIBUTOR, Role.SPECIALIST})),
    "us.first": ("US", EVERY),
}
SHOWN = {"BE": Level.ORIGINAL, "FR": Level.PREVIEW, "NL": Level.BLURRED}

Enter = Callable[[str], httpx.Client]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The running server, the workspace behind it, and signed-in clients by handle."""

    workspace: Workspace
    address: str
    operation: int
    client: Enter

    def media_of(self, agency: str) -> list[int]:
        """The numbers of the examined media that an agency brought, as the agency itself sees them."""
        grid = self.client(f"{agency.lower()}.first").get("/api/grid", params={"operation": self.operation}).json()
        people = self.client(f"{agency.lower()}.first")
        return [
            number
            for number, state in zip(grid["ids"], grid["state"], strict=True)
            if state == 2 and people.get(f"/api/media/{number}").json()["occurrences"][0]["agency"] == agency
        ]

    def series_of(self, agency: str) -> int:
        """The series an agency brought."""
        query = {"operation": self.operation, "agency": agency, "limit": 1}
        return int(self.client("be.first").get("/api/series", params=query).json()["rows"][0]["id"])


@pytest.fixture(scope="session")
def world(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("api")
    with fresh_database(server) as dsn, _filled(dsn, folder) as workspace, _running(workspace) as address:
        clients: dict[str, httpx.Client] = {}

        def client(handle: str) -> httpx.Client:
            # A test before may have ended the sessions of this officer: that is what it was there for.
            if handle not in clients or clients[handle].get("/api/session").status_code == 401:
                clients[handle] = signed_in(workspace, address, handle)
            return clients[handle]

        listed = client("be.first").get("/api/operations").json()["operations"]
        yield World(workspace=workspace, address=address, operation=listed[0]["id"], client=client)
        for one in clients.values():
            one.close()


@pytest.fixture
def be(world: World) -> httpx.Client:
    return world.client("be.first")


def signed_in(workspace: Workspace, address: str, handle: str) -> httpx.Client:
    """A client that came in by a one-time link."""
    client = httpx.Client(base_url=address, headers={"X-Sightline": "1"}, timeout=60)
    secret = sessions.one_time_link(workspace.database, handle)
    client.post("/api/session/link", json={"secret": secret}).raise_for_status()
    return client


@contextmanager
def _running(workspace: Workspace) -> Iterator[str]:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as door:
        door.bind(("127.0.0.1", 0))
        served = Server(workspace, {"127.0.0.1"})
        thread = threading.Thread(target=lambda: asyncio.run(served.serve(sockets=[door])), daemon=True)
        thread.start()
        while not served.started:
            assert thread.is_alive()
            time.sleep(0.02)
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
        served.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


@contextmanager
def _filled(dsn: str, folder: Path) -> Iterator[Workspace]:
    settings = Settings(
        workspace=folder / "workspace", database=dsn, bytes="", officer="be.first", purpose="test", workers=1, language="en"
    )  # fmt: skip
    with Workspace.create(settings) as made:
        _people(made)
        for agency, level in SHOWN.items():
            _contribute(made, folder, agency, level)
        work_alone(made)
        yield made


def _people(made: Workspace) -> None:
    with made.database.transaction(DatabaseRole.APP) as connection:
        for code in ("BE", "FR", "NL", "US"):
            agency_store.add_agency(connection, Agency(code=code, name=f"Agency of {code}", country=code))
        agency_store.add_officer(connection, "be.first", "Officer be.first", "BE", EVERY)
    with made.acting("be.first") as acting:
        for handle, (agency, roles) in OFFICERS.items():
            if handle != "be.first":
                agency_store.add_officer(acting.connection, handle, f"Officer {handle}", agency, roles, acting.officer)
        operation_store.create(
            acting,
            Operation(
                id=0,
                code="OP",
                name="Test",
                host="BE",
                starts=date(2026, 3, 2),
                ends=date(2026, 3, 13),
                level=Level.PREVIEW,
                agencies=("BE", "FR", "NL"),
            ),
        )


def _contribute(made: Workspace, folder: Path, agency: str, level: Level) -> None:
    source = folder / agency
    source.mkdir()
    for path in sorted((WORLD / agency).rglob("*.jpg"))[:2]:
        shutil.copy(path, source)
    (source / f"broken {agency}.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture " + agency.encode())
    handle = f"{agency.lower()}.first"
    with made.acting(handle) as acting:
        operation = operation_store.the_only(acting)
    wanted = Contribution(
        id=0,
        operation_id=operation.id,
        agency=agency,
        case_reference=f"{agency}-1",
        legal_basis="test order",
        handling=Handling.H0,
        tlp=Tlp.GREEN,
        review=date(2099, 1, 1),
        level=level,
    )
    take_in(made, handle, wanted, source)
