"""Where a series was made: all its clues weighed into one probability for every territory (scheme C).

    clue      likelihood / background, doubted by the clue's own reliability      (a reading may be wrong)
    group     clues of one kind and source: tempered product, doubted together    (ten signs, one brochure)
    carrier   groups of one source: product, doubted together                     (all print may be foreign)
    answer    prior x product over carriers

A level with a single member adds no doubt of its own. Nothing here draws random numbers or asks the clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sightline.clues.model import Clue, ClueState
from sightline.places import mixture
from sightline.places.atlas.tables import versions
from sightline.places.groups import Key, grouped
from sightline.places.hypothesis import (
    SCHEME,
    AsideStep,
    CarrierStep,
    ClueStep,
    GroupStep,
    Hypothesis,
)
from sightline.places.likelihood.catalogue import carrier_trust, read, trust
from sightline.places.likelihood.evidence import Evidence, SetAside
from sightline.places.prior import Prior, prior
from sightline.places.territories import CODES, Vector, ranked
from sightline.places.verdict import abstention, likely_set, verbal

RHO = 0.5
DECIMALS = 9
SHOWN = 5
VALUE_SHOWN = 120
# Positions that disagree: one country must hold this share of them, or none is believed.
POSITIONS_AGREE = 0.8
# What travels as print or goods can be seen again in the next picture; a person's opinion or a position cannot.
REPEATING = frozenset({"print", "goods"})
REPEATED = "the same reading, counted once, as that of clue"
CONTRADICTION = "the positions of this series contradict each other: a person should look at them"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A clue with what it says and how far it is trusted."""

    clue: Clue
    evidence: Evidence
    reliability: float
    ratio: Vector


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The clues of one kind and source, and their joint ratio."""

    key: Key
    clues: tuple[Weighed, ...]
    reliability: float
    ratio: Vector


def where(clues: Sequence[Clue], *, chosen: Prior = Prior.ROOT_POPULATION, rho: float = RHO) -> Hypothesis:
    """Fuse `clues` (rejected ones are left out) under the prior `chosen`; `rho` correlates clues of one group."""
    standing = [clue for clue in clues if clue.state is not ClueState.REJECTED]
    weighed, aside = _weigh(standing)
    by_id = {entry.clue.id: entry for entry in weighed}
    groups = [
        _group(key, [by_id[clue.id] for clue in members], rho)
        for key, members in grouped([entry.clue for entry in weighed]).items()
    ]
    joint = _joint(groups)
    posterior = _posterior(joint, chosen)
    steps = tuple(_group_step(group, groups, chosen, rho) for group in groups)
    pairs = _rounded(posterior)
    likely = likely_set(pairs)
    return Hypothesis(
        scheme=SCHEME,
        prior=chosen.value,
        rho=rho,
        posterior=pairs,
        likely_set=likely,
        abstains=abstention(likely, [step.strength for step in steps]),
        groups=steps,
        carriers=tuple(_carrier_step(source, groups) for source in _sources(groups)),
        aside=tuple(aside),
        other_priors={
            other.value: _rounded(_posterior(joint, other))[:SHOWN] for other in Prior if other is not chosen
        },
        tables=dict(versions()),
    )


def _weigh(clues: Sequence[Clue]) -> tuple[list[Weighed], list[AsideStep]]:
    weighed: list[Weighed] = []
    aside: list[AsideStep] = []
    for clue in sorted(clues, key=lambda entry: entry.id):
        said = read(clue.sighting)
        if isinstance(said, SetAside):
            aside.append(_aside(clue, said.reason))
            continue
        own = _reliability(clue)
        numbers = mixture.doubted(said.likelihood, own)
        weighed.append(Weighed(clue=clue, evidence=said, reliability=own, ratio=numbers))
    return _without_contradictions(*_without_repeats(weighed, aside))


def _without_repeats(weighed: list[Weighed], aside: list[AsideStep]) -> tuple[list[Weighed], list[AsideStep]]:
    """One sign seen in five pictures of a series is one sign: of equal readings the most trusted one has the say."""
    kept: dict[tuple[str, str], Weighed] = {}
    for entry in sorted(weighed, key=lambda entry: (-entry.reliability, entry.clue.id)):
        kept.setdefault(_reading(entry.clue), entry)
    repeats = [entry for entry in weighed if kept[_reading(entry.clue)] is not entry]
    told = [_aside(entry.clue, f"{REPEATED} {kept[_reading(entry.clue)].clue.id}") for entry in repeats]
    return [entry for entry in weighed if kept[_reading(entry.clue)] is entry], aside + told


def _reading(clue: Clue) -> tuple[str, str]:
    """What makes two clues the same reading. A clue of no media is a person's own remark: equal to no other."""
    sighting = clue.sighting
    if sighting.media_id is None or trust(sighting.kind).carrier not in REPEATING:
        return (f"#{clue.id}", "")
    return (sighting.kind, " ".join(sighting.value.casefold().split()))


