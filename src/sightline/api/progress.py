"""Live progress: one stream a page, looked up every two seconds in the officer's own transaction."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from sightline.agencies import sessions
from sightline.api.overview import store
from sightline.api.overview.store import Progress
from sightline.api.signed import Desk, Signed
from sightline.jobs.queue import Counts
from sightline.kernel.errors import NotPermitted, Unavailable
from sightline.operations import store as operation_store

router = APIRouter(prefix="/api/operations", tags=["operations"])
EVERY_SECONDS = 2.0
LONGEST_SECONDS = 900.0  # then the page asks anew: a revoked officer or a forgotten tab does not stay for ever
ENDED = "You are not signed in, or your session has ended: sign in again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at the work: what is new to the officer since the last one, and where the jobs stand."""

    progress: Progress
    jobs: Counts


@router.get(
    "/{operation}/events",
    response_class=StreamingResponse,
    responses={
        200: {
            "content": {"text/event-stream": {}},
            "description": "Events `progress` with JSON: jobs {waiting, running, done, failed}, new_media, new_links; "
            "`problem` with {what} when the server cannot look, `end` when the page must ask anew",
        }
    },
)
def events(desk: Signed, request: Request, operation: Annotated[int, Path(ge=1, le=2**62)]) -> StreamingResponse:
    """Server-sent events of progress: one at once, then one whenever something changed."""
    with desk.acting() as acting:
        meant = operation_store.by_id(acting, operation)
        acting.record("watch", f"operation:{meant.code}")
    return StreamingResponse(_stream(desk, request), media_type="text/event-stream")


async def _stream(desk: Desk, request: Request) -> AsyncIterator[str]:
    loop = asyncio.get_running_loop()
    until = loop.time() + LONGEST_SECONDS
    last: Look | None = None
    yield "retry: 2000\n\n"
    while loop.time() < until and not await request.is_disconnected() and not request.app.state.closing.is_set():
        try:
            seen = await run_in_threadpool(_look, desk, last.progress if last else None)
        except NotPermitted:
            yield _event("end", {"what": ENDED})
            return
        except Unavailable as fault:
            yield _event("problem", {"what": str(fault)})
        else:
            if last is None or _changed(last, seen):
                yield _event("progress", _shown(seen))
            else:
                yield ": nothing new\n\n"
            last = seen
        await _pause(request.app.state.closing)
    yield _event("end", {"what": ""})


async def _pause(closing: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(closing.wait(), EVERY_SECONDS)
    except TimeoutError:
        return


def _look(desk: Desk, since: Progress | None) -> Look:
    # Asked every time: ending or revoking a session works on a stream that runs, too.
    sessions.who(desk.workspace.database, desk.token)
    with desk.acting() as acting:
        return Look(progress=store.progress(acting, since), jobs=desk.workspace.queue.counts(acting.connection))


def _changed(last: Look, seen: Look) -> bool:
    return last.jobs != seen.jobs or bool(seen.progress.new_media or seen.progress.new_links)


def _shown(seen: Look) -> dict[str, Any]:
    new = seen.progress
    return {"jobs": asdict(seen.jobs), "new_media": new.new_media, "new_links": new.new_links}


def _event(name: str, body: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(body)}\n\n"
