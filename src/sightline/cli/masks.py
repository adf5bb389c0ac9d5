"""Commands on masks: where people are or may be. A machine proposes them, a person decides."""

from __future__ import annotations

from typing import Annotated

import typer

from sightline import pipeline
from sightline.cli import show, state
from sightline.cli.clues import region_in
from sightline.cli.state import Json, OperationOption
from sightline.kernel.errors import UsageError
from sightline.media.model import Region
from sightline.series.media import store as media_store
from sightline.series.media.masks import store as mask_store
from sightline.series.media.masks.model import Mask, MaskState

mask = typer.Typer(no_args_is_help=True, help="Masks: what hides people from matching and from whatever is shared.")


@mask.command("draw")
def mask_draw(which: str, region: str, json: Json = False) -> None:
    """Mask a person: nothing inside REGION (x,y,width,height in fractions) is matched, shown in crops or shared."""
    place = region_in(region)
    with state.acting() as (opened, acting):
        content = media_store.by_prefix(acting, which)
        assert place is not None
        number = mask_store.draw(acting, content.id, place)
        pipeline.match_again(opened, acting, [content.id])
        drawn = mask_store.by_number(acting, number)
    _tell(
        drawn, f"Mask {number} is drawn. Next: sightline work, so that media {content.id} is matched without it.", json
    )


@mask.command("list")
def mask_list(
    which: Annotated[str | None, typer.Argument(help="A media; default: the whole operation.")] = None,
    proposed: Annotated[bool, typer.Option("--proposed", help="Only what waits for a decision.")] = False,
    operation: OperationOption = None,
    json: Json = False,
) -> None:
    """List the masks of a media (number or start of SHA-256), or of the operation, and what was decided of each."""
    wanted = MaskState.PROPOSED if proposed else None
    with state.acting() as (_, acting):
        if which is None:
            found = mask_store.of_operation(acting, state.operation(acting, operation).id, wanted)
        else:
            of_media = mask_store.history(acting, media_store.by_prefix(acting, which).id)
            found = [one for one in of_media if wanted in (None, one.state)]
        acting.record("list masks", masks=len(found))
    if json:
        show.as_json(found)
        return
    rows = [
        (one.id, one.media_id, _place(one.region), _when(one), one.drawn_by, _score(one), one.state) for one in found
    ]
    columns = ("mask", "media", "x,y,width,height", "seconds", "drawn by", "score", "state")
    show.table("Masks", columns, rows, empty="No masks.")


@mask.command("confirm")
def mask_confirm(
    number: int,
    region: Annotated[
        str | None, typer.Option(help="Where the person really is: x,y,width,height in fractions.")
    ] = None,
    json: Json = False,
) -> None:
    """Confirm that somebody is inside a mask, corrected to --region where it lies wrong."""
    place = region_in(region) if region else None
    with state.acting() as (opened, acting):
        decided = mask_store.confirm(acting, number, place)
        pipeline.match_again(opened, acting, [decided.media_id])
    _tell(decided, f"Mask {number} is confirmed. Next: sightline work.", json)


@mask.command("reject")
def mask_reject(
    numbers: Annotated[list[int], typer.Argument(help="One mask or several.")],
    json: Json = False,
) -> None:
    """Reject masks in which nobody is: what they covered is matched and shared again, and is not proposed again."""
    if not numbers:
        raise UsageError("Say which masks: see `sightline media mask list --proposed`.")
    with state.acting() as (opened, acting):
        decided = [mask_store.reject(acting, number) for number in numbers]
        pipeline.match_again(opened, acting, sorted({one.media_id for one in decided}))
    if json:
        show.as_json(decided)
    else:
        show.say(f"{len(decided)} masks are rejected. Next: sightline work.")


def _tell(decided: Mask, sentence: str, json: bool) -> None:
    if json:
        show.as_json(decided)
    else:
        show.say(sentence)


def _place(region: Region) -> str:
    return ",".join(f"{side:.2f}" for side in (region.x, region.y, region.width, region.height))


def _when(one: Mask) -> str:
    return "" if one.begins is None else f"{one.begins:.0f}-{one.ends or 0:.0f}"


def _score(one: Mask) -> str:
    return "" if one.score is None else f"{one.score:.1f}"
