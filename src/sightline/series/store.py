"""The tables of series: their media, and their history. A member is never deleted, only marked as gone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Row,
    Table,
    Text,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB, insert

from sightline.agencies.access import Acting
from sightline.agencies.model import Role
from sightline.kernel.clock import now
from sightline.kernel.db import metadata
from sightline.kernel.errors import Conflict, NotFound, UsageError
from sightline.series.media.store import media_files
from sightline.series.model import Event, Series, Status

series = Table(
    "series",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("operation_id", BigInteger, ForeignKey("operation.id"), nullable=False),
    Column("title", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("merged_into", BigInteger, ForeignKey("series.id")),
    Column("created_by", BigInteger, ForeignKey("officer.id"), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)
members = Table(
    "series_media",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("series_id", BigInteger, ForeignKey("series.id"), nullable=False),
    Column("media_id", BigInteger, ForeignKey("media.id"), nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False),
    Column("removed_at", DateTime(timezone=True)),
    Column("agency", Text, ForeignKey("agency.code")),
    Index("series_media_media_id_idx", "media_id"),
    Index("series_media_series_id_idx", "series_id"),
    Index("series_media_current_key", "series_id", "media_id", unique=True, postgresql_where="removed_at IS NULL"),
)
events = Table(
    "series_event",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("series_id", BigInteger, ForeignKey("series.id"), nullable=False, index=True),
    Column("act", Text, nullable=False),
    Column("detail", JSONB, nullable=False),
    Column("officer", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

WORKERS = (Role.SPECIALIST, Role.COORDINATOR)


def open_series(acting: Acting, operation_id: int, title: str) -> int:
    """The open series with this title, made if it is not there; return its number."""
    found = (
        acting.connection.execute(
            select(series.c.id)
            .where(series.c.operation_id == operation_id, series.c.title == title)
            .order_by(series.c.id)
        )
        .scalars()
        .first()
    )
    if found is not None:
        return found
    row = {
        "operation_id": operation_id,
        "title": title,
        "status": Status.RECEIVED,
        "created_by": acting.officer.id,
        "created_at": now(),
    }
    number = acting.connection.execute(insert(series).values(**row).returning(series.c.id)).scalar_one()
    acting.record("open", f"series:{number}", operation=operation_id)
    return number


def add_media(acting: Acting, number: int, media_ids: Sequence[int], *, out_of: int | None = None) -> int:
    """Put media into a series; return how many were not there yet.

    out_of: a series they were in before, whose word on the agency that brought each is kept. Without one it is the own
    agency where it holds the content, else an agency that does.
    """
    if not media_ids:
        return 0
    brought: dict[int, str] = {} if out_of is None else _brought(acting, out_of, media_ids)
    fresh = [
        {"series_id": number, "media_id": one, "added_at": now(), "agency": brought.get(one)}
        for one in dict.fromkeys(media_ids)
    ]
    statement = insert(members).values(fresh).on_conflict_do_nothing()
    return acting.connection.execute(statement).rowcount


def _brought(acting: Acting, number: int, media_ids: Sequence[int]) -> dict[int, str]:
    """Which agency each of these media came from into a series, as was said last."""
    statement = (
        select(members.c.media_id, members.c.agency)
        .where(members.c.series_id == number, members.c.media_id.in_(media_ids))
        .order_by(members.c.id)
    )
    return {row.media_id: row.agency for row in acting.connection.execute(statement)}


def by_number(acting: Acting, number: int) -> Series:
    """One series. Raises `NotFound`, also for what the officer may not see."""
    found = _select(acting, series.c.id == number)
    if not found:
        raise NotFound(f"There is no series S{number}. See `sightline series list`.")
    return found[0]


def list_series(acting: Acting, operation_id: int, status: Status | None = None) -> list[Series]:
    """The series of an operation, by number; merged ones only when asked for by status."""
    kept = series.c.status == status if status else series.c.status != Status.MERGED
    return _select(acting, series.c.operation_id == operation_id, kept)


def media_of(acting: Acting, number: int) -> list[int]:
    """The ids of the media in a series, in order of arrival."""
    rows = select(members.c.media_id).where(members.c.series_id == number, members.c.removed_at.is_(None))
    return list(acting.connection.execute(rows.order_by(members.c.media_id)).scalars())


def series_of(acting: Acting, media_ids: Sequence[int]) -> dict[int, list[int]]:
    """For each media, the numbers of the series it is in."""
    rows = acting.connection.execute(
        select(members.c.media_id, members.c.series_id)
        .where(members.c.media_id.in_(media_ids), members.c.removed_at.is_(None))
        .order_by(members.c.series_id)
    )
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row.media_id, []).append(row.series_id)
    return found


def set_status(acting: Acting, number: int, status: Status) -> Series:
    """Move a series on the ladder. Specialists and coordinators may."""
    acting.require(*WORKERS)
    if status is Status.MERGED:
        raise UsageError("A series becomes merged by `series merge`, not by its status.")
    advance(acting, number, status)
    return by_number(acting, number)


def advance(acting: Acting, number: int, status: Status) -> None:
    """Move a series on because of a lead that was sent or answered; the officer's right was checked there."""
    before = by_number(acting, number)
    _write_status(acting, number, status)
    _remember(acting, number, "status", {"from": before.status, "to": status})


