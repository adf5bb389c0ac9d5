"""The media grid: columns of states before any pixel, and safe thumbnails in packs."""

from __future__ import annotations

import struct
import time
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field

from sightline.api.acts import store as acts
from sightline.api.grid import store
from sightline.api.grid.store import Cell, MediaVerdict, Wanted
from sightline.api.shapes import Count, Done, Number, Shape
from sightline.api.signed import Desk, Signed
from sightline.kernel.errors import Refusal, UsageError
from sightline.media.model import MediaKind
from sightline.series.media.model import Media, MediaState

router = APIRouter(prefix="/api", tags=["grid"])

STATES = tuple(MediaState)
KINDS = tuple(MediaKind)
VERDICTS = tuple(MediaVerdict)
PACK = 64
NOT_YET = 0xFFFFFFFF
PATIENCE = 2.0  # seconds spent on making thumbnails that are not there yet


class GridLegend(Shape):
    """What the numbers in the columns stand for: `state`, `kind` and `verdict` count from 1, and 0 is none."""

    state: list[MediaState]
    kind: list[MediaKind]
    verdict: list[MediaVerdict]


class Grid(Shape):
    """A stretch of the grid, one column a fact; all columns are equally long. category: -1 is none."""

    total: Count
    offset: Count
    legend: GridLegend
    ids: list[int]
    state: list[int]
    kind: list[int]
    seconds: list[float]
    verdict: list[int]
    category: list[int]
    clues: list[int]
    links: list[int]


class GridQuery(Shape):
    """Which media; give `operation` or `series`."""

    operation: Number | None = None
    series: Number | None = None
    contribution: Number | None = None
    state: MediaState | None = None
    kind: MediaKind | None = None
    verdict: MediaVerdict | None = None
    undecided: bool = False
    known: bool = Field(default=False, description="Show known media too, which nobody need look at again.")
    agency: Annotated[str, Field(max_length=16)] | None = None
    offset: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    limit: Annotated[int, Field(ge=1, le=10_000)] = 500


class Triage(Shape):
    """One verdict or category for many media. A verdict of null takes what was said away."""

    media: Annotated[list[Number], Field(min_length=1, max_length=10_000)]
    act: Literal["verdict", "category"]
    verdict: MediaVerdict | None = None
    category: Annotated[int, Field(ge=0, le=99)] | None = None


@router.get("/grid")
def grid(desk: Signed, query: Annotated[GridQuery, Query()]) -> Grid:
    """A stretch of the media grid in columns, in a fixed order, with the total: good for 100,000 media."""
    if query.operation is None and query.series is None:
        raise UsageError("Say which operation or series the grid shows.")
    wanted = Wanted(
        operation_id=query.operation,
        series_id=query.series,
        contribution_id=query.contribution,
        state=query.state,
        kind=query.kind,
        verdict=query.verdict,
        undecided=query.undecided,
        known=query.known,
        agency=query.agency,
    )
    with desk.acting() as acting:
        total, cells = store.page(acting, wanted, offset=query.offset, limit=query.limit)
        subject = f"series:{query.series}" if query.series else f"operation:{query.operation}"
        acting.record("list media", subject, offset=query.offset, media=len(cells))
    return _columns(total, query.offset, cells)


@router.get("/thumbs", response_class=Response, responses={200: {"content": {"application/octet-stream": {}}}})
def thumbs(desk: Signed, ids: Annotated[str, Query(max_length=1_600, pattern=r"^\d{1,18}(,\d{1,18})*$")]) -> Response:
    """Up to 64 safe thumbnails in one body: for each id in order, a little-endian uint32 length and a JPEG.

    Length 0: there is no picture of it, or none that you may see. Length 0xFFFFFFFF: not made yet, ask again.
    """
    numbers = [int(part) for part in ids.split(",")]
    if len(numbers) > PACK:
        raise UsageError(f"A pack holds at most {PACK} thumbnails.")
    with desk.acting() as acting:
        found = store.shown(acting, numbers)
        # One entry lists every media of the pack; it is committed before a byte leaves.
        acting.record("view thumbnails", *(found[number].subject for number in numbers if number in found))
    until = time.monotonic() + PATIENCE
    parts = [_packed(desk, found.get(number), until) for number in numbers]
    return Response(b"".join(parts), media_type="application/octet-stream")


@router.post("/triage")
def triage(desk: Signed, wanted: Triage) -> Done:
    """Say the same of many media in one act that can be taken back."""
    with desk.acting() as acting:
        said, steps = store.triage(acting, wanted.media, wanted.act, verdict=wanted.verdict, category=wanted.category)
        number = acts.keep(acting, "triage", said, steps)
    return Done(act=number, said=said, changed=[int(step["id"]) for step in steps])


def _columns(total: int, offset: int, cells: list[Cell]) -> Grid:
    return Grid(
        total=total,
        offset=offset,
        legend=GridLegend(state=list(STATES), kind=list(KINDS), verdict=list(VERDICTS)),
        ids=[one.id for one in cells],
        state=[STATES.index(one.state) + 1 for one in cells],
        kind=[KINDS.index(one.kind) + 1 if one.kind else 0 for one in cells],
        seconds=[round(one.duration or 0.0, 2) for one in cells],
        verdict=[VERDICTS.index(one.verdict) + 1 if one.verdict else 0 for one in cells],
        category=[-1 if one.category is None else one.category for one in cells],
        clues=[one.clues for one in cells],
        links=[one.links for one in cells],
    )


def _packed(desk: Desk, media: Media | None, until: float) -> bytes:
    if media is None or media.state is MediaState.REFUSED:
        return struct.pack("<I", 0)
    if media.state is MediaState.RECEIVED:
        return struct.pack("<I", NOT_YET)
    ready = desk.renditions.ready(media.sha256)
    if ready is None and time.monotonic() > until:
        return struct.pack("<I", NOT_YET)
    try:
        jpeg = ready if ready is not None else desk.renditions.safe(media.sha256)
    except Refusal:
        return struct.pack("<I", 0)
    return struct.pack("<I", len(jpeg)) + jpeg
