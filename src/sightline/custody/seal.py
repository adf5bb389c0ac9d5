"""Sealing: place what was committed, sign the state of each log, then publish hashes and checkpoint outside the database.

A checkpoint costs what is new, not what is there: it goes on from the frontier kept with the last one, which is trusted
only as far as its root is the one that was signed. A log is never signed twice for different pasts: when the database
holds less than was signed, nothing more is signed.
"""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, func, select

from sightline.custody import log as custody_log
from sightline.custody.checkpoint import Checkpoint, parse, read, sign
from sightline.custody.log import Signed
from sightline.custody.tiles import Leaves, Tiles
from sightline.custody.tree import Frontier
from sightline.kernel.db import Database, Role
from sightline.kernel.errors import IntegrityError

PUBLISHING = custody_log.LOCK + 1
PREFIX = "sightline/"


def seal(database: Database, key: Ed25519PrivateKey, folder: Path) -> list[Checkpoint]:
    """Place all committed entries, sign each log that grew, publish below `folder/<log>`; return what was signed.

    Raises `IntegrityError` when a log is shorter than what was signed, or its signed past does not hold.
    """
    with database.transaction(Role.WORKER) as connection:
        grown = custody_log.integrate(connection)
        sealed = [_sign(connection, name, count, key, folder) for name, count in grown.items()]
    if not grown:
        return []
    # The files follow the commit: a checkpoint that lies outside always stands in the database too.
    with database.transaction(Role.WORKER) as connection:
        for name in grown:
            publish(connection, name, folder / name)
    return sealed


def publish(connection: Connection, log: str, folder: Path, *, anew: bool = False) -> None:
    """Bring the tiles and the checkpoint of one log in `folder` up to the last one signed.

    anew: make every tile again from the database, for tiles that were found damaged. Nothing is written that does not
    lead to the signed root. Raises `IntegrityError` when the database does not either.
    """
    connection.execute(select(func.pg_advisory_xact_lock(PUBLISHING)))
    tiles = Tiles(folder)
    outside = tiles.note()
    last = custody_log.last_checkpoint(connection, log)
    if last is None or (last.note == outside and not anew):
        return
    have = outside_size(outside)
    _refuse_rolled_back(log, last.size, outside)

    def leaves(start: int, stop: int) -> list[bytes]:
        return custody_log.leaf_hashes(connection, log, start, stop)

    root = parse(last.note).root
    if not any(_grow(tiles, old, last.size, root, leaves) for old in ((0,) if anew else (have, 0))):
        raise _not_as_signed(log)
    tiles.save(last.note)


def origin_of(log: str) -> str:
    """The name under which a log signs its checkpoints."""
    return f"{PREFIX}{log}"


def log_of(origin: str) -> str:
    """The log that signs under `origin`. Raises `IntegrityError` when it is no log of Sightline."""
    if not origin.startswith(PREFIX):
        raise IntegrityError(f"{origin} is not a custody log of Sightline.")
    return origin.removeprefix(PREFIX)


def outside_size(note: str | None) -> int:
    """How many entries the checkpoint kept outside covers; 0 when there is none that can be read."""
    try:
        return 0 if note is None else parse(note).size
    except IntegrityError:
        return 0


def _sign(connection: Connection, log: str, fresh: int, key: Ed25519PrivateKey, folder: Path) -> Checkpoint:
    last = custody_log.last_checkpoint(connection, log)
    _refuse_rolled_back(log, 0 if last is None else last.size, Tiles(folder / log).note())
    past = Frontier() if last is None else _past(connection, last, key)
    leaves = custody_log.leaf_hashes(connection, log, past.size)
    if len(leaves) < fresh:
        raise IntegrityError(f"Entries of the custody log of {log} were deleted before they were signed; see `verify`.")
    frontier = past.plus(leaves)
    checkpoint = Checkpoint(origin=origin_of(log), size=frontier.size, root=frontier.root)
    custody_log.save_checkpoint(connection, log, frontier, sign(checkpoint, key))
    return checkpoint


def _past(connection: Connection, last: Signed, key: Ed25519PrivateKey) -> Frontier:
    """The frontier of the last checkpoint, if it is the one that was signed; else made again from the entries."""
    signed = read(last.note, key.public_key())
    if last.frontier is not None and last.frontier.root == signed.root:
        return last.frontier
    frontier = Frontier().plus(custody_log.leaf_hashes(connection, last.log, 0, signed.size))
    if frontier.size != signed.size or frontier.root != signed.root:
        raise _not_as_signed(last.log)
    return frontier


def _refuse_rolled_back(log: str, size: int, outside: str | None) -> None:
    seen = outside_size(outside)
    if seen > size:
        raise IntegrityError(
            f"The custody log of {log} was rolled back: {seen} entries were signed and the database knows {size}. "
            "Restore the newest backup of the database; nothing is signed until then."
        )


def _grow(tiles: Tiles, old: int, new: int, root: bytes, leaves: Leaves) -> bool:
    """Extend the tiles in memory; False when they then do not lead to the signed root."""
    try:
        tiles.extend(old, new, leaves)
        return tiles.frontier(new).root == root
    except IntegrityError:
        return False


def _not_as_signed(log: str) -> IntegrityError:
    return IntegrityError(f"The custody log of {log} is not the one that was signed; run `sightline verify`.")
