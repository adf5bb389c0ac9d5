"""Commands on material: take files in, run what is due, list what became of each file."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from sightline import pipeline
from sightline.cli import show, state
from sightline.cli.masks import mask
from sightline.cli.state import Json, OperationOption
from sightline.clues import store as clue_store
from sightline.features import store as feature_store
from sightline.kernel.db import Role
from sightline.kernel.errors import Conflict, Unavailable
from sightline.operations import store as operation_store
from sightline.operations.model import Contribution, parse_handling, parse_level, parse_tlp
from sightline.series import store as series_store
from sightline.series.media import store as media_store
from sightline.series.media.masks import store as mask_store
from sightline.workspace import Workspace

media = typer.Typer(no_args_is_help=True, help="Media: what became of each file.")
media.add_typer(mask, name="mask")
PARTLY = 3
LOOK_AGAIN_SECONDS = 0.5


def add_to(app: typer.Typer) -> None:
    """Hang the commands into the program."""
    app.command()(intake)
    app.command()(work)
    app.add_typer(media, name="media")


def intake(
    folder: Path,
    case: Annotated[str, typer.Option(help="The agency's case reference.")],
    basis: Annotated[str, typer.Option(help="Legal basis of the contribution.")],
    agency: Annotated[str | None, typer.Option(help="Contributing agency; default: the acting officer's.")] = None,
    handling: Annotated[str, typer.Option(help="Europol handling code: H0, H1, H2, H3.")] = "H1",
    tlp: Annotated[str, typer.Option(help="Traffic Light Protocol label.")] = "AMBER",
    review: Annotated[str | None, typer.Option(help="Date by which keeping it is reviewed.")] = None,
    level: Annotated[
        str | None,
        typer.Option("--share", "--level", help="What others see: nothing, matches, blurred, preview, original."),
    ] = None,
    by_folder: Annotated[
        bool, typer.Option("--series-by-folder", help="Each top folder is a series of its own.")
    ] = False,
    operation: OperationOption = None,
    json: Json = False,
) -> int:
    """Take a folder or a file in as a contribution. Taking it in twice adds nothing. Exit 3 when files were refused."""
    state.existing(folder)
    with state.workspace() as opened:
        with opened.acting() as acting:
            meant = state.operation(acting, operation)
            wanted = Contribution(
                id=0,
                operation_id=meant.id,
                agency=agency or acting.officer.agency,
                case_reference=case,
                legal_basis=basis,
                handling=parse_handling(handling),
                tlp=parse_tlp(tlp),
                review=state.day(review, after_days=365),
                level=parse_level(level) if level else meant.level,
            )
        with show.progress("taking in") as shown:
            task = shown.task_ids[0]
            done = pipeline.take_in(
                opened,
                None,
                wanted,
                folder,
                by_folder=by_folder,
                progress=lambda files: shown.update(task, completed=files),
            )
    refused = sum(done.refused.values())
    if json:
        show.as_json(
            {
                "contribution": done.contribution,
                "files": done.files,
                "fresh": done.fresh,
                "known": done.known,
                "refused": dict(done.refused),
                "bytes": done.bytes,
            }
        )
    else:
        show.say(f"{done.files} files: {done.fresh} new, {done.known} known already, {refused} refused at the door.")
        if done.fresh:
            show.say("Next: sightline work")
    return PARTLY if refused else 0


def work(
    forever: Annotated[bool, typer.Option("--forever", help="Stay and wait for more.")] = False, json: Json = False
) -> None:
    """Run every job that is due: decode, extract, propose clues, match. Can be stopped and started at any moment."""
    with state.workspace() as opened:
        counts = run_jobs(opened, forever=forever)
    if json:
        show.as_json(counts)
    elif counts.failed:
        show.say(f"{counts.done} jobs are done, {counts.failed} failed for good; the media concerned are set aside.")
    else:
        show.say(f"All {counts.done} jobs are done.")


def run_jobs(opened: Workspace, *, forever: bool = False) -> pipeline.Counts:
    """Run the jobs with a progress line that counts media."""
    with watched("examining", opened):
        return pipeline.work(opened, forever=forever)


@contextmanager
def watched(label: str, opened: Workspace) -> Iterator[None]:
    """A progress line that counts the media examined, while the block runs."""
    stop = threading.Event()
    with show.progress(label) as shown:
        watcher = threading.Thread(target=_watch, args=(opened, shown, stop), daemon=True)
        watcher.start()
        try:
            yield
        finally:
            stop.set()
            watcher.join()


def _watch(opened: Workspace, shown: show.Progress, stop: threading.Event) -> None:
    task = shown.task_ids[0]
    while not stop.wait(LOOK_AGAIN_SECONDS):
        try:
            with opened.database.transaction(Role.WORKER) as connection:
                waiting, total = media_store.waiting(connection)
        except (Unavailable, Conflict):  # the workers wait for the database; so does the line that counts
            continue
        shown.update(
            task, total=total, completed=total - waiting, description="matching" if not waiting else "examining"
        )


@media.command("list")
def media_list(
    refused: Annotated[bool, typer.Option("--refused", help="Only what could not be used, and why.")] = False,
    operation: OperationOption = None,
    json: Json = False,
) -> None:
    """List every file with its outcome. The outcomes always add up to the files."""
    with state.acting() as (_, acting):
        meant = state.operation(acting, operation)
        outcomes = media_store.outcomes(acting, meant.id)
        rows = [
            _file_row(file, content)
            for one in operation_store.list_contributions(acting, meant.id)
            for file, content in media_store.of_contribution(acting, one.id)
        ]
        acting.record("list media", f"operation:{meant.code}", files=len(rows))
    kept = [row for row in rows if row["refusal"]] if refused else rows
    if json:
        show.as_json({"outcomes": outcomes, "files": kept})
        return
    columns = ("agency", "path", "media", "kind", "size", "outcome")
    table = [
        (r["agency"], r["path"], r["media"] or "", r["format"] or "", r["dimensions"], r["refusal"] or r["state"])
        for r in kept
    ]
    show.table("Media files", columns, table, empty="No files.")
    show.say("; ".join(f"{name}: {count}" for name, count in outcomes.items()))


@media.command("show")
def media_show(which: str, json: Json = False) -> None:
    """Show one content: every path it came under, what machines found, its clues. WHICH: number or start of SHA-256."""
    with state.acting() as (_, acting):
        content = media_store.by_prefix(acting, which)
        files = media_store.files_of(acting, content.id)
        features = feature_store.of_media(acting, content.id)
        clues = clue_store.of_media(acting, content.id)
        masks = mask_store.standing(acting, [content.id]).get(content.id, [])
        series = series_store.series_of(acting, [content.id]).get(content.id, [])
        acting.record("view", content.subject, fields="features and clues")
    if json:
        show.as_json(
            {"media": content, "files": files, "series": series, "features": features, "clues": clues, "masks": masks}
        )
        return
    show.say(f"media {content.id}  {content.sha256}")
    show.say(
        f"{content.format or '?'} {content.width or '?'}x{content.height or '?'}, {content.size} bytes, {content.state}"
    )
    if content.refusal:
        show.say(f"refused: {content.refusal_code}. {content.refusal}")
    for warning in content.warnings:
        show.say(f"warning: {warning}")
    show.table(
        "Occurrences",
        ("agency", "path", "received"),
        [(f.agency, f.path, f.received_at.date()) for f in files],
        empty="",
    )
    found = [
        (f.extractor, f.version, "" if f.seconds is None else f.seconds, f.outcome, f.note or _brief(f.value))
        for f in features
    ]
    show.table(
        "Features", ("extractor", "version", "second", "outcome", "what"), found, empty="Nothing was extracted yet."
    )


def _file_row(file: media_store.MediaFile, content: media_store.Media | None) -> dict[str, object]:
    code = file.refusal_code or (content.refusal_code if content else None)
    return {
        "agency": file.agency,
        "path": file.path,
        "media": content.id if content else None,
        "sha256": content.sha256 if content else None,
        "format": content.format if content else None,
        "dimensions": f"{content.width}x{content.height}" if content and content.width else "",
        "state": content.state if content else "refused",
        "refusal": f"refused: {code}" if code else None,
        "why": file.refusal or (content.refusal if content else None),
    }


def _brief(value: object) -> str:
    text = str(value)
    return text if len(text) <= 100 else text[:99] + "…"
