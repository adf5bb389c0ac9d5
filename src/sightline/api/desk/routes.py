"""My day: my own settings, how long I looked, and what came of what I worked on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from sightline.api.desk import store
from sightline.api.overview import store as overview_store
from sightline.api.shapes import Count, Shape
from sightline.api.signed import Signed
from sightline.kernel.clock import now
from sightline.kernel.errors import UsageError

router = APIRouter(prefix="/api/me", tags=["my day"])
LOCALES = ("en", "fr", "nl", "de", "es")
Short = Annotated[str, Field(max_length=64)]
DAY = timedelta(hours=24)


class Preferences(Shape):
    """An officer's own settings. What is null stays as it is. views: name -> the query part of the page's address."""

    locale: Annotated[str, Field(max_length=12)] | None = None
    keymap: Annotated[dict[Short, Short], Field(max_length=200)] | None = None
    views: Annotated[dict[Short, Annotated[str, Field(max_length=2_000)]], Field(max_length=200)] | None = None
    break_minutes: Annotated[int, Field(ge=5, le=240)] | None = None


class PreferencesShown(Shape):
    """The settings in force for this officer."""

    locale: str
    keymap: dict[str, str]
    views: dict[str, str]
    break_minutes: int


class Day(Shape):
    """The officer's own account of the last 24 hours; nobody else sees it. break_due: the agreed time is used up."""

    revealed_milliseconds: Count
    break_minutes: int
    break_due: bool


class OutcomeShown(Shape):
    """A receipt or outcome of a lead on a series I worked on."""

    series: int
    title: str
    lead: int
    number: str
    country: str
    kind: str
    outcome: str | None
    at: datetime


class Outcomes(Shape):
    """Newest first, at most 50."""

    outcomes: list[OutcomeShown]


class Team(Shape):
    """Sums over an agency's officers, only where five or more looked; else null."""

    officers: int | None
    revealed_milliseconds: int | None


@router.get("/preferences")
def show_preferences(desk: Signed) -> PreferencesShown:
    """My settings."""
    with desk.acting() as acting:
        mine = store.preferences(acting)
    return _shown(mine, desk.workspace.settings.language)


@router.patch("/preferences")
def change_preferences(desk: Signed, wanted: Preferences) -> PreferencesShown:
    """Change some of my settings."""
    if wanted.locale is not None and wanted.locale not in LOCALES:
        raise UsageError(f"The languages are {', '.join(LOCALES)}.")
    with desk.acting() as acting:
        store.prefer(acting, **wanted.model_dump(exclude_none=True))
        mine = store.preferences(acting)
    return _shown(mine, desk.workspace.settings.language)


@router.get("/day")
def my_day(desk: Signed) -> Day:
    """How long I looked at sharp pictures in the last 24 hours, against what I agreed with myself."""
    with desk.acting() as acting:
        mine, looked = store.preferences(acting), store.revealed(acting, now() - DAY)
    due = looked >= mine.break_minutes * 60_000
    return Day(revealed_milliseconds=looked, break_minutes=mine.break_minutes, break_due=due)


@router.get("/outcomes")
def my_outcomes(desk: Signed) -> Outcomes:
    """What came home of the series I worked on: the good news belongs to those who did the work."""
    with desk.acting() as acting:
        found = overview_store.outcomes_of_mine(acting)
        acting.record("my outcomes", outcomes=len(found))
    return Outcomes(outcomes=[OutcomeShown.model_validate(one) for one in found])


@router.get("/team")
def my_team(desk: Signed) -> Team:
    """What coordinators may know of their officers' looking: sums over five or more, or nothing."""
    with desk.acting() as acting:
        found = store.team_reveals(acting, now() - DAY)
        acting.record("team figures")
    return Team(officers=found[0] if found else None, revealed_milliseconds=found[1] if found else None)


def _shown(mine: store.Preferences, language: str) -> PreferencesShown:
    return PreferencesShown(
        locale=mine.locale or language,
        keymap=dict(mine.keymap),
        views=dict(mine.views),
        break_minutes=mine.break_minutes,
    )
