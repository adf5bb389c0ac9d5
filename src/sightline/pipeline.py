"""The path of one file, from a contribution to a lead that comes home. This page is the program; the rooms do the work.

    contribution ─ receive ─▶ examine ─▶ match ─▶ (a person's verdict) ─▶ locate ─▶ compose ─▶ (a second person)
                                                                                    ─▶ seal ─▶ receipt and outcome

1. receive   intake/    hash at the door before anything reads the bytes, keep them, name every file's outcome
2. examine   features/  decode in the cage (media/), run each extractor once, keep what it found; people become
                        proposed masks, before anything is matched
             clues/     what was read becomes proposed clues: after the features, because clues are read from them
3. match     matching/  same file, near copy, same scene or object, same camera: after examining, because a link needs
                        both sides' features; every new media against all there is
4. a person  series/    confirms or rejects links and clues, merges and splits: no score changes a state by itself
5. locate    places/    fuse the standing clues of a series: cheap, so it is done whenever somebody asks
6. lead      leads/     compose, second person, seal; the recipient opens it; receipt and outcome come home

Steps 2 and 3 are jobs: they may run twice, on any machine with the database, and skip what is done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from socket import socket as Socket
from typing import Any, TypeVar

from sightline.agencies.access import Acting, Enter
from sightline.clues.propose import propose_clues
from sightline.features.catalogue import CATALOGUE, WRITING
from sightline.features.examine import examine, refuse
from sightline.features.writing.reader import shared_reader
from sightline.intake.archives import Archives
from sightline.intake.folder import Item, walk
from sightline.intake.receive import receive
from sightline.jobs.crew import work_together
from sightline.jobs.queue import ATTEMPTS, Counts, Handler, Task
from sightline.kernel.db import Role
from sightline.kernel.errors import Refusal
from sightline.kernel.settings import Settings
from sightline.matching.run import match
from sightline.matching.run import match_again as match_media_again
from sightline.media.decoder import Decoder
from sightline.operations import store as operation_store
from sightline.operations.model import Contribution
from sightline.series import store as series_store
from sightline.workspace import Workspace

FILES_A_TRANSACTION = 50
MEDIA_A_JOB = 8

Progress = Callable[[int], None]
T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class Intake:
    """What one run of `take_in` did. files = fresh + known + all refused, always."""

    contribution: Contribution
    files: int = 0
    fresh: int = 0
    known: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    bytes: int = 0


def take_in(
    workspace: Workspace,
    handle: str | None,
    wanted: Contribution,
    source: Path | Iterable[Item],
    *,
    by_folder: bool = False,
    progress: Progress = lambda _files: None,
) -> Intake:
    """Step 1: a folder or file becomes a contribution; its media wait to be examined. Running it twice adds nothing.

    Archives among the files are opened, and their members taken in beside them.
    source: where they lie, or the files themselves, as a package brings them.
    by_folder: every top folder below `source` is a series of its own; otherwise the contribution is one series.
    """
    with workspace.acting(handle) as acting:
        contribution = operation_store.contribute(acting, wanted)
    done = Intake(contribution=contribution)
    with Archives(workspace.blobs, workspace.folder) as archives:
        for batch in _batches(
            archives.unfold(walk(source) if isinstance(source, Path) else source), FILES_A_TRANSACTION
        ):
            for title, items in _by_series(contribution, batch, by_folder=by_folder).items():
                _take_batch(workspace, handle, done, title, items)
            progress(done.files)
    return done


def _take_batch(workspace: Workspace, handle: str | None, done: Intake, title: str, items: Sequence[Item]) -> None:
    """Enter some files of one series and the jobs that look at them: all of it, or nothing."""
    contribution = done.contribution
    with workspace.acting(handle) as acting:
        series_id = series_store.open_series(acting, contribution.operation_id, title)
        got = receive(acting, workspace.blobs, contribution, series_id, items)
        jobs = [
            {"media": list(part), "asked_by": acting.officer.handle}
            for part in _batches(iter(got.fresh_media), MEDIA_A_JOB)
        ]
        workspace.queue.put(acting.connection, "examine", jobs)
    done.files += got.files
    done.fresh += got.fresh
    done.known += got.known
    done.bytes += got.bytes
    done.refused.update(got.refused)


def match_again(workspace: Workspace, acting: Acting, media_ids: Sequence[int]) -> None:
    """After a mask changed: have media matched anew without what is masked now. To be called in the act's transaction."""
    wanted: list[dict[str, Any]] = [{"media": list(media_ids), "asked_by": acting.officer.handle}]
    workspace.queue.put(acting.connection, "match again", wanted, lock="match")