def split(acting: Acting, number: int, media_ids: Sequence[int], title: str) -> Series:
    """Take media out of a series into a new one. Raises `UsageError` when one of them is not in it, or all are."""
    acting.require(*WORKERS)
    before = by_number(acting, number)
    present = set(media_of(acting, number))
    if strangers := sorted(set(media_ids) - present):
        raise UsageError(f"Media {strangers[0]} is not in series S{number}; nothing was split.")
    if not media_ids or set(media_ids) == present:
        raise UsageError(f"A split must take some and leave some of the {len(present)} media of S{number}.")
    fresh = open_series(acting, before.operation_id, title)
    if media_of(acting, fresh):
        raise Conflict(f"A series called {title!r} is already there; choose another title.")
    _remove(acting, number, media_ids)
    add_media(acting, fresh, media_ids, out_of=number)
    _remember(acting, number, "split", {"into": fresh, "media": list(media_ids)})
    _write_status(acting, fresh, Status.OPEN)
    return by_number(acting, fresh)


def merge(acting: Acting, into: int, other: int) -> Series:
    """Move all media of `other` into `into`; `other` stays as an empty, merged series with its history."""
    acting.require(*WORKERS)
    if into == other:
        raise UsageError("A series cannot be merged with itself.")
    target, source = by_number(acting, into), by_number(acting, other)
    if target.operation_id != source.operation_id:
        raise UsageError(f"S{into} and S{other} belong to different operations.")
    if Status.MERGED in (target.status, source.status):
        raise Conflict("One of the two was merged already; look at it with `series show`.")
    moved = media_of(acting, other)
    _remove(acting, other, moved)
    fresh = sorted(set(moved) - set(media_of(acting, into)))
    add_media(acting, into, moved, out_of=other)
    acting.connection.execute(
        series.update().where(series.c.id == other).values(status=Status.MERGED, merged_into=into)
    )
    _remember(acting, into, "merge", {"other": other, "media": moved, "fresh": fresh, "status": source.status})
    return by_number(acting, into)


def undo(acting: Acting, number: int) -> Event:
    """Take back the newest split, merge or status of a series. Raises `NotFound` when there is none."""
    acting.require(*WORKERS)
    past = [event for event in history(acting, number) if event.act in {"split", "merge", "status", "undo"}]
    undone = {event.detail["event"] for event in past if event.act == "undo"}
    left = [event for event in past if event.act != "undo" and event.id not in undone]
    if not left:
        raise NotFound(f"There is nothing to undo in series S{number}.")
    event = left[-1]
    _UNDO[event.act](acting, number, event.detail)
    _remember(acting, number, "undo", {"event": event.id})
    return event


def history(acting: Acting, number: int) -> list[Event]:
    """All that happened to a series, oldest first."""
    rows = acting.connection.execute(select(events).where(events.c.series_id == number).order_by(events.c.id))
    return [
        Event(id=row.id, series_id=row.series_id, act=row.act, detail=row.detail, officer=row.officer, at=row.at)
        for row in rows
    ]


def _undo_split(acting: Acting, number: int, detail: dict[str, object]) -> None:
    media_ids, fresh = _ints(detail["media"]), _int(detail["into"])
    _remove(acting, fresh, media_ids)
    add_media(acting, number, media_ids, out_of=number)
    acting.connection.execute(
        series.update().where(series.c.id == fresh).values(status=Status.MERGED, merged_into=number)
    )


def _undo_merge(acting: Acting, number: int, detail: dict[str, object]) -> None:
    other = _int(detail["other"])
    _remove(acting, number, _ints(detail["fresh"]))
    add_media(acting, other, _ints(detail["media"]), out_of=other)
    acting.connection.execute(
        series.update().where(series.c.id == other).values(status=str(detail["status"]), merged_into=None)
    )


def _undo_status(acting: Acting, number: int, detail: dict[str, object]) -> None:
    _write_status(acting, number, Status(str(detail["from"])))


_UNDO = {"split": _undo_split, "merge": _undo_merge, "status": _undo_status}


def _remember(acting: Acting, number: int, act: str, detail: dict[str, object]) -> None:
    row = {"series_id": number, "act": act, "detail": detail, "officer": acting.officer.handle, "at": now()}
    acting.connection.execute(insert(events).values(**row))
    acting.record(act, f"series:{number}", **detail)


def _remove(acting: Acting, number: int, media_ids: Sequence[int]) -> None:
    acting.connection.execute(
        members.update()
        .where(members.c.series_id == number, members.c.media_id.in_(media_ids), members.c.removed_at.is_(None))
        .values(removed_at=now())
    )


def _write_status(acting: Acting, number: int, status: Status) -> None:
    acting.connection.execute(series.update().where(series.c.id == number).values(status=status))


def _select(acting: Acting, *conditions: ColumnElement[bool]) -> list[Series]:
    current = members.c.removed_at.is_(None) & (members.c.series_id == series.c.id)
    count = select(func.count()).select_from(members).where(current).correlate(series).scalar_subquery()
    owners = (
        select(func.array_agg(media_files.c.agency.distinct()))
        .select_from(members.join(media_files, media_files.c.media_id == members.c.media_id))
        .where(current)
        .correlate(series)
        .scalar_subquery()
    )
    statement = select(series, count.label("media"), owners.label("agencies")).where(*conditions).order_by(series.c.id)
    return [_series(row) for row in acting.connection.execute(statement)]


def _series(row: Row[Any]) -> Series:
    return Series(
        id=row.id,
        operation_id=row.operation_id,
        title=row.title,
        status=Status(row.status),
        media=row.media,
        agencies=tuple(sorted(row.agencies or ())),
        merged_into=row.merged_into,
    )


def _int(value: object) -> int:
    return int(str(value))


def _ints(value: object) -> list[int]:
    return [_int(part) for part in value] if isinstance(value, list) else []
