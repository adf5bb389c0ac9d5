"""Back up a workspace while people work in it, and make a workspace again from a backup.

    backup.json        what the backup holds; written last, so that one that was cut short counts as not taken
    database-<n>.dump  one snapshot of the database
    bytes/             originals and derived arrays, content-addressed as in the workspace; only new ones are copied
    small-<n>/         keys, signed checkpoints and hashes of the custody logs, indexes, settings

The order makes it whole: checkpoints before the database, for a log may have grown since it was signed but never shrunk;
bytes after it, for bytes without a row are harmless and a row without its bytes is not.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from sightline.agencies.model import Role as Duty
from sightline.custody import log as custody_log
from sightline.custody.checkpoint import parse
from sightline.custody.scrub import expected
from sightline.custody.verify import Broken, published, verify
from sightline.kernel import dump, postgres
from sightline.kernel.blobs import CHUNK, Blobs, name_of
from sightline.kernel.clock import now, stamp
from sightline.kernel.db import Role
from sightline.kernel.disk import Keeper, lacking, sync
from sightline.kernel.errors import Conflict, IntegrityError, NotFound, UsageError
from sightline.kernel.settings import CONFIG_NAME, Settings
from sightline.workspace import Workspace

MARK = "backup.json"
BEGUN = ".restoring"
FORMAT = 1
SMALL = ("keys", "custody", "indexes")
TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What one backup holds. checkpoints: log -> its newest signed note. copied: blobs and bytes that were new in it."""

    at: str
    version: str
    number: int
    dump_sha256: str
    blobs: int
    bytes: int
    copied: int
    copied_bytes: int
    missing: tuple[str, ...]
    checkpoints: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came back: how many blobs, and for each log how many entries were verified, up to a checkpoint of which size."""

    at: str
    blobs: int
    missing: tuple[str, ...]
    entries: dict[str, int]
    checkpoints: dict[str, int]


def back_up(workspace: Workspace, into: Path, *, whole: bool = False) -> Backup:
    """Bring the backup in `into` up to the present state of the workspace. Anybody may go on working.

    whole: read again what earlier backups copied, and copy anew what is damaged. Raises `NotPermitted` unless an
    administrator asks, `UsageError` when `into` holds something else, `Unavailable` when there is no room.
    """
    with workspace.acting() as acting:
        acting.require(Duty.ADMINISTRATOR)
    before = _begun(into, workspace)
    number = 1 if before is None else before.number + 1
    try:
        workspace.seal()
        small = into / f"small-{number}"
        shutil.rmtree(small, ignore_errors=True)
        small.mkdir(mode=0o700)
        _copy_trees(workspace.folder, small, ("keys", "custody"))
        path = into / f"database-{number}.dump"
        dump.dump(workspace.database.dsn, path)
        dump.check(path)
        _copy_trees(workspace.folder, small, ("indexes",))
        shutil.copy2(workspace.folder / CONFIG_NAME, small / CONFIG_NAME)
        with workspace.database.transaction(Role.WORKER) as connection:
            wanted = expected(connection)
            notes = {name: _newest(small, name) for name in custody_log.logs(connection)}
            version = str(workspace.database.version())
        blobs = _Copying(workspace.blobs, into / "bytes", whole=whole)
        blobs.copy(wanted)
        _to_the_disk(into, path, small)
    except OSError as fault:
        raise lacking(fault, into) or fault from fault
    made = Backup(
        at=stamp(now()),
        version=version,
        number=number,
        dump_sha256=_sha256(path),
        blobs=len(wanted),
        bytes=blobs.bytes,
        copied=blobs.copied,
        copied_bytes=blobs.copied_bytes,
        missing=tuple(blobs.missing),
        checkpoints={name: note for name, note in notes.items() if note},
    )
    _write_mark(into, made)
    _forget_older(into, number)
    with workspace.acting() as acting:
        acting.record("backup", f"backup:{made.dump_sha256}", blobs=made.blobs, missing=len(made.missing))
    return made


def restore(source: Path, settings: Settings) -> Restored:
    """Make the workspace in `settings` from the backup in `source`, and verify it up to its signed checkpoints.

    Raises `Conflict` when there is a workspace or a filled database already, `IntegrityError` when the backup is
    damaged or a log does not hold; what was restored by then stays to be looked at.
    """
    made = read_mark(source)
    folder = settings.workspace
    if (folder / CONFIG_NAME).exists():
        raise Conflict(f"{folder} is a workspace already; restore into another folder with --workspace.")
    path, small = source / f"database-{made.number}.dump", source / f"small-{made.number}"
    if not path.exists() or _sha256(path) != made.dump_sha256:
        raise IntegrityError(f"The dump {path} is not the one that was backed up; use another backup.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        begun = folder / BEGUN
        if not begun.exists() or begun.read_text(encoding="utf-8") != made.dump_sha256:
            dump.load(path, settings.database or postgres.start(folder / "database"))
            begun.write_text(made.dump_sha256, encoding="utf-8")
        blobs = _Copying(Blobs.at(str(source / "bytes")), folder / "bytes", whole=True)
        target = Blobs.at(settings.bytes) if settings.bytes else None
        names = set(blobs.source.names())
        blobs.copy(names) if target is None else _send(blobs.source, target, names)
        for name in SMALL:
            if (small / name).is_dir():
                shutil.copytree(small / name, folder / name, dirs_exist_ok=True)
        # Last of all: until then the folder is no workspace, and restoring may be begun again.
        shutil.copy2(small / CONFIG_NAME, folder / CONFIG_NAME)
        begun.unlink()
        sync(folder)
    except OSError as fault:
        raise lacking(fault, folder) or fault from fault
    return _verified(made, settings)


def read_mark(source: Path) -> Backup:
    """What the backup in `source` holds. Raises `UsageError` when there is none, `IntegrityError` when it is damaged."""
    try:
        said = json.loads((source / MARK).read_text(encoding="utf-8"))
        if said.pop("format") != FORMAT:
            raise IntegrityError(f"{source} was written by a newer version of Sightline; restore it with that one.")
        return Backup(**said | {"missing": tuple(said["missing"])})
    except FileNotFoundError:
        raise UsageError(f"{source} holds no finished backup: there is no {MARK} in it.") from None
    except (ValueError, TypeError, KeyError) as fault:
        raise IntegrityError(f"{source / MARK} is damaged; use another backup.") from fault


def _verified(made: Backup, settings: Settings) -> Restored:
    entries: dict[str, int] = {}
    with Workspace.open(settings) as opened:
        key = opened.log_key.public_key()
        with opened.database.transaction(Role.WORKER) as connection:
            for name, note in made.checkpoints.items():
                if custody_log.checkpoint_at(connection, name, parse(note).size) is None:
                    raise IntegrityError(f"The log of {name} came back without its checkpoint; use another backup.")
                kept = published(opened.checkpoints / name, key)
                found = verify(connection, name, key, replace(kept, notes=(*kept.notes, note)))
                if isinstance(found, Broken) and "no signed checkpoint covers" not in found.fault:
                    raise IntegrityError(f"The log of {name} does not hold at entry {found.position}: {found.fault}.")
                entries[name] = found.position if isinstance(found, Broken) else found.entries
            wanted = expected(connection)
        missing = tuple(sorted(name for name in wanted if not opened.blobs.holds(name)))
    sizes = {name: parse(note).size for name, note in made.checkpoints.items()}
    return Restored(at=made.at, blobs=len(wanted) - len(missing), missing=missing, entries=entries, checkpoints=sizes)


class _Copying:
    """Copies blobs that are not there yet; each is compared with its name while it is copied."""

    def __init__(self, source: Blobs, into: Path, *, whole: bool) -> None:
        self.source = source
        into.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._keeper = Keeper(into)
        self._keeper.sweep()
        self._whole = whole
        self.bytes = self.copied = self.copied_bytes = 0
        self.missing: list[str] = []

    def copy(self, names: Iterable[str]) -> None:
        """Copy what is lacking of `names`; what the source lacks or has damaged is in `missing` afterwards."""
        for sha256 in sorted(names):
            path = self._keeper.root / name_of(sha256)
            there = path.exists() and (not self._whole or _sha256(path) == sha256)
            if not there:
                try:
                    self._keeper.keep(path, _compared(self.source, sha256))
                except (NotFound, IntegrityError):
                    self.missing.append(sha256)
                    continue
                self.copied += 1
                self.copied_bytes += path.stat().st_size
            self.bytes += path.stat().st_size


def _compared(blobs: Blobs, sha256: str) -> Iterator[bytes]:
    check = hashlib.sha256()
    for chunk in blobs.stream(sha256):
        check.update(chunk)
        yield chunk
    if check.hexdigest() != sha256:
        raise IntegrityError(f"The stored bytes {sha256[:12]}… no longer match their SHA-256.")


def _send(source: Blobs, target: Blobs, names: Iterable[str]) -> None:
    for sha256 in sorted(names):
        if not target.holds(sha256):
            target.put(source.get(sha256))


def _begun(into: Path, workspace: Workspace) -> Backup | None:
    """The earlier backup that `into` holds, None when it is empty."""
    if into.resolve() in {workspace.folder.resolve(), *workspace.folder.resolve().parents}:
        raise UsageError(f"{into} is the workspace itself or above it; give a folder on another disk.")
    if (into / MARK).exists():
        return read_mark(into)
    if into.exists() and not into.is_dir():
        raise UsageError(f"{into} is no folder.")
    strange = sorted(path.name for path in into.iterdir() if not _is_ours(path.name)) if into.is_dir() else []
    if strange:
        raise UsageError(f"{into} holds {strange[0]} and no backup; give an empty folder.")
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    return None


def _is_ours(name: str) -> bool:
    return name == "bytes" or name.startswith(("database-", "small-", f".{MARK}"))


def _copy_trees(folder: Path, into: Path, names: tuple[str, ...]) -> None:
    """Copy folders that others may be writing in, until one copy saw the same files before and after."""
    for name in names:
        for _ in range(TRIES):
            before = _listing(folder / name)
            shutil.rmtree(into / name, ignore_errors=True)
            try:
                if (folder / name).is_dir():
                    shutil.copytree(folder / name, into / name, ignore=shutil.ignore_patterns("*.draft", "lock"))
            except shutil.Error:  # a file that went away while it was copied
                pass
            if _listing(folder / name) == before:
                break
            time.sleep(0.2)


def _listing(folder: Path) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for root, _, files in os.walk(folder):
        for file in files:
            try:
                seen = (Path(root) / file).stat()
            except FileNotFoundError:
                continue
            found[str(Path(root) / file)] = seen.st_size, seen.st_mtime_ns
    return found


def _newest(small: Path, log: str) -> str:
    path = small / "custody" / log / "checkpoint"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _to_the_disk(into: Path, path: Path, small: Path) -> None:
    sync(path)
    for root, _, files in os.walk(small):
        for file in files:
            sync(Path(root) / file)
        sync(Path(root))
    sync(into)


def _write_mark(into: Path, made: Backup) -> None:
    draft = into / f".{MARK}.draft"
    draft.write_text(json.dumps({"format": FORMAT, **asdict(made)}, indent=2, ensure_ascii=False), encoding="utf-8")
    sync(draft)
    draft.replace(into / MARK)
    sync(into)


def _forget_older(into: Path, number: int) -> None:
    """Keep this snapshot and the one before it."""
    for path in into.iterdir():
        digits = path.name.removeprefix("database-").removeprefix("small-").removesuffix(".dump")
        if digits.isdigit() and int(digits) < number - 1:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _sha256(path: Path) -> str:
    check = hashlib.sha256()
    with path.open("rb") as source:
        while chunk := source.read(CHUNK):
            check.update(chunk)
    return check.hexdigest()
