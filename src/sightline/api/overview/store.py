"""Counts over a whole operation, made by the database: contributions with their files, refusals, leads by country."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Row, Text, column, func, select, union

from sightline.agencies.access import Acting
from sightline.api.board.store import board
from sightline.clues.store import clues
from sightline.leads.model import LeadState
from sightline.leads.store import answers, leads
from sightline.matching.store import links
from sightline.operations.model import Handling, Tlp
from sightline.operations.store import contributions
from sightline.series.media.model import MediaState
from sightline.series.media.store import media_files
from sightline.series.store import events, members, series


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionCounts:
    """One contribution with what became of its files; files = examined + waiting + refused."""

    id: int
    agency: str
    case_reference: str
    legal_basis: str
    handling: Handling
    tlp: Tlp
    review: date
    level: int
    files: int
    examined: int
    waiting: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """One named outcome and how many files ended in it."""

    code: str
    why: str
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What an officer can see of the machine's work: the highest numbers there are, and how many are new."""

    media: int
    links: int
    new_media: int
    new_links: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What an operation received, as far as the officer may see it. outcomes: `examined`, `received`, `refused: CODE`."""

    contributions: list[ContributionCounts]
    refused: list[Refused]
    outcomes: dict[str, int]


def received_in(acting: Acting, operation_id: int) -> Received:
    """The contributions of an operation, in order of arrival, and what became of their files."""
    found = func.sl_outcomes(operation_id).table_valued(
        column("contribution_id", BigInteger),
        column("state", Text),
        column("code", Text),
        column("why", Text),
        column("files", BigInteger),
    )
    counted = acting.connection.execute(select(found)).all()
    by_state: dict[tuple[int, str], int] = Counter()
    by_code: dict[str, int] = Counter()
    outcomes: dict[str, int] = Counter()
    why = {row.code: row.why or "" for row in counted if row.code}
    for row in counted:
        by_state[row.contribution_id, row.state] += row.files
        outcomes[f"refused: {row.code}" if row.code else row.state] += row.files
        if row.code:
            by_code[row.code] += row.files
    rows = acting.connection.execute(
        select(contributions).where(contributions.c.operation_id == operation_id).order_by(contributions.c.id)
    )
    refused = [Refused(code=code, why=why[code], files=files) for code, files in by_code.items()]
    return Received(
        contributions=[_counts(row, by_state) for row in rows],
        refused=sorted(refused, key=lambda one: (-one.files, one.code)),
        outcomes=dict(sorted(outcomes.items())),
    )


def _counts(row: Row[Any], by_state: dict[tuple[int, str], int]) -> ContributionCounts:
    counts = [by_state.get((row.id, state), 0) for state in MediaState]
    return ContributionCounts(
        id=row.id,
        agency=row.agency,
        case_reference=row.case_reference,
        legal_basis=row.legal_basis,
        handling=Handling(row.handling),
        tlp=Tlp(row.tlp),
        review=row.review,
        level=row.level,
        files=sum(counts),
        examined=by_state.get((row.id, MediaState.EXAMINED), 0),
        waiting=by_state.get((row.id, MediaState.RECEIVED), 0),
        refused=by_state.get((row.id, MediaState.REFUSED), 0),
    )


def leads_by_country(acting: Acting, operation_id: int) -> dict[str, dict[LeadState, int]]:
    """How many leads to each country stand in which state."""
    rows = acting.connection.execute(
        select(leads.c.country, leads.c.state, func.count())
        .where(leads.c.operation_id == operation_id)
        .group_by(leads.c.country, leads.c.state)
        .order_by(leads.c.country)
    )
    found: dict[str, dict[LeadState, int]] = {}
    for country, state, count in rows:
        found.setdefault(country, {})[LeadState(state)] = int(count)
    return found


def progress(acting: Acting, since: Progress | None) -> Progress:
    """What is new to the officer since the last look; nothing at the first."""
    highest = [
        int(acting.connection.execute(select(func.coalesce(func.max(one.c.id), 0))).scalar_one())
        for one in (media_files, links)
    ]
    if since is None:
        return Progress(media=highest[0], links=highest[1], new_media=0, new_links=0)
    fresh = [
        int(acting.connection.execute(select(func.count()).select_from(one).where(one.c.id > seen)).scalar_one())
        for one, seen in ((media_files, since.media), (links, since.links))
    ]
    return Progress(media=highest[0], links=highest[1], new_media=fresh[0], new_links=fresh[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeOfMine:
    """A receipt or outcome of a lead on a series that the officer worked on."""

    series: int
    title: str
    lead: int
    number: str
    country: str
    kind: str
    outcome: str | None
    at: datetime


def outcomes_of_mine(acting: Acting, most: int = 50) -> list[OutcomeOfMine]:
    """What came home of the series that the officer changed, claimed, or decided a clue or link of; newest first."""
    me = acting.officer
    touched = union(
        select(events.c.series_id).where(events.c.officer == me.handle),
        select(board.c.series_id).where(board.c.claimed_by == me.id),
        select(clues.c.series_id).where(clues.c.decided_by == me.id, clues.c.series_id.is_not(None)),
        select(members.c.series_id)
        .join(clues, clues.c.media_id == members.c.media_id)
        .where(clues.c.decided_by == me.id, members.c.removed_at.is_(None)),
        select(leads.c.series_id).where(leads.c.created_by == me.id),
    )
    rows = acting.connection.execute(
        select(
            leads.c.id,
            leads.c.country,
            leads.c.series_id,
            series.c.title,
            answers.c.lead_number,
            answers.c.kind,
            answers.c.body,
            answers.c.at,
        )
        .join(leads, leads.c.number == answers.c.lead_number)
        .join(series, series.c.id == leads.c.series_id)
        .where(leads.c.series_id.in_(touched))
        .order_by(answers.c.id.desc())
        .limit(most)
    )
    return [
        OutcomeOfMine(
            series=row.series_id,
            title=row.title,
            lead=row.id,
            number=row.lead_number,
            country=row.country,
            kind=row.kind,
            outcome=row.body.get("kind"),
            at=row.at,
        )
        for row in rows
    ]
