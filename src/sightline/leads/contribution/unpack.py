"""Take a sealed contribution in: the index first, then part by part; no content gets its name before it is checked."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sightline.kernel.errors import IntegrityError, NotFound, Unavailable
from sightline.leads.contribution.pack import INDEX, part_path, piece_name, read_plan
from sightline.leads.contribution.plan import Item, Piece, Plan, by_part
from sightline.leads.keys import KeyCard
from sightline.leads.model import PackageKind, PackageNumber
from sightline.leads.sealing import Desk, Unsealed, open_files

_INDEX_NAME = re.compile(r"(.+)\.part00000\.sealed")
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A delivery whose index was checked. missing: parts that are not in the folder."""

    folder: Path
    number: PackageNumber
    sender: KeyCard
    plan: Plan
    digest: str
    missing: tuple[int, ...]


def open_index(folder: Path, desk: Desk) -> Incoming:
    """Check the index of the delivery in `folder`. Raises `NotFound` or `IntegrityError` with the reason."""
    named = sorted(path for path in folder.glob("*.part00000.sealed") if _INDEX_NAME.fullmatch(path.name))
    if len(named) != 1:
        raise NotFound(
            f"{folder} should hold the index of one contribution (….part00000.sealed); it holds {len(named)}."
        )
    found = open_files(named[0], desk, {PackageKind.CONTRIBUTION})
    raw = found.files.get(INDEX, b"")
    plan, digest = read_plan(raw), hashlib.sha256(raw).hexdigest()
    if (found.claim.get("part"), found.claim.get("plan"), plan.number) != (0, digest, found.header.number):
        raise IntegrityError("The index of the contribution is not the one its sender signed.")
    _check_plan(plan)
    number = PackageNumber.parse(found.header.number)
    missing = tuple(part for part in range(1, plan.parts + 1) if not part_path(folder, number, part).exists())
    return Incoming(
        folder=folder, number=number, sender=found.sender, plan=plan, digest=digest, missing=missing
    )  # fmt: skip


def unpack(incoming: Incoming, desk: Desk, into: Path) -> Iterator[Item]:
    """Write every content to `into`, named by its SHA-256, and yield it once it is there and checked.

    Contents that are there already are not written again; a stopped run goes on. Raises `NotFound` when parts are
    missing, `IntegrityError` with the reason when a part is not what the index says.
    """
    if incoming.missing:
        some = ", ".join(f"{part:05d}" for part in incoming.missing[:5])
        raise NotFound(
            f"{len(incoming.missing)} of {incoming.plan.parts} parts are missing, first {some}. Copy them too."
        )
    into.mkdir(parents=True, exist_ok=True)
    items = tuple(item for item in (*incoming.plan.items, *incoming.plan.computed) if item.pieces)
    waiting = {item.sha256 for item in items if not _is_there(into, item)}
    yield from (item for item in items if item.sha256 not in waiting)
    for part, pieces in sorted(by_part(items).items()):
        wanted = [(place, *one) for place, one in enumerate(pieces) if one[0].sha256 in waiting]
        if wanted:
            yield from _take(_open_part(incoming, desk, part), part, wanted, into)


def _take(found: Unsealed, part: int, wanted: Sequence[tuple[int, Item, Piece]], into: Path) -> Iterator[Item]:
    """Write the wanted pieces of one part; yield the items that are whole with it."""
    for place, item, piece in wanted:
        content = found.files.get(piece_name(place), b"")
        if (len(content), hashlib.sha256(content).hexdigest()) != (piece.size, piece.sha256):
            raise IntegrityError(f"Part {part:05d} does not hold what the index says of {item.paths[0]}.")
        _append(into, item, piece.offset, content)
        if piece == item.pieces[-1]:
            _finish(into, item)
            yield item


def _open_part(incoming: Incoming, desk: Desk, part: int) -> Unsealed:
    found = open_files(part_path(incoming.folder, incoming.number, part), desk, {PackageKind.CONTRIBUTION})
    if (found.claim.get("part"), found.claim.get("plan")) != (part, incoming.digest):
        raise IntegrityError(f"The file of part {part:05d} is another part, or belongs to another contribution.")
    if found.sender != incoming.sender:
        raise IntegrityError(f"Part {part:05d} was sealed by {found.sender.name}, not by {incoming.sender.name}.")
    return found


def _check_plan(plan: Plan) -> None:
    """Contents are named by hash, whole, once: then no name of the plan can lead anywhere."""
    items = (*plan.items, *plan.computed)
    sent = [item.sha256 for item in items if item.pieces]
    if any(not _SHA256.fullmatch(item.sha256) for item in items) or len(set(sent)) < len(sent):
        raise IntegrityError("The index names a content twice, or by something that is no SHA-256.")
    for item in items:
        runs = [(piece.offset, piece.size) for piece in item.pieces]
        ends = [offset + size for offset, size in runs]
        whole = [offset for offset, _ in runs] == [0, *ends[:-1]] and ends[-1:] == [item.size]
        if item.pieces and (not whole or any(not 1 <= piece.part <= plan.parts for piece in item.pieces)):
            raise IntegrityError(f"The index does not hold all of {item.paths[0] if item.paths else item.sha256}.")


def _is_there(into: Path, item: Item) -> bool:
    return (into / item.sha256).is_file()


def _append(into: Path, item: Item, offset: int, content: bytes) -> None:
    """Write at the place the index names; a piece that was written before a stop is written again."""
    try:
        descriptor = os.open(into / f"{item.sha256}.draft", os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "wb") as sink:
            sink.seek(offset)
            sink.write(content)
            sink.flush()
            os.fsync(sink.fileno())
    except OSError as fault:
        raise Unavailable(f"{into} cannot be written: {fault.strerror}. Make room, then go on.") from fault


def _finish(into: Path, item: Item) -> None:
    draft = into / f"{item.sha256}.draft"
    with draft.open("rb") as source:
        if hashlib.file_digest(source, "sha256").hexdigest() != item.sha256:
            draft.unlink()
            raise IntegrityError(f"{item.paths[0]} did not come out whole; take the contribution in again.")
    draft.chmod(0o400)
    draft.rename(into / item.sha256)
