"""Tables for statistics programs and maps: series, links, clues, hypotheses."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sightline.cli import show, state
from sightline.cli.state import Json, OperationOption
from sightline.kernel.errors import UsageError
from sightline.notebook import Notebook

KINDS = {"csv": ".csv", "parquet": ".parquet"}


def add_to(app: typer.Typer) -> None:
    """Hang the command into the program."""
    app.command()(tables)


def tables(
    folder: Path,
    form: Annotated[str, typer.Option("--format", help="csv or parquet; the map is always GeoJSON.")] = "csv",
    operation: OperationOption = None,
    json: Json = False,
) -> None:
    """Write series, links, clues and hypotheses as tables, and a map of the hypotheses as GeoJSON."""
    if form not in KINDS:
        raise UsageError(f"{form!r} is no format for tables; use {' or '.join(KINDS)}.")
    folder.mkdir(parents=True, exist_ok=True)
    with state.workspace() as opened:
        notebook = Notebook(opened, operation)
        frames = {
            "series": notebook.series(),
            "links": notebook.links(),
            "clues": notebook.clues(),
            "hypotheses": notebook.hypotheses(),
        }
        written = [notebook.save(frame, folder / f"{name}{KINDS[form]}") for name, frame in frames.items()]
        written.append(notebook.save(frames["hypotheses"], folder / "hypotheses.geojson"))
    if json:
        show.as_json({"files": [str(path) for path in written]})
        return
    for path in written:
        show.say(f"Written: {path}")
