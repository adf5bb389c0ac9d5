"""`sightline serve`: the page on this workspace, by default for this machine only."""

from __future__ import annotations

import socket
import webbrowser
from threading import Thread
from typing import Annotated

import typer

from sightline.agencies.sessions import one_time_link
from sightline.api.server import Server
from sightline.cli import show, state
from sightline.cli.state import Json
from sightline.clues.readers.languages import languages
from sightline.kernel.errors import Unavailable, UsageError
from sightline.workspace import Workspace

WARMING = "a sentence in letters that many languages use"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def add_to(app: typer.Typer) -> None:
    """Hang the command into the program."""
    app.command()(serve)


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; the default is reached from this machine only.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.")] = 8722,
    name: Annotated[
        list[str] | None, typer.Option(help="Another name under which the server is reached, behind a proxy with TLS.")
    ] = None,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    warm: Annotated[
        bool, typer.Option("--warm", help="Load the models of languages at once (10 s, 1 GB): for many officers.")
    ] = False,
    json: Json = False,
) -> None:
    """Open the page on this workspace, and print a link with which the acting officer signs in once."""
    with state.workspace() as opened:
        link = _link(opened)
        with _listening(host, port) as door:
            bound = int(door.getsockname()[1])
            shown = f"[{host}]" if ":" in host else host
            address = f"http://{shown}:{bound}"
            target = f"{address}/#link={link}"
            if json:
                show.as_json({"address": address, "link": target})
            else:
                show.say(f"The page is at {address}. Sign in once, within 10 minutes:")
                show.say(target)
            if open_page:
                webbrowser.open(target)
            hosts = {host.lower(), *(LOOPBACK if host in LOOPBACK else ()), *(one.lower() for one in name or ())}
            if warm:
                Thread(target=languages, args=(WARMING, "Latn"), daemon=True).start()
            Server(opened, hosts).run(sockets=[door])


def _link(opened: Workspace) -> str:
    if not opened.settings.officer:
        raise UsageError("Say who signs in: --as HANDLE, or choose once with `sightline officer use HANDLE`.")
    return one_time_link(opened.database, opened.settings.officer)


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With its protocol named: only then is each connection told not to hold small answers back.
    door = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
        door.listen()  # from here on nobody is turned away: who opens the printed link at once waits for the server
    except OSError as fault:
        door.close()
        raise Unavailable(
            f"The page cannot listen on {host}:{port}: {fault.strerror}. Choose another with --port."
        ) from fault
    return door
