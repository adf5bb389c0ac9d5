"""`sightline search`: what shows the same scene or object as this picture, or as a rectangle of it."""

from __future__ import annotations

from typing import Annotated

import typer

from sightline.cli import show, state
from sightline.cli.clues import region_in
from sightline.cli.state import Json
from sightline.matching import search as matching_search
from sightline.matching import store as link_store
from sightline.series.media import store as media_store
from sightline.series.store import series_of


def add_to(app: typer.Typer) -> None:
    """Hang the commands into the program."""
    app.command()(search)
    app.command()(compare)


def search(
    media: Annotated[str, typer.Argument(help="Number of the media, or the start of its SHA-256.")],
    region: Annotated[str | None, typer.Option(help="An object: x,y,width,height in fractions.")] = None,
    mask: Annotated[list[str] | None, typer.Option(help="Leave this out: x,y,width,height in fractions.")] = None,
    json: Json = False,
) -> None:
    """Search for what shows the same scene or object as a picture, or as a rectangle of it."""
    with state.acting() as (opened, acting):
        query = media_store.by_prefix(acting, media)
        masked = [one for text in mask or () if (one := region_in(text)) is not None]
        hits = matching_search.like_this(
            acting, opened.blobs, opened.indexes / "scenes", query.id, inside=region_in(region), masked=masked
        )
        where = series_of(acting, [hit.media_id for hit in hits])
        acting.record("search", query.subject, region=region or "", hits=len(hits))
    if json:
        show.as_json({"hits": [_brief(hit, where) for hit in hits]})
        return
    rows = [tuple(_brief(hit, where).values()) for hit in hits]
    columns = ("media", "series", "second", "strength", "points on one plane", "points in depth", "mirrored")
    show.table("Like this", columns, rows, empty="Nothing looks like it.")


def compare(left: str, right: str, json: Json = False) -> None:
    """Compare two pictures harder, from many simulated sides, and keep the link that is found."""
    with state.acting() as (opened, acting), opened.decoder() as decoder:
        sides = [media_store.by_prefix(acting, one).id for one in (left, right)]
        link = matching_search.compare_harder(acting, opened.blobs, decoder, *sides)
        kept = None if link is None else link_store.between(acting, link.left, link.right, link.kind)
    if json:
        show.as_json({"link": kept})
    elif kept is None:
        show.say("Similar look only: nothing agrees in position, from no side.")
    else:
        show.say(f"L{kept.id}: {link_store.in_words(kept)}")


def _brief(hit: matching_search.Hit, where: dict[int, list[int]]) -> dict[str, object]:
    return {
        "media": hit.media_id,
        "series": ", ".join(f"S{number}" for number in where.get(hit.media_id, [])),
        "second": "" if hit.seconds is None else hit.seconds,
        "strength": hit.compared.strength,
        "plane": hit.compared.plane,
        "depth": hit.compared.epipolar,
        "mirrored": "mirrored" if hit.compared.mirrored else "",
    }
