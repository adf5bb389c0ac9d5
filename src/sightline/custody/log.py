"""The custody log: append-only, one row an act, written in the transaction of the act itself.

A row becomes a leaf of its log's RFC 6962 tree once its transaction has committed (`integrate`), so writers never wait
for each other and an act that is rolled back leaves no entry. Rows carry ids, codes and hashes, never pictures,
names of persons or free text: text that may have to be erased is kept by `erasure` and appears here as a salted hash.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Identity,
    LargeBinary,
    ScalarSelect,
    Table,
    Text,
    any_,
    func,
    literal,
    select,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import insert

from sightline.custody.tree import Frontier, leaf_hash
from sightline.kernel.canonical import encode
from sightline.kernel.clock import now, stamp
from sightline.kernel.db import metadata
from sightline.kernel.errors import UsageError

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
    Column("nodes", LargeBinary),
)
pending = Table("custody_pending", metadata, Column("entry_id", BigInteger, primary_key=True, autoincrement=False))

# Written out: every view of everybody writes one, and building the statement cost as much as running it.
_ADD = "INSERT INTO custody_entry (log, at, body, leaf) VALUES (%s, %s, %s, %s)"
# What passes between agencies stands in a log of its own too, which every agency's auditor may read and witness; an
# agency's own log, and with it what its officers looked at, stays its own. No agency can be called so: codes are capitals.
EXCHANGE = "exchange"
EXCHANGED = frozenset(
    {
        "answer", "confirm key", "enter key", "open contribution", "open package", "outcome", "pack contribution", "permit",
        "receipt", "revoke key", "seal", "seal package",
    }
)  # fmt: skip
_TOLD = frozenset({"agency", "country", "kind", "owner", "package", "sender", "to"})
PLACED_AT_ONCE = 10_000
LONGEST = 200  # characters of any text in an entry: longer is prose, and prose may name a person
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A kept checkpoint. frontier: from which the log goes on, None when the row does not have it."""

    log: str
    size: int
    note: str
    frontier: Frontier | None


