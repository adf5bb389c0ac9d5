"""Prove what a log says about one subject: find its entries, and take the proofs from the published tiles."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection

from sightline.custody import log as custody_log
from sightline.custody.checkpoint import Checkpoint, read, write_key
from sightline.custody.log import Entry
from sightline.custody.proofs import Proof, proof_text
from sightline.custody.tiles import Tiles
from sightline.custody.tree import inclusion_proof, leaf_hash, root_from_proof
from sightline.kernel.errors import IntegrityError, NotFound


def prove(
    connection: Connection,
    folder: Path,
    key: Ed25519PublicKey,
    subject: str,
    *,
    note: str | None = None,
    actions: Collection[str] = (),
) -> str:
    """The proof file of every entry about `subject` in the log published in `folder` (`<workspace>/custody/<log>`).

    note: the checkpoint to prove against, such as one that others cosigned; default: the newest. actions: only these,
    for a file that goes to somebody who need not know who looked. Raises `NotFound` when there is no such entry,
    `IntegrityError` when the log does not hold.
    """
    tiles = Tiles(folder)
    used = note or tiles.note()
    if used is None:
        raise NotFound(f"The log of {folder.name} was never signed; there is nothing to prove.")
    checkpoint = read(used, key)
    entries = [
        one
        for one in custody_log.about(connection, folder.name, subject)
        if one.position < checkpoint.size and _wanted(one, subject, actions)
    ]
    if not entries:
        raise NotFound(f"The log of {folder.name} has no entry about {subject} up to entry {checkpoint.size}.")
    proofs = [
        Proof(
            body=entry.body.decode("utf-8", "replace"),
            index=entry.position,
            path=tuple(_path(connection, tiles, checkpoint, entry)),
            note=used,
        )
        for entry in entries
    ]
    return proof_text(subject, write_key(checkpoint.origin, key), proofs)


def _wanted(entry: Entry, subject: str, actions: Collection[str]) -> bool:
    """Whether the entry is about `subject` (not merely mentions it) and of a wanted action."""
    try:
        said = json.loads(entry.body)
    except ValueError:
        return True  # it was tampered with: looking for its proof will say so
    return subject in said["subjects"] and (not actions or said["action"] in actions)


def _path(connection: Connection, tiles: Tiles, checkpoint: Checkpoint, entry: Entry) -> list[bytes]:
    """The audit path from the tiles; from the database when the tiles are damaged."""
    leaf = leaf_hash(entry.body)

    def leads(path: list[bytes]) -> bool:
        return root_from_proof(leaf, entry.position, checkpoint.size, path) == checkpoint.root

    try:
        path = tiles.proof(checkpoint.size, entry.position)
        if leads(path):
            return path
    except IntegrityError:
        pass
    leaves = custody_log.leaf_hashes(connection, entry.log, 0, checkpoint.size)
    if len(leaves) == checkpoint.size and leads(path := inclusion_proof(leaves, entry.position)):
        return path
    raise IntegrityError(f"Entry {entry.position} of the log of {entry.log} is not as it was signed; see `verify`.")
