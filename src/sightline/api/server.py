"""The server around the application: it tells streams that run to end before it waits for its connections."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable

import uvicorn
from typing_extensions import override

from sightline.api.app import build
from sightline.workspace import Workspace

GRACE_SECONDS = 5
KEPT_SECONDS = 75  # a person thinks longer than the five seconds after which a connection is closed by default


class Server(uvicorn.Server):
    """Serves one workspace on sockets that are bound already."""

    def __init__(self, workspace: Workspace, hosts: Iterable[str]) -> None:
        self._closing = asyncio.Event()
        super().__init__(
            uvicorn.Config(
                build(workspace, hosts, self._closing),
                log_level="warning",
                access_log=False,
                server_header=False,
                date_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=GRACE_SECONDS,
                timeout_keep_alive=KEPT_SECONDS,
                lifespan="on",
            )
        )

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then the connections."""
        self._closing.set()
        await super().shutdown(sockets)
