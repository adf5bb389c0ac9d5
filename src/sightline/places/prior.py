"""How likely each territory is before any clue: stated, switchable, and never a crime rate."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

import numpy as np

from sightline.places.atlas.tables import table
from sightline.places.territories import COUNT, Vector, vector

# Even the uninhabited keep a little: a picture can be made anywhere.
UNIFORM_PART = 0.1


class Prior(StrEnum):
    """The choices an officer has."""

    ROOT_POPULATION = "root-population"
    UNIFORM = "uniform"
    POPULATION = "population"


MEANING = {
    Prior.ROOT_POPULATION: "0.9 x square root of the number of inhabitants + 0.1 x the same for every territory",
    Prior.UNIFORM: "the same for every territory",
    Prior.POPULATION: "0.9 x the number of inhabitants + 0.1 x the same for every territory",
}


@cache
def prior(choice: Prior = Prior.ROOT_POPULATION) -> Vector:
    """The prior probability of each territory; sums to 1. The array is read-only."""
    uniform = np.full(COUNT, 1.0 / COUNT)
    if choice is Prior.UNIFORM:
        numbers = uniform
    else:
        people = vector({code: float(count) for code, count in table("population").rows.items()})
        weights = np.sqrt(people) if choice is Prior.ROOT_POPULATION else people
        numbers = (1.0 - UNIFORM_PART) * weights / weights.sum() + UNIFORM_PART * uniform
    numbers.flags.writeable = False
    return numbers


def background() -> Vector:
    """What "anywhere" means when a clue misleads: fixed, so that likelihood ratios do not move with the prior."""
    return prior(Prior.ROOT_POPULATION)
