"""Commands on clues: list, add, confirm, reject, group."""

from __future__ import annotations

import json as json_text
from typing import Annotated

import typer

from sightline.cli import show, state
from sightline.cli.state import Json
from sightline.clues import store as clue_store
from sightline.clues.model import Clue, ClueState, Sighting
from sightline.clues.vocabulary import vocabulary
from sightline.kernel.errors import UsageError
from sightline.media.model import Region, Span
from sightline.series.media import store as media_store
from sightline.series.model import parse_number

clue = typer.Typer(no_args_is_help=True, help="Clues: one observed detail, and what was decided of it.")


def add_to(app: typer.Typer) -> None:
    """Hang the commands into the program."""
    app.add_typer(clue, name="clue")


@clue.command("list")
def clue_list(
    series: str,
    waiting: Annotated[bool, typer.Option("--waiting", help="Only what a machine proposed and nobody judged.")] = False,
    json: Json = False,
) -> None:
    """List the clues of a series."""
    with state.acting() as (_, acting):
        number = parse_number(series)
        found = clue_store.of_series(acting, number)
        acting.record("list clues", f"series:{number}", clues=len(found))
    kept = [one for one in found if not waiting or one.state is ClueState.PROPOSED]
    if json:
        show.as_json({"clues": kept})
        return
    words, language = vocabulary(), state.settings().language
    rows = [
        (
            f"C{c.id}",
            words.label(c.sighting.kind, language=language),
            c.sighting.value[:120],
            c.sighting.media_id or "",
            c.sighting.seen_by,
            c.sighting.group or "",
            c.state,
        )
        for c in kept
    ]
    show.table(
        "Clues", ("clue", "kind", "value", "media", "seen by", "group", "state"), rows, empty="There are no clues yet."
    )


@clue.command("kinds")
def clue_kinds(json: Json = False) -> None:
    """List the kinds of clue and their values."""
    words, language = vocabulary(), state.settings().language
    if json:
        show.as_json({"version": words.version, "kinds": list(words.kinds.values())})
        return
    rows = [
        (kind.name, words.label(kind.name, language=language), ", ".join(kind.values) or kind.form)
        for kind in words.kinds.values()
    ]
    show.table("Kinds of clue", ("kind", "meaning", "values"), rows, empty="")


@clue.command("add")
def clue_add(
    series: str,
    kind: str,
    value: Annotated[str, typer.Argument(help="As the vocabulary says: see `sightline clue kinds`.")] = "",
    media: Annotated[str | None, typer.Option(help="The media it was seen in: number or start of SHA-256.")] = None,
    region: Annotated[str | None, typer.Option(help="x,y,width,height in fractions of the picture.")] = None,
    span: Annotated[str | None, typer.Option(help="start,end in seconds.")] = None,
    confidence: Annotated[
        float | None, typer.Option(help="How sure, 0 to 1: for an opinion or a language heard.")
    ] = None,
    reliability: Annotated[float | None, typer.Option(help="Chance that it tells the truth about the place.")] = None,
    group: Annotated[str | None, typer.Option(help="Clues of one group share a source and count once.")] = None,
    json: Json = False,
) -> None:
    """Add a clue that a person saw or heard."""
    words = vocabulary()
    meant = words.kind(kind).name
    checked = words.value(meant, value)
    with state.acting() as (_, acting):
        media_id = media_store.by_prefix(acting, media).id if media else None
        detail = {} if confidence is None else {"confidence": confidence}
        sighting = Sighting(
            kind=meant,
            value=checked,
            seen_by=f"officer:{acting.officer.id}",
            media_id=media_id,
            region=region_in(region),
            span=_span(span),
            detail=detail,
            reliability=reliability,
            group=group,
        )
        added = clue_store.add(acting, parse_number(series), sighting)
    _tell(added, json=json)


@clue.command("confirm")
def clue_confirm(
    number: str,
    reliability: Annotated[float | None, typer.Option(help="Chance that it tells the truth about the place.")] = None,
    json: Json = False,
) -> None:
    """Say that a proposed clue is read right."""
    _decide(number, ClueState.CONFIRMED, reliability, json=json)


@clue.command("reject")
def clue_reject(number: str, json: Json = False) -> None:
    """Say that a clue is wrong. It is kept, and counts no more."""
    _decide(number, ClueState.REJECTED, None, json=json)


@clue.command("group")
def clue_group(
    number: str, group: Annotated[str | None, typer.Argument(help="None: it stands alone.")] = None, json: Json = False
) -> None:
    """Say which source a clue shares with others: one brochure, one shop, one screen."""
    with state.acting() as (_, acting):
        changed = clue_store.regroup(acting, clue_store.parse_number(number), group)
    _tell(changed, json=json)


def _decide(number: str, verdict: ClueState, reliability: float | None, *, json: bool) -> None:
    with state.acting() as (_, acting):
        changed = clue_store.decide(acting, clue_store.parse_number(number), verdict, reliability)
    _tell(changed, json=json)


def _tell(one: Clue, *, json: bool) -> None:
    if json:
        show.as_json(one)
    else:
        show.say(f"C{one.id} {one.sighting.kind} {one.sighting.value[:80]} is {one.state}.")


def _numbers(text: str, count: int, meaning: str) -> list[float]:
    try:
        found = [float(part) for part in json_text.loads(f"[{text}]")]
    except (ValueError, TypeError):
        found = list[float]()
    if len(found) != count:
        raise UsageError(f"{text!r} is no {meaning}; write {count} numbers with commas between them.")
    return found


def region_in(text: str | None) -> Region | None:
    """The region that `x,y,width,height` means, in fractions of the picture. Raises `UsageError`."""
    if text is None:
        return None
    x, y, width, height = _numbers(text, 4, "region")
    if not (0 <= x < x + width <= 1.0001 and 0 <= y < y + height <= 1.0001):
        raise UsageError(f"The region {text} leaves the picture; give fractions between 0 and 1.")
    return Region(x=x, y=y, width=width, height=height)


def _span(text: str | None) -> Span | None:
    if text is None:
        return None
    start, end = _numbers(text, 2, "span")
    if not 0 <= start <= end:
        raise UsageError(f"The span {text} ends before it starts.")
    return Span(start=start, end=end)
