"""Six-digit codes from an authenticator app (TOTP, RFC 6238: SHA-1, 30 s). Each code is good once."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

import pyotp
import segno

from sightline.agencies.model import Officer
from sightline.agencies.signin import store
from sightline.agencies.store import officer_by_handle
from sightline.kernel.clock import now
from sightline.kernel.db import Database, Role
from sightline.kernel.errors import NotPermitted

STEP = 30
DRIFT = 1  # steps before and after the present one that are taken, for clocks that differ
ISSUER = "Sightline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """What an app needs: the address it reads, the secret for typing, and the same as a QR code in SVG."""

    uri: str
    secret: str
    svg: str
    text: str


def enrol(database: Database, handle: str) -> Enrolment:
    """Give an officer a new secret for codes; it counts once `confirm` has seen a code of it. Raises `NotFound`."""
    secret = pyotp.random_base32()
    with database.transaction(Role.WORKER) as connection:
        officer = officer_by_handle(connection, handle)
        store.keep_code(connection, officer, secret)
        store.record(connection, officer, "enrol codes")
    uri = pyotp.TOTP(secret).provisioning_uri(name=handle, issuer_name=ISSUER)
    code = segno.make(uri, error="m", micro=False)
    return Enrolment(uri=uri, secret=secret, svg=code.svg_inline(scale=4), text=_in_blocks(code))


def confirm(database: Database, handle: str, code: str) -> None:
    """Take the codes into use by a first one. Raises `NotPermitted` for a wrong or used one, `NotFound`."""
    with database.transaction(Role.WORKER) as connection:
        officer = officer_by_handle(connection, handle)
        step = step_of(store.code_secret(connection, officer), code)
        if step is None or not store.use_code(connection, officer, step):
            raise NotPermitted("This code is wrong or was used before; take the next one that the app shows.")
        store.record(connection, officer, "confirm codes")


def use(database: Database, officer: Officer, secret: str, code: str) -> bool:
    """Whether `code` is right now and was not used before; it is used up by asking."""
    step = step_of(secret, code)
    with database.transaction(Role.WORKER) as connection:
        # Asked of the database whether right or wrong, so that both take the same time.
        return store.use_code(connection, officer, -1 if step is None else step)


def step_of(secret: str, code: str) -> int | None:
    """The time step whose code this is, among the present one and its neighbours; None when it is none of theirs."""
    present = int(now().timestamp()) // STEP
    made = pyotp.TOTP(secret or pyotp.random_base32())
    typed = code.replace(" ", "").encode()
    found = None
    for step in range(present - DRIFT, present + DRIFT + 1):
        if hmac.compare_digest(made.at(step * STEP).encode(), typed):
            found = step
    return found if secret else None


def _in_blocks(code: segno.QRCode) -> str:
    """The QR code in half blocks, for a terminal."""
    rows = [list(row) for row in code.matrix_iter(border=2)]
    rows += [[0] * len(rows[0])] * (len(rows) % 2)
    signs = {(1, 1): " ", (1, 0): "▄", (0, 1): "▀", (0, 0): "█"}
    return "\n".join(
        "".join(signs[bool(upper), bool(lower)] for upper, lower in zip(rows[at], rows[at + 1], strict=True))
        for at in range(0, len(rows), 2)
    )
