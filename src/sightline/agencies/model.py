"""Agencies and officers: who takes part, and who may do what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from sightline.kernel.errors import UsageError

CODE = re.compile(r"[A-Z][A-Z0-9-]{1,15}")
HANDLE = re.compile(r"[a-z0-9][a-z0-9._-]{1,47}")


class Role(StrEnum):
    """What an officer may do. An officer has one or more."""

    CONTRIBUTOR = "contributor"
    SPECIALIST = "specialist"
    COORDINATOR = "coordinator"
    RELEASER = "releaser"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Level(IntEnum):
    """What others see of a contribution. The owner always sees all of it."""

    NOTHING = 0
    MATCHES = 1
    BLURRED = 2
    PREVIEW = 3
    ORIGINAL = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A country's police unit, or an international body (country None). `code` is its short name: `BE`, `INTERPOL`."""

    code: str
    name: str
    country: str | None

    def __post_init__(self) -> None:
        if not CODE.fullmatch(self.code):
            raise UsageError(
                f"The agency code {self.code!r} is not usable: 2 to 16 capitals, digits or hyphens, as in BE."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """A person with roles in one agency. `handle` is how they act on the command line: `be.jansen`."""

    id: int
    handle: str
    name: str
    agency: str
    roles: frozenset[Role]

    def has(self, *roles: Role) -> bool:
        """Whether the officer has one of `roles`."""
        return not self.roles.isdisjoint(roles)


def check_handle(handle: str) -> str:
    """`handle` if it can be one. Raises `UsageError`."""
    if not HANDLE.fullmatch(handle):
        raise UsageError(f"The officer handle {handle!r} is not usable: small letters, digits, dots; as in be.first.")
    return handle


def check_roles(names: list[str]) -> frozenset[Role]:
    """The roles named. Raises `UsageError` for a name that is none."""
    try:
        return frozenset(Role(name) for name in names)
    except ValueError:
        raise UsageError(f"{names} holds an unknown role. Roles are: {', '.join(Role)}.") from None
