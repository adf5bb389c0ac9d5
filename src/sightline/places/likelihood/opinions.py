"""What people and models say outright: an expert's opinion, an exclusion, a model's distribution over countries."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from sightline.clues.model import Sighting
from sightline.places.atlas.tables import table
from sightline.places.likelihood.evidence import Evidence, Reading, SetAside, codes_in, evidence, share, shares
from sightline.places.prior import background
from sightline.places.territories import COUNT, INDEX, Vector, known, vector

# Experts are over-confident: their stated log-odds are shrunk by this factor before anything is done with them.
LOG_ODDS_SHRINK = 0.6
DEFAULT_CONFIDENCE = 0.5
CONFIDENCE_AT_MOST = 0.99
# What an opinion leaves over goes half to the neighbours, half to the whole world.
NEIGHBOURS_PART = 0.5
EXCLUDED = 0.02


def opinion(sighting: Sighting) -> Reading:
    """A country (or several) that somebody thinks it is, with `detail["confidence"]` between 0 and 1."""
    codes = codes_in(sighting.value)
    if not codes:
        return SetAside(reason="names no country")
    stated = share(sighting.detail.get("confidence"))
    confidence = recalibrated(DEFAULT_CONFIDENCE if stated is None else stated)
    believed = background() * (1.0 - NEIGHBOURS_PART)
    near = neighbours(codes)
    believed = believed + NEIGHBOURS_PART * (near if near.any() else background())
    believed = believed * (1.0 - confidence) / believed.sum()
    inside = vector(dict.fromkeys(codes, 1.0)) * background()
    probability = believed + confidence * inside / inside.sum()
    said = "no confidence stated" if stated is None else f"stated {stated:.2f}"
    note = f"{', '.join(codes)}: {said}, counted as {confidence:.2f}"
    return evidence(probability / background(), note, "subregions")


def recalibrated(stated: float) -> float:
    """A stated probability with its log-odds shrunk by LOG_ODDS_SHRINK."""
    bounded = min(max(stated, 1.0 - CONFIDENCE_AT_MOST), CONFIDENCE_AT_MOST)
    odds = LOG_ODDS_SHRINK * math.log(bounded / (1.0 - bounded))
    return 1.0 / (1.0 + math.exp(-odds))


@lru_cache(maxsize=1)
def _groups() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(row.split()) for row in table("subregions").rows.values())


def neighbours(codes: list[str]) -> Vector:
    """Background probability of the other territories in the same sub-regions."""
    near = {code for group in _groups() if group & set(codes) for code in group} - set(codes)
    return vector(dict.fromkeys(near, 1.0)) * background()


def excluded(sighting: Sighting) -> Reading:
    """Countries that are ruled out: `not sold in X`, `no such plates in Y`."""
    codes = codes_in(sighting.value) or codes_in(sighting.detail.get("countries"))
    if not codes:
        return SetAside(reason="names no country to exclude")
    return evidence(vector(dict.fromkeys(codes, EXCLUDED), 1.0), f"excluded: {', '.join(codes)}")


def too_common(sighting: Sighting) -> Reading:
    """Sold or seen everywhere: a finding, but no weight for any country."""
    return SetAside(reason=f"too common to locate: {sighting.value}" if sighting.value else "too common to locate")


def distribution(sighting: Sighting) -> Reading:
    """Any clue with `detail["countries"]`: a list of countries it fits, or a probability for each.

    A geolocation model's output is of this form. What the probabilities leave over is spread over the world.
    """
    given = sighting.detail.get("countries")
    if isinstance(given, (list, str)):
        codes = codes_in(given)
        return (
            Evidence(likelihood=vector(dict.fromkeys(codes, 1.0), 0.05), note=f"fits {', '.join(codes)}")
            if codes
            else SetAside(reason="names no country")
        )
    found = {code: part for name, part in shares(given).items() if (code := known(name))}
    total = sum(found.values())
    if not found:
        return SetAside(reason="nothing is known about where this is found")
    rest = max(0.0, 1.0 - total)
    numbers = np.zeros(COUNT)
    for code, part in sorted(found.items()):
        numbers[INDEX[code]] += part / max(1.0, total)
    numbers = numbers + (rest + 0.02) * background()
    best = sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))[:3]
    return evidence(numbers / background(), "says " + ", ".join(f"{code} {part:.2f}" for code, part in best))
