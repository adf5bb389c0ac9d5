"""Links for the page: filtered, ordered by strength and counted by the database, and what their evidence shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from sightline.agencies.access import Acting
from sightline.agencies.store import officers
from sightline.matching import store as link_store
from sightline.matching.model import Link, LinkKind, Strength, Verdict
from sightline.matching.store import RANK, links
from sightline.operations.store import contributions
from sightline.series import store as series_store
from sightline.series.media.store import media_files
from sightline.series.store import members

WARNINGS = {
    "overlay": "What agrees looks pasted on, as a watermark or caption is: it may be on pictures of many places.",
    "repeated texture": "What agrees is a pattern that repeats, as tiles or wallpaper do: many places have it.",
    "common value": "Many files here have this value: it says little.",
}

COUNTED = 1_000  # how far links are counted: nobody judges more in a sitting, and counting reads every one


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which links; None means anything. undecided: without a verdict."""

    operation_id: int | None = None
    series_id: int | None = None
    media_id: int | None = None
    kind: LinkKind | None = None
    strength: Strength | None = None
    verdict: Verdict | None = None
    undecided: bool = False


def page(acting: Acting, wanted: Wanted, *, offset: int, limit: int) -> tuple[int, list[Link]]:
    """(how many links there are, counted up to `COUNTED`, and those from `offset`), strongest first."""
    chosen = _narrowed(select(links.c.id), wanted)
    # Read once, a little further than shown: asking for the count apart costs as much again.
    most = max(COUNTED, offset + limit)
    every = list(acting.connection.execute(chosen.order_by(*_order()).limit(most)).scalars())
    ids = every[offset : offset + limit]
    found = {one.id: one for one in link_store.by_numbers(acting, ids)}
    return len(every), [found[number] for number in ids if number in found]


def next_waiting(acting: Acting, after: Link, series_id: int | None) -> int | None:
    """The strongest other link, of a series or of all, that waits for a verdict: those weaker than `after` first."""
    waiting = _narrowed(select(links.c.id), Wanted(series_id=series_id, undecided=True)).where(links.c.id != after.id)
    mine = RANK[after.proposal.strength]
    later = or_(
        _rank() < mine,
        (_rank() == mine) & (links.c.score < after.proposal.score),
        (_rank() == mine) & (links.c.score == after.proposal.score) & (links.c.id > after.id),
    )
    for statement in (waiting.where(later), waiting):
        found = acting.connection.execute(statement.order_by(*_order()).limit(1)).scalar_one_or_none()
        if found is not None:
            return int(found)
    return None


def handles(acting: Acting, found: Sequence[Link]) -> dict[int, str]:
    """Link number -> handle of the officer who decided it."""
    rows = acting.connection.execute(
        select(links.c.id, officers.c.handle)
        .join(officers, officers.c.id == links.c.decided_by)
        .where(links.c.id.in_([one.id for one in found]))
    )
    return {number: handle for number, handle in rows}


def points_in(evidence: Mapping[str, Any]) -> list[tuple[float, float, float, float]]:
    """The places that agree, as far as the link keeps them: left x, left y, right x, right y, in fractions."""
    kept = evidence.get("points")
    rows = kept if isinstance(kept, list) else []
    return [(float(a), float(b), float(c), float(d)) for a, b, c, d in rows]


def warnings_in(evidence: Mapping[str, Any]) -> list[str]:
    """What speaks for caution, in sentences."""
    flags = [str(flag) for flag in evidence.get("flags") or ()]
    if evidence.get("common value") is True:
        flags.append("common value")
    return [WARNINGS.get(flag, flag) for flag in flags]


def _rank() -> ColumnElement[int]:
    """As the index has it, so that the strongest are read first and no more than is asked for."""
    return func.sl_rank(links.c.strength, type_=Integer)


def _order() -> tuple[ColumnElement[Any], ...]:
    return _rank().desc(), links.c.score.desc(), links.c.id


