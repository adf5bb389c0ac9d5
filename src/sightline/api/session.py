"""Signing in and out, and who I am."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from sightline.agencies import sessions
from sightline.agencies.model import Role
from sightline.agencies.store import agency_by_code
from sightline.api.desk import store as desk_store
from sightline.api.shapes import Shape
from sightline.api.signed import COOKIE, Desk, Served, Signed, lasting
from sightline.kernel.clock import now

router = APIRouter(prefix="/api/session", tags=["session"])
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Link(Shape):
    """A one-time sign-in link's secret, and why the officer looks."""

    secret: Annotated[str, Field(min_length=1, max_length=200)]
    purpose: Annotated[str, Field(max_length=200)] = ""


class Me(Shape):
    """The officer who is signed in."""

    id: int
    handle: str
    name: str
    agency: str
    agency_name: str
    country: str | None
    roles: list[Role]
    locale: str
    keymap: dict[str, str]
    break_minutes: int
    purpose: str
    method: str
    began: datetime
    ends: datetime


@router.post("/link")
def sign_in_by_link(link: Link, workspace: Served, request: Request, response: Response) -> Me:
    """Use a one-time link up and sign in: the answer sets the session cookie."""
    purpose = link.purpose or workspace.settings.purpose
    token = sessions.redeem(workspace.database, link.secret, purpose=purpose, lasting=lasting(workspace))
    return signed_in(token, workspace, request, response)


@router.get("")
def me(desk: Signed) -> Me:
    """Who is signed in."""
    return _me(desk)


@router.delete("", status_code=204)
def sign_out(desk: Signed, response: Response) -> None:
    """End this session, at once and everywhere."""
    sessions.end(desk.workspace.database, desk.token)
    response.delete_cookie(COOKIE, path="/")


def signed_in(token: str, workspace: Served, request: Request, response: Response) -> Me:
    """Put the session into the cookie and say who came in."""
    session = sessions.who(workspace.database, token)
    response.set_cookie(
        COOKIE,
        token,
        max_age=max(0, int((session.ends - now()).total_seconds())),
        path="/",
        httponly=True,
        samesite="strict",
        secure=(request.url.hostname or "") not in LOOPBACK,
    )
    return _me(Desk(workspace=workspace, renditions=request.app.state.renditions, session=session, token=token))


def _me(desk: Desk) -> Me:
    with desk.acting() as acting:
        agency = agency_by_code(acting.connection, acting.officer.agency)
        mine = desk_store.preferences(acting)
    officer, session = acting.officer, desk.session
    return Me(
        id=officer.id,
        handle=officer.handle,
        name=officer.name,
        agency=officer.agency,
        agency_name=agency.name,
        country=agency.country,
        roles=sorted(officer.roles),
        locale=mine.locale or desk.workspace.settings.language,
        keymap=dict(mine.keymap),
        break_minutes=mine.break_minutes,
        purpose=session.purpose,
        method=session.method,
        began=session.began,
        ends=session.ends,
    )
