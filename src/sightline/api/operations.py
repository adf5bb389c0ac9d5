"""Operations: what came in from whom, what became of it, and how far the work is."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path

from sightline.api.board import store as board_store
from sightline.api.overview import store as overview_store
from sightline.api.shapes import Count, Shape
from sightline.api.signed import Signed
from sightline.leads.figures import figures
from sightline.leads.model import LeadState
from sightline.operations import store as operation_store
from sightline.operations.model import Handling, Operation, Tlp
from sightline.series.model import Status

router = APIRouter(prefix="/api/operations", tags=["operations"])
OperationId = Annotated[int, Path(ge=1, le=2**62)]


class OperationBrief(Shape):
    """An operation: when, whose, and who takes part."""

    id: int
    code: str
    name: str
    host: str
    starts: date
    ends: date
    level: int
    agencies: list[str]


class ContributionRow(Shape):
    """One delivery, with how many of its files are examined, wait, or were refused."""

    id: int
    agency: str
    case_reference: str
    legal_basis: str
    handling: Handling
    tlp: Tlp
    review: date
    level: int
    files: Count
    examined: Count
    waiting: Count
    refused: Count


class RefusedRow(Shape):
    """Why files were refused: the named outcome, a sentence that explains it, and how many files."""

    code: str
    why: str
    files: Count


class LeadsTo(Shape):
    """How many leads to one country stand where."""

    country: str
    states: dict[LeadState, int]


class FigureRow(Shape):
    """One figure of the release and where it comes from."""

    name: str
    value: float
    source: str
    rows: list[str]


class Jobs(Shape):
    """How many jobs of the machine wait, run, are done, and failed for good."""

    waiting: Count
    running: Count
    done: Count
    failed: Count


class OperationShown(Shape):
    """One operation on one screen."""

    operation: OperationBrief
    contributions: list[ContributionRow]
    outcomes: dict[str, int]
    refused: list[RefusedRow]
    series: dict[Status, int]
    leads: list[LeadsTo]
    jobs: Jobs


class Operations(Shape):
    """Every operation, newest first."""

    operations: list[OperationBrief]


class Figures(Shape):
    """The figures that such operations publish; probable, positive and safeguarded are never one number."""

    figures: list[FigureRow]


@router.get("")
def list_operations(desk: Signed) -> Operations:
    """Every operation in this workspace."""
    with desk.acting() as acting:
        found = operation_store.list_operations(acting)
    return Operations(operations=[brief(one) for one in found])


@router.get("/{operation}")
def show_operation(desk: Signed, operation: OperationId) -> OperationShown:
    """One operation: contributions, outcomes of files, series by status, leads by country, jobs."""
    with desk.acting() as acting:
        meant = operation_store.by_id(acting, operation)
        received = overview_store.received_in(acting, operation)
        series = board_store.statuses(acting, operation)
        leads = overview_store.leads_by_country(acting, operation)
        jobs = desk.workspace.queue.counts(acting.connection)
        acting.record("view", f"operation:{meant.code}")
    return OperationShown(
        operation=brief(meant),
        contributions=[ContributionRow.model_validate(row) for row in received.contributions],
        outcomes=received.outcomes,
        refused=[RefusedRow.model_validate(row) for row in received.refused],
        series=series,
        leads=[LeadsTo(country=country, states=states) for country, states in leads.items()],
        jobs=Jobs.model_validate(jobs),
    )


@router.get("/{operation}/figures")
def show_figures(desk: Signed, operation: OperationId) -> Figures:
    """The release figures, each with the rows it comes from."""
    with desk.acting() as acting:
        meant = operation_store.by_id(acting, operation)
        found = figures(acting, desk.workspace.blobs, meant)
        acting.record("figures", f"operation:{meant.code}", figures=len(found))
    rows = [FigureRow(name=one.name, value=one.value, source=one.source, rows=list(one.rows)) for one in found]
    return Figures(figures=rows)


def brief(operation: Operation) -> OperationBrief:
    """An operation as lists show it."""
    return OperationBrief(
        id=operation.id,
        code=operation.code,
        name=operation.name,
        host=operation.host,
        starts=operation.starts,
        ends=operation.ends,
        level=int(operation.level),
        agencies=list(operation.agencies),
    )
