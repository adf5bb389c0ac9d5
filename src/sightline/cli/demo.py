"""`sightline demo`: the demonstration on the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from sightline.cli import material, show
from sightline.cli.state import Json
from sightline.demo import story
from sightline.kernel.settings import Settings, load
from sightline.workspace import Workspace


def add_to(app: typer.Typer) -> None:
    """Hang the command into the program."""
    app.command()(demo)


def demo(
    folder: Annotated[
        Path, typer.Option(help="Where the two demonstration workspaces are made; emptied first.")
    ] = Path("demo-workspace"),
    json: Json = False,
) -> None:
    """Run one whole operation on the demonstration world and tell its story with figures against the known truth."""
    told = story.tell(folder.absolute(), _settings, Silent() if json else Terminal())
    if json:
        show.as_json(
            {
                "files": told.files,
                "outcomes": told.outcomes,
                "links": told.links,
                "false_links": told.false_links,
                "places": {
                    f"S{number}": {"true": true, "likely": one.best, "abstains": one.abstains}
                    for number, (true, one) in told.places.items()
                },
                "figures": told.figures,
                "logs": told.logs,
                "report": told.report,
            }
        )
        return
    show.out.rule("What to look at next")
    if told.report:
        show.say(f"The lead as the receiving country reads it: open {told.report} in a browser.")
    show.say(
        f"Why S1 was placed where it was: sightline --workspace {folder}/operation --as be.first where S1 --explain"
    )
    show.say(f"All links of the operation:       sightline --workspace {folder}/operation --as be.first links")
    show.say("Your own folder of photos:        sightline init, then see the tour in README.md")


class Silent:
    """Tells nothing: for programs that read the JSON."""

    def chapter(self, title: str) -> None:
        """Say nothing."""

    def say(self, sentence: str) -> None:
        """Say nothing."""

    def table(self, title: str, columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
        """Show nothing."""

    @contextmanager
    def working(self, label: str, workspace: Workspace) -> Iterator[None]:  # noqa: ARG002
        """Show nothing."""
        yield


class Terminal:
    """Tells the story on the terminal."""

    def chapter(self, title: str) -> None:
        """A ruled heading."""
        show.out.rule(title, align="left")

    def say(self, sentence: str) -> None:
        """One sentence."""
        show.say(sentence)

    def table(self, title: str, columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
        """A table."""
        show.table(title, columns, rows, empty="")

    @contextmanager
    def working(self, label: str, workspace: Workspace) -> Iterator[None]:
        """A progress line that counts media."""
        with material.watched(label, workspace):
            yield


def _settings(folder: Path) -> Settings:
    return load({"workspace": str(folder), "purpose": "demonstration", "database": "", "bytes": "", "officer": ""})
