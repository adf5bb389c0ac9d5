"""Commands on what passes to and from other systems: lists of media in their formats, and a check of theirs."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from sightline.agencies.model import Role
from sightline.cli import show, state
from sightline.cli.state import Json, OperationOption
from sightline.kernel.errors import Conflict, Unavailable
from sightline.leads.formats.icse import write_icse
from sightline.leads.formats.listing import Listed, as_icse, as_vics, own_media, vics_case
from sightline.leads.formats.vics.lint import lint
from sightline.leads.formats.vics.model import Header
from sightline.leads.formats.vics.write import V1, V2, not_held, write_case
from sightline.series.model import parse_number

exchange = typer.Typer(no_args_is_help=True, help="Exchange: lists for other systems, and theirs checked.")
SeriesOption = Annotated[str | None, typer.Option("--series", help="Only one series; default: the whole operation.")]


def add_to(app: typer.Typer) -> None:
    """Hang the commands into the program."""
    app.add_typer(exchange, name="exchange")


@exchange.command("vics-export")
def vics_export(
    target: Path,
    series: SeriesOption = None,
    old: Annotated[bool, typer.Option("--old", help="VICS 1.3 instead of 2.0.")] = False,
    region: Annotated[str, typer.Option(help="Region of the 2.0 context: US, UK, ...")] = "Default",
    operation: OperationOption = None,
    json: Json = False,
) -> None:
    """Write your agency's media as a VICS list: hashes, sizes, every path, series, metadata. Never the bytes."""
    with state.acting() as (_, acting):
        acting.require(Role.COORDINATOR, Role.RELEASER)
        meant = state.operation(acting, operation)
        found = own_media(acting, meant, parse_number(series) if series else None)
        header = Header(version=V1 if old else V2, region="" if old else region, entity="Cases")
        lost = not_held((as_vics(one) for one in found.media), header.version)
        _write(target, write_case(header, vics_case(found), (as_vics(one) for one in found.media)))
        acting.record(
            "export list", f"operation:{meant.code}", *found.subjects, format=f"vics {header.version}", series=series
        )
    _tell(target, found, lost, json=json)


@exchange.command("icse-export")
def icse_export(
    target: Path, series: SeriesOption = None, operation: OperationOption = None, json: Json = False
) -> None:
    """Write your agency's media as an ICSE hash list, a CSV that opens in a spreadsheet without running anything."""
    with state.acting() as (_, acting):
        acting.require(Role.COORDINATOR, Role.RELEASER)
        meant = state.operation(acting, operation)
        found = own_media(acting, meant, parse_number(series) if series else None)
        _write(target, write_icse(as_icse(one) for one in found.media))
        acting.record("export list", f"operation:{meant.code}", *found.subjects, format="icse", series=series)
    _tell(target, found, {"path", "size", "metadata"}, json=json)


@exchange.command("vics-lint")
def vics_lint(
    file: Path,
    folder: Annotated[Path | None, typer.Option(help="Where its files should lie, to find those missing.")] = None,
    json: Json = False,
) -> None:
    """Read a VICS file of any size and name its traps, and what is done about each. Needs no workspace."""
    with state.existing(file).open("rb") as source:
        report = lint(source, state.existing(folder) if folder else None)
    if json:
        show.as_json(report)
        return
    show.say(
        f"VICS {report.version} {report.region}: {report.cases} cases, {report.entries} entries, "
        f"{report.distinct} distinct files; one file has up to {report.most_rows_of_one_file} rows."
    )
    rows = [(one.trap or "", one.name, one.count, one.what, one.done) for one in report.findings]
    show.table("Findings", ("trap", "name", "times", "what", "what is done"), rows, empty="Nothing odd was found.")


def _write(target: Path, pieces: Iterable[str]) -> None:
    """Write a new file whole, or not at all."""
    draft = target.with_name(f".{target.name}.draft")
    if target.exists():
        raise Conflict(f"{target} is there already; choose another name.")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as sink:
            sink.writelines(pieces)
            sink.flush()
            os.fsync(sink.fileno())
        draft.rename(target)
    except OSError as fault:
        raise Unavailable(f"{target} cannot be written: {fault.strerror}. Choose another place.") from fault
    finally:
        draft.unlink(missing_ok=True)


def _tell(target: Path, found: Listed, lost: set[str], *, json: bool) -> None:
    not_told = [*found.not_told, *sorted(lost)]
    if json:
        show.as_json({"path": target, "media": len(found.media), "left_out": found.left_out, "not_held": not_told})
        return
    show.say(f"{target} lists {len(found.media)} media of {found.agency}.")
    if found.of_others:
        show.say(f"{found.of_others} media that only other agencies contributed are left out: ask them for a list.")
    if found.without_hash:
        show.say(f"{found.without_hash} files that could not be read have no hash and are left out.")
    show.say(f"The format has no place for: {', '.join(not_told)}. These stay here.")
