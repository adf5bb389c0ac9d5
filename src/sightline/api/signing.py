"""Other ways to sign in: a password with a code, and a passkey; and adding them while signed in."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import Field

from sightline.agencies.signin import codes, passkeys, password
from sightline.agencies.signin.passkeys import Ceremony, Site
from sightline.api.session import LOOPBACK, Me, signed_in
from sightline.api.shapes import Shape
from sightline.api.signed import Served, Signed, lasting

router = APIRouter(prefix="/api/session", tags=["session"])
Purpose = Annotated[str, Field(max_length=200)]


class PasswordSignIn(Shape):
    """A handle, a password and the code of the moment."""

    handle: Annotated[str, Field(min_length=1, max_length=48)]
    password: Annotated[str, Field(min_length=1, max_length=1_024)]
    code: Annotated[str, Field(min_length=1, max_length=12)]
    purpose: Purpose = ""


class CeremonyBegun(Shape):
    """What the page hands to the browser (`options`), and the number to give back with its answer."""

    id: str
    options: dict[str, Any]


class PasskeyAnswer(Shape):
    """The browser's answer to a ceremony, as JSON."""

    id: Annotated[str, Field(min_length=1, max_length=200)]
    answer: dict[str, Any]
    purpose: Purpose = ""
    name: Annotated[str, Field(max_length=60)] = ""


class NewPassword(Shape):
    """A password to sign in with, together with a code."""

    password: Annotated[str, Field(min_length=1, max_length=1_024)]


class EnrolmentShown(Shape):
    """What the officer's app needs to make codes: an address, its secret for typing, and a QR code in SVG. Shown once."""

    address: str
    secret: str
    svg: str


class CodeGiven(Shape):
    """A code of the moment, which shows that the app was set up."""

    code: Annotated[str, Field(min_length=1, max_length=12)]


@router.post("/password")
def sign_in_by_password(wanted: PasswordSignIn, workspace: Served, request: Request, response: Response) -> Me:
    """Sign in with a password and a code; every fault answers alike, and guessing waits."""
    purpose = wanted.purpose or workspace.settings.purpose
    token = password.sign_in(
        workspace.database, wanted.handle, wanted.password, wanted.code, purpose=purpose, lasting=lasting(workspace)
    )
    return signed_in(token, workspace, request, response)


@router.post("/passkey/begin")
def begin_passkey(workspace: Served, request: Request) -> CeremonyBegun:
    """A challenge for whichever passkey the device holds."""
    return _begun(passkeys.begin_sign_in(workspace.database, _site(request)))


@router.post("/passkey")
def sign_in_by_passkey(wanted: PasskeyAnswer, workspace: Served, request: Request, response: Response) -> Me:
    """Sign in with the device's answer."""
    purpose = wanted.purpose or workspace.settings.purpose
    answer = json.dumps(wanted.answer)
    token = passkeys.finish_sign_in(
        workspace.database, _site(request), wanted.id, answer, purpose=purpose, lasting=lasting(workspace)
    )
    return signed_in(token, workspace, request, response)


@router.post("/passkeys/begin")
def begin_adding_passkey(desk: Signed, request: Request) -> CeremonyBegun:
    """Begin to add a passkey of one's own."""
    return _begun(passkeys.begin_adding(desk.workspace.database, desk.session.handle, _site(request)))


@router.post("/passkeys", status_code=204)
def add_passkey(desk: Signed, wanted: PasskeyAnswer, request: Request) -> None:
    """Keep the passkey that the device made."""
    answer = json.dumps(wanted.answer)
    passkeys.finish_adding(desk.workspace.database, desk.session.handle, _site(request), wanted.id, answer, wanted.name)


@router.put("/password", status_code=204)
def change_password(desk: Signed, wanted: NewPassword) -> None:
    """Set one's own password."""
    password.set_password(desk.workspace.database, desk.session.handle, wanted.password)


@router.post("/codes")
def enrol_codes(desk: Signed) -> EnrolmentShown:
    """Set up an app that makes codes; it counts once a code was confirmed."""
    made = codes.enrol(desk.workspace.database, desk.session.handle)
    return EnrolmentShown(address=made.uri, secret=made.secret, svg=made.svg)


@router.post("/codes/confirm", status_code=204)
def confirm_codes(desk: Signed, wanted: CodeGiven) -> None:
    """Show that the app makes the right codes."""
    codes.confirm(desk.workspace.database, desk.session.handle, wanted.code)


def _site(request: Request) -> Site:
    """The page's own address: from the name it was asked under, which the door has checked; TLS unless it is local."""
    host = request.url.hostname or ""
    scheme = "http" if host in LOOPBACK else "https"
    return Site(host=host, origin=f"{scheme}://{request.headers.get('host', host)}")


def _begun(ceremony: Ceremony) -> CeremonyBegun:
    return CeremonyBegun(id=ceremony.id, options=json.loads(ceremony.options))
