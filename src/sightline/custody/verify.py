"""Verify a custody log: every entry hashes to its leaf, places have no gap, every signed checkpoint still holds.

`verify_entries` is a pure function over what somebody hands over, from a database or from a file. What third parties
keep outside (checkpoints, and the hashes of the entries) makes it name the exact entry, whatever was rewritten inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection

from sightline.custody import log as custody_log
from sightline.custody.checkpoint import read
from sightline.custody.log import Entry
from sightline.custody.seal import origin_of, outside_size
from sightline.custody.tiles import Tiles
from sightline.custody.tree import Frontier, leaf_hash, root
from sightline.kernel.errors import IntegrityError


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """One log that holds: its entries, its root (hex), how many checkpoints agree with it, from which entry it was read."""

    log: str
    entries: int
    root: str
    checkpoints: int
    start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """One log that does not hold: the first bad place, and what is wrong there."""

    log: str
    position: int
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is known of a log from outside: signed checkpoints, and the hashes of its first entries.

    hashes: believed only as far as they lead to the root of a signed checkpoint. start: where reading begins, with the
    signed past that is taken as it is.
    """

    notes: Sequence[str] = ()
    hashes: Sequence[bytes] = ()
    start: Frontier = field(default_factory=Frontier)


def verify_entries(
    log: str, entries: Iterable[Entry], notes: Iterable[str], key: Ed25519PublicKey, kept: Kept | None = None
) -> Verified | Broken:
    """Check the entries of one log, in order from `kept.start`, against the checkpoints in `notes` and what is `kept`.

    The first bad entry is named exactly when its hash is known from outside or its own hash shows it; otherwise as the
    first of those that a checkpoint covers and the one before it did not.
    """
    known = kept or Kept()
    signed, faults = _signed(log, {*notes, *known.notes}, key)
    hashes = known.hashes if root(known.hashes) in signed.get(len(known.hashes), ()) else ()
    end, fault = _walk(log, entries, signed, _Past(hashes=hashes, start=known.start))
    if fault is not None:
        faults.insert(0, fault)
    if faults:
        return min(faults, key=lambda one: one.position)
    good = sum(size >= known.start.size for size in signed)
    return Verified(log=log, entries=end.size, root=end.root.hex(), checkpoints=good, start=known.start.size)


def verify(connection: Connection, log: str, key: Ed25519PublicKey, kept: Kept | None = None) -> Verified | Broken:
    """Check one log in the database, from its first entry or from `kept.start`."""
    start = 0 if kept is None else kept.start.size
    notes = custody_log.saved_checkpoints(connection, log)
    found = verify_entries(log, custody_log.read(connection, log, start), notes, key, kept)
    row = custody_log.without_place(connection, log)
    if isinstance(found, Verified) and row is not None:
        return Broken(log=log, position=found.entries, fault=f"row {row} was kept from being signed")
    return found


def published(folder: Path, key: Ed25519PublicKey) -> Kept:
    """What lies outside the database in the tiles of one log; hashes only when the tiles are whole."""
    tiles = Tiles(folder)
    note = tiles.note()
    if note is None:
        return Kept()
    try:
        checkpoint = read(note, key)
        hashes = tiles.leaves(checkpoint.size)
    except IntegrityError:
        return Kept(notes=(note,))
    return Kept(notes=(note,), hashes=hashes if root(hashes) == checkpoint.root else ())


def start_from(connection: Connection, log: str, note: str, key: Ed25519PublicKey, folder: Path) -> Kept:
    """Begin at the checkpoint in `note` instead of the first entry. Raises `IntegrityError` when that cannot be done.

    The frontier comes from the database or from the tiles in `folder`; only one that leads to the signed root is used.
    """
    checkpoint = read(note, key)
    signed = custody_log.checkpoint_at(connection, log, checkpoint.size)
    frontier = None if signed is None else signed.frontier
    if frontier is None or frontier.root != checkpoint.root:
        frontier = Tiles(folder).frontier(checkpoint.size)
    if frontier.root != checkpoint.root:
        raise IntegrityError(
            f"The checkpoint of {checkpoint.size} entries is of another past than this log of {log}; "
            "verify the whole log to see where they part."
        )
    return Kept(notes=(note,), start=frontier)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Past:
    hashes: Sequence[bytes]
    start: Frontier


def _signed(log: str, notes: Iterable[str], key: Ed25519PublicKey) -> tuple[dict[int, set[bytes]], list[Broken]]:
    """The signed roots by size (two at one size when a log was forked), and what is wrong with the notes."""
    roots: dict[int, set[bytes]] = {}
    faults: list[Broken] = []
    for note in notes:
        try:
            checkpoint = read(note, key)
        except IntegrityError as fault:
            place = max(outside_size(note) - 1, 0)
            faults.append(Broken(log=log, position=place, fault=str(fault).removesuffix(".")))
            continue
        if checkpoint.origin == origin_of(log):
            roots.setdefault(checkpoint.size, set()).add(checkpoint.root)
        else:
            faults.append(Broken(log=log, position=0, fault=f"a checkpoint is of another log, {checkpoint.origin}"))
    return roots, faults


def _walk(
    log: str, entries: Iterable[Entry], signed: Mapping[int, set[bytes]], past: _Past
) -> tuple[Frontier, Broken | None]:
    """Read every entry; the frontier at the end, or where reading stopped and why."""
    frontier, good = past.start, past.start.size
    if signed.get(good, {frontier.root}) != {frontier.root}:
        return frontier, Broken(
            log=log, position=good, fault=f"the first {good} entries are not those that were signed"
        )
    for entry in entries:
        fault = _entry_fault(entry, frontier.size, past.hashes)
        if fault is not None:
            return frontier, Broken(log=log, position=frontier.size, fault=fault)
        frontier = frontier.plus((entry.leaf,))
        roots = signed.get(frontier.size)
        if roots is not None and roots != {frontier.root}:
            return frontier, Broken(log=log, position=good, fault=_past_fault(good, frontier.size, roots))
        good = frontier.size if roots else good
    size, covered = frontier.size, max([len(past.hashes), *signed], default=0)
    if covered > size:
        return frontier, Broken(log=log, position=size, fault=f"{covered} entries were signed, only {size} are left")
    if size > good:
        return frontier, Broken(log=log, position=good, fault=f"no signed checkpoint covers entry {good}")
    return frontier, None


def _entry_fault(entry: Entry, place: int, hashes: Sequence[bytes]) -> str | None:
    if entry.position != place:
        return f"entry {place} is missing"
    if not entry.body:
        return f"the row of entry {place} was deleted"
    if leaf_hash(entry.body) != entry.leaf:
        return f"entry {place} was changed"
    if place < len(hashes) and hashes[place] != entry.leaf:
        return f"entry {place} is not the one that was signed"
    return None


def _past_fault(good: int, size: int, roots: set[bytes]) -> str:
    if len(roots) > 1:
        return f"two different logs of {size} entries were signed; they part after the first {good}"
    which = f"entry {good}" if size == good + 1 else f"one of the entries {good} to {size - 1}"
    return f"{which} is not the one that was signed"
