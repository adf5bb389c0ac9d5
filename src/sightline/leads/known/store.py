"""The tables of known hashes. Looked up by MD5 and SHA-1, which are no identity: a mark says how certain it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Row,
    Table,
    Text,
    and_,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import insert

from sightline.agencies.access import Acting
from sightline.kernel.clock import now
from sightline.kernel.db import metadata
from sightline.kernel.errors import Conflict, NotFound
from sightline.leads.formats.categories import meaning, scheme_of
from sightline.leads.known.model import KnownHash, KnownMark, KnownSet
from sightline.operations.store import contributions
from sightline.series.media.store import media, media_files

sets = Table(
    "known_set",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("agency", Text, ForeignKey("agency.code"), nullable=False),
    Column("name", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("file", LargeBinary, nullable=False),
    Column("entries", BigInteger, nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("read_by", BigInteger, ForeignKey("officer.id"), nullable=False),
    Column("read_at", DateTime(timezone=True), nullable=False),
    Column("dropped_at", DateTime(timezone=True)),
    Index("known_set_current_key", "agency", "name", unique=True, postgresql_where=text("dropped_at IS NULL")),
)
hashes = Table(
    "known_hash",
    metadata,
    Column("set_id", BigInteger, ForeignKey("known_set.id"), nullable=False),
    Column("md5", LargeBinary),
    Column("sha1", LargeBinary),
    Column("photodna", LargeBinary),
    Column("category", Integer),
    Column("series", Text, nullable=False),
    Column("victim_identified", Boolean),
    Index("known_hash_md5_idx", "md5"),
    Index("known_hash_sha1_idx", "sha1"),
)
# Arrays cross to the server at once: a list of millions of rows goes in as a few hundred statements.
_ADD = text(
    "INSERT INTO known_hash (set_id, md5, sha1, photodna, category, series, victim_identified) "
    "SELECT :number, a, b, c, d, e, f FROM unnest(CAST(:md5 AS bytea[]), CAST(:sha1 AS bytea[]), "
    "CAST(:photodna AS bytea[]), CAST(:category AS int[]), CAST(:series AS text[]), "
    "CAST(:victim_identified AS boolean[])) AS given(a, b, c, d, e, f)"
)


def begin(acting: Acting, name: str, *, shared: bool) -> int:
    """Enter an empty list of the officer's agency; return its number. Raises `Conflict` when the name is in use."""
    row = {"agency": acting.officer.agency, "name": name, "format": "", "region": "", "file": bytes(32), "entries": 0}
    statement = insert(sets).values(**row, shared=shared, read_by=acting.officer.id, read_at=now())
    number = acting.connection.execute(statement.on_conflict_do_nothing().returning(sets.c.id)).scalar_one_or_none()
    if number is None:
        raise Conflict(f"There is a list called {name!r} already; choose another name, or drop that one first.")
    return number


def add(acting: Acting, number: int, batch: Sequence[KnownHash]) -> None:
    """Add entries to a list."""
    columns = ("md5", "sha1", "photodna", "category", "series", "victim_identified")
    given = {column: [getattr(one, column) for one in batch] for column in columns}
    acting.connection.execute(_ADD, {"number": number, **given})


def finish(acting: Acting, number: int, found: KnownSet) -> KnownSet:
    """Say what the list turned out to be."""
    values = {
        "format": found.format,
        "region": found.region,
        "file": bytes.fromhex(found.file),
        "entries": found.entries,
    }
    acting.connection.execute(sets.update().where(sets.c.id == number).values(**values))
    return by_name(acting, found.name)


def by_name(acting: Acting, name: str) -> KnownSet:
    """A list of the officer's own agency. Raises `NotFound`."""
    mine = (sets.c.agency == acting.officer.agency) & (sets.c.name == name) & sets.c.dropped_at.is_(None)
    row = acting.connection.execute(select(sets).where(mine)).one_or_none()
    if row is None:
        raise NotFound(f"Your agency has no list called {name!r}. See `sightline exchange known`.")
    return _set(row)


def list_sets(acting: Acting) -> list[KnownSet]:
    """The lists whose marks the officer gets."""
    rows = acting.connection.execute(select(sets).where(sets.c.dropped_at.is_(None)).order_by(sets.c.id))
    return [_set(row) for row in rows]


def drop(acting: Acting, name: str) -> None:
    """Let a list count no more. Raises `NotFound`."""
    found = by_name(acting, name)
    acting.connection.execute(sets.update().where(sets.c.id == found.id).values(dropped_at=now()))
    acting.record("drop list", f"list:{found.id}", file=found.file)


def marks_of(acting: Acting, media_ids: Sequence[int]) -> dict[int, list[KnownMark]]:
    """The marks of some media: media id -> marks; media that no list knows are absent."""
    return _marks(acting, media.c.id.in_(media_ids))


def marks_in(acting: Acting, operation_id: int) -> dict[int, list[KnownMark]]:
    """The marks of every media of an operation that the officer may see."""
    inside = (
        select(media_files.c.media_id)
        .join(contributions, contributions.c.id == media_files.c.contribution_id)
        .where(contributions.c.operation_id == operation_id)
    )
    return _marks(acting, media.c.id.in_(inside))


def _marks(acting: Acting, which: Any) -> dict[int, list[KnownMark]]:
    # Where both name a SHA-1, it decides: an equal MD5 with another SHA-1 is a collision made on purpose.
    by_sha1 = hashes.c.sha1 == media.c.sha1
    by_md5 = and_(hashes.c.md5 == media.c.md5, hashes.c.sha1.is_(None))
    statement = (
        select(
            media.c.id.label("media_id"),
            sets.c.id.label("set_id"),
            sets.c.agency,
            sets.c.name,
            sets.c.region,
            func.bool_or(by_sha1).label("certain"),
            hashes.c.category,
            func.min(hashes.c.series).label("series"),
            func.bool_or(hashes.c.victim_identified).label("victim_identified"),
        )
        .select_from(media)
        .join(hashes, or_(by_sha1, by_md5))
        .join(sets, and_(sets.c.id == hashes.c.set_id, sets.c.dropped_at.is_(None)))
        .where(which)
        .group_by(media.c.id, sets.c.id, hashes.c.category)
        .order_by(media.c.id, sets.c.id, hashes.c.category)
    )
    found: dict[int, list[KnownMark]] = {}
    for row in acting.connection.execute(statement):
        mark = KnownMark(
            media_id=row.media_id,
            set_id=row.set_id,
            agency=row.agency,
            name=row.name,
            certain=bool(row.certain),
            category=row.category,
            meaning=meaning(scheme_of(row.region), row.category),
            series=row.series,
            victim_identified=row.victim_identified,
        )
        found.setdefault(row.media_id, []).append(mark)
    return found


def _set(row: Row[Any]) -> KnownSet:
    return KnownSet(
        id=row.id,
        agency=row.agency,
        name=row.name,
        format=row.format,
        region=row.region,
        file=row.file.hex(),
        entries=row.entries,
        shared=row.shared,
        read_at=row.read_at,
    )
