"""Where a series was made: one's own vote first, then the machine's answer with every step that led to it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field

from sightline.agencies.access import Acting
from sightline.api.acts import store as acts
from sightline.api.desk import store as desk_store
from sightline.api.shapes import Done, Fraction, Shape
from sightline.api.signed import Signed
from sightline.clues import store as clue_store
from sightline.clues.model import Clue
from sightline.clues.store import Change
from sightline.kernel.errors import NotFound
from sightline.places.explain import summary
from sightline.places.finer import finer
from sightline.places.fuse import where
from sightline.places.hypothesis import Hypothesis
from sightline.places.likelihood.shadow import sun_region
from sightline.places.locate import locate
from sightline.places.maps import ruled_out
from sightline.places.prior import Prior
from sightline.places.territories import CODES, territory
from sightline.places.when import when
from sightline.series import store as series_store

router = APIRouter(prefix="/api/series/{series}", tags=["where"])
SeriesId = Annotated[int, Path(ge=1, le=2**62)]
Shares = list[tuple[str, float]]
STEP = 4.0
KEPT_ANSWERS = 200
Basis = tuple[Prior, tuple[tuple[int, int], ...]]
ANSWERS: dict[Basis, Hypothesis] = {}


class ClueWeight(Shape):
    """One clue in the arithmetic; speaks_for: countries and log10 of the likelihood ratio, strongest first."""

    clue: int
    kind: str
    value: str
    state: str
    reliability: float
    note: str
    speaks_for: Shares
    flag: str | None


class GroupWeight(Shape):
    """Clues that share a source. log10_lr: for every territory of the answer; without: the first five without it."""

    key: str
    carrier: str
    clues: list[ClueWeight]
    counted_as: float
    reliability: float
    log10_lr: Shares
    strength: float
    verbal: str
    without: Shares


class CarrierWeight(Shape):
    """Groups that could mislead together."""

    name: str
    groups: list[str]
    reliability: float


class Aside(Shape):
    """A clue that has no say, and why."""

    clue: int
    kind: str
    value: str
    reason: str


class Answer(Shape):
    """A probability for every territory and how it came about. abstains: why no country should be named, or null.

    ruled_out: countries against which the clues speak by a factor of 30 or more.
    """

    summary: str
    scheme: str
    prior: str
    rho: float
    posterior: Shares
    likely_set: list[str]
    ruled_out: list[str]
    abstains: str | None
    groups: list[GroupWeight]
    carriers: list[CarrierWeight]
    aside: list[Aside]
    other_priors: dict[str, Shares]
    tables: dict[str, str]


class BoundShown(Shape):
    """What one clue says about the date."""

    clue: int
    kind: str
    value: str
    not_before: date | None
    not_after: date | None
    reason: str


class PeriodShown(Shape):
    """The dates that all clues allow; conflict: why no period is named."""

    not_before: date | None
    not_after: date | None
    conflict: str | None
    bounds: list[BoundShown]


class FinerShown(Shape):
    """A place inside the likely country: a hint with the clue it comes from, not a probability."""

    clue: int
    kind: str
    place: str
    cell: str | None


class SunRegion(Shape):
    """Where on the globe a shadow is possible: (south, west, weight 0 to 1) of cells `step` degrees wide."""

    clue: int
    step: float
    cells: list[tuple[float, float, float]]


class VoteShown(Shape):
    """The officer's own vote; country null for "I cannot tell"."""

    country: str | None
    confidence: float | None
    at: datetime


class Where(Shape):
    """The answer, once one's own vote is given; until then `answer` is null and so is all that would give it away."""

    series: int
    vote: VoteShown | None
    without: list[int]
    answer: Answer | None
    period: PeriodShown
    finer: list[FinerShown]
    sun: list[SunRegion]


class Vote(Shape):
    """Which country, before the machine's answer is shown. country null: I cannot tell."""

    country: Annotated[str, Field(min_length=2, max_length=2)] | None
    confidence: Fraction | None = None


class Group(Shape):
    """Clues that share one source; group null: each stands alone."""

    clues: Annotated[list[int], Field(min_length=1, max_length=500)]
    group: Annotated[str, Field(max_length=100)] | None


