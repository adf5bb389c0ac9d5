"""Verify the custody log: every entry hashes to its leaf, places have no gap, every signed checkpoint still holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import Connection

from sightline.custody import log as custody_log
from sightline.custody.checkpoint import Checkpoint, read, sign
from sightline.custody.tree import leaf_hash, root
from sightline.kernel.errors import IntegrityError


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """One log that holds: its entries, its root (hex), and how many checkpoints agree with it."""

    log: str
    entries: int
    root: str
    checkpoints: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """One log that does not hold: the first bad place, and what is wrong there."""

    log: str
    position: int
    fault: str


def verify(connection: Connection, log: str, key: Ed25519PublicKey, outside: Iterable[str] = ()) -> Verified | Broken:
    """Check one log from its first entry. `outside` are checkpoints kept away from the database (files, partners)."""
    hashes: list[bytes] = []
    for entry in custody_log.read(connection, log):
        if entry.position != len(hashes):
            return Broken(log=log, position=len(hashes), fault=f"entry {len(hashes)} is missing")
        if not entry.body:
            return Broken(log=log, position=entry.position, fault=f"the row of entry {entry.position} was deleted")
        if leaf_hash(entry.body) != entry.leaf:
            return Broken(log=log, position=entry.position, fault=f"entry {entry.position} was changed")
        hashes.append(entry.leaf)
    notes = {*custody_log.saved_checkpoints(connection, log), *outside}
    good = 0
    for checkpoint in sorted(_read_all(notes, key, log), key=lambda one: one.size):
        if checkpoint.size > len(hashes):
            fault = f"a signed checkpoint covers {checkpoint.size} entries, only {len(hashes)} are left"
            return Broken(log=log, position=len(hashes), fault=fault)
        if root(hashes[: checkpoint.size]) != checkpoint.root:
            fault = f"the first {checkpoint.size} entries are not those that were signed"
            return Broken(log=log, position=checkpoint.size - 1, fault=fault)
        good += 1
    return Verified(log=log, entries=len(hashes), root=root(hashes).hex(), checkpoints=good)


def seal(connection: Connection, key: Ed25519PrivateKey, folder: Path) -> list[Checkpoint]:
    """Place all committed entries and sign each log's state; a copy of every checkpoint goes to `folder`.

    When nothing was committed since, nothing is signed.
    """
    if not custody_log.integrate(connection):
        return []
    sealed: list[Checkpoint] = []
    folder.mkdir(parents=True, exist_ok=True)
    for name in custody_log.logs(connection):
        hashes = [entry.leaf for entry in custody_log.read(connection, name)]
        checkpoint = Checkpoint(origin=origin_of(name), size=len(hashes), root=root(hashes))
        note = sign(checkpoint, key)
        custody_log.save_checkpoint(connection, name, checkpoint.size, note)
        (folder / f"{name}.checkpoint").write_text(note)
        sealed.append(checkpoint)
    return sealed


def origin_of(log: str) -> str:
    """The name under which a log signs its checkpoints."""
    return f"sightline/{log}"


def _read_all(notes: Iterable[str], key: Ed25519PublicKey, log: str) -> list[Checkpoint]:
    checkpoints = [read(note, key) for note in notes]
    for checkpoint in checkpoints:
        if checkpoint.origin != origin_of(log):
            raise IntegrityError(f"A checkpoint of {checkpoint.origin} lies among those of log {log}.")
    return checkpoints