def record(
    connection: Connection, author: Author, action: str, subjects: list[str], detail: Mapping[str, object]
) -> None:
    """Write one entry in the caller's transaction.

    action: a verb such as `intake`, `view`, `confirm`. subjects: what it was done to (`media:<sha256>`, `series:12`).
    detail: JSON without floats; no names, no free text: what somebody wrote goes through `erasure.keep` and stands
    here as its salted hash. The log is the acting agency's. Raises `UsageError` for text longer than `LONGEST`.
    """
    moment = now()
    said = {
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
    for name, value in said.items():
        _refuse_prose(name, value)
    body = encode(said)
    connection.exec_driver_sql(_ADD, (author.agency, moment, body, leaf_hash(body)))
    if action in EXCHANGED:
        body = encode(_exchanged(said))
        connection.exec_driver_sql(_ADD, (EXCHANGE, moment, body, leaf_hash(body)))


def _exchanged(said: Mapping[str, Any]) -> dict[str, object]:
    """What the exchange log says of an act: which agency passed on or took in what, and no more."""
    detail = said["detail"]
    subjects = [one for one in said["subjects"] if one.startswith(("package:", "key:"))]
    if "number" in detail:
        subjects.append(f"package:{detail['number']}")
    told = {name: value for name, value in detail.items() if name in _TOLD}
    return {**said, "officer": "", "agent": "", "purpose": "exchange", "subjects": subjects, "detail": told}


def _refuse_prose(where: str, value: object) -> None:
    if isinstance(value, str) and len(value) > LONGEST:
        raise UsageError(
            f"The custody log takes no text of {len(value)} characters (in {where}): an entry can never be erased. "
            f"Shorten it to {LONGEST}, or keep the text apart and record its salted hash."
        )
    if isinstance(value, Mapping):
        for name, part in value.items():
            _refuse_prose(where, name)
            _refuse_prose(f"{where}.{name}", part)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for part in value:
            _refuse_prose(where, part)


def integrate(connection: Connection) -> dict[str, int]:
    """Give every committed entry without a place the next place in its log; return how many each log got.

    Runs in a transaction of its own, after the act's. Order within a log is the order of the row ids that this
    transaction can see; a row that commits later gets a later place, so places are final. A place that was signed is
    never given twice: when signed rows were taken away, the gap they left stays to be seen.
    """
    connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
    due = sorted(connection.execute(pending.delete().returning(pending.c.entry_id)).scalars())
    placed: dict[str, int] = {}
    for start in range(0, len(due), PLACED_AT_ONCE):
        placed |= _place(connection, due[start : start + PLACED_AT_ONCE], placed)
    return placed


def _place(connection: Connection, due: list[int], placed: Mapping[str, int]) -> dict[str, int]:
    """Place the entries with these row numbers; `placed` with what each log got added."""
    # One array and not a join: no statistics are kept of a queue that is mostly empty, and plans without them are poor.
    wanted = any_(literal(due, ARRAY(BigInteger)))
    there = set(connection.execute(select(leaves.c.entry_id).where(leaves.c.entry_id == wanted)).scalars())
    by_log: dict[str, list[int]] = {}
    for row in connection.execute(select(entries.c.id, entries.c.log).where(entries.c.id == wanted)):
        if row.id not in there:
            by_log.setdefault(row.log, []).append(row.id)
    rows = [
        {"log": name, "position": place, "entry_id": number}
        for name, numbers in sorted(by_log.items())
        for place, number in enumerate(sorted(numbers), start=_next_place(connection, name))
    ]
    if rows:
        connection.execute(leaves.insert(), rows)
    return {name: placed.get(name, 0) + len(numbers) for name, numbers in sorted(by_log.items())}


def _next_place(connection: Connection, log: str) -> int:
    used = select(func.max(leaves.c.position) + 1).where(leaves.c.log == log).scalar_subquery()
    return int(
        connection.execute(select(func.greatest(func.coalesce(used, 0), func.coalesce(_largest(log), 0)))).scalar_one()
    )


def without_place(connection: Connection, log: str) -> int | None:
    """The row number of a committed entry of `log` that has no place and does not wait for one, or None."""
    found = connection.execute(
        text(
            """
            SELECT min(e.id) FROM custody_entry e
            WHERE e.log = :log
              AND NOT EXISTS (SELECT FROM custody_leaf l WHERE l.entry_id = e.id)
              AND NOT EXISTS (SELECT FROM custody_pending p WHERE p.entry_id = e.id)
            """
        ),
        {"log": log},
    ).scalar_one()
    return None if found is None else int(found)


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


def leaf_hashes(connection: Connection, log: str, start: int, stop: int | None = None) -> list[bytes]:
    """The leaf hashes of entries [start, stop), or of all from `start`; it ends before a place or a row that is gone."""
    rows = connection.execute(
        select(leaves.c.position, entries.c.leaf)
        .join(leaves, entries.c.id == leaves.c.entry_id)
        .where(leaves.c.log == log, leaves.c.position >= start)
        .where(true() if stop is None else leaves.c.position < stop)
        .order_by(leaves.c.position)
    )
    found: list[bytes] = []
    for row in rows:
        if row.position != start + len(found):
            break
        found.append(row.leaf)
    return found


def about(connection: Connection, log: str, subject: str) -> list[Entry]:
    """The placed entries of one log that name `subject` (`media:<sha256>`), in order. Reads the whole log."""
    wanted = f'"{subject}"'.encode()
    rows = connection.execute(
        select(leaves.c.position, entries.c.id, entries.c.body, entries.c.leaf)
        .join(leaves, entries.c.id == leaves.c.entry_id)
        .where(leaves.c.log == log, text("position(:wanted IN custody_entry.body) > 0").bindparams(wanted=wanted))
        .order_by(leaves.c.position)
    )
    return [Entry(log=log, position=row.position, id=row.id, body=row.body, leaf=row.leaf) for row in rows]


def save_checkpoint(connection: Connection, log: str, frontier: Frontier, note: str) -> None:
    """Keep a signed checkpoint and the frontier it was made from; the same size is kept once."""
    connection.execute(
        insert(checkpoints)
        .values(log=log, size=frontier.size, at=now(), note=note, nodes=frontier.pack())
        .on_conflict_do_nothing()
    )


def last_checkpoint(connection: Connection, log: str) -> Signed | None:
    """The largest checkpoint kept for `log`."""
    return _signed(connection, log, checkpoints.c.size == _largest(log))


def checkpoint_at(connection: Connection, log: str, size: int) -> Signed | None:
    """The checkpoint kept for `log` at `size` entries."""
    return _signed(connection, log, checkpoints.c.size == size)


def saved_checkpoints(connection: Connection, log: str) -> list[str]:
    """Every signed checkpoint kept for `log`, smallest first."""
    rows = select(checkpoints.c.note).where(checkpoints.c.log == log).order_by(checkpoints.c.size)
    return list(connection.execute(rows).scalars())


def _largest(log: str) -> ScalarSelect[int]:
    return select(func.max(checkpoints.c.size)).where(checkpoints.c.log == log).scalar_subquery()


def _signed(connection: Connection, log: str, which: ColumnElement[bool]) -> Signed | None:
    row = connection.execute(select(checkpoints).where(checkpoints.c.log == log, which)).one_or_none()
    if row is None:
        return None
    return Signed(log=log, size=row.size, note=row.note, frontier=Frontier.unpack(row.size, row.nodes or b""))
