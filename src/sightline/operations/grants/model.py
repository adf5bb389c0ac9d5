"""Grants: what an agency lets another, or the whole operation, see of a contribution; and what only matches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sightline.agencies.model import Level
from sightline.kernel.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One grant as it stands. to_agency: None for every agency of the operation. onward: may they pass it on."""

    id: int
    contribution_id: int
    owner: str
    to_agency: str | None
    level: Level
    purpose: str
    until: date
    onward: bool
    given_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A grant about to be given."""

    contribution_id: int
    to_agency: str | None
    level: Level
    purpose: str
    until: date
    onward: bool

    def __post_init__(self) -> None:
        if not self.purpose.strip():
            raise UsageError("A grant needs its purpose; give it with --for.")
        if self.level is Level.NOTHING:
            raise UsageError(
                "A grant shows something: matches, blurred, preview or original. To end one: grant revoke."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenMatch:
    """That a media of the own agency matches something that is not shown here, and whose it is. Nothing else of it."""

    media_id: int
    kind: str
    strength: str
    owner: str


def parse_number(text: str) -> int:
    """The number in `G12` or `12`. Raises `UsageError`."""
    digits = text.upper().removeprefix("G")
    if not digits.isdecimal():
        raise UsageError(f"{text!r} is no grant; write G12 or 12.")
    return int(digits)
