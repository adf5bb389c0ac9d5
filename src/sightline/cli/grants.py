"""Commands on grants: who sees what of the own agency's contributions."""

from __future__ import annotations

from typing import Annotated

import typer

from sightline.cli import show, state
from sightline.cli.state import Json
from sightline.operations.grants import store as grant_store
from sightline.operations.grants.model import Grant, Offer, parse_number
from sightline.operations.model import parse_level

grant = typer.Typer(no_args_is_help=True, help="Grants: what other agencies see of a contribution.")


def add_to(app: typer.Typer) -> None:
    """Hang the commands into the program."""
    app.add_typer(grant, name="grant")


@grant.command("give")
def grant_give(
    contribution: Annotated[int, typer.Argument(help="Number of the contribution.")],
    level: Annotated[str, typer.Option("--share", help="matches, blurred, preview or original.")],
    purpose: Annotated[str, typer.Option("--for", help="What they may use it for.")],
    to: Annotated[str | None, typer.Option("--to", help="Agency; default: every agency of the operation.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day; default: 14 days from now.")] = None,
    onward: Annotated[bool, typer.Option("--onward", help="They may pass it on.")] = False,
    json: Json = False,
) -> None:
    """Let an agency, or the whole operation, see a contribution of yours."""
    offer = Offer(
        contribution_id=contribution,
        to_agency=to,
        level=parse_level(level),
        purpose=purpose,
        until=state.day(until, after_days=14),
        onward=onward,
    )
    with state.acting() as (_, acting):
        given = grant_store.give(acting, offer)
    if json:
        show.as_json(given)
    else:
        show.say(
            f"G{given.id}: {_whom(given)} sees contribution {contribution} at {_level(given)} until {given.until}."
        )


@grant.command("list")
def grant_list(
    everything: Annotated[bool, typer.Option("--all", help="Also those that were revoked.")] = False,
    json: Json = False,
) -> None:
    """List the grants your agency gave, and those it was given."""
    with state.acting() as (_, acting):
        found = grant_store.list_grants(acting, all_of_them=everything)
        acting.record("list grants", grants=len(found))
    if json:
        show.as_json({"grants": found})
        return
    rows = [
        (
            f"G{one.id}",
            one.owner,
            one.contribution_id,
            _whom(one),
            _level(one),
            one.purpose,
            one.until,
            "yes" if one.onward else "no",
            "revoked" if one.revoked_at else "",
        )
        for one in found
    ]
    columns = ("grant", "owner", "contribution", "to", "level", "for", "until", "onward", "state")
    show.table("Grants", columns, rows, empty="There are no grants yet.")


@grant.command("revoke")
def grant_revoke(number: str, json: Json = False) -> None:
    """End a grant: it holds no more from the next request on."""
    with state.acting() as (_, acting):
        ended = grant_store.revoke(acting, parse_number(number))
    if json:
        show.as_json(ended)
    else:
        show.say(f"G{ended.id} is revoked: {_whom(ended)} sees contribution {ended.contribution_id} by it no more.")


def _whom(one: Grant) -> str:
    return one.to_agency or "the operation"


def _level(one: Grant) -> str:
    return one.level.name.lower()