def _without_contradictions(weighed: list[Weighed], aside: list[AsideStep]) -> tuple[list[Weighed], list[AsideStep]]:
    positions = [entry for entry in weighed if entry.clue.sighting.kind == "gps"]
    countries = [int(np.argmax(entry.evidence.likelihood)) for entry in positions]
    most = max((countries.count(country) for country in set(countries)), default=0)
    if most >= POSITIONS_AGREE * len(countries):
        return weighed, aside
    kept = [entry for entry in weighed if entry.clue.sighting.kind != "gps"]
    return kept, aside + [_aside(entry.clue, CONTRADICTION) for entry in positions]


def _reliability(clue: Clue) -> float:
    """A person's figure for this clue, else the kind's own; never quite 0 or 1."""
    own = clue.sighting.reliability
    if own is None:
        defaults = trust(clue.sighting.kind)
        own = defaults.confirmed if clue.state is ClueState.CONFIRMED else defaults.proposed
    return min(max(own, 0.0), 0.995)


def _group(key: Key, members: Sequence[Weighed], rho: float) -> Group:
    """The doubt a group shares is its kind's, halved once every clue is confirmed; one clue alone has only its own."""
    shared = trust(key[1]).group if len(members) > 1 else 1.0
    if all(entry.clue.state is ClueState.CONFIRMED for entry in members):
        shared = (1.0 + shared) / 2.0
    if all(entry.clue.sighting.reliability is not None for entry in members):
        shared = min(shared, max(entry.reliability for entry in members))
    numbers = mixture.doubted(mixture.tempered([entry.ratio for entry in members], rho), shared)
    return Group(key=key, clues=tuple(members), reliability=shared, ratio=numbers)


def _sources(groups: Sequence[Group]) -> list[str]:
    return sorted({group.key[0] for group in groups})


def _carrier_reliability(groups: Sequence[Group]) -> float:
    """The doubt that groups share is their carrier's; one group alone has only its own."""
    return min(carrier_trust(trust(group.key[1]).carrier) for group in groups) if len(groups) > 1 else 1.0


def _carrier(source: str, groups: Sequence[Group]) -> tuple[Vector, float]:
    members = [group for group in groups if group.key[0] == source]
    reliability = _carrier_reliability(members)
    return mixture.doubted(mixture.together([group.ratio for group in members]), reliability), reliability


def _joint(groups: Sequence[Group]) -> Vector:
    return mixture.together([_carrier(source, groups)[0] for source in _sources(groups)])


def _posterior(joint: Vector, chosen: Prior) -> Vector:
    return mixture.normal(prior(chosen) * joint)


def _rounded(numbers: Vector) -> tuple[tuple[str, float], ...]:
    return tuple(ranked(np.round(numbers, DECIMALS)))


def _group_step(group: Group, groups: Sequence[Group], chosen: Prior, rho: float) -> GroupStep:
    rest = [other for other in groups if other.key != group.key]
    logs = mixture.log10(group.ratio)
    strength = max(logs)
    return GroupStep(
        key="/".join(group.key),
        carrier=group.key[0],
        clues=tuple(_clue_step(entry) for entry in group.clues),
        counted_as=round(mixture.counted_as(len(group.clues), rho), 3),
        reliability=group.reliability,
        log10_lr=logs,
        strength=strength,
        verbal=verbal(strength),
        without=_rounded(_posterior(_joint(rest), chosen))[:SHOWN],
    )


def _carrier_step(source: str, groups: Sequence[Group]) -> CarrierStep:
    numbers, reliability = _carrier(source, groups)
    names = tuple("/".join(group.key) for group in groups if group.key[0] == source)
    return CarrierStep(name=source, groups=names, reliability=reliability, log10_lr=mixture.log10(numbers))


def _clue_step(entry: Weighed) -> ClueStep:
    logs = mixture.log10(entry.ratio)
    best = np.argsort(-entry.ratio, kind="stable")[:SHOWN].tolist()
    return ClueStep(
        clue=entry.clue.id,
        kind=entry.clue.sighting.kind,
        value=entry.clue.sighting.value[:VALUE_SHOWN],
        state=entry.clue.state.value,
        reliability=entry.reliability,
        note=entry.evidence.note,
        speaks_for=tuple((CODES[place], logs[place]) for place in best),
        flag=entry.evidence.flag,
    )


def _aside(clue: Clue, reason: str) -> AsideStep:
    shown = clue.sighting.value[:VALUE_SHOWN]
    return AsideStep(clue=clue.id, kind=clue.sighting.kind, value=shown, reason=reason)
