"""`sightline doctor`: what is missing on this machine, and what that costs."""

from __future__ import annotations

from typing import Annotated

import typer

from sightline import doctor as examination
from sightline.cli import show, state
from sightline.cli.state import Json

LACKING = 6


def add_to(app: typer.Typer) -> None:
    """Hang the command into the program."""
    app.command()(doctor)


def doctor(
    quick: Annotated[bool, typer.Option("--quick", help="Leave out the try to break out of the cage.")] = False,
    json: Json = False,
) -> int:
    """What is missing on this machine, and what that costs. Exit 6 when files cannot be decoded here."""
    found = examination.examine(state.settings(), try_cage=not quick)
    if json:
        show.as_json({"checks": found})
    else:
        rows = [(_word(one), one.name, one.finding, one.remedy) for one in found]
        show.table("This machine", ("", "part", "finding", "what it costs and what to do"), rows, empty="")
    return LACKING if any(one.needed and not one.good for one in found) else 0


def _word(check: examination.Check) -> str:
    if check.good:
        return "ok"
    return "NEEDED" if check.needed else "missing"