def _narrowed(statement: Select[*tuple[Any, ...]], wanted: Wanted) -> Select[*tuple[Any, ...]]:
    if wanted.media_id is not None:
        one = wanted.media_id
        statement = statement.where(or_(links.c.left_media == one, links.c.right_media == one))
    if wanted.series_id is not None:
        mine = select(members.c.media_id).where(members.c.series_id == wanted.series_id, members.c.removed_at.is_(None))
        statement = statement.where(or_(links.c.left_media.in_(mine), links.c.right_media.in_(mine)))
    if wanted.operation_id is not None:
        brought = (
            select(media_files.c.media_id)
            .join(contributions, contributions.c.id == media_files.c.contribution_id)
            .where(contributions.c.operation_id == wanted.operation_id, media_files.c.media_id == links.c.left_media)
            .correlate(links)
        )
        statement = statement.where(brought.exists())
    for column, value in ((links.c.kind, wanted.kind), (links.c.strength, wanted.strength)):
        statement = statement if value is None else statement.where(column == value)
    if wanted.verdict is not None:
        return statement.where(links.c.verdict == wanted.verdict)
    return statement.where(links.c.verdict.is_(None)) if wanted.undecided else statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """All links of one kind between two series."""

    left: int
    right: int
    kind: LinkKind
    strength: Strength
    links: int
    confirmed: int
    rejected: int
    waiting: int
    best: int
    why: str


def neighbourhood(acting: Acting, series_id: int, *, depth: int, most: int) -> tuple[list[int], list[Edge], int]:
    """(series, edges, how many linked series were left out): breadth first from one, strongest neighbours first."""
    series_store.by_number(acting, series_id)
    nodes, fringe, hidden = [series_id], [series_id], set[int]()
    for _ in range(depth):
        near = [number for number in _neighbours(acting, fringe) if number not in nodes]
        room = most - len(nodes)
        fringe = near[:room]
        nodes += fringe
        hidden |= set(near[room:])
        if not fringe:
            break
    return nodes, _edges(acting, nodes), len(hidden)


def _neighbours(acting: Acting, numbers: Sequence[int]) -> list[int]:
    """Series linked to one of these, those with the strongest link first."""
    pairs = _pairs().subquery()
    mine, theirs = pairs.c.left_series, pairs.c.right_series
    both = [
        select(theirs.label("other"), pairs.c.rank, pairs.c.score).where(mine.in_(numbers), theirs.not_in(numbers)),
        select(mine.label("other"), pairs.c.rank, pairs.c.score).where(theirs.in_(numbers), mine.not_in(numbers)),
    ]
    found = both[0].union_all(both[1]).subquery()
    rows = select(found.c.other).group_by(found.c.other)
    ordered = rows.order_by(func.max(found.c.rank).desc(), func.max(found.c.score).desc(), found.c.other)
    return [int(number) for number in acting.connection.execute(ordered).scalars()]


def _edges(acting: Acting, numbers: Sequence[int]) -> list[Edge]:
    pairs = _pairs().subquery()
    low, high = (
        func.least(pairs.c.left_series, pairs.c.right_series),
        func.greatest(pairs.c.left_series, pairs.c.right_series),
    )
    ids = func.array_agg(aggregate_order_by(pairs.c.id, pairs.c.rank.desc(), pairs.c.score.desc(), pairs.c.id))
    rows = acting.connection.execute(
        select(
            low.label("low"),
            high.label("high"),
            pairs.c.kind,
            func.count().label("links"),
            func.count().filter(pairs.c.verdict == Verdict.CONFIRMED).label("confirmed"),
            func.count().filter(pairs.c.verdict == Verdict.REJECTED).label("rejected"),
            func.count().filter(pairs.c.verdict.is_(None)).label("waiting"),
            ids.label("ids"),
        )
        .where(pairs.c.left_series.in_(numbers), pairs.c.right_series.in_(numbers))
        .where(pairs.c.left_series != pairs.c.right_series)
        .group_by(low, high, pairs.c.kind)
        .order_by(low, high, pairs.c.kind)
    ).all()
    best = {one.id: one for one in link_store.by_numbers(acting, [row.ids[0] for row in rows])}
    return [
        Edge(
            left=row.low,
            right=row.high,
            kind=LinkKind(row.kind),
            strength=best[row.ids[0]].proposal.strength,
            links=row.links,
            confirmed=row.confirmed,
            rejected=row.rejected,
            waiting=row.waiting,
            best=row.ids[0],
            why=link_store.in_words(best[row.ids[0]]),
        )
        for row in rows
        if row.ids[0] in best
    ]


def _pairs() -> Select[*tuple[Any, ...]]:
    """Every link with the series of its two sides."""
    left, right = members.alias("left_member"), members.alias("right_member")
    return (
        select(
            links.c.id,
            links.c.kind,
            links.c.score,
            links.c.verdict,
            _rank().label("rank"),
            left.c.series_id.label("left_series"),
            right.c.series_id.label("right_series"),
        )
        .join(left, (left.c.media_id == links.c.left_media) & left.c.removed_at.is_(None))
        .join(right, (right.c.media_id == links.c.right_media) & right.c.removed_at.is_(None))
    )
