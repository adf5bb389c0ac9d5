"""Commands on series: list, show, split, merge, status, undo."""

from __future__ import annotations

from typing import Annotated

import typer

from sightline.cli import show, state
from sightline.cli.state import Json, OperationOption
from sightline.clues import store as clue_store
from sightline.clues.model import ClueState
from sightline.matching import proposals
from sightline.matching import store as link_store
from sightline.places import store as place_store
from sightline.series import store as series_store
from sightline.series.media import store as media_store
from sightline.series.model import Series, parse_number, parse_status

series = typer.Typer(no_args_is_help=True, help="Series: the unit of work.")


def add_to(app: typer.Typer) -> None:
    """Hang the commands into the program."""
    app.add_typer(series, name="series")


@series.command("list")
def series_list(
    status: Annotated[str | None, typer.Option(help="Only series in this status.")] = None,
    operation: OperationOption = None,
    json: Json = False,
) -> None:
    """List the series with their status, media, agencies and likely country."""
    with state.acting() as (_, acting):
        meant = state.operation(acting, operation)
        found = series_store.list_series(acting, meant.id, parse_status(status) if status else None)
        countries = place_store.located(acting)
        guesses = place_store.unconfirmed(acting)
        acting.record("list series", f"operation:{meant.code}", series=len(found))
    if json:
        show.as_json(
            {
                "series": [
                    show.plain(one) | {"country": countries.get(one.id), "country confirmed": one.id not in guesses}
                    for one in found
                ]
            }
        )
        return
    rows = [
        (
            f"S{one.id}",
            one.title,
            one.status,
            one.media,
            ", ".join(one.agencies),
            _country(countries.get(one.id), one.id in guesses),
        )
        for one in found
    ]
    show.table(
        "Series", ("series", "title", "status", "media", "agencies", "country"), rows, empty="There are no series yet."
    )
    if any(code and one in guesses for one, code in countries.items()):
        show.say("A question mark: the country rests on machine readings alone, nobody has confirmed a clue behind it.")


def _country(code: str | None, guess: bool) -> str:
    """The likely country, with a question mark where no clue behind it was confirmed by a person."""
    return "" if code is None else f"{code} ?" if guess else code


@series.command("show")
def series_show(number: str, json: Json = False) -> None:
    """Show one series: its media, clues, links and history."""
    with state.acting() as (_, acting):
        one = series_store.by_number(acting, parse_number(number))
        ids = series_store.media_of(acting, one.id)
        media = list(media_store.many(acting, ids).values())
        clues = clue_store.of_series(acting, one.id)
        links = link_store.list_links(acting, media_ids=ids)
        history = series_store.history(acting, one.id)
        acting.record("view", f"series:{one.id}", *(content.subject for content in media))
    if json:
        show.as_json({"series": one, "media": media, "clues": clues, "links": links, "history": history})
        return
    show.say(f"S{one.id}  {one.title}  [{one.status}]  {', '.join(one.agencies)}")
    rows = [
        (m.id, m.sha256[:12], m.format or "", f"{m.width or '?'}x{m.height or '?'}", m.refusal_code or m.state)
        for m in media
    ]
    show.table("Media", ("media", "sha256", "format", "pixels", "state"), rows, empty="No media.")
    standing = [clue for clue in clues if clue.state is not ClueState.REJECTED]
    show.table(
        "Clues",
        ("clue", "kind", "value", "seen by", "state"),
        [(f"C{c.id}", c.sighting.kind, c.sighting.value, c.sighting.seen_by, c.state) for c in standing],
        empty="No clues yet.",
    )
    show.table(
        "Links",
        ("link", "strength", "why", "verdict"),
        [(f"L{link.id}", link.proposal.strength, link_store.in_words(link), link.verdict or "") for link in links],
        empty="No links yet.",
    )
    show.table(
        "History",
        ("when", "who", "what"),
        [(event.at.strftime("%Y-%m-%d %H:%M"), event.officer, event.act) for event in history],
        empty="",
    )


@series.command("status")
def series_status(number: str, status: str, json: Json = False) -> None:
    """Move a series on its ladder."""
    with state.acting() as (_, acting):
        one = series_store.set_status(acting, parse_number(number), parse_status(status))
    _tell(one, f"S{one.id} is now: {one.status}.", json=json)


@series.command("split")
def series_split(
    number: str,
    media: Annotated[list[int], typer.Argument(help="Numbers of the media that leave.")],
    title: Annotated[str, typer.Option(help="Title of the new series.")],
    json: Json = False,
) -> None:
    """Take media out of a series into a new one."""
    with state.acting() as (_, acting):
        one = series_store.split(acting, parse_number(number), media, title)
    _tell(
        one,
        f"{len(media)} media are now series S{one.id}. Take it back with: sightline series undo {number}",
        json=json,
    )


@series.command("merge")
def series_merge(into: str, other: str, json: Json = False) -> None:
    """Move all media of OTHER into INTO. It can be undone."""
    with state.acting() as (_, acting):
        one = series_store.merge(acting, parse_number(into), parse_number(other))
    _tell(one, f"S{one.id} now holds {one.media} media. Take it back with: sightline series undo S{one.id}", json=json)


@series.command("undo")
def series_undo(number: str, json: Json = False) -> None:
    """Take back the newest split, merge or status of a series."""
    with state.acting() as (_, acting):
        event = series_store.undo(acting, parse_number(number))
    if json:
        show.as_json(event)
    else:
        show.say(f"The {event.act} of {event.at:%Y-%m-%d %H:%M} by {event.officer} was taken back.")


@series.command("proposals")
def series_proposals(operation: OperationOption = None, json: Json = False) -> None:
    """List series that verified links say belong together, with the weakest link that holds each proposal."""
    with state.acting() as (_, acting):
        meant = state.operation(acting, operation)
        found = proposals.propose(acting, meant.id)
        acting.record("list proposals", f"operation:{meant.code}", proposals=len(found))
    if json:
        show.as_json({"proposals": found})
        return
    rows = [(" + ".join(f"S{n}" for n in one.series), len(one.links), f"L{one.weakest}", one.why) for one in found]
    show.table(
        "Proposed merges (a person decides)",
        ("series", "links", "weakest", "why"),
        rows,
        empty="No series are proposed to be merged.",
    )


def _tell(one: Series, sentence: str, *, json: bool) -> None:
    if json:
        show.as_json(one)
    else:
        show.say(sentence)
