"""What may be said aloud: the set that holds 90 %, the strength of a group in words, and when to say nothing."""

from __future__ import annotations

from collections.abc import Sequence

HELD = 0.9
OVER = 0.995
SET_AT_MOST = 30
STRENGTH_AT_LEAST = 0.5

# The verbal scale of the ENFSI Guideline for Evaluative Reporting in Forensic Science (2015), by log10 of the ratio.
SCALE = (
    (6.0, "extremely strong support"),
    (4.0, "very strong support"),
    (3.0, "strong support"),
    (2.0, "moderately strong support"),
    (1.0, "moderate support"),
    (0.30103, "weak support"),
)


def verbal(log10_lr: float) -> str:
    """The strength of evidence in words."""
    return next((words for floor, words in SCALE if log10_lr >= floor), "no support worth naming")


def shown(probability: float) -> str:
    """A probability for a reader: never a round 1, which nobody can claim."""
    return f"{probability:.2f}" if probability < OVER else "over 0.99"


def likely_set(posterior: Sequence[tuple[str, float]]) -> tuple[str, ...]:
    """The fewest countries that together hold 90 %; `posterior` is sorted, largest first."""
    held = 0.0
    chosen: list[str] = []
    for code, probability in posterior:
        if held >= HELD - 1e-9:
            break
        chosen.append(code)
        held += probability
    return tuple(chosen)


def abstention(likely: Sequence[str], strengths: Sequence[float]) -> str | None:
    """Why no country should be named, or None."""
    if not strengths:
        return "no clue says anything about the country"
    if max(strengths) <= STRENGTH_AT_LEAST:
        return "no group of clues is stronger than a factor of 3"
    if len(likely) > SET_AT_MOST:
        return f"90 % is spread over {len(likely)} countries, more than {SET_AT_MOST}"
    return None
