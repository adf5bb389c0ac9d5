"""The application: every route in one list, the page's files beside them, and the door around it all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from sightline.api import (
    admin,
    audit,
    clues,
    graph,
    leads,
    links,
    masks,
    media,
    operations,
    progress,
    questions,
    record,
    series,
    session,
    signing,
    undo,
    where,
)
from sightline.api.board import routes as board
from sightline.api.desk import routes as desk
from sightline.api.door import Door, add_errors
from sightline.api.grid import routes as grid
from sightline.api.renditions import Renditions
from sightline.api.shapes import Failure
from sightline.workspace import Workspace

PAGE = Path(__file__).parent / "page"
ROUTERS = (
    session.router,
    operations.router,
    board.router,
    series.router,
    grid.router,
    media.router,
    clues.router,
    masks.router,
    links.router,
    graph.router,
    where.router,
    undo.router,
    desk.router,
    questions.router,
    record.router,
    leads.router,
    progress.router,
    admin.router,
    audit.router,
    signing.router,
)
FAILURES = {
    400: "The request makes no sense",
    401: "Nobody is signed in",
    403: "Not permitted",
    404: "Absent, or not to be seen",
    409: "Somebody was faster",
    422: "The file or what came with it cannot be used",
    503: "This machine lacks something",
}
COMPRESS_FROM = 1_024


def describe() -> FastAPI:
    """The application without a workspace: for the OpenAPI document."""
    app = FastAPI(
        title="Sightline",
        version=version("sightline"),
        summary="What the page can do, and nothing else can be done from it.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_lifespan,
        generate_unique_id_function=_name,
        responses={code: {"model": Failure, "description": sentence} for code, sentence in FAILURES.items()},
    )
    add_errors(app)
    for router in ROUTERS:
        app.include_router(router)
    return app


def build(workspace: Workspace, hosts: Iterable[str], closing: asyncio.Event) -> ASGIApp:
    """The whole server for one workspace.

    hosts: the names under which it may be asked for. closing: set when the server is to end, for streams that run.
    """
    app = describe()
    app.state.workspace = workspace
    app.state.renditions = Renditions(workspace)
    app.state.closing = closing
    if PAGE.is_dir():
        app.mount("/", StaticFiles(directory=PAGE, html=True), name="page")
    return Door(GZipMiddleware(app, minimum_size=COMPRESS_FROM, compresslevel=5), frozenset(hosts))


def _name(route: APIRoute) -> str:
    return route.name


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.renditions.close()
