"""Commands on lists of what is known elsewhere; they hang below `exchange`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sightline.cli import show, state
from sightline.cli.state import Json, OperationOption
from sightline.leads.known import store
from sightline.leads.known.read import read_list

known = typer.Typer(no_args_is_help=True, help="Lists of what is known elsewhere: read, list, marks, drop.")


@known.command("read")
def known_read(
    file: Path,
    name: Annotated[str, typer.Option(help="What to call it here.")],
    share: Annotated[bool, typer.Option("--share", help="Its marks are shown to the other agencies here too.")] = False,
    json: Json = False,
) -> None:
    """Read a VICS or ICSE list of any size, for its hashes: media in it are then marked as known. All of it, or nothing."""
    with state.acting() as (_, acting):
        found = read_list(acting, state.existing(file), name, shared=share)
    if json:
        show.as_json(found)
        return
    one = found.known
    show.say(f"{one.name}: {one.entries} entries of {one.format} {one.region}, SHA-256 of the file {one.file}.")
    if found.without_hash:
        show.say(f"{found.without_hash} entries name no hash that can be looked up and were left out.")
    rows = sorted(found.notes.items())
    show.table("Oddities, read around", ("what", "times"), rows, empty="Nothing odd was found.")


@known.command("list")
def known_list(json: Json = False) -> None:
    """The lists whose marks you get: your agency's, and those that others share."""
    with state.acting() as (_, acting):
        found = store.list_sets(acting)
        acting.record("list known sets", sets=len(found))
    if json:
        show.as_json({"lists": found})
        return
    rows = [(one.name, one.agency, f"{one.format} {one.region}", one.entries, one.read_at.date()) for one in found]
    show.table("Lists", ("list", "agency", "format", "entries", "read"), rows, empty="No list was read yet.")


@known.command("marks")
def known_marks(operation: OperationOption = None, json: Json = False) -> None:
    """The media of the operation that a list knows: nobody needs to look at them again."""
    with state.acting() as (_, acting):
        meant = state.operation(acting, operation)
        found = store.marks_in(acting, meant.id)
        acting.record("list known media", f"operation:{meant.code}", media=len(found))
    if json:
        show.as_json({"media": [{"media": number, "marks": marks} for number, marks in found.items()]})
        return
    rows = [
        (number, mark.name, mark.meaning, mark.series, "SHA-1" if mark.certain else "MD5 only: look before relying")
        for number, marks in found.items()
        for mark in marks
    ]
    show.table("Known media", ("media", "list", "category", "series", "by"), rows, empty="No list knows any of them.")


@known.command("drop")
def known_drop(name: str, json: Json = False) -> None:
    """Let a list of your agency count no more; its marks are gone at once."""
    with state.acting() as (_, acting):
        store.drop(acting, name)
    if json:
        show.as_json({"dropped": name})
    else:
        show.say(f"{name} counts no more.")
