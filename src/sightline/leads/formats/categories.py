"""What a category number means: only together with the region that the file names, and only from a data file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from sightline.kernel.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """One region's vocabulary."""

    name: str
    regions: tuple[str, ...]
    categories: Mapping[int, str]


@lru_cache(maxsize=1)
def schemes() -> tuple[Scheme, ...]:
    """The vocabularies that ship with this version."""
    return read_schemes(files("sightline.leads.formats").joinpath("categories.toml").read_text(encoding="utf-8"))


def read_schemes(written: str) -> tuple[Scheme, ...]:
    """Vocabularies from TOML. Raises `UsageError` saying what is wrong with the file."""
    try:
        return tuple(
            Scheme(
                name=name,
                regions=tuple(one["regions"]),
                categories={int(number): str(meaning) for number, meaning in one["categories"].items()},
            )
            for name, one in tomllib.loads(written)["schemes"].items()
        )
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise UsageError(f"The vocabulary file cannot be used: {fault}. Compare it with the one that ships.") from None


def scheme_of(region: str) -> Scheme | None:
    """The vocabulary that a file's context names; None where it names none, as all 1.x files do."""
    return next((one for one in schemes() if region.upper() in one.regions), None)


def meaning(scheme: Scheme | None, category: int | None) -> str:
    """A category in words; where nothing says what the number means, the number."""
    if category is None:
        return "no category"
    if scheme is None:
        return f"category {category}, region not said"
    return scheme.categories.get(category, f"category {category}, not in {scheme.name}")
