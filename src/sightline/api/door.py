"""What holds for every request and every answer: the strict policy, and what a mutating request must show.

Written as plain ASGI, because a streamed answer must pass through unbuffered.
"""

from __future__ import annotations

import json
import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sightline.kernel.errors import NotFound, SightlineError

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), usb=()",
    "X-Frame-Options": "DENY",
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
MARK = "X-Sightline"
LARGEST_BODY = 4 << 20
ABSENT = "There is nothing here, or nothing that you may see."


class Door:
    """The outermost layer. `hosts` are the names under which this server may be asked for, without the port."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what no page of ours sends; let the rest through with the policy's headers on its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _with_headers(send, scope["path"])
        problem = self._problem(scope)
        if problem is None:
            await self._app(scope, receive, answer)
            return
        status, sentence = problem
        await failure(status, sentence)(scope, receive, answer)

    def _problem(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "").rsplit(":", 1)[0].strip("[]").lower()
        if host not in self._hosts:
            return 421, "This server is asked under a name that is not its own; open the address it printed."
        if scope["method"] in SAFE:
            return None
        if headers.get(MARK) != "1":
            return 403, f"A request that changes something carries the header {MARK}: 1; nothing was changed."
        if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return 403, "A request that changes something comes from the page of this server; nothing was changed."
        if "transfer-encoding" in headers:
            return 411, "A request says how long it is; nothing was changed."
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            return 413, f"A request holds at most {LARGEST_BODY} bytes; nothing was changed."
        return None


def _with_headers(send: Send, path: str) -> Send:
    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                # A report is shut up in a policy stricter than the page's own: it comes with a sandbox.
                if not headers.get(name, "").endswith("; sandbox"):
                    headers[name] = value
            # The page's own files carry the hash of their content in their name; everything else is not kept anywhere.
            headers["Cache-Control"] = "max-age=31536000, immutable" if path.startswith("/assets/") else "no-store"
        await send(message)

    return answer


def failure(status: int, sentence: str) -> JSONResponse:
    """The answer to a request that did not succeed."""
    return JSONResponse({"error": {"what": sentence}}, status_code=status)


def add_errors(app: FastAPI) -> None:
    """Turn every error into its status and one plain sentence."""
    app.add_exception_handler(SightlineError, _expected)
    app.add_exception_handler(RequestValidationError, _misshapen)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(Exception, _unexpected)


async def _expected(_request: Request, error: Exception) -> JSONResponse:
    # Absent and forbidden answer alike, to the letter.
    if isinstance(error, NotFound):
        return failure(404, ABSENT)
    status = error.status if isinstance(error, SightlineError) else 500
    return failure(status, str(error))


async def _misshapen(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:]) or "the body"
    return failure(400, f"The request cannot be read: {where}: {str(first['msg'])[:200].lower()}.")


async def _plain(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    sentences = {404: ABSENT, 405: "This address does not take that kind of request."}
    return failure(error.status_code, sentences.get(error.status_code, "The request cannot be answered."))


async def _unexpected(_request: Request, error: Exception) -> JSONResponse:
    # The API is one of the four doors: whatever went wrong inside, the page gets a sentence and no detail.
    logging.getLogger("sightline").error("unexpected %s", json.dumps(type(error).__name__), exc_info=error)
    return failure(500, "Something went wrong inside Sightline; nothing uncommitted was kept. The log says what.")
