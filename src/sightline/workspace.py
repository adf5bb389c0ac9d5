"""The composition root: from settings to everything an act needs. Nothing else puts these parts together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sightline.agencies.access import Acting, acting, machine
from sightline.custody import seal as custody_seal
from sightline.jobs.queue import Queue
from sightline.kernel import diary, postgres
from sightline.kernel.blobs import Blobs
from sightline.kernel.db import Database, Role
from sightline.kernel.errors import Conflict, UsageError
from sightline.kernel.settings import CONFIG_NAME, Settings, remember
from sightline.leads.keyfiles import load_signing_key, save_signing_key
from sightline.leads.keys import make_signing_key
from sightline.media.decoder import Decoder
from sightline.media.model import Limits


class Workspace:
    """One open workspace. Use it as a context manager: closing it places the custody entries and signs the log."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings = settings
        self.database = database
        self.folder: Path = settings.workspace
        self.blobs = Blobs.at(settings.bytes or str(settings.workspace / "bytes"))
        self.queue = Queue(database.dsn, Role.WORKER.value, database.revive)
        diary.keep(self.folder)

    @classmethod
    def create(cls, settings: Settings) -> Workspace:
        """Make a new workspace in its folder. Raises `Conflict` when there is one already."""
        folder = settings.workspace
        if (folder / CONFIG_NAME).exists():
            raise Conflict(f"{folder} is a workspace already; choose another folder with --workspace.")
        folder.mkdir(parents=True, exist_ok=True)
        database = _database(settings)
        database.migrate()
        if not _log_key(folder).exists():  # there when a first try was cut short
            save_signing_key(make_signing_key(), _log_key(folder))
        remember(folder, "purpose", settings.purpose)
        if settings.database:
            remember(folder, "database", settings.database)
        if settings.bytes:
            remember(folder, "bytes", settings.bytes)
        return cls(settings, database)

    @classmethod
    def open(cls, settings: Settings) -> Workspace:
        """Open an existing workspace and bring its tables up to date. Raises `UsageError` when there is none."""
        folder = settings.workspace
        if not (folder / CONFIG_NAME).exists():
            raise UsageError(
                f"There is no workspace in {folder}. Make one with `sightline init`, or point to it with --workspace."
            )
        database = _database(settings)
        if settings.attached:
            database.check()
        else:
            database.migrate()
        opened = cls(settings, database)
        opened.blobs.sweep()
        return opened

    @classmethod
    def attach(cls, settings: Settings) -> Workspace:
        """Make a folder from which this machine works for a workspace elsewhere, over its database and its bytes.

        It has no key of the custody log: what is done here is placed and signed by the workspace's own machine.
        Raises `Conflict` when there is a workspace in the folder, or the database holds none of this version;
        `UsageError` when it is not said where database and bytes are.
        """
        folder = settings.workspace
        if (folder / CONFIG_NAME).exists():
            raise Conflict(f"{folder} is a workspace already; choose another folder with --workspace.")
        if not (settings.database and settings.bytes):
            raise UsageError(
                "Say where the workspace is: its database as a DSN, and its bytes as a shared folder or s3:// URL."
            )
        database = _database(settings)
        database.check()
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("database", "bytes", "purpose"):
            remember(folder, name, getattr(settings, name))
        remember(folder, "attached", "yes")
        return cls(replace(settings, attached=True), database)

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_exception: object) -> None:
        try:
            self.seal()
        finally:
            self.database.close()

    def acting(self, handle: str | None = None) -> AbstractContextManager[Acting]:
        """A transaction of an officer: the one named, or the one in the settings. Raises `UsageError`, `NotFound`."""
        name = handle or self.settings.officer
        if not name:
            raise UsageError("Say who acts: --as HANDLE, or choose once with `sightline officer use HANDLE`.")
        return acting(self.database, name, self.settings.purpose)

    def machine(self, handle: str, agent: str) -> AbstractContextManager[Acting]:
        """A transaction in which the machine acts at the request of officer `handle`."""
        return machine(self.database, handle, self.settings.purpose, agent)

    @contextmanager
    def decoder(self) -> Iterator[Decoder]:
        """A decoding process, after this machine has shown that it can cage one. Raises `Unavailable` when it cannot."""
        with Decoder(Limits()) as decoder:
            yield decoder

    @cached_property
    def log_key(self) -> Ed25519PrivateKey:
        """The key that signs this workspace's custody checkpoints."""
        return load_signing_key(_log_key(self.folder)).private

    @property
    def checkpoints(self) -> Path:
        """Where each log's signed checkpoint and hashes lie, outside the database: one folder a log."""
        return self.folder / "custody"

    @property
    def indexes(self) -> Path:
        """Where the search indexes lie; they can be rebuilt from the database."""
        return self.folder / "indexes"

    def officer_key(self, handle: str) -> Path:
        """Where an officer's own signing key lies."""
        return self.folder / "keys" / "officers" / f"{handle}.pem"

    def agency_keys(self, code: str) -> Path:
        """The folder of an agency's keys, for the agencies that work in this workspace."""
        return self.folder / "keys" / "agencies" / code

    def seal(self) -> None:
        """Place every committed custody entry in its tree and sign the state of each log. Not where it is only attached."""
        if self.settings.attached:
            return
        custody_seal.seal(self.database, self.log_key, self.checkpoints)


def _database(settings: Settings) -> Database:
    """The server in the settings, or the embedded one, which is started again whenever it does not answer."""
    folder = settings.workspace / "database"
    if settings.database:
        return Database(settings.database)
    return Database(postgres.start(folder), revive=lambda: postgres.start(folder))


def _log_key(folder: Path) -> Path:
    path = folder / "keys" / "custody.pem"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
