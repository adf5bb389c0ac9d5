"""Commands of oversight: figures, verify, settings."""

from __future__ import annotations

from importlib.metadata import version

import typer

from sightline.cli import show, state
from sightline.cli.state import Json, OperationOption
from sightline.custody import log
from sightline.custody.verify import Broken, verify
from sightline.kernel.db import Role
from sightline.kernel.settings import SETTINGS
from sightline.leads.figures import figures as compute

INTEGRITY = 5


def add_to(app: typer.Typer) -> None:
    """Hang the commands into the program."""
    app.command()(figures)
    app.command("verify")(verify_log)
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


def verify_log(json: Json = False) -> int:
    """Verify the custody log from its first entry. Exit 5 names the first bad entry."""
    with state.workspace() as opened:
        opened.seal()
        outside = {path.stem: path.read_text() for path in sorted(opened.checkpoints.glob("*.checkpoint"))}
        with opened.database.transaction(Role.WORKER) as connection:
            names = log.logs(connection)
            key = opened.log_key.public_key()
            results = [verify(connection, name, key, [outside[name]] if name in outside else []) for name in names]
    broken = [one for one in results if isinstance(one, Broken)]
    if json:
        show.as_json({"holds": not broken, "logs": results})
    else:
        for one in results:
            if isinstance(one, Broken):
                show.say(f"The log of {one.log} does NOT hold at entry {one.position}: {one.fault}.")
            else:
                show.say(
                    f"The log of {one.log} holds: {one.entries} entries, root {one.root[:16]}…, {one.checkpoints} checkpoints."
                )
    return INTEGRITY if broken else 0


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
