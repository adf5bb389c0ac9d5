"""Commands on partners: whose keys count here. Every change takes two persons."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sightline.cli import show, state
from sightline.cli.state import Json
from sightline.kernel.clock import now
from sightline.kernel.errors import NotFound, UsageError
from sightline.leads import directory, store
from sightline.leads.directory import Partner
from sightline.leads.keyfiles import CARD
from sightline.leads.keys import read_card
from sightline.leads.model import Permission

partner = typer.Typer(no_args_is_help=True, help="Partners: whose signatures count here, and who may be sealed to.")
LARGEST_CARD = 1 << 16


def add_to(app: typer.Typer) -> None:
    """Hang the commands into the program."""
    app.add_typer(partner, name="partner")
    app.command()(permit)


@partner.command("card")
def partner_card(
    agency: Annotated[str | None, typer.Option(help="Default: the acting officer's.")] = None, json: Json = False
) -> None:
    """Show the key card of an agency whose keys are here, to hand to its partners."""
    with state.acting() as (opened, acting):
        path = opened.agency_keys(agency or acting.officer.agency) / CARD
    if not path.exists():
        raise NotFound(
            f"There are no keys of {agency or 'that agency'} here. Make them with: sightline agency add --keys."
        )
    card = read_card(path.read_bytes())
    if json:
        show.as_json({"path": path, "card": card, "fingerprint": card.fingerprint})
    else:
        show.say(f"{path}")
        show.say(f"Fingerprint, to be compared by telephone: {card.fingerprint}")


@partner.command("add")
def partner_add(card: Path, json: Json = False) -> None:
    """Enter a partner's key card. It counts once a second officer has confirmed it."""
    state.existing(card)
    if card.stat().st_size > LARGEST_CARD:
        raise UsageError(f"{card} is too large for a key card.")
    entered = read_card(card.read_bytes())
    with state.acting() as (_, acting):
        store.keep_partner(acting, Partner(card=entered, entered_by=acting.officer.handle), "enter key")
    if json:
        show.as_json({"agency": entered.agency, "fingerprint": entered.fingerprint, "confirmed": False})
    else:
        show.say(
            f"The key of {entered.name} is entered. A second officer compares the fingerprint by telephone and runs:"
        )
        show.say(f"sightline --as OTHER partner confirm {entered.agency} --fingerprint '...'")


@partner.command("confirm")
def partner_confirm(
    agency: str,
    fingerprint: Annotated[str, typer.Option(help="As the partner reads it out.")],
    json: Json = False,
) -> None:
    """Confirm a partner's key as the second officer."""
    with state.acting() as (_, acting):
        waiting = [one for one in store.list_partners(acting) if one.card.agency == agency and not one.confirmed_by]
        if not waiting:
            raise NotFound(f"No key of {agency} waits to be confirmed.")
        confirmed = directory.confirm(waiting[-1], by=acting.officer.handle, typed_fingerprint=fingerprint)
        store.keep_partner(acting, confirmed, "confirm key")
    if json:
        show.as_json({"agency": agency, "confirmed": True})
    else:
        show.say(f"The key of {agency} counts from now on.")


@partner.command("revoke")
def partner_revoke(
    agency: str, why: Annotated[str, typer.Option(help="Lost, stolen, replaced.")], json: Json = False
) -> None:
    """Stop trusting every key of an agency, at once."""
    with state.acting() as (_, acting):
        found = [one for one in store.list_partners(acting) if one.card.agency == agency and one.revoked_at is None]
        if not found:
            raise NotFound(f"There is no key of {agency} to revoke.")
        for one in found:
            store.keep_partner(acting, directory.revoke(one, why=why, at=now()), "revoke key")
    if json:
        show.as_json({"agency": agency, "revoked": len(found)})
    else:
        show.say(f"{len(found)} keys of {agency} do not count any more.")


@partner.command("list")
def partner_list(json: Json = False) -> None:
    """List the partners' keys and what they are worth here."""
    with state.acting() as (_, acting):
        found = store.list_partners(acting)
    if json:
        show.as_json({"partners": [store.to_json(one) for one in found]})
        return
    rows = [(one.card.agency, one.card.name, one.card.fingerprint, _worth(one)) for one in found]
    show.table("Partners", ("agency", "name", "fingerprint", "state"), rows, empty="No partner's key is known here.")


def permit(
    owner: Annotated[str, typer.Option(help="Agency that owns the material.")],
    country: Annotated[str, typer.Option(help="Country it may go to.")],
    reference: Annotated[str, typer.Option(help="The owner's letter or message.")],
    json: Json = False,
) -> None:
    """Record that an owner allows its material to go to one country, as H2 and TLP:AMBER+STRICT ask."""
    with state.acting() as (_, acting):
        given = Permission(
            owner=owner, country=country.upper(), given_by=acting.officer.handle, at=now(), reference=reference
        )
        store.keep_permission(acting, given)
    if json:
        show.as_json(given)
    else:
        show.say(f"Material of {owner} may go to {given.country}, as {reference} says.")


def _worth(one: Partner) -> str:
    if one.revoked_at is not None:
        return f"revoked: {one.revoked_why}"
    return "counts" if one.confirmed_by else "waits for a second officer"
