"""The tables of sessions and one-time links. Tokens and secrets are kept as hashes only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    ForeignKey,
    Identity,
    Interval,
    LargeBinary,
    Table,
    Text,
    func,
    select,
)

from sightline.agencies.model import Officer
from sightline.agencies.store import officers
from sightline.custody import log
from sightline.kernel.clock import now
from sightline.kernel.db import metadata

sessions = Table(
    "session",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("officer", BigInteger, ForeignKey("officer.id"), nullable=False, index=True),
    Column("agency", Text, ForeignKey("agency.code"), nullable=False),
    Column("method", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("began", DateTime(timezone=True), nullable=False),
    Column("seen", DateTime(timezone=True), nullable=False),
    Column("ends", DateTime(timezone=True), nullable=False),
    Column("idle", Interval, nullable=False),
    Column("revoked", DateTime(timezone=True)),
)
links = Table(
    "one_time_link",
    metadata,
    Column("secret_hash", LargeBinary, primary_key=True),
    Column("officer", BigInteger, ForeignKey("officer.id"), nullable=False),
    Column("made", DateTime(timezone=True), nullable=False),
    Column("ends", DateTime(timezone=True), nullable=False),
    Column("used", DateTime(timezone=True)),
)
# Written no more often than this, so that a page of many requests is not a page of many writes.
SLIDE = timedelta(seconds=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Who a token speaks for. `ends` is the latest moment it can last; it ends before when it lies idle."""

    handle: str
    officer_id: int
    agency: str
    method: str
    began: datetime
    ends: datetime
    purpose: str


def open_session(connection: Connection, token_hash: bytes, session: Session, idle: timedelta) -> None:
    """Keep a session."""
    row = {
        "token_hash": token_hash,
        "officer": session.officer_id,
        "agency": session.agency,
        "method": session.method,
        "purpose": session.purpose,
        "began": session.began,
        "seen": session.began,
        "ends": session.ends,
        "idle": idle,
    }
    number = connection.execute(sessions.insert().values(**row).returning(sessions.c.id)).scalar_one()
    log.record(connection, _author(session), "sign in", [f"session:{number}"], {"method": session.method})


def standing(connection: Connection, token_hash: bytes, moment: datetime) -> Session | None:
    """The session of this token if it stands at `moment`, and note that it was used; None for every other."""
    row = connection.execute(
        select(sessions, officers.c.handle)
        .join(officers, officers.c.id == sessions.c.officer)
        .where(
            sessions.c.token_hash == token_hash,
            sessions.c.revoked.is_(None),
            sessions.c.ends > moment,
            sessions.c.seen + sessions.c.idle > moment,
            officers.c.active,
        )
    ).one_or_none()
    if row is None:
        return None
    if row.seen + SLIDE <= moment:
        later = func.greatest(sessions.c.seen, moment)
        connection.execute(sessions.update().where(sessions.c.id == row.id).values(seen=later))
    return _session(row)


def standing_sessions(connection: Connection) -> list[Session]:
    """The sessions that stand and that this connection may see, newest first."""
    shown = [one for one in sessions.c if one.name != "token_hash"]
    rows = connection.execute(
        select(*shown, officers.c.handle)
        .join(officers, officers.c.id == sessions.c.officer)
        .where(
            sessions.c.revoked.is_(None),
            sessions.c.ends > now(),
            sessions.c.seen + sessions.c.idle > now(),
        )
        .order_by(sessions.c.id.desc())
    )
    return [_session(row) for row in rows]


def revoke(connection: Connection, token_hash: bytes, moment: datetime) -> None:
    """End the session of this token, if it stands."""
    statement = (
        sessions.update()
        .where(sessions.c.token_hash == token_hash, sessions.c.revoked.is_(None), sessions.c.officer == officers.c.id)
        .values(revoked=moment)
        .returning(sessions, officers.c.handle)
    )
    row = connection.execute(statement).one_or_none()
    if row is not None:
        log.record(connection, _author(_session(row)), "sign out", [f"session:{row.id}"], {})


def revoke_all(connection: Connection, officer: Officer, moment: datetime) -> list[int]:
    """End every standing session of an officer, and spoil the links not yet used; the sessions' numbers."""
    statement = (
        sessions.update()
        .where(sessions.c.officer == officer.id, sessions.c.revoked.is_(None), sessions.c.ends > moment)
        .values(revoked=moment)
        .returning(sessions.c.id)
    )
    connection.execute(links.update().where(links.c.officer == officer.id, links.c.used.is_(None)).values(used=moment))
    ended = sorted(connection.execute(statement).scalars())
    subjects = [f"officer:{officer.id}", *(f"session:{number}" for number in ended)]
    log.record(connection, _author(officer), "revoke sessions", subjects, {})
    return ended


def keep_link(connection: Connection, secret_hash: bytes, officer: Officer, holds: tuple[datetime, datetime]) -> None:
    """Keep a one-time link that holds from and until."""
    made, ends = holds
    connection.execute(links.insert().values(secret_hash=secret_hash, officer=officer.id, made=made, ends=ends))
    log.record(connection, _author(officer), "make sign-in link", [f"officer:{officer.id}"], {})


def use_link(connection: Connection, secret_hash: bytes, moment: datetime) -> str | None:
    """Use a link up; the handle of its officer, or None when it is unknown, used or too old."""
    statement = (
        links.update()
        .where(
            links.c.secret_hash == secret_hash,
            links.c.used.is_(None),
            links.c.ends > moment,
            links.c.officer == officers.c.id,
            officers.c.active,
        )
        .values(used=moment)
        .returning(officers.c.handle)
    )
    return connection.execute(statement).scalar_one_or_none()


def _session(row: Any) -> Session:
    return Session(
        handle=row.handle,
        officer_id=row.officer,
        agency=row.agency,
        method=row.method,
        began=row.began,
        ends=row.ends,
        purpose=row.purpose,
    )


def _author(one: Session | Officer) -> log.Author:
    purpose = one.purpose if isinstance(one, Session) else ""
    return log.Author(officer=one.handle, agency=one.agency, purpose=purpose, agent="sign-in")
