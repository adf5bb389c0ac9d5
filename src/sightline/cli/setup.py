"""Commands that set up: workspace, agencies, officers, operations."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from sightline.agencies import access
from sightline.agencies import store as agency_store
from sightline.agencies.model import Agency, Role, check_roles
from sightline.cli import accounts, show, state
from sightline.cli.state import Json
from sightline.kernel.clock import now
from sightline.kernel.errors import UsageError
from sightline.kernel.settings import remember
from sightline.leads.keyfiles import save_agency_keys, save_signing_key
from sightline.leads.keys import make_agency_keys, make_signing_key
from sightline.operations import store as operation_store
from sightline.operations.model import Operation, parse_level
from sightline.places.territories import CODES
from sightline.workspace import Workspace

agency = typer.Typer(no_args_is_help=True, help="Agencies: who takes part.")
officer = typer.Typer(no_args_is_help=True, help="Officers: who may act.")
operation = typer.Typer(no_args_is_help=True, help="Operations: time-boxed task forces.")
KEY_YEARS = 2


def add_to(app: typer.Typer) -> None:
    """Hang the commands into the program."""
    app.command()(init)
    accounts.hang_on(officer)
    app.add_typer(agency, name="agency")
    app.add_typer(officer, name="officer")
    app.add_typer(operation, name="operation")


def init(
    database: Annotated[str | None, typer.Option(help="DSN of a PostgreSQL server; default: the embedded one.")] = None,
    store: Annotated[str | None, typer.Option("--bytes", help="Folder or s3:// URL for originals.")] = None,
    json: Json = False,
) -> None:
    """Make a workspace: its database, its store of bytes, the key of its custody log."""
    flags = {"database": database, "bytes": store}
    state.add_flags(flags)
    with Workspace.create(state.settings()) as made:
        answer = {
            "workspace": made.folder,
            "database": "external" if database else "embedded",
            "version": made.database.version(),
        }
    if json:
        show.as_json(answer)
    else:
        show.say(
            f"The workspace {answer['workspace']} is ready. Next: sightline agency add BE --country BE --name ... --keys"
        )


@agency.command("add")
def agency_add(
    code: str,
    name: Annotated[str, typer.Option(help="The agency's name.")],
    country: Annotated[str | None, typer.Option(help="ISO 3166 code; none for an international body.")] = None,
    language: Annotated[str, typer.Option(help="Language of packages sent to it.")] = "en",
    keys: Annotated[bool, typer.Option("--keys", help="Make its keys here: this workspace seals for it.")] = False,
    json: Json = False,
) -> None:
    """Enter an agency; with --keys, also make the keys that seal and open its packages.

    Until there is an officer, whoever holds the machine may; from then on an administrator must act.
    """
    if country is not None and country.upper() not in CODES:
        raise UsageError(f"{country!r} is no country code; use ISO 3166 alpha-2, as in BE.")
    with state.workspace() as opened:
        entered = Agency(code=code, name=name, country=country.upper() if country else None)
        with access.entering(opened.database, opened.acting) as entry:
            agency_store.add_agency(entry.connection, entered, entry.by)
        if keys:
            valid = (now() - timedelta(minutes=5), now() + timedelta(days=365 * KEY_YEARS))
            made = make_agency_keys(entered.country or "XX", code, name, valid, language)
            save_agency_keys(made, opened.agency_keys(code))
    if json:
        show.as_json(entered)
    else:
        show.say(f"{code} is entered." + (" Its keys are made." if keys else ""))


@agency.command("list")
def agency_list(json: Json = False) -> None:
    """List the agencies."""
    with state.workspace() as opened, access.entering(opened.database, opened.acting) as entry:
        found = agency_store.list_agencies(entry.connection)
    if json:
        show.as_json({"agencies": found})
    else:
        rows = [(one.code, one.country or "", one.name) for one in found]
        show.table("Agencies", ("code", "country", "name"), rows, empty="There are no agencies yet.")


@officer.command("add")
def officer_add(
    handle: str,
    agency_code: Annotated[str, typer.Option("--agency", help="Code of the officer's agency.")],
    name: Annotated[str, typer.Option(help="The officer's name.")],
    role: Annotated[list[str], typer.Option(help=f"One or more of: {', '.join(Role)}.")],
    json: Json = False,
) -> None:
    """Enter an officer and make the signing key that is theirs alone.

    Until there is an officer, whoever holds the machine may; from then on an administrator must act: for the own
    agency, or for one that has no administrator yet.
    """
    with state.workspace() as opened:
        roles = check_roles(role)
        with access.entering(opened.database, opened.acting) as entry:
            if entry.by is None and Role.ADMINISTRATOR not in roles:
                raise UsageError("The first officer enters the others: give --role administrator among the roles.")
            added = agency_store.add_officer(entry.connection, handle, name, agency_code, roles, entry.by)
        save_key = opened.officer_key(handle)
        save_key.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        save_signing_key(make_signing_key(), save_key)
        if not opened.settings.officer:
            remember(opened.folder, "officer", handle)
    if json:
        show.as_json(added)
    else:
        show.say(f"{handle} of {agency_code} is entered as {', '.join(sorted(added.roles))}.")


@officer.command("list")
def officer_list(json: Json = False) -> None:
    """List the officers."""
    with state.workspace() as opened, access.entering(opened.database, opened.acting) as entry:
        found = agency_store.list_officers(entry.connection)
    if json:
        show.as_json({"officers": found})
    else:
        rows = [(one.handle, one.agency, one.name, ", ".join(sorted(one.roles))) for one in found]
        show.table("Officers", ("handle", "agency", "name", "roles"), rows, empty="There are no officers yet.")


@officer.command("use")
def officer_use(handle: str, json: Json = False) -> None:
    """Choose who acts from now on when --as is not given."""
    with state.workspace() as opened:
        with opened.acting(handle) as acting:
            chosen = acting.officer
        remember(opened.folder, "officer", handle)
    if json:
        show.as_json(chosen)
    else:
        show.say(f"{handle} acts from now on.")


@operation.command("create")
def operation_create(
    code: str,
    name: Annotated[str, typer.Option(help="What people call it.")] = "",
    host: Annotated[str | None, typer.Option(help="Host agency; default: the acting officer's.")] = None,
    agency_code: Annotated[list[str] | None, typer.Option("--agency", help="Agencies that take part.")] = None,
    starts: Annotated[str | None, typer.Option(help="First day, YYYY-MM-DD.")] = None,
    ends: Annotated[str | None, typer.Option(help="Last day, YYYY-MM-DD.")] = None,
    level: Annotated[
        str, typer.Option(help="What agencies show each other: nothing, matches, blurred, preview, original.")
    ] = "preview",
    json: Json = False,
) -> None:
    """Open an operation."""
    with state.acting() as (_, acting):
        first = state.day(starts, after_days=0)
        wanted = Operation(
            id=0,
            code=code,
            name=name or code,
            host=host or acting.officer.agency,
            starts=first,
            ends=state.day(ends, after_days=14),
            level=parse_level(level),
            agencies=tuple(agency_code or ()),
        )
        made = operation_store.create(acting, wanted)
    if json:
        show.as_json(made)
    else:
        show.say(f"Operation {made.code} runs from {made.starts} to {made.ends} with {', '.join(made.agencies)}.")


@operation.command("join")
def operation_join(agency_code: str, operation_code: state.OperationOption = None, json: Json = False) -> None:
    """Let an agency take part."""
    with state.acting() as (_, acting):
        meant = state.operation(acting, operation_code)
        operation_store.join(acting, meant.id, meant.code, agency_code)
        after = operation_store.by_code(acting, meant.code)
    if json:
        show.as_json(after)
    else:
        show.say(f"{agency_code} takes part in {after.code}.")


@operation.command("list")
def operation_list(json: Json = False) -> None:
    """List the operations."""
    with state.acting() as (_, acting):
        found = operation_store.list_operations(acting)
    if json:
        show.as_json({"operations": found})
    else:
        rows = [(one.code, one.name, one.host, one.starts, one.ends, ", ".join(one.agencies)) for one in found]
        show.table(
            "Operations",
            ("code", "name", "host", "starts", "ends", "agencies"),
            rows,
            empty="There is no operation yet.",
        )
