"""The media grid: compact columns for 100,000 media, and what a person said of each in triage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    Integer,
    SmallInteger,
    Table,
    Text,
    any_,
    column,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import insert

from sightline.agencies import access
from sightline.agencies.access import Acting
from sightline.agencies.model import Role
from sightline.kernel.clock import now
from sightline.kernel.db import metadata
from sightline.kernel.errors import NotFound
from sightline.media.model import MediaKind
from sightline.operations.model import Level
from sightline.series.media import store as media_store
from sightline.series.media.model import Media, MediaState
from sightline.series.media.store import media

verdicts = Table(
    "media_verdict",
    metadata,
    Column("media_id", BigInteger, ForeignKey("media.id"), primary_key=True),
    Column("verdict", Text),
    Column("category", SmallInteger),
    Column("decided_by", BigInteger, ForeignKey("officer.id"), nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
)


class MediaVerdict(StrEnum):
    """What a person said of a media in triage. A known one is not shown again."""

    USEFUL = "useful"
    NOTHING = "nothing useful"
    KNOWN = "known"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The triage of one media; both None while nobody has looked."""

    verdict: MediaVerdict | None
    category: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which media the grid shows. series or operation is given; None elsewhere means anything."""

    operation_id: int | None = None
    series_id: int | None = None
    contribution_id: int | None = None
    state: MediaState | None = None
    kind: MediaKind | None = None
    verdict: MediaVerdict | None = None
    undecided: bool = False
    known: bool = False
    agency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One media as the grid shows it, before any pixel."""

    id: int
    state: MediaState
    kind: MediaKind | None
    duration: float | None
    verdict: MediaVerdict | None
    category: int | None
    clues: int
    links: int


def page(acting: Acting, wanted: Wanted, *, offset: int, limit: int) -> tuple[int, list[Cell]]:
    """(how many media there are in all, the cells from `offset`), by number."""
    found = func.sl_grid(
        wanted.operation_id,
        wanted.series_id,
        wanted.contribution_id,
        wanted.agency,
        wanted.state,
        wanted.kind,
        wanted.verdict,
        wanted.undecided,
        wanted.known,
        offset,
        limit,
    ).table_valued(column("total", Integer), column("ids", ARRAY(BigInteger)))
    row = acting.connection.execute(select(found.c.total, found.c.ids)).one()
    return int(row.total), _cells(acting, list(row.ids))


def by_key(acting: Acting, key: str) -> Media:
    """The media with this number or full SHA-256. Raises `NotFound`."""
    if key.isdecimal() and len(key) < 18:
        return media_store.by_id(acting, int(key))
    try:
        wanted = bytes.fromhex(key)
    except ValueError:
        raise NotFound(f"There is no media {key[:12]!r}.") from None
    found = acting.connection.execute(select(media.c.id).where(media.c.sha256 == wanted)).scalar_one_or_none()
    if found is None:
        raise NotFound(f"There is no media {key[:12]!r}.")
    return media_store.by_id(acting, found)


def said_of(acting: Acting, media_ids: Sequence[int]) -> dict[int, Said]:
    """The triage of some media, for those that have one."""
    rows = acting.connection.execute(select(verdicts).where(verdicts.c.media_id.in_(media_ids)))
    return {row.media_id: _said(row.verdict, row.category) for row in rows}


def say(acting: Acting, what: Mapping[int, Said]) -> None:
    """Write the triage of some media, all in one statement."""
    if not what:
        return
    moment = now()
    rows = [
        {
            "media_id": number,
            "verdict": said.verdict,
            "category": said.category,
            "decided_by": acting.officer.id,
            "decided_at": moment,
        }
        for number, said in what.items()
    ]
    statement = insert(verdicts).values(rows)
    names = ("verdict", "category", "decided_by", "decided_at")
    fresh = {name: statement.excluded[name] for name in names}
    acting.connection.execute(statement.on_conflict_do_update(index_elements=["media_id"], set_=fresh))


def triage(
    acting: Acting, media_ids: Sequence[int], act: str, *, verdict: MediaVerdict | None, category: int | None
) -> tuple[str, list[dict[str, Any]]]:
    """Say one thing (`verdict` or `category`) of many media; return it in words, and the steps that undo it.

    Specialists, coordinators and contributors may. Raises `NotFound` when one is absent or hidden; nothing is changed.
    """
    acting.require(Role.SPECIALIST, Role.COORDINATOR, Role.CONTRIBUTOR)
    found = visible(acting, media_ids)
    before = said_of(acting, media_ids)
    nothing = Said(verdict=None, category=None)
    after: dict[int, Said] = {}
    for number in dict.fromkeys(media_ids):
        was = before.get(number, nothing)
        now_said = replace(was, verdict=verdict) if act == "verdict" else replace(was, category=category)
        if now_said != was:
            after[number] = now_said
    say(acting, after)
    value = verdict if act == "verdict" else category
    acting.record("triage", *(found[number].subject for number in after), said=value, act=act)
    steps = [
        {"what": "triage", "id": number, "before": plain(before.get(number, nothing)), "after": plain(said)}
        for number, said in after.items()
    ]
    return f"{len(after)} media: {act} {'none' if value is None else value}", steps


def plain(said: Said) -> list[str | int | None]:
    """A triage as an act keeps it."""
    return [said.verdict, said.category]


def said_from(value: Sequence[Any]) -> Said:
    """The triage that `plain` wrote."""
    return _said(value[0], value[1])


def shown(acting: Acting, media_ids: Sequence[int]) -> dict[int, Media]:
    """Those of these media whose safe thumbnail the officer may see."""
    terms = access.terms(acting, media_ids)
    wanted = [one for one in media_ids if any(term.level >= Level.BLURRED for term in terms.get(one, ()))]
    return media_store.many(acting, wanted)


def present(acting: Acting, media_ids: Sequence[int]) -> dict[int, Media]:
    """Those of these media that the officer may know of."""
    return media_store.many(acting, media_ids)


def visible(acting: Acting, media_ids: Sequence[int]) -> dict[int, Media]:
    """The contents with these numbers. Raises `NotFound` when one of them is absent or hidden."""
    found = media_store.many(acting, media_ids)
    if set(media_ids) - set(found):
        raise NotFound("One of these media is not there.")
    return found


def _cells(acting: Acting, ids: Sequence[int]) -> list[Cell]:
    wanted = any_(literal(list(ids), ARRAY(BigInteger)))
    seen = func.sl_cells(literal(list(ids), ARRAY(BigInteger))).table_valued(
        column("media_id", BigInteger), column("clues", BigInteger), column("links", BigInteger)
    )
    rows = acting.connection.execute(
        select(
            media.c.id,
            media.c.state,
            media.c.kind,
            media.c.duration,
            verdicts.c.verdict,
            verdicts.c.category,
            seen.c.clues,
            seen.c.links,
        )
        .join(seen, seen.c.media_id == media.c.id)
        .outerjoin(verdicts, verdicts.c.media_id == media.c.id)
        .where(media.c.id == wanted)
        .order_by(media.c.id)
    )
    return [
        Cell(
            id=row.id,
            state=MediaState(row.state),
            kind=MediaKind(row.kind) if row.kind else None,
            duration=row.duration,
            verdict=MediaVerdict(row.verdict) if row.verdict else None,
            category=row.category,
            clues=row.clues,
            links=row.links,
        )
        for row in rows
    ]


def _said(verdict: str | None, category: int | None) -> Said:
    return Said(verdict=MediaVerdict(verdict) if verdict else None, category=category)