@router.get("/where")
def show_where(
    desk: Signed,
    series: SeriesId,
    without: Annotated[str, Query(max_length=4_000, pattern=r"^(\d{1,18}(,\d{1,18})*)?$")] = "",
    prior: Prior = Prior.ROOT_POPULATION,
) -> Where:
    """The hypothesis with the contribution of every clue; `without` switches clues off to see what changes."""
    off = frozenset(int(part) for part in without.split(",") if part)
    with desk.acting() as acting:
        vote = desk_store.vote_of(acting, series)
        kept = [one for one in clue_store.kept_of_series(acting, series) if one.clue.id not in off]
        clues = [one.clue for one in kept]
        basis = (prior, tuple((one.clue.id, one.revision) for one in kept))
        answer = _answer(acting, series, clues, basis, record=not off) if vote else None
        acting.record("locate", f"series:{series}", without=len(off), shown=answer is not None)
    return Where(
        series=series,
        vote=VoteShown.model_validate(vote) if vote else None,
        without=sorted(off),
        answer=_shape(answer) if answer else None,
        period=_period(clues),
        finer=_finer(clues, answer) if answer else [],
        sun=_sun(clues) if answer else [],
    )


@router.post("/vote", status_code=201)
def vote(desk: Signed, series: SeriesId, wanted: Vote) -> VoteShown:
    """Give one's own vote, once, before the machine's answer is shown."""
    country = territory(wanted.country) if wanted.country else None
    with desk.acting() as acting:
        series_store.by_number(acting, series)
        return VoteShown.model_validate(desk_store.vote(acting, series, country, wanted.confidence))


@router.post("/groups")
def regroup(desk: Signed, series: SeriesId, wanted: Group) -> Done:
    """Say that clues share one source, so that they are not counted twice, or that each stands alone; can be undone."""
    label = (wanted.group or "").strip() or None
    change = Change(group=label, clear=() if label else ("group",))
    with desk.acting() as acting:
        mine = {one.clue.id: one for one in clue_store.kept_of_series(acting, series)}
        if set(wanted.clues) - set(mine):
            raise NotFound("One of these clues is not in this series.")
        steps = []
        for number in dict.fromkeys(wanted.clues):
            after = clue_store.change(acting, number, mine[number].revision, change)
            before = clue_store.remembered(mine[number])
            steps.append({"what": "clue changed", "id": number, "before": before, "revision": after.revision})
        said = f"{len(steps)} clues: {label or 'each stands alone'}"
        act = acts.keep(acting, "regroup", said, steps)
    return Done(act=act, said=said, changed=[int(str(step["id"])) for step in steps])


def _answer(acting: Acting, series: int, clues: list[Clue], basis: Basis, *, record: bool) -> Hypothesis:
    """The answer of record, or a try with clues switched off, which is not kept.

    The same clues at the same revisions give the same answer, so it is computed once; that is the dearest part.
    """
    known = ANSWERS.get(basis)
    if known is not None:
        return known
    made = locate(acting, series, basis[0]) if record else where(clues, chosen=basis[0])
    ANSWERS[basis] = made
    while len(ANSWERS) > KEPT_ANSWERS:
        ANSWERS.pop(next(iter(ANSWERS)), None)
    return made


def _shape(answer: Hypothesis) -> Answer:
    return Answer(
        summary=summary(answer),
        scheme=answer.scheme,
        prior=answer.prior,
        rho=answer.rho,
        posterior=list(answer.posterior),
        likely_set=list(answer.likely_set),
        ruled_out=sorted(ruled_out(answer)),
        abstains=answer.abstains,
        groups=[
            GroupWeight(
                key=group.key,
                carrier=group.carrier,
                clues=[ClueWeight.model_validate(step) for step in group.clues],
                counted_as=group.counted_as,
                reliability=group.reliability,
                log10_lr=[(code, round(ratio, 4)) for code, ratio in zip(CODES, group.log10_lr, strict=True)],
                strength=group.strength,
                verbal=group.verbal,
                without=list(group.without),
            )
            for group in answer.groups
        ],
        carriers=[
            CarrierWeight(name=one.name, groups=list(one.groups), reliability=one.reliability)
            for one in answer.carriers
        ],
        aside=[Aside.model_validate(one) for one in answer.aside],
        other_priors={name: list(pairs) for name, pairs in answer.other_priors.items()},
        tables=dict(answer.tables),
    )


def _period(clues: list[Clue]) -> PeriodShown:
    found = when(clues)
    return PeriodShown(
        not_before=found.not_before,
        not_after=found.not_after,
        conflict=found.conflict,
        bounds=[BoundShown.model_validate(bound) for bound in found.bounds],
    )


def _finer(clues: list[Clue], answer: Hypothesis) -> list[FinerShown]:
    if answer.abstains is not None:
        return []
    found = finer(clues, answer.best[0])
    return [FinerShown(clue=one.clue, kind=one.kind, place=one.place, cell=one.cell) for one in found]


def _sun(clues: list[Clue]) -> list[SunRegion]:
    found = [(clue.id, sun_region(clue.sighting, STEP)) for clue in clues if clue.sighting.kind == "sun"]
    return [SunRegion(clue=number, step=STEP, cells=cells) for number, cells in found if cells]
