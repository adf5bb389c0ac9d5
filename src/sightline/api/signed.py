"""Who is at the page: the session behind the cookie, and the transactions it opens."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Request

from sightline.agencies import access, sessions
from sightline.agencies.access import Acting
from sightline.agencies.sessions import Lasting, Session
from sightline.api.renditions import Renditions
from sightline.kernel.errors import NotPermitted
from sightline.workspace import Workspace

COOKIE = "sightline_session"


class NotSignedIn(NotPermitted):
    """Nobody is signed in, or the session has ended."""

    status = 401


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One signed-in officer's place at the workspace."""

    workspace: Workspace
    renditions: Renditions
    session: Session
    token: str

    def acting(self) -> AbstractContextManager[Acting]:
        """A transaction of this officer, under the purpose of the session."""
        purpose = self.session.purpose or self.workspace.settings.purpose
        return access.acting(self.workspace.database, self.session.handle, purpose)


def opened(request: Request) -> Workspace:
    """The workspace that this server serves."""
    found: Workspace = request.app.state.workspace
    return found


def lasting(workspace: Workspace) -> Lasting:
    """How long a session lasts here, by the settings."""
    here = workspace.settings
    return Lasting(most=timedelta(hours=here.session_hours), idle=timedelta(minutes=here.session_idle))


def desk(request: Request) -> Desk:
    """The desk of the officer whose cookie came along. Raises `NotSignedIn`."""
    token = request.cookies.get(COOKIE, "")
    workspace = opened(request)
    if not token:
        raise NotSignedIn("You are not signed in. Open the link that `sightline serve` printed.")
    try:
        session = sessions.who(workspace.database, token)
    except NotPermitted as ended:
        raise NotSignedIn(str(ended)) from None
    return Desk(workspace=workspace, renditions=request.app.state.renditions, session=session, token=token)


Served = Annotated[Workspace, Depends(opened)]
Signed = Annotated[Desk, Depends(desk)]
