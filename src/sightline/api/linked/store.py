"""Links for the page: filtered, ordered by strength and counted by the database, and what their evidence shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from sightline.agencies.access import Acting
from sightline.agencies.store import officers
from sightline.matching import store as link_store
from sightline.matching.model import Link, LinkKind, Strength, Verdict
from sightline.matching.store import RANK, links
from sightline.series import store as series_store
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
    # Read once, a little further than shown: asking for the count apart costs as much again.
    every = _numbers(acting, wanted, most=max(COUNTED, offset + limit))
    ids = every[offset : offset + limit]
    found = {one.id: one for one in link_store.by_numbers(acting, ids)}
    return len(every), [found[number] for number in ids if number in found]


def next_waiting(acting: Acting, after: Link, series_id: int | None) -> int | None:
    """The strongest other link, of a series or of all, that waits for a verdict: those weaker than `after` first."""
    waiting = Wanted(series_id=series_id, undecided=True)
    for behind in (after, None):
        for number in _numbers(acting, waiting, most=2, after=behind):
            if number != after.id:
                return number
    return None


def _numbers(acting: Acting, wanted: Wanted, *, most: int, after: Link | None = None) -> list[int]:
    found = func.sl_links(
        wanted.operation_id,
        wanted.series_id,
        wanted.media_id,
        wanted.kind,
        wanted.strength,
        wanted.verdict,
        wanted.undecided,
        RANK[after.proposal.strength] if after else None,
        after.proposal.score if after else None,
        after.id if after else None,
        most,
    )
    return list(acting.connection.execute(select(found)).scalars())


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
