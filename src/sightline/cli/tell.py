"""`sightline where`: the likely country of a series, why, and when nobody can say."""

from __future__ import annotations

import json as json_text
from pathlib import Path
from typing import Annotated

import typer

from sightline.cli import show, state
from sightline.cli.state import Json
from sightline.kernel.errors import UsageError
from sightline.places.explain import explain as explain_lines
from sightline.places.hypothesis import Hypothesis
from sightline.places.locate import dated, locate, within
from sightline.places.maps import to_geojson, to_svg
from sightline.places.prior import Prior
from sightline.places.territories import NAMES
from sightline.places.verdict import shown
from sightline.places.when import explain_when
from sightline.series.model import parse_number

SHOWN = 5


def add_to(app: typer.Typer) -> None:
    """Hang the commands into the program."""
    app.command()(where)


def where(
    series: str,
    prior: Annotated[str, typer.Option(help=f"One of: {', '.join(Prior)}.")] = Prior.ROOT_POPULATION.value,
    explain: Annotated[bool, typer.Option("--explain", help="Print the whole arithmetic.")] = False,
    map_to: Annotated[Path | None, typer.Option("--map", help="Write a map: FILE.svg or FILE.geojson.")] = None,
    json: Json = False,
) -> None:
    """Say in which country a series was made: how sure, why, and what would change it."""
    try:
        chosen = Prior(prior)
    except ValueError:
        raise UsageError(f"{prior!r} is no prior. Use one of: {', '.join(Prior)}.") from None
    with state.acting() as (_, acting):
        number = parse_number(series)
        found = locate(acting, number, chosen)
        period = dated(acting, number)
        places = () if found.abstains else within(acting, number, found.best[0])
    if map_to is not None:
        _draw(found, map_to)
    said = (
        [] if period.not_before is None and period.not_after is None and not period.conflict else explain_when(period)
    )
    once = {(one.kind, one.place): one for one in reversed(places)}
    said += [f"Inside {one.country}, C{one.clue} {one.kind} says: {one.place}" for one in reversed(once.values())]
    if json:
        body = found.to_json()
        assert isinstance(body, dict)
        show.as_json(body | {"when": show.plain(period), "within": show.plain(places)})
    elif explain:
        for line in explain_lines(found):
            show.say(line)
        for line in said:
            show.say(line)
    else:
        _tell(series, found)
        for line in said:
            show.say(line)


def _draw(found: Hypothesis, target: Path) -> None:
    if target.suffix == ".svg":
        target.write_text(to_svg(found))
    elif target.suffix in {".geojson", ".json"}:
        target.write_text(json_text.dumps(to_geojson(found)))
    else:
        raise UsageError(f"A map is written as .svg or .geojson, not as {target.name}.")


def _tell(series: str, found: Hypothesis) -> None:
    code, probability = found.best
    if found.abstains:
        show.say(f"{series}: no country can be named: {found.abstains}.")
    else:
        show.say(f"{series}: {NAMES[code]} ({code}), probability {shown(probability)}.")
    rows = [(code, NAMES[code], shown(share)) for code, share in found.posterior[:SHOWN]]
    show.table("Countries", ("", "country", "probability"), rows, empty="")
    show.say(
        f"90 % lies in {len(found.likely_set)} countries: {', '.join(found.likely_set[:15])}. Prior: {found.prior}."
    )
    groups = [
        (
            group.key,
            len(group.clues),
            round(group.strength, 2),
            group.verbal,
            f"{group.without[0][0]} {group.without[0][1]:.2f}" if group.without else "",
        )
        for group in found.groups
    ]
    show.table(
        "Why", ("clues from", "clues", "log10 ratio", "in words", "without it"), groups, empty="No clue has a say."
    )
    for step in found.aside:
        show.say(f"C{step.clue} {step.kind} has no say: {step.reason}")
