"""Another machine that works for the same workspace."""

from __future__ import annotations

from typing import Annotated

import typer

from sightline.cli import show, state
from sightline.cli.state import Json
from sightline.workspace import Workspace


def add_to(app: typer.Typer) -> None:
    """Hang the command into the program."""
    app.command()(attach)


def attach(
    database: Annotated[str | None, typer.Option(help="DSN of the workspace's PostgreSQL server.")] = None,
    store: Annotated[
        str | None, typer.Option("--bytes", help="Where its originals are: s3:// URL or shared folder.")
    ] = None,
    json: Json = False,
) -> None:
    """Lend this machine to a workspace elsewhere: make a folder from which `work` examines its media."""
    state.add_flags({"database": database, "bytes": store})
    with Workspace.attach(state.settings()) as made:
        answer = {"workspace": made.folder, "version": made.database.version()}
    if json:
        show.as_json(answer)
    else:
        show.say(f"{made.folder} is attached. Next: sightline work --forever, here, beside the workspace's own.")
