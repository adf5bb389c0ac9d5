"""Commands on how officers sign in at the page: passwords, codes, links, sessions. Secrets are never typed as arguments."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sightline.agencies import sessions
from sightline.agencies import store as agency_store
from sightline.agencies.access import Acting
from sightline.agencies.signin import codes
from sightline.agencies.signin import password as passwords
from sightline.agencies.store import administers
from sightline.agencies.tokens import store as token_store
from sightline.cli import show, state
from sightline.cli.state import Json
from sightline.kernel.errors import NotPermitted, UsageError
from sightline.workspace import Workspace


def hang_on(officer: typer.Typer) -> None:
    """Hang the commands into `sightline officer`."""
    for name, command in (
        ("password", password),
        ("totp", totp),
        ("link", link),
        ("sessions", list_sessions),
        ("revoke", revoke),
        ("deactivate", deactivate),
    ):
        officer.command(name)(command)


def password(
    handle: str,
    source: Annotated[Path | None, typer.Option("--from", help="File whose first line is the password.")] = None,
    json: Json = False,
) -> None:
    """Give an officer a password for the page, asked for at a prompt or read from a file; it opens nothing without a code."""
    with state.workspace() as opened:
        _check(opened, handle)
        words = _from_file(source) if source else typer.prompt("Password", hide_input=True, confirmation_prompt=True)
        passwords.set_password(opened.database, handle, words)
    _done(f"{handle} has a new password. Codes: sightline officer totp {handle}", handle, as_json=json)


def totp(
    handle: str,
    svg: Annotated[Path | None, typer.Option(help="Write the QR code there as SVG.")] = None,
    confirm: Annotated[str | None, typer.Option(help="A code the app shows: take the codes into use.")] = None,
    json: Json = False,
) -> None:
    """Give an officer one-time codes from an authenticator app: first the secret, then --confirm with a code of it."""
    with state.workspace() as opened:
        _check(opened, handle)
        if confirm is not None:
            codes.confirm(opened.database, handle, confirm)
            _done(f"{handle} signs in with a password and a code from now on.", handle, as_json=json)
            return
        made = codes.enrol(opened.database, handle)
    if svg is not None:
        svg.write_text(made.svg)
    if json:
        show.as_json({"officer": handle, "uri": made.uri})
        return
    show.out.print(made.text, markup=False)
    show.say(f"Scan it, or type {made.secret}. Then: sightline officer totp {handle} --confirm CODE")


def link(handle: str, json: Json = False) -> None:
    """Make a link that signs an officer in at the page, once, within ten minutes."""
    with state.workspace() as opened:
        _check(opened, handle)
        secret = sessions.one_time_link(opened.database, handle)
    if json:
        show.as_json({"officer": handle, "secret": secret})
    else:
        show.say(f"Good once, for ten minutes, as the end of the page's address: /#link={secret}")


def list_sessions(json: Json = False) -> None:
    """List the sessions of your agency that stand."""
    with state.acting() as (_, acting):
        found = token_store.standing_sessions(acting.connection)
        acting.record("list sessions", sessions=len(found))
    if json:
        show.as_json({"sessions": found})
        return
    rows = [(one.handle, one.method, one.purpose, one.began, one.ends) for one in found]
    show.table("Sessions", ("officer", "by", "purpose", "began", "ends at latest"), rows, empty="Nobody is signed in.")


def revoke(handle: str, json: Json = False) -> None:
    """End every session of an officer, from the next request on, and spoil unused links."""
    with state.workspace() as opened:
        _check(opened, handle)
        ended = sessions.end_all(opened.database, handle)
    if json:
        show.as_json({"officer": handle, "ended": ended})
    else:
        show.say(f"{ended} sessions of {handle} have ended.")


def deactivate(handle: str, json: Json = False) -> None:
    """Let an officer act no more and end their sessions; what they did stays. Administrators may."""
    with state.workspace() as opened:
        with opened.acting() as acting:
            _check_administers(acting, handle)
        sessions.end_all(opened.database, handle)
        with opened.acting() as acting:
            agency_store.deactivate(acting.connection, handle, acting.officer)
    _done(f"{handle} acts no more.", handle, as_json=json)


def _check(opened: Workspace, handle: str) -> None:
    """One's own, or an administrator's work."""
    with opened.acting() as acting:
        if acting.officer.handle != handle:
            _check_administers(acting, handle)


def _check_administers(acting: Acting, handle: str) -> None:
    other = agency_store.officer_by_handle(acting.connection, handle)
    if not administers(acting.connection, acting.officer, other.agency):
        raise NotPermitted(f"{acting.officer.handle} may not do this: an administrator of {other.agency} must.")


def _from_file(source: Path) -> str:
    lines = state.existing(source).read_text(encoding="utf-8").splitlines()
    if not lines or not lines[0].strip():
        raise UsageError(f"{source} holds no password in its first line.")
    return lines[0]


def _done(sentence: str, handle: str, *, as_json: bool) -> None:
    if as_json:
        show.as_json({"officer": handle})
    else:
        show.say(sentence)
