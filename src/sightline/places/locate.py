"""Where was this series made: its standing clues, fused, and the answer kept with what it rests on."""

from __future__ import annotations

from sightline.agencies.access import Acting
from sightline.clues import store as clue_store
from sightline.kernel.canonical import digest
from sightline.places import store
from sightline.places.finer import Finer, finer
from sightline.places.fuse import where
from sightline.places.hypothesis import Hypothesis
from sightline.places.prior import Prior
from sightline.places.when import Period, when
from sightline.series.store import by_number


def locate(acting: Acting, series_id: int, chosen: Prior = Prior.ROOT_POPULATION) -> Hypothesis:
    """The hypothesis for a series under a prior. The answer under the default prior is kept.

    Raises `NotFound` for a series the officer may not see.
    """
    by_number(acting, series_id)
    hypothesis = where(clue_store.of_series(acting, series_id), chosen=chosen)
    if chosen is Prior.ROOT_POPULATION:
        body = hypothesis.to_json()
        assert isinstance(body, dict)
        country = None if hypothesis.abstains else hypothesis.best[0]
        store.keep(acting, series_id, basis_of(hypothesis), country, body)
    return hypothesis


def dated(acting: Acting, series_id: int) -> Period:
    """The period in which a series can have been made, by its standing clues."""
    return when(clue_store.of_series(acting, series_id))


def within(acting: Acting, series_id: int, country: str) -> tuple[Finer, ...]:
    """What the clues say about where inside a country: hints, never part of the arithmetic."""
    return finer(clue_store.of_series(acting, series_id), country)


def basis_of(hypothesis: Hypothesis) -> str:
    """A digest of the clues as they were weighed and of the tables: the same basis always gives the same answer."""
    clues = [
        [step.clue, step.kind, step.value, step.state, repr(step.reliability), group.key, step.note]
        for group in hypothesis.groups
        for step in group.clues
    ]
    return digest({"scheme": hypothesis.scheme, "clues": sorted(clues), "tables": dict(hypothesis.tables)})
