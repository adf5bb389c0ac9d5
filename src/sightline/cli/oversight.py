"""Commands of oversight: figures, settings, version."""

from __future__ import annotations

from importlib.metadata import version

import typer

from sightline.cli import show, state
from sightline.cli.state import Json, OperationOption
from sightline.kernel.settings import SETTINGS
from sightline.leads.figures import figures as compute


def add_to(app: typer.Typer) -> None:
    """Hang the commands into the program."""
    app.command()(figures)
    app.command()(settings)
    app.command("version")(version_shown)


def figures(operation: OperationOption = None, json: Json = False) -> None:
    """The figures that such operations publish; probable, positive and safeguarded are never one number."""
    with state.acting() as (opened, acting):
        found = compute(acting, opened.blobs, state.operation(acting, operation))
        acting.record("figures", figures=len(found))
    if json:
        show.as_json({"figures": found})
    else:
        rows = [(one.name, one.value, one.source) for one in found]
        show.table("Figures", ("figure", "value", "where it comes from"), rows, empty="")


def settings(json: Json = False) -> None:
    """The settings in force and where each comes from."""
    now = state.settings()
    rows = [
        (one.name, str(getattr(now, one.name)), now.origin[one.name], one.variable, one.meaning) for one in SETTINGS
    ]
    if json:
        show.as_json(
            {
                "settings": [
                    dict(zip(("name", "value", "origin", "variable", "meaning"), row, strict=True)) for row in rows
                ]
            }
        )
    else:
        show.table("Settings", ("name", "value", "from", "variable", "meaning"), rows, empty="")


def version_shown(json: Json = False) -> None:
    """The version of this program."""
    found = version("sightline")
    if json:
        show.as_json({"version": found})
    else:
        show.say(found)
