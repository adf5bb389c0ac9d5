"""Commands of custody: verify the log, prove and check what happened to a media, scrub the bytes, make features again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sightline.cli import show, state
from sightline.cli.state import Json
from sightline.custody import log
from sightline.custody.checkpoint import parse
from sightline.custody.seal import log_of
from sightline.custody.verify import Broken, Verified, published, start_from, verify
from sightline.kernel.db import Role
from sightline.kernel.errors import IntegrityError
from sightline.workspace import Workspace

INTEGRITY = 5


def add_to(app: typer.Typer) -> None:
    """Hang the commands into the program."""
    app.command("verify")(verify_log)


def verify_log(
    from_checkpoint: Annotated[
        Path | None, typer.Option(help="Begin at the signed checkpoint in this file; only its log is read.")
    ] = None,
    json: Json = False,
) -> int:
    """Verify the custody log from its first entry, or from a checkpoint. Exit 5 names the first bad entry."""
    note = None if from_checkpoint is None else state.existing(from_checkpoint).read_text(encoding="utf-8")
    with state.workspace() as opened:
        unsealed = _seal(opened)
        results = _verify(opened, note)
    broken = [one for one in results if isinstance(one, Broken)]
    if json:
        show.as_json({"holds": not (broken or unsealed), "logs": results, "unsealed": unsealed})
    else:
        for one in results:
            show.say(_told(one))
        if unsealed:
            show.say(unsealed)
    return INTEGRITY if broken or unsealed else 0


def _seal(opened: Workspace) -> str:
    """Seal; why that could not be done, for a log that is broken has to be read all the same."""
    try:
        opened.seal()
    except IntegrityError as fault:
        return str(fault)
    return ""


def _verify(opened: Workspace, note: str | None) -> list[Verified | Broken]:
    key = opened.log_key.public_key()
    with opened.database.transaction(Role.WORKER) as connection:
        if note is not None:
            name = log_of(parse(note).origin)
            kept = start_from(connection, name, note, key, opened.checkpoints / name)
            return [verify(connection, name, key, kept)]
        names = log.logs(connection)
        return [verify(connection, name, key, published(opened.checkpoints / name, key)) for name in names]


def _told(one: Verified | Broken) -> str:
    if isinstance(one, Broken):
        return f"The log of {one.log} does NOT hold at entry {one.position}: {one.fault}."
    since = f" from entry {one.start}" if one.start else ""
    return f"The log of {one.log} holds{since}: {one.entries} entries, root {one.root[:16]}…, {one.checkpoints} checkpoints."