def work(workspace: Workspace, *, forever: bool = False) -> Counts:
    """Steps 2 and 3: run every job that is due. Stop it at any moment; the next run goes on where it was.

    With more than one worker each is a process of its own: readers of writing are not safe in threads, and a worker
    that a library takes down takes nobody with it. What it left is taken up again.
    """
    if workspace.settings.workers == 1:
        work_alone(workspace, forever=forever)
    else:
        with shared_reader() as warm:
            work_together(_work_in_process, (workspace.settings, forever, warm), workspace.settings.workers)
    return _counts(workspace)


def work_alone(workspace: Workspace, *, forever: bool = False) -> None:
    """Run what is due in this process, one job at a time."""
    with workspace.decoder() as decoder:
        handlers: dict[str, Handler] = {
            "examine": lambda task: _examine(workspace, decoder, task),
        }
        # The indexes lie with the workspace itself; a machine that is attached to it only looks at media.
        matching: dict[str, Handler] = {
            "match": lambda task: _match(workspace, task),
            "match again": lambda task: _match_again(workspace, task),
        }
        workspace.queue.work(
            handlers if workspace.settings.attached else handlers | matching, concurrency=1, forever=forever
        )


def _work_in_process(settings: Settings, forever: bool, warm: Socket) -> None:  # noqa: FBT001 - passed by position
    WRITING.reader.share(warm)
    with Workspace.open(settings) as workspace:
        work_alone(workspace, forever=forever)


def _counts(workspace: Workspace) -> Counts:
    with workspace.database.transaction(Role.WORKER) as connection:
        return workspace.queue.counts(connection)


def _examine(workspace: Workspace, decoder: Decoder, task: Task) -> None:
    """Look at each media of a batch, propose its clues, and ask for matching when the batch is through."""
    asked_by, media_ids = str(task.arguments["asked_by"]), [int(one) for one in task.arguments["media"]]
    enter = _machine(workspace, asked_by)
    if task.attempts >= ATTEMPTS - 1 and len(media_ids) > 1:
        # Somewhere in this batch is a file that takes its worker down: the others must not suffer for it.
        with enter() as acting:
            workspace.queue.put(
                acting.connection, "examine", [{"media": [one], "asked_by": asked_by} for one in media_ids]
            )
        return
    if task.attempts >= ATTEMPTS - 1:
        why = f"The machine failed on this file {task.attempts} times; it is kept and was set aside."
        refuse(enter, media_ids[0], Refusal("set-aside", why))
        return
    for media_id in media_ids:
        examine(enter, workspace.blobs, decoder, CATALOGUE, media_id)
    with enter() as acting:
        propose_clues(acting, media_ids)
        workspace.queue.put(acting.connection, "match", [{"asked_by": asked_by}], alone=True)


def _match(workspace: Workspace, task: Task) -> None:
    """Link every media that was not matched yet with all there is."""
    match(_machine(workspace, str(task.arguments["asked_by"])), workspace.blobs, workspace.indexes)


def _match_again(workspace: Workspace, task: Task) -> None:
    media_ids = [int(one) for one in task.arguments["media"]]
    enter = _machine(workspace, str(task.arguments["asked_by"]))
    match_media_again(enter, workspace.blobs, workspace.indexes, media_ids)


def _machine(workspace: Workspace, handle: str) -> Enter:
    return lambda: workspace.machine(handle, "worker")


def _by_series(contribution: Contribution, items: Sequence[Item], *, by_folder: bool) -> dict[str, list[Item]]:
    title = f"{contribution.agency} {contribution.case_reference}"
    if not by_folder:
        return {title: list(items)}
    found: dict[str, list[Item]] = {}
    for item in items:
        top, slash, _ = item.name.partition(b"/")
        name = f"{title} / {top.decode('utf-8', 'replace')}" if slash else title
        found.setdefault(name, []).append(item)
    return found


def _batches(items: Iterator[T], size: int) -> Iterator[tuple[T, ...]]:
    while batch := tuple(islice(items, size)):
        yield batch
