"""One series: its media, clues, links, likely country and history."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import Field

from sightline.agencies.access import Acting
from sightline.api.acts import store as acts
from sightline.api.board import store as board_store
from sightline.api.board.routes import SeriesRow
from sightline.api.clues import ClueShown
from sightline.api.clues import shape as clue_shape
from sightline.api.linked import store as linked_store
from sightline.api.links import LinkRow, link_rows
from sightline.api.shapes import Count, Done, Number, Shape
from sightline.api.signed import Signed
from sightline.clues import store as clue_store
from sightline.kernel.errors import NotFound
from sightline.places import store as place_store
from sightline.series import store as series_store
from sightline.series.media import store as media_store

router = APIRouter(prefix="/api/series", tags=["series"])
SeriesId = Annotated[int, Path(ge=1, le=2**62)]
LINKS_SHOWN = 200


class MediaBrief(Shape):
    """A media of a series."""

    id: int
    sha256: str
    state: str
    kind: str | None
    width: int | None
    height: int | None
    duration: float | None


class Located(Shape):
    """The newest answer to where: the likely country, or why none is named, and the first five."""

    country: str | None
    abstains: str | None
    first: list[tuple[str, float]]
    made_at: datetime


class EventShown(Shape):
    """One step in the history of a series."""

    id: int
    act: str
    officer: str
    at: datetime
    detail: dict[str, Any]


class SeriesShown(Shape):
    """One series on one screen; at most 200 links, strongest first."""

    series: SeriesRow
    operation: int
    merged_into: int | None
    media: list[MediaBrief]
    clues: list[ClueShown]
    links: list[LinkRow]
    links_waiting: Count
    located: Located | None
    history: list[EventShown]


class Split(Shape):
    """Media that leave a series for a new one."""

    media: Annotated[list[Number], Field(min_length=1, max_length=10_000)]
    title: Annotated[str, Field(min_length=1, max_length=200)]


class Merge(Shape):
    """The series whose media move into this one."""

    other: Number


@router.get("/{series}")
def show_series(desk: Signed, series: SeriesId) -> SeriesShown:
    """One series: its media, clues, links, newest hypothesis and history."""
    with desk.acting() as acting:
        one = series_store.by_number(acting, series)
        row = board_store.rows_of(acting, [series])[series]
        ids = series_store.media_of(acting, series)
        media = media_store.many(acting, ids)
        _, links = linked_store.page(acting, linked_store.Wanted(series_id=series), offset=0, limit=LINKS_SHOWN)
        shown = SeriesShown(
            series=SeriesRow.model_validate(row),
            operation=one.operation_id,
            merged_into=one.merged_into,
            media=[MediaBrief.model_validate(media[number]) for number in ids if number in media],
            clues=[clue_shape(kept) for kept in clue_store.kept_of_series(acting, series)],
            links=link_rows(acting, links),
            links_waiting=board_store.links_waiting(acting, series),
            located=_located(acting, series),
            history=[EventShown.model_validate(event) for event in series_store.history(acting, series)],
        )
        acting.record("view", f"series:{series}", media=len(media))
    return shown


@router.post("/{series}/split")
def split_series(desk: Signed, series: SeriesId, wanted: Split) -> Done:
    """Take media out of a series into a new one; `changed` holds this series and the new one."""
    with desk.acting() as acting:
        fresh = series_store.split(acting, series, wanted.media, wanted.title)
        said = f"split {len(wanted.media)} media from S{series} into S{fresh.id}"
        act = acts.keep(acting, "split", said, [_step(acting, series)])
    return Done(act=act, said=said, changed=[series, fresh.id])


@router.post("/{series}/merge")
def merge_series(desk: Signed, series: SeriesId, wanted: Merge) -> Done:
    """Move all media of another series into this one."""
    with desk.acting() as acting:
        series_store.merge(acting, series, wanted.other)
        said = f"merged S{wanted.other} into S{series}"
        act = acts.keep(acting, "merge", said, [_step(acting, series)])
    return Done(act=act, said=said, changed=[series, wanted.other])


def _step(acting: Acting, series: int) -> dict[str, Any]:
    events = [one.id for one in series_store.history(acting, series) if one.act in {"split", "merge"}]
    if not events:
        raise NotFound("The series has no history.")
    return {"what": "series", "id": series, "event": events[-1]}


def _located(acting: Acting, series: int) -> Located | None:
    answer = place_store.newest(acting, series)
    if answer is None:
        return None
    posterior: Any = answer.body.get("posterior") or []
    first = [(str(code), float(share)) for code, share in posterior[:5]]
    abstains = answer.body.get("abstains")
    return Located(
        country=answer.country,
        abstains=str(abstains) if abstains else None,
        first=first,
        made_at=answer.made_at,
    )
