"""Handling codes that stop a package and not only label it: H2 goes onward only with its owner's recorded word."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import datetime
from importlib.resources import files
from typing import Any

from sightline.kernel.errors import NotPermitted, UsageError
from sightline.leads.model import Contents, Handling, HandlingCode, Tlp

_RULES: dict[str, Any] = tomllib.loads(files("sightline.leads").joinpath("handling.toml").read_text(encoding="utf-8"))
_HANDLING_ORDER = tuple(HandlingCode)
_TLP_ORDER = (Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER, Tlp.AMBER_STRICT, Tlp.RED)


def meaning(code: HandlingCode | Tlp) -> str:
    """What the code allows, in one sentence."""
    return str(_rule(code)["meaning"])


def strictest(handling: Iterable[Handling]) -> tuple[HandlingCode, Tlp]:
    """The code and the colour that hold for the whole package. Raises `UsageError` when there is none."""
    given = tuple(handling)
    if not given:
        raise UsageError("A package needs a handling code for the material of every owner.")
    codes = max((one.code for one in given), key=_HANDLING_ORDER.index)
    return codes, max((one.tlp for one in given), key=_TLP_ORDER.index)


def check_onward(handling: Handling, sender: str, country: str, now: datetime) -> None:
    """May `sender` (agency code) send this owner's material to `country`? Raises `NotPermitted` saying what is lacking.

    An owner sends its own material freely; another agency needs the owner's permission where the code says so.
    """
    for code in (handling.code, handling.tlp):
        if _rule(code).get("text") and not handling.restriction.strip():
            raise UsageError(f"{code} of {handling.owner} needs its restriction in words.")
    if sender == handling.owner:
        return
    for code in (handling.code, handling.tlp):
        if _rule(code)["onward"] == "permission":
            _check_permission(handling, code, country, now)


def check_contents(contents: Contents, now: datetime) -> None:
    """Check every owner's handling against the recipient. Raises `NotPermitted` or `UsageError`."""
    strictest(contents.handling)
    for one in contents.handling:
        check_onward(one, contents.sender.agency, contents.recipient.country, now)


def _rule(code: HandlingCode | Tlp) -> dict[str, Any]:
    rule: dict[str, Any] = _RULES["tlp" if isinstance(code, Tlp) else "handling"][code.value]
    return rule


def _check_permission(handling: Handling, code: HandlingCode | Tlp, country: str, now: datetime) -> None:
    given = handling.permission
    if given is None:
        raise NotPermitted(
            f"Material of {handling.owner} is {code}: {meaning(code)} "
            f"Record the owner's permission for {country} first."
        )
    if given.owner != handling.owner or given.country != country:
        raise NotPermitted(
            f"The permission {given.reference} is from {given.owner} for {given.country}; "
            f"what is needed is one from {handling.owner} for {country}."
        )
    if given.at > now or not given.reference.strip():
        raise NotPermitted(f"The permission of {handling.owner} has no reference, or its date lies in the future.")
