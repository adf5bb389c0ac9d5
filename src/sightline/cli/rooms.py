"""Which module holds which command, so that `sightline series list` does not load the readers of writing.

The one place where an import is not written out as one; only modules of this room can be named here.
"""

from __future__ import annotations

import importlib
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command
from typing_extensions import override

# command -> (module of this room, its line in `sightline --help`)
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("setup", "Make a workspace: its database, its store of bytes, the key of its custody log."),
    "attach": (
        "attach",
        "Lend this machine to a workspace elsewhere: make a folder from which `work` examines its media.",
    ),
    "agency": ("setup", "Agencies: who takes part."),
    "officer": ("setup", "Officers: who may act."),
    "operation": ("setup", "Operations: time-boxed task forces."),
    "grant": ("grants", "Grants: what other agencies see of a contribution."),
    "intake": ("material", "Take a folder or a file in as a contribution."),
    "work": ("material", "Run every job that is due: decode, extract, propose clues, match."),
    "media": ("material", "Media: what became of each file."),
    "series": ("series", "Series: the unit of work."),
    "links": ("links", "List links, strongest first."),
    "link": ("links", "Links: two media that belong together."),
    "search": ("search", "Search for what shows the same scene or object as a picture, or as a rectangle of it."),
    "compare": ("search", "Compare two pictures harder, from many simulated sides, and keep the link that is found."),
    "clue": ("clues", "Clues: one observed detail, and what was decided of it."),
    "where": ("tell", "Say in which country a series was made: how sure, why, and what would change it."),
    "question": ("questions", "Questions: a sanitised crop, shown to those who may know it."),
    "lead": ("leads", "Leads: what one country receives, and what it answers."),
    "outcome": ("leads", "Write the signed outcome of a lead that was opened here."),
    "partner": ("partners", "Partners: whose signatures count here, and who may be sealed to."),
    "permit": ("partners", "Record that an owner allows its material to go to one country."),
    "exchange": ("exchange", "Exchange: lists for other systems, sealed contributions, and theirs checked."),
    "tables": (
        "tables",
        "Write series, links, clues and hypotheses as tables, and a map of the hypotheses as GeoJSON.",
    ),
    "serve": (
        "serve",
        "Open the page on this workspace, and print a link with which the acting officer signs in once.",
    ),
    "figures": ("oversight", "The figures that such operations publish."),
    "verify": ("custody", "Verify the custody log from its first entry, or from a checkpoint."),
    "prove": (
        "custody",
        "Write every entry of your agency's log about one media into a file that anyone can check offline.",
    ),
    "check": ("custody", "Check proof files, exported logs and sealed packages offline; no workspace is needed."),
    "scrub": ("custody", "Read every stored byte again and compare it with its SHA-256."),
    "replay": ("custody", "Make the features of one media again from its original and compare."),
    "custody": ("custody", "Custody: what others need to verify the log, and to witness it."),
    "retention": ("retention", "Retention: review dates, keeping longer, erasing."),
    "settings": ("oversight", "The settings in force and where each comes from."),
    "version": ("oversight", "The version of this program."),
    "doctor": ("health", "What is missing on this machine, and what that costs."),
    "backup": (
        "backup",
        "Back the workspace up into a folder while people work; only what is new is copied.",
    ),
    "restore": ("backup", "Make a workspace from a backup and verify it."),
    "demo": ("demo", "Run one whole operation on the demonstration world and tell its story."),
}


class Rooms(TyperGroup):
    """The commands, each loaded when it is asked for."""

    @override
    def list_commands(self, ctx: Any) -> list[str]:
        """Every command, in the order in which one needs them."""
        return list(COMMANDS)

    @override
    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command called `cmd_name`, or None."""
        return load(cmd_name) if cmd_name in COMMANDS else None

    @override
    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The list of commands in `sightline --help`, without loading one of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def load(name: str) -> Any:
    """The command called `name`."""
    module = importlib.import_module(f"sightline.cli.{COMMANDS[name][0]}")  # noqa: TID251 - the table above is explicit
    app = typer.Typer(rich_markup_mode=None)
    app.callback()(lambda: None)
    module.add_to(app)
    group: Any = get_command(app)
    return group.commands[name]
