"""Text that may have to be erased: kept apart from the log, which knows it only by a salted hash.

Without the salt a hash cannot be tried against guessed names, so erasing text and salt leaves nothing of the person,
while the log stays whole and shows that something was there, and that and when it was erased.
"""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy import Column, Connection, DateTime, LargeBinary, Table, Text, select

from sightline.custody.log import Author, record
from sightline.kernel.clock import now
from sightline.kernel.db import metadata
from sightline.kernel.errors import NotFound

texts = Table(
    "custody_text",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("log", Text, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("words", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)
SALT = 32


def salted(text: str, salt: bytes | None = None) -> tuple[bytes, str]:
    """(salt, hash): 32 random bytes and SHA-256(salt || text) in hex. Give the salt to check a text against a hash."""
    used = secrets.token_bytes(SALT) if salt is None else salt
    return used, hashlib.sha256(used + text.encode()).hexdigest()


def keep(connection: Connection, author: Author, text: str) -> str:
    """Keep `text` for the author's agency; return the subject (`text:<hash>`) by which an entry speaks of it."""
    salt, digest = salted(text)
    row = {"hash": bytes.fromhex(digest), "log": author.agency, "salt": salt, "words": text, "at": now()}
    connection.execute(texts.insert().values(row))
    return f"text:{digest}"


def words(connection: Connection, subject: str) -> str:
    """The text behind a subject. Raises `NotFound` when it was erased or is another agency's."""
    found = connection.execute(select(texts.c.words).where(texts.c.hash == _digest(subject))).scalar_one_or_none()
    if found is None:
        raise NotFound(f"There is no text {subject[:17]}… here; it was erased, or it is another agency's.")
    return str(found)


def erase(connection: Connection, author: Author, subject: str, reason: str) -> None:
    """Erase a text and its salt, and write the tombstone entry. reason: a code or a reference, no prose.

    Raises `NotFound` when there is no such text. The database gives the room back at its next vacuum; backups made
    before keep the text until they are discarded.
    """
    gone = connection.execute(texts.delete().where(texts.c.hash == _digest(subject)))
    if gone.rowcount != 1:
        raise NotFound(f"There is no text {subject[:17]}… here; it was erased, or it is another agency's.")
    record(connection, author, "erase", [subject], {"reason": reason})


def _digest(subject: str) -> bytes:
    kind, _, digest = subject.partition(":")
    try:
        return bytes.fromhex(digest) if kind == "text" else b""
    except ValueError:
        return b""
