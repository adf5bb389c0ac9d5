"""The tables of what officers sign in with: passwords, codes, passkeys, and how often somebody tried.

Only the machine's role reaches them; no officer's query does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB, insert

from sightline.agencies.model import Officer
from sightline.agencies.store import officers
from sightline.custody import log
from sightline.kernel.clock import now
from sightline.kernel.db import metadata

passwords = Table(
    "sign_in_password",
    metadata,
    Column("officer", BigInteger, ForeignKey("officer.id"), primary_key=True, autoincrement=False),
    Column("hash", Text, nullable=False),
    Column("changed", DateTime(timezone=True), nullable=False),
)
codes = Table(
    "sign_in_code",
    metadata,
    Column("officer", BigInteger, ForeignKey("officer.id"), primary_key=True, autoincrement=False),
    Column("secret", Text, nullable=False),
    Column("confirmed", Boolean, nullable=False),
    Column("last_step", BigInteger, nullable=False),
)
passkeys = Table(
    "passkey",
    metadata,
    Column("credential", LargeBinary, primary_key=True),
    Column("officer", BigInteger, ForeignKey("officer.id"), nullable=False, index=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("added", DateTime(timezone=True), nullable=False),
    Column("used", DateTime(timezone=True)),
)
challenges = Table(
    "sign_in_challenge",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("officer", BigInteger, ForeignKey("officer.id")),
    Column("kind", Text, nullable=False),
    Column("body", JSONB, nullable=False),
    Column("ends", DateTime(timezone=True), nullable=False),
)
identities = Table(
    "officer_identity",
    metadata,
    Column("issuer", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("officer", BigInteger, ForeignKey("officer.id"), nullable=False),
    Column("added", DateTime(timezone=True), nullable=False),
)
attempts = Table(
    "sign_in_attempt",
    metadata,
    Column("typed", LargeBinary, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("next", DateTime(timezone=True), nullable=False),
)
FORGOTTEN = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept of an officer who signs in with a password: its hash and the secret of the codes, where there are."""

    officer: Officer
    hash: str
    secret: str
    last_step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """One passkey: COSE public key, and how often its authenticator says it signed."""

    credential: bytes
    handle: str
    public_key: bytes
    sign_count: int


def record(connection: Connection, officer: Officer, action: str, **detail: object) -> None:
    """Write an entry about how an officer signs in into the log of the own agency."""
    author = log.Author(officer=officer.handle, agency=officer.agency, purpose="", agent="sign-in")
    log.record(connection, author, action, [f"officer:{officer.id}"], detail)


def keep_password(connection: Connection, officer: Officer, hashed: str) -> None:
    """Keep the hash of a password in place of the one before."""
    row = {"hash": hashed, "changed": now()}
    statement = insert(passwords).values(officer=officer.id, **row)
    connection.execute(statement.on_conflict_do_update(index_elements=["officer"], set_=row))


def keep_code(connection: Connection, officer: Officer, secret: str) -> None:
    """Keep the secret of an officer's codes, to be confirmed by the first one."""
    row = {"secret": secret, "confirmed": False, "last_step": 0}
    statement = insert(codes).values(officer=officer.id, **row)
    connection.execute(statement.on_conflict_do_update(index_elements=["officer"], set_=row))


def code_secret(connection: Connection, officer: Officer) -> str:
    """The secret of an officer's codes, confirmed or not; empty when there is none."""
    secret = select(codes.c.secret).where(codes.c.officer == officer.id)
    return connection.execute(secret).scalar_one_or_none() or ""


def use_code(connection: Connection, officer: Officer, step: int) -> bool:
    """Mark a time step as used; False when it, or a later one, was used before."""
    fresh = (codes.c.officer == officer.id) & (codes.c.last_step < step)
    return bool(connection.execute(codes.update().where(fresh).values(last_step=step, confirmed=True)).rowcount)


def kept(connection: Connection, officer: Officer) -> Kept | None:
    """What is kept of this officer; None without a password."""
    row = connection.execute(
        select(passwords.c.hash, codes.c.secret, codes.c.last_step)
        .select_from(passwords.outerjoin(codes, (codes.c.officer == passwords.c.officer) & codes.c.confirmed))
        .where(passwords.c.officer == officer.id)
    ).one_or_none()
    if row is None:
        return None
    return Kept(officer=officer, hash=row.hash, secret=row.secret or "", last_step=row.last_step or 0)


