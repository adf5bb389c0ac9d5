"""Where a series was made: a probability for every country, and every step that led to it, to and from JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sightline.kernel.errors import UsageError
from sightline.media.model import Json

SCHEME = "C/4"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClueStep:
    """One clue in the arithmetic. log10_lr: against "anywhere", for the countries it speaks for most and least."""

    clue: int
    kind: str
    value: str
    state: str
    reliability: float
    note: str
    speaks_for: tuple[tuple[str, float], ...]
    flag: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideStep:
    """One clue that has no say, and why."""

    clue: int
    kind: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupStep:
    """Clues that share a source and are not counted twice.

    counted_as: the effective number of independent clues, n / (1 + (n-1) rho). log10_lr: for every territory, in
    the order of the codes. strength: its largest value; verbal: the same in words. without: the answer without it.
    """

    key: str
    carrier: str
    clues: tuple[ClueStep, ...]
    counted_as: float
    reliability: float
    log10_lr: tuple[float, ...]
    strength: float
    verbal: str
    without: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierStep:
    """Groups that could mislead together (all print, all goods), and their joint ratio after that doubt."""

    name: str
    groups: tuple[str, ...]
    reliability: float
    log10_lr: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """A probability for every territory, recomputable bit for bit from the clues and the table versions.

    posterior: (code, probability), largest first, rounded to 9 decimals. likely_set: the smallest set of countries
    that together hold 90 %. abstains: why no country should be named, None if one may be. other_priors: the first
    five under each other prior. tables: version of every table and package used.
    """

    scheme: str
    prior: str
    rho: float
    posterior: tuple[tuple[str, float], ...]
    likely_set: tuple[str, ...]
    abstains: str | None
    groups: tuple[GroupStep, ...]
    carriers: tuple[CarrierStep, ...]
    aside: tuple[AsideStep, ...]
    other_priors: Mapping[str, tuple[tuple[str, float], ...]]
    tables: Mapping[str, str]

    @property
    def best(self) -> tuple[str, float]:
        """The likeliest country and its probability, whether or not the answer abstains."""
        return self.posterior[0]

    def probability(self, code: str) -> float:
        """The probability of one territory; 0 for an unknown code."""
        return dict(self.posterior).get(code, 0.0)

    def to_json(self) -> dict[str, Json]:
        """Plain JSON; `from_json` gives an equal hypothesis back."""
        return _plain(asdict(self))


def from_json(value: Mapping[str, Any]) -> Hypothesis:
    """The hypothesis that `to_json` wrote.

    Raises:
        UsageError: it was not written by this scheme, or something is missing.

    """
    if value.get("scheme") != SCHEME:
        raise UsageError(f"This hypothesis was written by scheme {value.get('scheme')!r}; this program reads {SCHEME}.")
    try:
        fields = dict(value)
        fields["groups"] = tuple(_group(entry) for entry in value["groups"])
        fields["carriers"] = tuple(CarrierStep(**_tuples(entry)) for entry in value["carriers"])
        fields["aside"] = tuple(AsideStep(**entry) for entry in value["aside"])
        fields["posterior"] = _pairs(value["posterior"])
        fields["likely_set"] = tuple(value["likely_set"])
        fields["other_priors"] = {name: _pairs(pairs) for name, pairs in value["other_priors"].items()}
        return Hypothesis(**fields)
    except (KeyError, TypeError) as error:
        raise UsageError(f"This is not a hypothesis as Sightline writes it: {error}.") from error


def _group(entry: Mapping[str, Any]) -> GroupStep:
    fields = dict(entry)
    fields["clues"] = tuple(ClueStep(**_clue(clue)) for clue in entry["clues"])
    fields["log10_lr"] = tuple(entry["log10_lr"])
    fields["without"] = _pairs(entry["without"])
    return GroupStep(**fields)


def _clue(entry: Mapping[str, Any]) -> dict[str, Any]:
    fields = dict(entry)
    fields["speaks_for"] = _pairs(entry["speaks_for"])
    return fields


def _tuples(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}


def _pairs(pairs: Any) -> tuple[tuple[str, float], ...]:
    return tuple((str(code), float(number)) for code, number in pairs)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    return value
