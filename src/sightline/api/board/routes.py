"""The series board: a page of rows, and one act on many series."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from sightline.api.acts import store as acts
from sightline.api.board import labels, store
from sightline.api.board.labels import BoardAct
from sightline.api.board.store import Filter, Sort
from sightline.api.shapes import Count, Done, Number, Shape
from sightline.api.signed import Signed
from sightline.series.model import Status

router = APIRouter(prefix="/api/series", tags=["series"])


class SeriesRow(Shape):
    """A series as the board shows it. waiting: proposed by a machine, judged by nobody yet."""

    id: int
    title: str
    status: Status
    created_at: datetime
    media: Count
    agencies: list[str]
    category: int | None
    tags: list[str]
    claimed_by: str | None
    country: str | None
    clues: Count
    clues_waiting: Count


class Board(Shape):
    """A stretch of the board and how long the whole is. tags: every tag in use, with its number of series."""

    total: Count
    offset: Count
    rows: list[SeriesRow]
    tags: dict[str, int]


class BoardQuery(Shape):
    """What the board shows, in which order. claimed: a handle, or `nobody`."""

    operation: Number
    status: Status | None = None
    tag: Annotated[str, Field(max_length=60)] | None = None
    category: Annotated[int, Field(ge=0, le=99)] | None = None
    country: Annotated[str, Field(max_length=3)] | None = None
    agency: Annotated[str, Field(max_length=16)] | None = None
    claimed: Annotated[str, Field(max_length=48)] | None = None
    text: Annotated[str, Field(max_length=200)] | None = None
    sort: Sort = Sort.NUMBER
    offset: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 50


class SeriesAct(Shape):
    """One act on many series. value: the status, tag, category number, or the handle of the one it is handed to."""

    ids: Annotated[list[Number], Field(min_length=1, max_length=1_000)]
    act: BoardAct
    value: Annotated[str, Field(max_length=60)] | None = None


@router.get("")
def board(desk: Signed, query: Annotated[BoardQuery, Query()]) -> Board:
    """A stretch of the series board, filtered and sorted, with the total."""
    wanted = Filter(
        status=query.status,
        tag=query.tag,
        category=query.category,
        country=query.country,
        agency=query.agency,
        claimed=query.claimed,
        text=query.text,
    )
    with desk.acting() as acting:
        total, rows = store.page(
            acting, query.operation, wanted, sort=query.sort, offset=query.offset, limit=query.limit
        )
        tags = store.tags_in(acting, query.operation)
        acting.record("list series", f"operation:{query.operation}", series=len(rows))
    shown = [SeriesRow.model_validate(row) for row in rows]
    return Board(total=total, offset=query.offset, rows=shown, tags=tags)


@router.post("/act")
def act(desk: Signed, wanted: SeriesAct) -> Done:
    """Do the same to many series in one act that can be taken back: all of it, or nothing."""
    with desk.acting() as acting:
        said, steps = labels.apply(acting, wanted.ids, wanted.act, wanted.value)
        number = acts.keep(acting, wanted.act, said, steps)
    return Done(act=number, said=said, changed=[int(step["id"]) for step in steps])
