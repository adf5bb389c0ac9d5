"""The series board: rows for a virtual grid, filtered and counted by the database; and labels that people put on series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    ForeignKey,
    Row,
    Select,
    SmallInteger,
    Table,
    Text,
    column,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import array_agg, insert

from sightline.agencies.access import Acting
from sightline.agencies.store import officers
from sightline.kernel.clock import now
from sightline.kernel.db import metadata
from sightline.matching.store import links
from sightline.places.store import hypotheses
from sightline.series.media.store import media_files
from sightline.series.model import Status
from sightline.series.store import members, series

board = Table(
    "series_board",
    metadata,
    Column("series_id", BigInteger, ForeignKey("series.id"), primary_key=True),
    Column("category", SmallInteger),
    Column("claimed_by", BigInteger, ForeignKey("officer.id")),
    Column("claimed_at", DateTime(timezone=True)),
)
tags = Table(
    "series_tag",
    metadata,
    Column("series_id", BigInteger, ForeignKey("series.id"), primary_key=True),
    Column("tag", Text, primary_key=True),
)


class Sort(StrEnum):
    """The order of the board."""

    NUMBER = "number"
    NEWEST = "newest"
    STATUS = "status"
    MEDIA = "media"
    COUNTRY = "country"
    TITLE = "title"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What the board shows; None means anything. claimed: a handle, or `nobody`. text: part of the title, or S12."""

    status: Status | None = None
    tag: str | None = None
    category: int | None = None
    country: str | None = None
    agency: str | None = None
    claimed: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """One series as the board shows it. waiting counts are of what a machine proposed and nobody judged."""

    id: int
    title: str
    status: Status
    created_at: datetime
    media: int
    agencies: tuple[str, ...]
    category: int | None
    tags: tuple[str, ...]
    claimed_by: str | None
    country: str | None
    clues_waiting: int
    clues: int


def page(
    acting: Acting, operation_id: int, wanted: Filter, *, sort: Sort, offset: int, limit: int
) -> tuple[int, list[BoardRow]]:
    """(how many series there are in all, the rows from `offset`)."""
    base = _filtered(operation_id, wanted)
    counted = base.with_only_columns(series.c.id, maintain_column_froms=True).subquery()
    total = acting.connection.execute(select(func.count()).select_from(counted)).scalar_one()
    ordered = base.order_by(*_order(sort)).offset(offset).limit(limit)
    return int(total), _rows(acting, acting.connection.execute(ordered).all())


def rows_of(acting: Acting, numbers: Sequence[int]) -> dict[int, BoardRow]:
    """The rows of some series that the officer may see."""
    found = acting.connection.execute(_base().where(series.c.id.in_(numbers))).all()
    return {row.id: row for row in _rows(acting, found)}


def statuses(acting: Acting, operation_id: int) -> dict[Status, int]:
    """How many series stand at each status."""
    rows = acting.connection.execute(
        select(series.c.status, func.count()).where(series.c.operation_id == operation_id).group_by(series.c.status)
    )
    return {Status(status): int(count) for status, count in rows}


def tags_in(acting: Acting, operation_id: int) -> dict[str, int]:
    """The tags in use in an operation and on how many series each is."""
    rows = acting.connection.execute(
        select(tags.c.tag, func.count())
        .join(series, series.c.id == tags.c.series_id)
        .where(series.c.operation_id == operation_id)
        .group_by(tags.c.tag)
        .order_by(tags.c.tag)
    )
    return {tag: int(count) for tag, count in rows}


def add_tag(acting: Acting, number: int, tag: str) -> bool:
    """Put a tag on a series; whether it was not there."""
    added = acting.connection.execute(insert(tags).values(series_id=number, tag=tag).on_conflict_do_nothing())
    return bool(added.rowcount)


def remove_tag(acting: Acting, number: int, tag: str) -> bool:
    """Take a tag off a series; whether it was there."""
    gone = acting.connection.execute(tags.delete().where(tags.c.series_id == number, tags.c.tag == tag))
    return bool(gone.rowcount)


def set_category(acting: Acting, number: int, category: int | None) -> None:
    """Say which category the worst media of a series has."""
    _put(acting, number, {"category": category})


def set_claim(acting: Acting, number: int, officer_id: int | None) -> None:
    """Say who works on a series, or nobody."""
    _put(acting, number, {"claimed_by": officer_id, "claimed_at": now() if officer_id else None})


def _put(acting: Acting, number: int, values: Mapping[str, object]) -> None:
    statement = insert(board).values(series_id=number, **values)
    acting.connection.execute(statement.on_conflict_do_update(index_elements=["series_id"], set_=dict(values)))


