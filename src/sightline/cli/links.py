"""Commands on links: list them, look at one, give the verdict."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, TypeVar

import typer

from sightline.cli import show, state
from sightline.cli.state import Json
from sightline.kernel.errors import UsageError
from sightline.matching import store as link_store
from sightline.matching.model import Link, LinkKind, Strength, Verdict
from sightline.operations.grants import store as grant_store
from sightline.series import store as series_store
from sightline.series.model import parse_number

E = TypeVar("E", bound=StrEnum)
link = typer.Typer(no_args_is_help=True, help="Links: two media that belong together.")


def add_to(app: typer.Typer) -> None:
    """Hang the commands into the program."""
    app.command()(links)
    app.add_typer(link, name="link")


def links(
    series: Annotated[str | None, typer.Option(help="Only links that touch this series.")] = None,
    kind: Annotated[str | None, typer.Option(help=f"One of: {', '.join(LinkKind)}.")] = None,
    strength: Annotated[str | None, typer.Option(help=f"One of: {', '.join(Strength)}.")] = None,
    undecided: Annotated[bool, typer.Option("--undecided", help="Only links that wait for a verdict.")] = False,
    most: Annotated[int, typer.Option(help="Show at most this many; 0 for all.")] = 50,
    elsewhere: Annotated[
        bool, typer.Option("--elsewhere", help="Only what matches something you may not see: whom to talk to.")
    ] = False,
    json: Json = False,
) -> None:
    """List links, strongest first."""
    if elsewhere:
        _elsewhere(as_json=json)
        return
    with state.acting() as (_, acting):
        media = series_store.media_of(acting, parse_number(series)) if series else None
        found = link_store.list_links(
            acting, media_ids=media, kind=_pick(LinkKind, kind), strength=_pick(Strength, strength), undecided=undecided
        )
        sides = sorted({side for one in found for side in (one.proposal.left, one.proposal.right)})
        where = series_store.series_of(acting, sides)
        acting.record("list links", links=len(found))
    kept = found[:most] if most else found
    if json:
        show.as_json({"total": len(found), "links": kept})
        return
    rows = [
        (
            f"L{one.id}",
            one.proposal.kind,
            one.proposal.strength,
            _side(one.proposal.left, where),
            _side(one.proposal.right, where),
            link_store.in_words(one),
            one.verdict or "",
        )
        for one in kept
    ]
    show.table(
        "Links", ("link", "kind", "strength", "left", "right", "why", "verdict"), rows, empty="There are no links yet."
    )
    if len(kept) < len(found):
        show.say(f"{len(found) - len(kept)} more; --most 0 shows all.")


@link.command("show")
def link_show(number: str, json: Json = False) -> None:
    """Show one link with all its evidence."""
    with state.acting() as (_, acting):
        one = link_store.by_number(acting, link_store.parse_number(number))
        acting.record("view", f"link:{one.id}")
    if json:
        show.as_json(one)
        return
    show.say(f"L{one.id}  media {one.proposal.left} and media {one.proposal.right}")
    show.say(link_store.in_words(one))
    rows = [(name, str(value)[:200]) for name, value in one.proposal.evidence.items()]
    show.table("Evidence", ("what", "value"), rows, empty="")


@link.command("confirm")
def link_confirm(number: str, json: Json = False) -> None:
    """Say that the two belong together."""
    _decide(number, Verdict.CONFIRMED, json=json)


@link.command("reject")
def link_reject(number: str, json: Json = False) -> None:
    """Say that they do not. The pair is not proposed again."""
    _decide(number, Verdict.REJECTED, json=json)


@link.command("unsure")
def link_unsure(number: str, json: Json = False) -> None:
    """Say that you cannot tell."""
    _decide(number, Verdict.UNSURE, json=json)


def _elsewhere(*, as_json: bool) -> None:
    with state.acting() as (_, acting):
        found = grant_store.hidden_matches(acting)
        where = series_store.series_of(acting, [one.media_id for one in found])
    if as_json:
        show.as_json({"matches": [{**show.plain(one), "series": where.get(one.media_id, [])} for one in found]})
        return
    rows = [
        (_side(one.media_id, where), one.kind, one.strength, f"a media of {one.owner}", f"talk to {one.owner}")
        for one in found
    ]
    columns = ("yours", "kind", "strength", "matches", "next")
    show.table("Matches with what you may not see", columns, rows, empty="Nothing of yours matches anything hidden.")


def _decide(number: str, verdict: Verdict, *, json: bool) -> None:
    with state.acting() as (_, acting):
        one: Link = link_store.decide(acting, link_store.parse_number(number), verdict)
    if json:
        show.as_json(one)
    else:
        show.say(f"L{one.id} is {one.verdict}.")


def _side(media: int, where: dict[int, list[int]]) -> str:
    return f"{media} (" + ", ".join(f"S{number}" for number in where.get(media, [])) + ")"


def _pick(kind: type[E], text: str | None) -> E | None:
    if text is None:
        return None
    try:
        return kind(text.replace("-", " "))
    except ValueError:
        raise UsageError(f"{text!r} is none of: {', '.join(kind)}.") from None
