"""Commands on how long material is kept: due, keep, erase."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import Annotated

import typer

from sightline.cli import show, state
from sightline.cli.state import Json
from sightline.kernel.clock import now
from sightline.leads.retention import keep

retention = typer.Typer(no_args_is_help=True, help="Retention: review dates, keeping longer, erasing.")


def add_to(app: typer.Typer) -> None:
    """Hang the commands into the program."""
    app.add_typer(retention, name="retention")


@retention.command("due")
def retention_due(
    days: Annotated[int, typer.Option(min=0, help="How many days ahead.")] = keep.WARN.days, json: Json = False
) -> None:
    """List your agency's contributions whose review is due, overdue ones first. Those show nobody a picture any more."""
    with state.acting() as (_, acting):
        found = keep.due(acting, timedelta(days=days))
        acting.record("list reviews", contributions=len(found))
    if json:
        show.as_json({"due": found})
        return
    today = now().date()
    rows = [
        (
            one.contribution, one.case_reference, one.review, one.files,
            "erasure proposed" if one.erasing else "OVERDUE" if one.review < today else f"{(one.review - today).days} days",
        )
        for one in found
    ]  # fmt: skip
    show.table("Reviews", ("contribution", "case", "review", "files", ""), rows, empty="No review is due.")


@retention.command("keep")
def retention_keep(
    contribution: int,
    until: Annotated[str, typer.Option(help="Date of the next review, YYYY-MM-DD; at most five years ahead.")],
    why: Annotated[str, typer.Option(help="The reason, in a sentence.")],
    json: Json = False,
) -> None:
    """Keep a contribution until a later review. Grants to others that ended stay ended: give them anew."""
    with state.acting() as (_, acting):
        keep.keep_until(acting, contribution, state.day(until, after_days=0), why)
    _tell(contribution, f"Contribution {contribution} is kept until its review on {until}.", json=json)


@retention.command("propose")
def retention_propose(
    contribution: int, why: Annotated[str, typer.Option(help="The reason, in a sentence.")], json: Json = False
) -> None:
    """Propose to erase a contribution of your agency. A second officer erases it."""
    with state.acting() as (_, acting):
        keep.propose(acting, contribution, why)
    _tell(contribution, f"A second officer erases it: sightline --as OTHER retention erase {contribution}", json=json)


@retention.command("erase")
def retention_erase(contribution: int, json: Json = False) -> None:
    """Erase a contribution as the second officer, for good: bytes, features, links, readings, paths. Stop workers first."""
    with state.workspace() as opened:
        with opened.acting() as acting:
            keep.approve(acting, contribution)
            handle = acting.officer.handle
        erased = keep.carry_out(lambda: opened.machine(handle, "erasure"), opened.blobs, contribution)
        # The indexes hold what was computed from the pictures; the next run of the workers makes them anew without it.
        shutil.rmtree(opened.indexes, ignore_errors=True)
    if json:
        show.as_json({"contribution": contribution, "contents": erased})
    else:
        show.say(
            f"Contribution {contribution} is erased: {erased} contents that nobody else had. Backups still hold them."
        )


def _tell(contribution: int, sentence: str, *, json: bool) -> None:
    if json:
        show.as_json({"contribution": contribution})
    else:
        show.say(sentence)
