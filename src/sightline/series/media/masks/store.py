"""The table of masks. Nothing is taken out of it: a rejected mask stays, so that it is not proposed again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    Double,
    ForeignKey,
    Identity,
    Row,
    Table,
    Text,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB, insert

from sightline.agencies.access import Acting
from sightline.kernel.clock import now
from sightline.kernel.db import metadata
from sightline.kernel.errors import NotFound
from sightline.media.model import Region, region_from_json, region_to_json
from sightline.operations.store import contributions
from sightline.series.media.masks.model import Mask, MaskState, Proposed
from sightline.series.media.store import by_id, media_files

SAME = 0.6
"""Share of the smaller one that two regions have in common when a rejection of the one holds for the other."""

masks = Table(
    "media_mask",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("media_id", BigInteger, ForeignKey("media.id"), nullable=False, index=True),
    Column("region", JSONB, nullable=False),
    Column("drawn_by", Text, nullable=False),
    Column("drawn_at", DateTime(timezone=True), nullable=False),
    Column("removed_at", DateTime(timezone=True)),
    Column("state", Text, nullable=False, server_default=MaskState.CONFIRMED.value),
    Column("score", Double),
    Column("begins", Double),
    Column("ends", Double),
    Column("identity", Text, unique=True),
    Column("decided_by", Text),
    Column("decided_at", DateTime(timezone=True)),
)


def draw(acting: Acting, media_id: int, region: Region) -> int:
    """Mask a person in a media: nothing inside is matched or shared. Returns the mask's number. Raises `NotFound`."""
    content = by_id(acting, media_id)
    row = {
        "media_id": media_id,
        "region": region_to_json(region),
        "drawn_by": acting.author,
        "drawn_at": now(),
        "state": MaskState.CONFIRMED,
    }
    number = acting.connection.execute(insert(masks).values(**row).returning(masks.c.id)).scalar_one()
    acting.record("mask", content.subject, mask=number)
    return number


def propose(acting: Acting, media_id: int, detector: str, found: Sequence[Proposed]) -> int:
    """Enter what a detector (`people/2`) proposes; return how many are new. Doing it twice adds nothing.

    A region that lies where a person rejected or drew one before, at the same time, is not proposed.
    """
    decided = [one for one in history(acting, media_id) if one.state is not MaskState.PROPOSED]
    fresh = [one for one in found if not any(_answered(one, mask) for mask in decided)]
    rows = [
        {
            "media_id": media_id,
            "region": region_to_json(one.region),
            "drawn_by": f"machine:{detector}",
            "drawn_at": now(),
            "state": MaskState.PROPOSED,
            "score": one.score,
            "begins": one.begins,
            "ends": one.ends,
            "identity": _identity(media_id, detector, one),
        }
        for one in fresh
    ]
    if not rows:
        return 0
    statement = insert(masks).values(rows).on_conflict_do_nothing(index_elements=["identity"])
    added = acting.connection.execute(statement).rowcount
    if added:
        acting.record("propose masks", by_id(acting, media_id).subject, detector=detector, masks=added)
    return added


def confirm(acting: Acting, number: int, region: Region | None = None) -> Mask:
    """Say that somebody is there, where `region` is given at that place. Raises `NotFound`.

    A mask that was rejected stands again.
    """
    mask = by_number(acting, number)
    _decide(acting, number, MaskState.CONFIRMED, region or mask.region)
    content = by_id(acting, mask.media_id)
    acting.record("confirm mask", content.subject, mask=number, corrected=region is not None)
    return by_number(acting, number)


def reject(acting: Acting, number: int) -> Mask:
    """Say that nobody is there: what it covered is matched and shared from now on. Raises `NotFound`."""
    mask = by_number(acting, number)
    _decide(acting, number, MaskState.REJECTED, mask.region)
    acting.record("reject mask", by_id(acting, mask.media_id).subject, mask=number)
    return by_number(acting, number)


def _decide(acting: Acting, number: int, state: MaskState, region: Region) -> None:
    values = {
        "state": state,
        "region": region_to_json(region),
        "decided_by": acting.author,
        "decided_at": now(),
        "removed_at": now() if state is MaskState.REJECTED else None,
    }
    acting.connection.execute(masks.update().where(masks.c.id == number).values(**values))


def by_number(acting: Acting, number: int) -> Mask:
    """One mask. Raises `NotFound`, also for what the officer may not see."""
    row = acting.connection.execute(select(masks).where(masks.c.id == number)).one_or_none()
    if row is None:
        raise NotFound(f"There is no mask {number}. See `sightline media mask list`.")
    return _mask(row)


def standing(acting: Acting, media_ids: Sequence[int]) -> dict[int, list[Mask]]:
    """The masks of some media that were not rejected: media id -> masks. What each hides: `model.hidden`, `unmatched`."""
    found: dict[int, list[Mask]] = {}
    for mask in _read(acting, masks.c.media_id.in_(media_ids), masks.c.state != MaskState.REJECTED):
        found.setdefault(mask.media_id, []).append(mask)
    return found


def history(acting: Acting, media_id: int) -> list[Mask]:
    """Every mask a media ever had, rejected ones too."""
    return _read(acting, masks.c.media_id == media_id)


def of_operation(acting: Acting, operation_id: int, state: MaskState | None = None) -> list[Mask]:
    """The masks on media of an operation, by number; only those in `state` where one is given."""
    inside = (
        select(media_files.c.media_id)
        .join(contributions, contributions.c.id == media_files.c.contribution_id)
        .where(contributions.c.operation_id == operation_id)
    )
    wanted: list[ColumnElement[bool]] = [masks.c.media_id.in_(inside)]
    if state is not None:
        wanted.append(masks.c.state == state)
    return _read(acting, *wanted)


def _read(acting: Acting, *conditions: ColumnElement[bool]) -> list[Mask]:
    rows = acting.connection.execute(select(masks).where(*conditions).order_by(masks.c.id))
    return [_mask(row) for row in rows]


def _answered(one: Proposed, mask: Mask) -> bool:
    together = one.begins is None or mask.begins is None or (mask.at(one.begins) or mask.at(one.ends))
    return together and _shared(one.region, mask.region) >= SAME


def _shared(one: Region, other: Region) -> float:
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    smaller = min(one.width * one.height, other.width * other.height)
    return max(0.0, across) * max(0.0, down) / smaller if smaller else 0.0


def _identity(media_id: int, detector: str, one: Proposed) -> str:
    place = (one.region.x, one.region.y, one.region.width, one.region.height, one.begins, one.ends)
    return hashlib.sha256(repr((media_id, detector, place)).encode()).hexdigest()


def _mask(row: Row[Any]) -> Mask:
    return Mask(
        id=row.id,
        media_id=row.media_id,
        region=region_from_json(row.region),
        state=MaskState(row.state),
        drawn_by=row.drawn_by,
        drawn_at=row.drawn_at,
        score=row.score,
        begins=row.begins,
        ends=row.ends,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )
