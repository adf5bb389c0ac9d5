"""Commands that back a workspace up and make one again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sightline import backup as rescue
from sightline.cli import show, state
from sightline.cli.state import Json

INTEGRITY = 5


def add_to(app: typer.Typer) -> None:
    """Hang the commands into the program."""
    app.command("backup")(back_up)
    app.command("restore")(restore)


def back_up(
    folder: Path,
    whole: Annotated[bool, typer.Option("--whole", help="Read again what earlier backups copied.")] = False,
    json: Json = False,
) -> int:
    """Back the workspace up into a folder while people work; only what is new is copied. Exit 5 when bytes are missing."""
    with state.workspace() as opened:
        made = rescue.back_up(opened, folder, whole=whole)
    if json:
        show.as_json(made)
    else:
        show.say(
            f"{folder} holds the workspace as of {made.at}: {made.blobs} blobs, {made.bytes / 1e6:.1f} MB; "
            f"{made.copied} of them, {made.copied_bytes / 1e6:.1f} MB, are new."
        )
        if made.missing:
            show.say(
                f"{len(made.missing)} blobs are missing or damaged in the workspace itself: see `sightline scrub`."
            )
    return INTEGRITY if made.missing else 0


def restore(folder: Path, json: Json = False) -> int:
    """Make a workspace from a backup and verify it. Exit 5 when bytes are missing or a log does not hold."""
    done = rescue.restore(state.existing(folder), state.settings())
    if json:
        show.as_json(done)
    else:
        show.say(f"The workspace is as of {done.at}: {done.blobs} blobs, {len(done.missing)} missing.")
        for name, entries in done.entries.items():
            size = done.checkpoints[name]
            show.say(f"The log of {name} holds: {entries} entries, among them all {size} of its signed checkpoint.")
    return INTEGRITY if done.missing else 0
