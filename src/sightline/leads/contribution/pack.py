"""Seal a contribution part by part. Stopped at any moment, it goes on with the first part that is not there."""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sightline.kernel.errors import Conflict, IntegrityError, UsageError
from sightline.leads import age
from sightline.leads.archive import Part
from sightline.leads.contribution.plan import Choice, Item, Piece, Plan, Terms, by_part, make_plan
from sightline.leads.keys import AgencyKeys, KeyCard
from sightline.leads.model import PackageKind, PackageNumber
from sightline.leads.sealing import Address, seal_files
from sightline.leads.wire import from_json, to_json
from sightline.media.model import Json

INDEX = "index.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Under which number, from whom, to which host, in which folder the sealed parts are written."""

    number: PackageNumber
    sender: AgencyKeys
    host: KeyCard
    now: datetime
    expires: datetime
    out: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One part done. skipped: it was there already."""

    part: int
    of: int
    bytes: int
    skipped: bool


def pack(delivery: Delivery, terms: Terms, choice: Choice) -> Iterator[Progress]:
    """Write the index (part 0) and every part, or those that are still missing.

    Raises `Conflict` when a file changed after it was listed, `Unavailable` when the disk is full; what is written
    stays, and the next run goes on from there.
    """
    if not choice.folder.is_dir():
        raise UsageError(f"{choice.folder} is not a folder; name the folder to contribute.")
    delivery.out.mkdir(parents=True, exist_ok=True)
    plan, where = _plan(delivery, terms, choice)
    pieces = by_part((*plan.items, *plan.computed))
    claim: dict[str, Json] = {"plan": hashlib.sha256(plan.encode()).hexdigest(), "parts": plan.parts}
    for part in range(plan.parts + 1):
        path = part_path(delivery.out, delivery.number, part)
        skipped = path.exists()
        if not skipped:
            payload = _payload(where, pieces[part]) if part else {INDEX: plan.encode()}
            seal_files(path, _address(delivery), payload, {**claim, "part": part})
        yield Progress(part=part, of=plan.parts, bytes=path.stat().st_size, skipped=skipped)
    _draft(delivery).unlink(missing_ok=True)


def part_path(folder: Path, number: PackageNumber, part: int) -> Path:
    """Where a part lies; part 0 is the index."""
    return folder / f"{number}.part{part:05d}.sealed"


def piece_name(place: int) -> str:
    """What the piece at a place of its part's list is called inside the part."""
    return f"{place:06d}.bin"


def _address(delivery: Delivery) -> Address:
    return Address(
        kind=PackageKind.CONTRIBUTION,
        number=delivery.number,
        sender=delivery.sender,
        recipients=(delivery.host,),
        now=delivery.now,
        expires=delivery.expires,
    )


def _plan(delivery: Delivery, terms: Terms, choice: Choice) -> tuple[Plan, dict[str, Path]]:
    """The plan of the run that was stopped, or a new one.

    It is kept beside the parts, sealed to the sender itself, until all parts are done: paths are not for others.
    """
    draft = _draft(delivery)
    asked = {"folder": str(choice.folder), "originals": choice.originals, "terms": to_json(terms)}
    if draft.exists():
        kept = _unseal(draft.read_bytes(), delivery.sender)
        if kept["asked"] != asked:
            raise Conflict(
                f"The contribution {delivery.number} was begun otherwise; go on as it was, or take a new number."
            )
        return from_json(Plan, kept["plan"]), {sha256: Path(path) for sha256, path in kept["where"].items()}
    if part_path(delivery.out, delivery.number, 0).exists():
        raise Conflict(f"The contribution {delivery.number} is packed already; take a new number to pack again.")
    plan, where = make_plan(str(delivery.number), terms, choice)
    places = {sha256: str(path) for sha256, path in where.items()}
    content = {"asked": asked, "plan": json.loads(plan.encode()), "where": places}
    with draft.with_suffix(".new").open("wb") as sink:
        age.encrypt(io.BytesIO(json.dumps(content).encode()), sink, [delivery.sender.card.sealing])
        sink.flush()
        os.fsync(sink.fileno())
    draft.with_suffix(".new").rename(draft)
    return plan, where


def _unseal(content: bytes, sender: AgencyKeys) -> dict[str, Any]:
    plain = io.BytesIO()
    age.decrypt(io.BytesIO(content), plain, [sender.sealing])
    kept: dict[str, Any] = json.loads(plain.getvalue())
    return kept


def _draft(delivery: Delivery) -> Path:
    return delivery.out / f".{delivery.number}.plan"


def _payload(where: Mapping[str, Path], pieces: Sequence[tuple[Item, Piece]]) -> dict[str, Part]:
    return {
        piece_name(place): _read(where[item.sha256], item, piece) for place, (item, piece) in enumerate(pieces)
    }  # fmt: skip


def _read(path: Path, item: Item, piece: Piece) -> bytes:
    try:
        with path.open("rb") as source:
            source.seek(piece.offset)
            content = source.read(piece.size)
    except OSError as fault:
        raise Conflict(f"{item.paths[0]} can no longer be read: {fault.strerror}. Put it back, then go on.") from None
    if hashlib.sha256(content).hexdigest() != piece.sha256:
        raise Conflict(f"{item.paths[0]} changed after it was listed. Put it back, or pack again under a new number.")
    return content


def read_plan(content: bytes) -> Plan:
    """A plan from `index.json`. Raises `IntegrityError` when it is not one."""
    try:
        return from_json(Plan, json.loads(content))
    except (ValueError, RecursionError):
        raise IntegrityError("The index of the contribution cannot be read.") from None
