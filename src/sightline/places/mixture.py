"""The arithmetic of fusion on vectors: a doubt at every level, so that nothing counts for more than it is worth.

Every ratio here is P(seen | made in c) / P(seen | made anywhere): its mean over the background is 1. A doubt of
1 - r mixes it with 1, so no level can push a
country below the factor 1 - r: a misleading clue never excludes the truth.

Sums are exact (`fsum`) and powers are the C library's, so that the result does not depend on vector instructions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from sightline.places.prior import background
from sightline.places.territories import COUNT, Vector


def ratio(likelihood: Vector) -> Vector:
    """`likelihood` scaled so that its mean over the background is 1."""
    return likelihood / math.fsum((background() * likelihood).tolist())


def doubted(numbers: Vector, reliability: float) -> Vector:
    """The mixture: with probability `reliability` it speaks of this place, else of anywhere."""
    return reliability * ratio(numbers) + (1.0 - reliability)


def counted_as(count: int, rho: float) -> float:
    """How many independent clues `count` clues of correlation `rho` are worth: n / (1 + (n-1) rho)."""
    return count / (1.0 + (count - 1) * rho)


def tempered(ratios: Sequence[Vector], rho: float) -> Vector:
    """The product of the ratios, each to the power counted_as(n) / n."""
    power = counted_as(len(ratios), rho) / len(ratios)
    return together(ratios if power == 1.0 else [_powers(numbers, power) for numbers in ratios])


def together(ratios: Sequence[Vector]) -> Vector:
    """The product of independent ratios; ones when there are none."""
    product = np.ones(COUNT)
    for numbers in ratios:
        product = product * numbers
    return product


def normal(numbers: Vector) -> Vector:
    """`numbers` scaled to sum to 1."""
    return numbers / math.fsum(numbers.tolist())


def log10(numbers: Vector) -> tuple[float, ...]:
    """Base-10 logarithms, rounded to 4 decimals."""
    return tuple(np.round(np.log10(numbers), 4).tolist())


def _powers(numbers: Vector, power: float) -> Vector:
    return np.array([math.pow(number, power) for number in numbers.tolist()])
