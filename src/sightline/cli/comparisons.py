"""Commands that compare with a server elsewhere and show neither side anything of the other; they hang below `exchange`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sightline.agencies.access import Acting
from sightline.cli import show, state
from sightline.cli.state import Json
from sightline.leads.comparison import compare
from sightline.leads.courier import Courier
from sightline.workspace import Workspace

comparison = typer.Typer(no_args_is_help=True, help="Comparisons with a server elsewhere: ask, answer, read.")
Out = Annotated[Path | None, typer.Option(help="Folder; default: `outbox` in the workspace.")]


@comparison.command("ask")
def comparison_ask(
    to: Annotated[str, typer.Option(help="A partner agency; its key card must be known here.")],
    out: Out = None,
    json: Json = False,
) -> None:
    """Ask a partner's server which of your series it knows too, by exact files and cameras. It learns no file and no series."""
    with state.acting() as (opened, acting):
        post = _post(opened, acting, out)
        compare.ask(acting, to, post)
    _posted(post, f"is the comparison for {to}. Send it.", json=json)


@comparison.command("answer")
def comparison_answer(package: Path, out: Out = None, json: Json = False) -> None:
    """Answer a partner's comparison. You learn nothing from it but its rounded size; two a day are answered."""
    state.existing(package)
    with state.acting() as (opened, acting):
        post = _post(opened, acting, out)
        partner, _ = compare.answer(acting, package, post)
    _posted(post, f"is the answer for {partner}. Send it back.", json=json)


@comparison.command("read")
def comparison_read(package: Path, json: Json = False) -> None:
    """Read the answer, once: with whom to talk about which of your series."""
    state.existing(package)
    with state.acting() as (opened, acting):
        talk = compare.read(acting, package, _post(opened, acting, None))
    if json:
        show.as_json(talk)
    elif talk.series:
        show.say(f"Talk to {talk.partner} about {', '.join(f'S{number}' for number in talk.series)}.")
    else:
        show.say(
            f"{talk.partner} has none of your very files or cameras. Re-saved, cropped or scaled copies are not found so."
        )


def _post(opened: Workspace, acting: Acting, out: Path | None) -> Courier:
    return Courier(acting, state.agency_keys(opened, acting), out or opened.folder / "outbox")


def _posted(post: Courier, sentence: str, *, json: bool) -> None:
    assert post.last is not None
    if json:
        show.as_json({"path": post.last.path, "number": str(post.last.number), "sha256": post.last.sha256})
    else:
        show.say(f"{post.last.path} {sentence}")
