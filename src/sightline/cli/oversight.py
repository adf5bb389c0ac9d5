"""Commands of oversight: figures, settings, version."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

from sightline.cli import show, state
from sightline.cli.state import Json, OperationOption
from sightline.kernel.settings import SETTINGS
from sightline.leads.figures import figures as compute
from sightline.leads.figures import trace
from sightline.leads.press.draft import draft, languages


def add_to(app: typer.Typer) -> None:
    """Hang the commands into the program."""
    app.command()(figures)
    app.command()(settings)
    app.command("version")(version_shown)


def figures(
    operation: OperationOption = None,
    rows: Annotated[str | None, typer.Option(help="Name of a figure: every row it counts instead.")] = None,
    press: Annotated[str | None, typer.Option(help=f"Draft a press release in: {', '.join(languages())}.")] = None,
    json: Json = False,
) -> None:
    """The figures that such operations publish; probable, positive and safeguarded are never one number."""
    with state.acting() as (opened, acting):
        meant = state.operation(acting, operation)
        found = compute(acting, opened.blobs, meant)
        counted = trace(acting, opened.blobs, meant, rows) if rows else []
        acting.record("figures", f"operation:{meant.code}", figures=len(found), rows=rows, press=press)
    if rows:
        _told_rows(rows, counted, json=json)
    elif press:
        text = draft(meant, found, press)
        if json:
            show.as_json({"language": press, "text": text})
        else:
            for line in text.splitlines():
                show.say(line)
    elif json:
        show.as_json({"figures": found})
    else:
        cells = [(one.name, one.value, one.source) for one in found]
        show.table("Figures", ("figure", "value", "where it comes from"), cells, empty="")


def _told_rows(name: str, counted: list[str], *, json: bool) -> None:
    if json:
        show.as_json({"figure": name, "rows": counted})
    else:
        show.table(name, ("row",), [(one,) for one in counted], empty="This figure counts nothing.")


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
