"""The custody log: append-only, one row an act, written in the transaction of the act itself.

A row becomes a leaf of its log's RFC 6962 tree once its transaction has committed (`integrate`), so writers never wait
for each other and an act that is rolled back leaves no entry. Rows carry ids, codes and hashes, never pictures,
names of persons or free text: text that may have to be erased is stored elsewhere and appears here as a salted hash.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, Connection, DateTime, Identity, LargeBinary, Table, Text, func, select, text

from sightline.custody.tree import leaf_hash
from sightline.kernel.canonical import encode
from sightline.kernel.clock import now, stamp
from sightline.kernel.db import metadata

entries = Table(
    "custody_entry",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("log", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("leaf", LargeBinary, nullable=False),
)
leaves = Table(
    "custody_leaf",
    metadata,
    Column("log", Text, primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("entry_id", BigInteger, nullable=False, unique=True),
)
checkpoints = Table(
    "custody_checkpoint",
    metadata,
    Column("log", Text, primary_key=True),
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("note", Text, nullable=False),
)

LOCK = 0x51_6874  # any constant: it keeps two processes from integrating at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who an entry speaks of: the officer's handle and agency, and the stated purpose; `agent` when a machine acted."""

    officer: str
    agency: str
    purpose: str
    agent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One committed row at its place in a log."""

    log: str
    position: int
    id: int
    body: bytes
    leaf: bytes


def record(
    connection: Connection, author: Author, action: str, subjects: list[str], detail: Mapping[str, object]
) -> None:
    """Write one entry in the caller's transaction.

    action: a verb such as `intake`, `view`, `confirm`. subjects: what it was done to (`media:<sha256>`, `series:12`).
    detail: JSON without floats; no names, no free text. The log is the acting agency's.
    """
    moment = now()
    body = encode(
        {
            "v": 1,
            "at": stamp(moment),
            "officer": author.officer,
            "agency": author.agency,
            "agent": author.agent,
            "purpose": author.purpose,
            "action": action,
            "subjects": subjects,
            "detail": dict(detail),
        }
    )
    connection.execute(entries.insert().inline().values(log=author.agency, at=moment, body=body, leaf=leaf_hash(body)))


def integrate(connection: Connection) -> int:
    """Give every committed entry without a place the next place in its log; return how many were placed.

    Runs in a transaction of its own, after the act's. Order within a log is the order of the row ids that this
    transaction can see; a row that commits later gets a later place, so places are contiguous and final.
    """
    connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
    placed = connection.execute(
        text(
            """
            INSERT INTO custody_leaf (log, position, entry_id)
            SELECT e.log,
                   coalesce((SELECT max(l.position) + 1 FROM custody_leaf l WHERE l.log = e.log), 0)
                   + row_number() OVER (PARTITION BY e.log ORDER BY e.id) - 1,
                   e.id
            FROM custody_entry e
            WHERE NOT EXISTS (SELECT 1 FROM custody_leaf l WHERE l.entry_id = e.id)
            """
        )
    )
    return placed.rowcount


def logs(connection: Connection) -> list[str]:
    """The names of all logs that have entries or checkpoints."""
    names = select(entries.c.log).union(select(checkpoints.c.log), select(leaves.c.log)).subquery()
    return list(connection.execute(select(names.c.log).order_by(names.c.log)).scalars())


def read(connection: Connection, log: str, start: int = 0) -> Iterator[Entry]:
    """The entries of one log in order, from position `start`; a place whose row is gone yields an empty body."""
    rows = connection.execute(
        select(leaves.c.position, leaves.c.entry_id, entries.c.body, entries.c.leaf)
        .select_from(leaves.outerjoin(entries, entries.c.id == leaves.c.entry_id))
        .where(leaves.c.log == log, leaves.c.position >= start)
        .order_by(leaves.c.position),
        execution_options={"stream_results": True},
    )
    with rows:
        for row in rows:
            yield Entry(log=log, position=row.position, id=row.entry_id, body=row.body or b"", leaf=row.leaf or b"")


def save_checkpoint(connection: Connection, log: str, size: int, note: str) -> None:
    """Keep a signed checkpoint; the same size is kept once."""
    connection.execute(
        text(
            "INSERT INTO custody_checkpoint (log, size, at, note) VALUES (:log, :size, :at, :note) ON CONFLICT DO NOTHING"
        ),
        {"log": log, "size": size, "at": now(), "note": note},
    )


def saved_checkpoints(connection: Connection, log: str) -> list[str]:
    """Every signed checkpoint kept for `log`, smallest first."""
    rows = select(checkpoints.c.note).where(checkpoints.c.log == log).order_by(checkpoints.c.size)
    return list(connection.execute(rows).scalars())
