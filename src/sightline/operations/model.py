"""The operation: a time-boxed task force, and the contributions its agencies bring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sightline.agencies.model import Level
from sightline.kernel.errors import UsageError

__all__ = [
    "Contribution",
    "Handling",
    "Level",
    "Operation",
    "Tlp",
    "parse_handling",
    "parse_level",
    "parse_tlp",
]


class Handling(StrEnum):
    """Europol handling codes. H0: only to fight crime. H1: not in court, H2: no onward giving, without permission."""

    H0 = "H0"
    H1 = "H1"
    H2 = "H2"
    H3 = "H3"


class Tlp(StrEnum):
    """Traffic Light Protocol 2.0."""

    RED = "TLP:RED"
    AMBER_STRICT = "TLP:AMBER+STRICT"
    AMBER = "TLP:AMBER"
    GREEN = "TLP:GREEN"
    CLEAR = "TLP:CLEAR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A task force of agencies between two dates. `level` is what its agencies show each other by default."""

    id: int
    code: str
    name: str
    host: str
    starts: date
    ends: date
    level: Level
    agencies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """One delivery of files from one agency, under one case reference, on one legal basis."""

    id: int
    operation_id: int
    agency: str
    case_reference: str
    legal_basis: str
    handling: Handling
    tlp: Tlp
    review: date
    level: Level


def parse_handling(text: str) -> Handling:
    """The handling code in `text`. Raises `UsageError`."""
    try:
        return Handling(text.upper())
    except ValueError:
        raise UsageError(f"{text!r} is no handling code. Use one of {', '.join(Handling)}.") from None


def parse_tlp(text: str) -> Tlp:
    """The TLP label in `text`, with or without the prefix. Raises `UsageError`."""
    name = text.upper() if text.upper().startswith("TLP:") else f"TLP:{text.upper()}"
    try:
        return Tlp(name)
    except ValueError:
        raise UsageError(f"{text!r} is no TLP label. Use one of {', '.join(Tlp)}.") from None


def parse_level(text: str) -> Level:
    """The sharing level named by `text`: nothing, matches, blurred, preview or original. Raises `UsageError`."""
    try:
        return Level[text.upper()]
    except KeyError:
        names = ", ".join(level.name.lower() for level in Level)
        raise UsageError(f"{text!r} is no sharing level. Use one of {names}.") from None