def _country() -> ColumnElement[str | None]:
    newest = select(hypotheses.c.country).where(hypotheses.c.series_id == series.c.id)
    return newest.order_by(hypotheses.c.id.desc()).limit(1).correlate(series).scalar_subquery()


def _media() -> ColumnElement[int]:
    current = (members.c.series_id == series.c.id) & members.c.removed_at.is_(None)
    return select(func.count()).select_from(members).where(current).correlate(series).scalar_subquery()


def _base() -> Select[*tuple[Any, ...]]:
    return (
        select(
            series.c.id,
            series.c.title,
            series.c.status,
            series.c.created_at,
            board.c.category,
            officers.c.handle.label("claimed_by"),
        )
        .outerjoin(board, board.c.series_id == series.c.id)
        .outerjoin(officers, officers.c.id == board.c.claimed_by)
    )


def _filtered(operation_id: int, wanted: Filter) -> Select[*tuple[Any, ...]]:
    statement = _base().where(series.c.operation_id == operation_id)
    status = wanted.status
    statement = statement.where(series.c.status == status if status else series.c.status != Status.MERGED)
    if wanted.tag is not None:
        tagged = select(tags.c.series_id).where(tags.c.tag == wanted.tag)
        statement = statement.where(series.c.id.in_(tagged))
    if wanted.category is not None:
        statement = statement.where(board.c.category == wanted.category)
    if wanted.country is not None:
        statement = statement.where(_country() == wanted.country)
    if wanted.agency is not None:
        brought = select(members.c.series_id).join(media_files, media_files.c.media_id == members.c.media_id)
        statement = statement.where(series.c.id.in_(brought.where(media_files.c.agency == wanted.agency)))
    if wanted.claimed is not None:
        nobody = wanted.claimed == "nobody"
        statement = statement.where(board.c.claimed_by.is_(None) if nobody else officers.c.handle == wanted.claimed)
    return statement if wanted.text is None else statement.where(_speaks_of(wanted.text))


def _speaks_of(text: str) -> ColumnElement[bool]:
    number = text.strip().upper().removeprefix("S")
    named = series.c.title.icontains(text.strip(), autoescape=True)
    return or_(named, series.c.id == int(number)) if number.isdecimal() and len(number) < 18 else named


def _order(sort: Sort) -> tuple[ColumnElement[Any], ...]:
    match sort:
        case Sort.NEWEST:
            return series.c.created_at.desc(), series.c.id.desc()
        case Sort.STATUS:
            return series.c.status, series.c.id
        case Sort.MEDIA:
            return _media().desc(), series.c.id
        case Sort.COUNTRY:
            return _country().nulls_last(), series.c.id
        case Sort.TITLE:
            return series.c.title, series.c.id
        case _:
            return (series.c.id,)


def _rows(acting: Acting, found: Sequence[Row[Any]]) -> list[BoardRow]:
    numbers = [row.id for row in found]
    tagged, facts = _tags(acting, numbers), _facts(acting, numbers)
    return [
        BoardRow(
            id=row.id,
            title=row.title,
            status=Status(row.status),
            created_at=row.created_at,
            media=facts[row.id].media,
            agencies=tuple(facts[row.id].agencies),
            category=row.category,
            tags=tagged.get(row.id, ()),
            claimed_by=row.claimed_by,
            country=facts[row.id].country,
            clues_waiting=facts[row.id].waiting,
            clues=facts[row.id].clues,
        )
        for row in found
    ]


def _tags(acting: Acting, numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    rows = select(tags.c.series_id, array_agg(tags.c.tag)).where(tags.c.series_id.in_(numbers))
    return {number: tuple(sorted(put)) for number, put in acting.connection.execute(rows.group_by(tags.c.series_id))}


def _facts(acting: Acting, numbers: Sequence[int]) -> dict[int, Row[Any]]:
    """What the officer may see of each series: media, who brought them, clues that stand and that wait."""
    facts = func.sl_series_facts(literal(list(numbers), ARRAY(BigInteger))).table_valued(
        column("series_id", BigInteger),
        column("media", BigInteger),
        column("agencies", ARRAY(Text)),
        column("clues", BigInteger),
        column("waiting", BigInteger),
        column("country", Text),
    )
    return {row.series_id: row for row in acting.connection.execute(select(facts))}


def links_waiting(acting: Acting, number: int) -> int:
    """How many links that touch a series wait for a person's verdict."""
    mine = select(members.c.media_id).where(members.c.series_id == number, members.c.removed_at.is_(None))
    touches = or_(links.c.left_media.in_(mine), links.c.right_media.in_(mine))
    found = select(func.count()).select_from(links).where(links.c.verdict.is_(None), touches)
    return int(acting.connection.execute(found).scalar_one())
