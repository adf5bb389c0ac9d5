"""Whom to ask: the information that one more answer from a country is expected to bring, in bits.

    gain(k) = sum over answers a of  P(a) x KL( P(country | a) || P(country) )

with P(country) the series' hypothesis and P(a | country) a plain model of an expert from country k: they know their own
country well, their neighbours somewhat, the rest little (`Knows`). The model decides only who is asked first, never
what an answer is worth; that is `places`' business.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sightline.places.likelihood.opinions import neighbours
from sightline.places.territories import COUNT, INDEX, vector
from sightline.questions.model import Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class Knows:
    """How an expert answers, by where the thing is really from: that country, the expert's own, not from here.

    What is left of 1 is "too common". Judged from the published session in which half of the objects were placed.
    """

    right: float
    own: float
    not_here: float


HOME = Knows(right=0.60, own=0.0, not_here=0.03)
NEAR = Knows(right=0.25, own=0.08, not_here=0.40)
FAR = Knows(right=0.06, own=0.02, not_here=0.60)


def ranked(posterior: Mapping[str, float], agencies: Sequence[tuple[str, str | None]]) -> list[Offer]:
    """(agency, country) as offers, those whose answer is expected to tell most first; agencies of no country last."""
    found = [
        Offer(agency=agency, country=country, gain=gain(posterior, country) if country else 0.0)
        for agency, country in agencies
    ]
    return sorted(found, key=lambda one: (-one.gain, one.agency))


def gain(posterior: Mapping[str, float], country: str) -> float:
    """Bits that an answer from `country` is expected to bring; 0 for an unknown code."""
    if country not in INDEX:
        return 0.0
    prior = vector({code: share for code, share in posterior.items() if code in INDEX})
    total = math.fsum(prior.tolist())
    if total <= 0.0:
        return 0.0
    prior = prior / total
    bits = 0.0
    for likelihood in _answers(country):
        joint = prior * likelihood
        chance = math.fsum(joint.tolist())
        if chance > 0.0:
            bits += math.fsum((joint[joint > 0] * np.log2(likelihood[joint > 0] / chance)).tolist())
    return round(max(0.0, bits), 6)


@lru_cache(maxsize=256)
def _answers(country: str) -> NDArray[np.float64]:
    """Row for every answer an expert of `country` can give, column for every true country: probabilities."""
    near = neighbours([country]) > 0.0
    home = INDEX[country]
    knows = [HOME if place == home else NEAR if near[place] else FAR for place in range(COUNT)]
    rows = np.zeros((COUNT + 2, COUNT))
    for place, one in enumerate(knows):
        rows[place, place] += one.right
        rows[home, place] += one.own
        rows[COUNT, place] = one.not_here
        rows[COUNT + 1, place] = 1.0 - one.right - one.own - one.not_here
    return rows
