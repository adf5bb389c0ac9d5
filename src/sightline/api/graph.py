"""The series graph: who belongs together and why, always a bounded neighbourhood that says what it leaves out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from sightline.api.board import store as board_store
from sightline.api.board.routes import SeriesRow
from sightline.api.linked import store as linked_store
from sightline.api.operations import OperationId
from sightline.api.shapes import Count, Shape
from sightline.api.signed import Signed
from sightline.matching import proposals
from sightline.matching.model import LinkKind, Strength
from sightline.operations import store as operation_store

router = APIRouter(prefix="/api", tags=["graph"])
SeriesId = Annotated[int, Path(ge=1, le=2**62)]


class Edge(Shape):
    """All links of one kind between two series. confirmed, waiting, rejected: how many; best: the strongest link."""

    left: int
    right: int
    kind: LinkKind
    strength: Strength
    links: Count
    confirmed: Count
    rejected: Count
    waiting: Count
    best: int
    why: str


class Graph(Shape):
    """Series around one, and what links them. hidden: series that are linked too and left out."""

    centre: int
    nodes: list[SeriesRow]
    edges: list[Edge]
    hidden: Count


class ProposalShown(Shape):
    """Series that verified links say belong together. weakest: the link whose rejection would break it first."""

    series: list[int]
    links: list[int]
    weakest: int
    why: str


class Proposals(Shape):
    """Proposed merges; a person decides each."""

    proposals: list[ProposalShown]


@router.get("/series/{series}/graph")
def graph(
    desk: Signed,
    series: SeriesId,
    depth: Annotated[int, Query(ge=1, le=3)] = 2,
    most: Annotated[int, Query(ge=2, le=200)] = 60,
) -> Graph:
    """The neighbourhood of a series: at most `most` series, nearest and strongest first."""
    with desk.acting() as acting:
        nodes, edges, hidden = linked_store.neighbourhood(acting, series, depth=depth, most=most)
        rows = board_store.rows_of(acting, nodes)
        acting.record("view graph", f"series:{series}", nodes=len(nodes))
    return Graph(
        centre=series,
        nodes=[SeriesRow.model_validate(rows[number]) for number in nodes if number in rows],
        edges=[Edge.model_validate(edge) for edge in edges if edge.left in rows and edge.right in rows],
        hidden=hidden,
    )


@router.get("/operations/{operation}/proposals")
def merge_proposals(desk: Signed, operation: OperationId) -> Proposals:
    """Series that verified links hold together, with the weakest link of each proposal."""
    with desk.acting() as acting:
        meant = operation_store.by_id(acting, operation)
        found = proposals.propose(acting, operation)
        acting.record("list proposals", f"operation:{meant.code}", proposals=len(found))
    return Proposals(
        proposals=[
            ProposalShown(series=list(one.series), links=list(one.links), weakest=one.weakest, why=one.why)
            for one in found
        ]
    )
