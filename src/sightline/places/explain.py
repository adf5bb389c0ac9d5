"""A hypothesis as lines of text: every number that went in, every step, so that it can be redone with a pencil."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sightline.places.hypothesis import CarrierStep, ClueStep, GroupStep, Hypothesis
from sightline.places.prior import MEANING, Prior
from sightline.places.territories import CODES, NAMES
from sightline.places.verdict import shown

SHOWN = 5
SET_SHOWN = 12


def explain(answer: Hypothesis) -> list[str]:
    """The whole arithmetic, one line a step, in the order in which it was done."""
    return [
        *_verdict(answer),
        "",
        f"Prior: {answer.prior} ({MEANING[Prior(answer.prior)]}).",
        f"Clues of one group are tempered with rho = {answer.rho:g}; ratios are log10, against anywhere in the world.",
        *(line for carrier in answer.carriers for line in _carrier(carrier, answer)),
        *_aside(answer),
        *_others(answer),
        "",
        "Tables: " + ", ".join(f"{name} {version}" for name, version in sorted(answer.tables.items())),
        f"Scheme {answer.scheme}.",
    ]


def summary(answer: Hypothesis) -> str:
    """One line: the likely country, or why none is named."""
    code, probability = answer.best
    if answer.abstains is not None:
        return f"not enough to name a country: {answer.abstains}"
    held = ", ".join(answer.likely_set[:SET_SHOWN]) + (", ..." if len(answer.likely_set) > SET_SHOWN else "")
    return f"{NAMES[code]} ({code}), probability {shown(probability)}; 90 % lies in {held}"


def _verdict(answer: Hypothesis) -> Iterator[str]:
    yield summary(answer)
    yield "Probabilities: " + _pairs(answer.posterior[:SHOWN])
    yield f"90 % lies in {len(answer.likely_set)} of {len(CODES)} territories."


def _carrier(carrier: CarrierStep, answer: Hypothesis) -> Iterator[str]:
    yield ""
    yield f"Source {carrier.name}, {_believed(carrier.reliability)}: {_strongest(carrier.log10_lr)}"
    for group in answer.groups:
        if group.key in carrier.groups:
            yield from _group(group)


def _group(group: GroupStep) -> Iterator[str]:
    count = len(group.clues)
    clues = "1 clue" if count == 1 else f"{count} clues counted as {group.counted_as:g}"
    yield f"  Group {group.key}, {clues}, {_believed(group.reliability)}: {_strongest(group.log10_lr)}; {group.verbal}"
    for clue in group.clues:
        yield from _clue(clue)
    yield f"    without this group: {_pairs(group.without[:3])}"


def _clue(clue: ClueStep) -> Iterator[str]:
    said = ", ".join(f"{code} {number:+.2f}" for code, number in clue.speaks_for[:SHOWN])
    yield f"    clue {clue.clue} {clue.kind} {clue.value!r} ({clue.state}, believed {clue.reliability:g}): {clue.note}"
    yield f"      {said}"
    if clue.flag is not None:
        yield f"      doubt: {clue.flag}"


def _aside(answer: Hypothesis) -> Iterator[str]:
    if answer.aside:
        yield ""
        yield "Set aside, without a say:"
    for entry in answer.aside:
        yield f"  clue {entry.clue} {entry.kind} {entry.value!r}: {entry.reason}"


def _others(answer: Hypothesis) -> Iterator[str]:
    yield ""
    for name, pairs in sorted(answer.other_priors.items()):
        yield f"Under the prior {name}: {_pairs(pairs[:3])}"


def _believed(reliability: float) -> str:
    return f"believed {reliability:g} together" if reliability < 1.0 else "alone, no doubt to share"


def _strongest(logs: Sequence[float]) -> str:
    order = sorted(range(len(CODES)), key=lambda place: (-logs[place], place))
    best = ", ".join(f"{CODES[place]} {logs[place]:+.2f}" for place in order[:SHOWN])
    return f"{best}; least {min(logs):+.2f}"


def _pairs(pairs: Sequence[tuple[str, float]]) -> str:
    return ", ".join(f"{code} {number:.3f}" for code, number in pairs)
