"""Commands on what passes to and from other systems: media lists, a check of theirs, sealed contributions."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Annotated

import typer

from sightline import pipeline
from sightline.agencies.model import Role
from sightline.cli import show, state
from sightline.cli.comparisons import comparison
from sightline.cli.known import known
from sightline.cli.state import Json, OperationOption
from sightline.kernel.clock import now
from sightline.kernel.errors import Conflict, Unavailable
from sightline.leads import store
from sightline.leads.contribution.arrive import arrivals, contribution_of, only_named
from sightline.leads.contribution.pack import Delivery, pack
from sightline.leads.contribution.plan import Choice, Terms
from sightline.leads.contribution.unpack import open_index
from sightline.leads.formats.icse import write_icse
from sightline.leads.formats.listing import Listed, as_icse, as_vics, own_media, vics_case
from sightline.leads.formats.vics.lint import lint
from sightline.leads.formats.vics.model import Header
from sightline.leads.formats.vics.write import V1, V2, not_held, write_case
from sightline.leads.model import Handling, PackageNumber, Tlp
from sightline.leads.sealing import Desk
from sightline.operations.model import parse_handling, parse_tlp
from sightline.series.model import parse_number

exchange = typer.Typer(
    no_args_is_help=True, help="Exchange: lists for other systems, sealed contributions, and theirs checked."
)
PARTLY = 3
LASTS = timedelta(days=180)
SeriesOption = Annotated[str | None, typer.Option("--series", help="Only one series; default: the whole operation.")]


def add_to(app: typer.Typer) -> None:
    """Hang the commands into the program."""
    exchange.add_typer(known, name="known")
    exchange.add_typer(comparison, name="compare")
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


@exchange.command("pack")
def pack_folder(
    folder: Path,
    to: Annotated[str, typer.Option(help="Code of the host agency; its key card must be known here.")],
    case: Annotated[str, typer.Option(help="Your case reference.")],
    basis: Annotated[str, typer.Option(help="Legal basis of the contribution.")],
    handling: Annotated[str, typer.Option(help="Europol handling code: H0, H1, H2, H3.")] = "H1",
    tlp: Annotated[str, typer.Option(help="Traffic Light Protocol label.")] = "AMBER",
    review: Annotated[str | None, typer.Option(help="Date by which keeping it is reviewed.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the parts; default: below `outbox`.")] = None,
    number: Annotated[str | None, typer.Option(help="Go on with the package of this number.")] = None,
    json: Json = False,
) -> None:
    """Seal a folder to the host of an operation, in parts. Stopped at any moment, it goes on with --number."""
    state.existing(folder)
    with state.workspace() as opened:
        with opened.acting() as acting:
            acting.require(Role.CONTRIBUTOR, Role.RELEASER)
            keys = state.agency_keys(opened, acting)
            serial = PackageNumber.parse(number) if number else store.next_number(acting, keys.card.agency)
            target = out or opened.folder / "outbox" / str(serial)
            delivery = Delivery(
                number=serial, sender=keys, host=store.directory(acting).recipient(to, now()), now=now(),
                expires=now() + LASTS, out=target,
            )  # fmt: skip
            acting.record("pack contribution", f"package:{serial}", to=to)
        terms = Terms(
            case_reference=case, legal_basis=basis, purpose=opened.settings.purpose,
            handling=Handling(
                owner=keys.card.agency, code=parse_handling(handling),
                tlp=Tlp(parse_tlp(tlp).removeprefix("TLP:")),
            ),
            review=datetime.combine(state.day(review, after_days=365), time.max, tzinfo=now().tzinfo),
        )  # fmt: skip
        show.err.print(f"Package {serial}. If this is stopped, go on with --number {serial}.")
        parts = list(pack(delivery, terms, Choice(folder=folder.absolute())))
    size = sum(part.bytes for part in parts)
    if json:
        show.as_json({"number": str(serial), "folder": target, "parts": len(parts), "bytes": size})
    else:
        show.say(
            f"{target} holds package {serial}: {len(parts)} sealed parts, {size} bytes. Carry all of them to {to}."
        )


@exchange.command("open")
def open_package(folder: Path, operation: OperationOption = None, json: Json = False) -> int:
    """Check a sealed contribution and take it in under its sender's terms. One that was altered is refused."""
    state.existing(folder)
    with state.workspace() as opened:
        with opened.acting() as acting:
            desk = Desk(
                keys=state.agency_keys(opened, acting), directory=store.directory(acting),
                seen=store.seen_numbers(acting), now=now(),
            )  # fmt: skip
            incoming = open_index(folder, desk)
            wanted = contribution_of(incoming, state.operation(acting, operation))
        room = opened.folder / "inbox" / str(incoming.number)
        done = pipeline.take_in(opened, None, wanted, arrivals(incoming, desk, room))
        with opened.acting() as acting:
            store.mark_seen(acting, str(incoming.number), incoming.digest)
            acting.record("open contribution", f"package:{incoming.number}", sender=wanted.agency, files=done.files)
        shutil.rmtree(room, ignore_errors=True)
    refused = done.refused.total()
    if json:
        show.as_json({
            "number": str(incoming.number), "sender": wanted.agency, "contribution": done.contribution,
            "files": done.files, "fresh": done.fresh, "known": done.known, "refused": dict(done.refused),
            "only_named": only_named(incoming),
        })  # fmt: skip
    else:
        show.say(f"Package {incoming.number} from {incoming.sender.name} is genuine and complete.")
        show.say(f"{done.files} files: {done.fresh} new, {done.known} known already, {refused} refused.")
    return PARTLY if refused else 0


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
