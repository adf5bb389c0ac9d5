"""The built page in a real Chromium, before a real `sightline serve` on a real workspace."""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from sightline.agencies import store as agency_store
from sightline.agencies.model import Agency, Level, Role
from sightline.kernel.db import Role as DatabaseRole
from sightline.kernel.settings import Settings
from sightline.operations import store as operation_store
from sightline.operations.model import Contribution, Handling, Operation, Tlp
from sightline.pipeline import take_in, work_alone
from sightline.workspace import Workspace
from tests.conftest import fresh_database

ROOT = Path(__file__).parents[2]
WORLD = ROOT / "src" / "sightline" / "demo" / "world"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
OFFLINE = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-pings",
)
# What somebody could call a file, a case or a person to get at whoever looks at it.
HOSTILE = '<img src=x onerror="window.attacked=1">'
TURNED = "\u202egpj.elif\u202c עברית"
LONGEST = "é" * 125 + ".jpg"  # 254 bytes
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


@dataclass(slots=True, kw_only=True)
class Served:
    """`sightline serve` as a process of its own, that can be stopped and started again."""

    environment: dict[str, str]
    port: int
    process: subprocess.Popen[str] | None = None
    link: str = ""
    used: bool = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-c", "from sightline.cli.main import main; main()"]
        arguments = ["--as", "be.first", "serve", "--json", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, *arguments], env=self.environment, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        assert self.process.stdout is not None
        said = ""
        while not said.rstrip().endswith("}"):
            line = self.process.stdout.readline()
            assert line, "the server ended before it said where it is"
            said += line
        self.link = json.loads(said)["link"]

    def renew_link(self) -> None:
        """A link works once: whoever comes later starts the server anew for one."""
        if self.used:
            self.stop()
            self.start()
        self.used = True

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.communicate(timeout=30)
            self.process = None


@dataclass(slots=True, kw_only=True)
class Visit:
    """One browser tab, with everything it asked for and complained about."""

    page: Page
    address: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Go to a screen and wait until it has loaded what it shows."""
        screen = path.split("?")[0].split("/")[0]
        self.page.goto(f"{self.address}/#/{path}")
        self.page.locator(f"main[data-screen={screen}]").wait_for()
        self.page.locator("main .state-pulse").first.wait_for(state="hidden")

    def violations(self) -> list[str]:
        return [str(one) for one in self.page.evaluate("window.violations")]


@pytest.fixture(scope="session", autouse=True)
def _built() -> None:
    subprocess.run([ROOT / "tools" / "build-page"], check=True)


# A module's own, and started after the server: while Playwright runs, no test of this process may run a loop of its own.
@pytest.fixture(scope="module")
def browser(served: Served) -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("No Chromium on this machine: sudo apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(OFFLINE))
        yield started
        started.close()


@pytest.fixture(scope="session")
def served(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("page")
    with fresh_database(server) as dsn:
        _fill(dsn, folder)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        environment = {**os.environ, "SIGHTLINE_WORKSPACE": str(folder / "workspace"), "SIGHTLINE_DATABASE": dsn}
        running = Served(environment=environment, port=port)
        running.start()
        yield running
        running.stop()


@pytest.fixture(scope="module")
def signed(browser: Browser, served: Served, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cookie of an officer who came in by the link that the server printed."""
    kept = tmp_path_factory.mktemp("session") / "state.json"
    served.renew_link()
    context = browser.new_context()
    page = context.new_page()
    page.goto(served.link)
    page.locator("main[data-screen=operation] h1").wait_for()
    assert "link" not in page.url
    context.storage_state(path=kept)
    context.close()
    return kept


@pytest.fixture
def context(browser: Browser, signed: Path) -> Iterator[BrowserContext]:
    made = browser.new_context(storage_state=signed, viewport={"width": 1440, "height": 900}, locale="en-GB")
    made.add_init_script(WATCH)
    made.set_default_timeout(15_000)
    yield made
    made.close()


@pytest.fixture
def visit(context: BrowserContext, served: Served) -> Visit:
    page = context.new_page()
    made = Visit(page=page, address=served.address)
    page.on("request", lambda request: made.asked.append(request.url))
    page.on("pageerror", lambda error: made.complaints.append(str(error)))
    page.on("console", lambda said: made.complaints.append(said.text) if said.type == "error" else None)
    return made


def _fill(dsn: str, folder: Path) -> None:
    settings = Settings(
        workspace=folder / "workspace", database=dsn, bytes="", officer="be.first", purpose="test", workers=1, language="en"
    )  # fmt: skip
    every = frozenset(Role)
    with Workspace.create(settings) as made:
        with made.database.transaction(DatabaseRole.APP) as connection:
            for code in ("BE", "FR"):
                agency_store.add_agency(connection, Agency(code=code, name=f"Agency of {code}", country=code))
            agency_store.add_officer(connection, "be.first", HOSTILE, "BE", every)
        with made.acting("be.first") as acting:
            agency_store.add_officer(acting.connection, "fr.first", "Third Officer", "FR", every, acting.officer)
            agencies = ("BE", "FR")
            operation_store.create(acting, _operation(agencies))
        for agency, case in (("BE", f"BE-1 {HOSTILE}"), ("FR", f"FR-1 {TURNED}")):
            _contribute(made, folder, agency, case)
        work_alone(made)


def _operation(agencies: tuple[str, ...]) -> Operation:
    return Operation(
        id=0,
        code="OP",
        name=f"Test {TURNED}",
        host="BE",
        starts=date(2026, 3, 2),
        ends=date(2026, 3, 13),
        level=Level.ORIGINAL,
        agencies=agencies,
    )


def _contribute(made: Workspace, folder: Path, agency: str, case: str) -> None:
    source = folder / agency
    source.mkdir()
    found = sorted((WORLD / agency).rglob("*.jpg"))[:4]
    names = [f"{HOSTILE.replace('/', '')}.jpg", f"{TURNED}.jpg", LONGEST, found[3].name]
    for path, name in zip(found, names, strict=True):
        shutil.copy(path, source / name)
    (source / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture " + agency.encode())
    handle = f"{agency.lower()}.first"
    with made.acting(handle) as acting:
        operation = operation_store.the_only(acting)
    wanted = Contribution(
        id=0,
        operation_id=operation.id,
        agency=agency,
        case_reference=case,
        legal_basis="test order",
        handling=Handling.H0,
        tlp=Tlp.GREEN,
        review=date(2099, 1, 1),
        level=Level.ORIGINAL,
    )
    take_in(made, handle, wanted, source)
