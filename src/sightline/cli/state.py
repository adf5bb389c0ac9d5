"""What every command shares: the settings from the flags, and the workspace opened on demand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from sightline.agencies.access import Acting
from sightline.kernel.clock import now
from sightline.kernel.errors import UsageError
from sightline.kernel.settings import Settings, load
from sightline.leads.keyfiles import load_agency_keys, load_signing_key
from sightline.leads.keys import AgencyKeys
from sightline.leads.marks import OfficerKey
from sightline.operations import store as operation_store
from sightline.operations.model import Operation
from sightline.workspace import Workspace

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]
OperationOption = Annotated[
    str | None, typer.Option("--operation", help="Operation code; not needed when there is one.")
]

_flags: dict[str, str | None] = {}


def remember_flags(flags: dict[str, str | None]) -> None:
    """Keep what was typed before the command."""
    _flags.clear()
    _flags.update(flags)


def add_flags(flags: dict[str, str | None]) -> None:
    """Keep what was typed after the command."""
    _flags.update(flags)


def settings() -> Settings:
    """The settings in force for this command."""
    return load(_flags)


@contextmanager
def workspace() -> Iterator[Workspace]:
    """The workspace the settings point to."""
    with Workspace.open(settings()) as opened:
        yield opened


@contextmanager
def acting() -> Iterator[tuple[Workspace, Acting]]:
    """The workspace, and a transaction of the officer who acts."""
    with workspace() as opened, opened.acting() as officer:
        yield opened, officer


def operation(officer: Acting, code: str | None) -> Operation:
    """The operation meant: the one named, or the only one."""
    return operation_store.by_code(officer, code) if code else operation_store.the_only(officer)


def agency_keys(opened: Workspace, officer: Acting) -> AgencyKeys:
    """The keys of the acting officer's agency."""
    return load_agency_keys(opened.agency_keys(officer.officer.agency))


def officer_key(opened: Workspace, officer: Acting) -> OfficerKey:
    """The acting officer's own key."""
    key = load_signing_key(opened.officer_key(officer.officer.handle))
    return OfficerKey(name=officer.officer.name, agency=officer.officer.agency, key=key)


def day(text: str | None, *, after_days: int) -> date:
    """The date in `text` (YYYY-MM-DD), or the day `after_days` from today. Raises `UsageError`."""
    if text is None:
        return now().date() + timedelta(days=after_days)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is no date; write it as 2026-12-31.") from None


def existing(path: Path) -> Path:
    """`path`, if it is there. Raises `UsageError`."""
    if not path.exists():
        raise UsageError(f"{path} is not there; check the path.")
    return path
