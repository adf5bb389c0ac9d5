"""A small operation on which processes are killed, disks fill up and clocks jump; and what must hold after each fault."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import text
from typing_extensions import override

from sightline import pipeline
from sightline.agencies import store as agency_store
from sightline.agencies.model import Agency
from sightline.agencies.model import Role as Duty
from sightline.custody.verify import Broken, published, verify
from sightline.features.examine import refuse
from sightline.jobs.queue import Task
from sightline.kernel import clock
from sightline.kernel.blobs import Blobs, measure, name_of
from sightline.kernel.db import Role
from sightline.kernel.disk import DRAFTS, Disk
from sightline.kernel.errors import Refusal
from sightline.kernel.settings import Settings
from sightline.operations import store as operation_store
from sightline.operations.model import Contribution, Handling, Level, Operation, Tlp
from sightline.workspace import Workspace

RESTART_SECONDS = 10.0
OFFICER = "be.first"


class Faulty(Disk):
    """Fails at its n-th act with one error, once."""

    def __init__(self, at: int, number: int) -> None:
        self._left, self._number = at, number

    def _count(self) -> None:
        self._left -= 1
        if self._left == 0:
            raise OSError(self._number, os.strerror(self._number))

    @override
    def make_folder(self, path: Path) -> None:
        self._count()
        super().make_folder(path)

    @override
    def write(self, path: Path, chunks: Iterable[bytes], mode: int) -> None:
        def passed() -> Iterable[bytes]:
            for chunk in chunks:
                self._count()
                yield chunk

        super().write(path, passed(), mode)
        self._count()

    @override
    def rename(self, draft: Path, path: Path) -> None:
        self._count()
        super().rename(draft, path)

    @override
    def sync(self, folder: Path) -> None:
        self._count()
        super().sync(folder)


@dataclass(slots=True, kw_only=True)
class Rig:
    """The operation, with a database of its own or a given one, and the seed that decides everything."""

    folder: Path
    settings: Settings
    chance: random.Random
    made: int = 0
    checked: int = 0
    slowest: float = 0.0
    found: list[str] = field(default_factory=list)

    @classmethod
    def make(cls, folder: Path, seed: int, database: str = "") -> Rig:
        """Make the workspace with one agency, one officer and one operation."""
        settings = Settings(
            workspace=folder / "w",
            database=database,
            bytes="",
            officer=OFFICER,
            purpose="test",
            workers=1,
            language="en",
        )
        with Workspace.create(settings) as made:
            with made.database.transaction(Role.APP) as connection:
                agency_store.add_agency(connection, Agency(code="BE", name="Agency of Belgium", country="BE"))
                agency_store.add_officer(connection, OFFICER, "First Officer", "BE", frozenset(Duty))
            with made.acting() as acting:
                first = date(2026, 3, 2)
                level = Level.PREVIEW
                days = {"starts": first, "ends": first + timedelta(days=11)}
                operation_store.create(
                    acting, Operation(id=0, code="OP", name="T", host="BE", level=level, agencies=("BE",), **days)
                )
        (folder / "acknowledged").touch()
        return cls(folder=folder, settings=settings, chance=random.Random(seed))

    # What the processes do that are killed

    def start(self, act: Callable[[], None], skew: float = 0.0) -> int:
        """Run `act` in a process of its own, whose clock is wrong by `skew` seconds; return its number."""
        process = os.fork()
        if process:
            return process
        code = 1
        try:
            if skew:
                honest = clock.now
                clock.now = lambda: honest() + timedelta(seconds=skew)
            act()
            code = 0
        finally:
            os._exit(code)  # nothing of the parent's may be ended here

    def intake(self, files: int = 4, source: Path | None = None, disk: Disk | None = None) -> Callable[[], None]:
        """Take in some new files, or those in `source`; what was acknowledged is written down outside."""
        self.made += 1
        given = source or self.files(files)
        case = f"C{self.made}"

        def act() -> None:
            with Workspace.open(self.settings) as opened:
                if disk is not None:
                    opened.blobs = Blobs.at(str(opened.folder / "bytes"), disk)
                pipeline.take_in(opened, None, _wanted(opened, case), given)
                said = [measure(path).sha256 for path in sorted(given.iterdir())]
                _write_down(self.folder / "acknowledged", json.dumps(said))

        return act

    def files(self, count: int) -> Path:
        """A folder with some new files that no decoder wants."""
        self.made += 1
        folder = self.folder / "source" / str(self.made)
        folder.mkdir(parents=True)
        for number in range(count):
            (folder / str(number)).write_bytes(os.urandom(self.chance.choice([10, 3_000, 200_000])))
        return folder

    def work(self) -> None:
        """Run the jobs that are due: every media is set aside by name, in one act with its entry."""

        def examine(task: Task) -> None:
            for number in task.arguments["media"]:
                refuse(lambda: opened.machine(OFFICER, "worker"), int(number), Refusal("set-aside", "For the test."))

        with Workspace.open(self.settings) as opened:
            opened.queue.work({"examine": examine, "match": lambda _task: None}, concurrency=1)

    def seal(self) -> None:
        """Place and sign what was committed."""
        with Workspace.open(self.settings):
            pass

    def kill_database(self) -> None:
        """Take the embedded server away as a power cut would."""
        os.kill(int((self.settings.workspace / "database" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def close(self) -> None:
        """End the embedded server."""
        self.kill_database()

    # What must hold afterwards

    def check(self, *, all_bytes: bool = False) -> list[str]:
        """Open the workspace again and look for every kind of damage; return what was found since the last check."""
        started = time.monotonic()
        with Workspace.open(self.settings) as opened:
            opened.seal()
            took = time.monotonic() - started
            self.slowest = max(self.slowest, took)
            faults = [f"restart took {took:.1f} s"] if took > RESTART_SECONDS else []
            faults += self._lost(opened, all_bytes=all_bytes) + _acts_without_entries(opened) + _broken(opened)
            left = list((opened.folder / "bytes" / DRAFTS).glob("*"))
            faults += [f"{len(left)} drafts are left over"] if left else []
        self.checked += 1
        self.found += faults
        return faults

    def _lost(self, opened: Workspace, *, all_bytes: bool) -> list[str]:
        lines = (self.folder / "acknowledged").read_text().splitlines()
        wanted = {sha256 for line in (lines if all_bytes else lines[-8:]) for sha256 in json.loads(line)}
        with opened.database.transaction(Role.WORKER) as connection:
            rows = set(connection.execute(text("SELECT encode(sha256, 'hex') FROM media")).scalars())
        faults = [f"{one[:8]} was acknowledged and has no row" for one in wanted - rows]
        for sha256 in rows if all_bytes else wanted & rows:
            path = opened.folder / "bytes" / name_of(sha256)
            if not path.exists() or measure(path).sha256 != sha256:
                faults.append(f"{sha256[:8]} has a row and not its bytes")
        return faults


def _write_down(path: Path, line: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND)
    os.write(descriptor, line.encode() + b"\n")
    os.close(descriptor)


def _wanted(opened: Workspace, case: str) -> Contribution:
    with opened.acting() as acting:
        operation = operation_store.the_only(acting)
    marks = {"handling": Handling.H1, "tlp": Tlp.AMBER, "level": Level.PREVIEW}
    due = date(2027, 1, 1)
    return Contribution(
        id=0, operation_id=operation.id, agency="BE", case_reference=case, legal_basis="test", review=due, **marks
    )


def _acts_without_entries(opened: Workspace) -> list[str]:
    """Every file that was taken in and every media set aside has its entry; no entry speaks of what did not happen."""
    with opened.database.transaction(Role.WORKER) as connection:
        bodies = [
            json.loads(bytes(one)) for one in connection.execute(text("SELECT body FROM custody_entry")).scalars()
        ]
        files = Counter(
            connection.execute(
                text("SELECT 'media:' || encode(m.sha256, 'hex') FROM media_file f JOIN media m ON m.id = f.media_id")
            ).scalars()
        )
        aside = text("SELECT 'media:' || encode(sha256, 'hex') FROM media WHERE refusal_code = 'set-aside'")
        refused = set(connection.execute(aside).scalars())
    entered = Counter(
        one for body in bodies if body["action"] == "intake" for one in body["subjects"] if one.startswith("media:")
    )
    told = {one for body in bodies if body["action"] == "refuse" for one in body["subjects"]}
    faults = [
        f"{one[:14]} was taken in {files[one]} times and entered {entered[one]}"
        for one in files | entered
        if files[one] != entered[one]
    ]
    return faults + [f"{one[:14]} is set aside, or said to be, but not both" for one in refused ^ told]


def _broken(opened: Workspace) -> list[str]:
    key = opened.log_key.public_key()
    with opened.database.transaction(Role.WORKER) as connection:
        found = verify(connection, "BE", key, published(opened.checkpoints / "BE", key))
    return [f"the log breaks at {found.position}: {found.fault}"] if isinstance(found, Broken) else []