def keep_passkey(connection: Connection, officer: Officer, passkey: Passkey, name: str) -> bool:
    """Keep a new passkey; False when it is there already."""
    row = {
        "credential": passkey.credential,
        "officer": officer.id,
        "public_key": passkey.public_key,
        "sign_count": passkey.sign_count,
        "name": name,
        "added": now(),
    }
    added = insert(passkeys).values(**row).on_conflict_do_nothing().returning(passkeys.c.credential)
    return connection.execute(added).one_or_none() is not None


def passkey_of(connection: Connection, credential: bytes) -> Passkey | None:
    """The passkey with this credential id, when its officer is active."""
    row = connection.execute(
        select(passkeys, officers.c.handle)
        .join(officers, officers.c.id == passkeys.c.officer)
        .where(passkeys.c.credential == credential, officers.c.active)
        .with_for_update(of=passkeys)
    ).one_or_none()
    if row is None:
        return None
    return Passkey(credential=row.credential, handle=row.handle, public_key=row.public_key, sign_count=row.sign_count)


def credentials_of(connection: Connection, officer: Officer) -> list[bytes]:
    """The credential ids of an officer's passkeys."""
    return list(connection.execute(select(passkeys.c.credential).where(passkeys.c.officer == officer.id)).scalars())


def used_passkey(connection: Connection, credential: bytes, sign_count: int) -> None:
    """Remember the authenticator's new count."""
    used = passkeys.update().where(passkeys.c.credential == credential)
    connection.execute(used.values(sign_count=sign_count, used=now()))


def keep_challenge(
    connection: Connection, number: bytes, kind: str, body: Mapping[str, Any], officer: Officer | None = None
) -> None:
    """Keep a challenge for five minutes, and forget those that are older."""
    connection.execute(challenges.delete().where(challenges.c.ends < now()))
    row = {"id": number, "kind": kind, "body": dict(body), "ends": now() + timedelta(minutes=5)}
    connection.execute(challenges.insert().values(**row, officer=officer.id if officer else None))


def take_challenge(
    connection: Connection, number: bytes, kind: str, officer: Officer | None = None
) -> dict[str, Any] | None:
    """Use a challenge up and return its body; None when it is unknown, used, too old, or another officer's."""
    whose = challenges.c.officer == officer.id if officer else challenges.c.officer.is_(None)
    meant = (challenges.c.id == number) & (challenges.c.kind == kind) & (challenges.c.ends > now()) & whose
    return connection.execute(challenges.delete().where(meant).returning(challenges.c.body)).scalar_one_or_none()


def keep_identity(connection: Connection, officer: Officer, issuer: str, subject: str) -> bool:
    """Say whom an identity provider means by a subject; False when that is said already."""
    row = {"issuer": issuer, "subject": subject, "officer": officer.id, "added": now()}
    added = insert(identities).values(**row).on_conflict_do_nothing().returning(identities.c.subject)
    return connection.execute(added).one_or_none() is not None


def handle_of_identity(connection: Connection, issuer: str, subject: str) -> str | None:
    """The handle of the active officer whom a provider means by this subject."""
    meant = (identities.c.issuer == issuer) & (identities.c.subject == subject) & officers.c.active
    joined = select(officers.c.handle).join(identities, identities.c.officer == officers.c.id).where(meant)
    return connection.execute(joined).scalar_one_or_none()


def count_attempt(
    connection: Connection, typed: bytes, wait: Mapping[int, timedelta], most: timedelta
) -> datetime | None:
    """Count one more attempt; the moment until which there is to be none, when it came too early: then it counts not.

    wait: how long after so many failures; `most` beyond the last of them.
    """
    moment = now()
    connection.execute(attempts.delete().where(attempts.c.next < moment - FORGOTTEN))
    fresh = insert(attempts).values(typed=typed, failures=0, next=moment).on_conflict_do_nothing()
    connection.execute(fresh)
    # The row stays locked until this transaction ends: many who try at once are counted one by one.
    row = connection.execute(select(attempts).where(attempts.c.typed == typed).with_for_update()).one()
    if row.next > moment:
        return row.next
    failures = row.failures + 1
    later = moment + (wait.get(failures, most) if failures >= min(wait) else timedelta(0))
    connection.execute(attempts.update().where(attempts.c.typed == typed).values(failures=failures, next=later))
    return None


def forget_attempts(connection: Connection, typed: bytes) -> None:
    """Whoever it was has shown who they are."""
    connection.execute(attempts.delete().where(attempts.c.typed == typed))
