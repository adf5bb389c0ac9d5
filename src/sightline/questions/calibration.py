"""How far an expert's answers are to be trusted: what they said before against what turned out to be true.

reliability = default x (hits + WEIGHT) / (expected hits + WEIGHT), between LEAST and MOST: with nothing known it is the
kind's own default, and each settled answer moves it a little. Expected hits are the stated confidences after the same
shrinking that the fusion gives them, so being rightly unsure costs nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sightline.places.likelihood.catalogue import trust
from sightline.places.likelihood.opinions import recalibrated
from sightline.questions.model import Said

WEIGHT = 4.0
LEAST, MOST = 0.05, 0.98
# "Not from here" names no confidence; it is held to be right this often.
SURE_OF_HOME = 0.95
KINDS = {Said.COUNTRY: "opinion", Said.NOT_FROM_HERE: "excluded", Said.TOO_COMMON: "too-common"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """An earlier answer of an expert and the country that the series turned out to be from."""

    said: Said
    country: str | None
    confidence: float | None
    truth: str

    @property
    def right(self) -> bool:
        """Whether it held. "Too common" can be neither right nor wrong and counts as right."""
        if self.said is Said.COUNTRY:
            return self.country == self.truth
        return self.country != self.truth

    @property
    def stated(self) -> float:
        """How sure the expert was, 0..1."""
        return SURE_OF_HOME if self.confidence is None else self.confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An expert's own record, shown to nobody else.

    settled: answers whose truth is known. right: how many held. stated: the mean confidence stated, brier: the mean
    squared distance between confidence and truth (0 is perfect, 0.25 is a coin); both None when nothing is settled.
    """

    settled: int
    right: int
    stated: float | None
    brier: float | None


def reliability(said: Said, past: Sequence[Past]) -> float:
    """The chance that an answer of kind `said` tells the truth, from what its expert said before."""
    judged = [one for one in past if one.said is not Said.TOO_COMMON]
    hits = float(sum(one.right for one in judged))
    expected = math.fsum(recalibrated(one.stated) for one in judged)
    found = trust(KINDS[said]).confirmed * (hits + WEIGHT) / (expected + WEIGHT)
    return round(min(max(found, LEAST), MOST), 3)


def record(past: Sequence[Past]) -> Record:
    """The record over these answers."""
    judged = [one for one in past if one.said is not Said.TOO_COMMON]
    if not judged:
        return Record(settled=0, right=0, stated=None, brier=None)
    return Record(
        settled=len(judged),
        right=sum(one.right for one in judged),
        stated=round(math.fsum(one.stated for one in judged) / len(judged), 3),
        brier=round(math.fsum((one.stated - one.right) ** 2 for one in judged) / len(judged), 4),
    )
