"""The tables of media and media files. Paths are kept byte for byte; what is shown is their readable form."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Row,
    Table,
    Text,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB, insert

from sightline.agencies.access import Acting
from sightline.kernel.blobs import Stored
from sightline.kernel.clock import now
from sightline.kernel.db import metadata
from sightline.kernel.errors import NotFound, Refusal
from sightline.media.model import Examination, Json, MediaKind
from sightline.operations.store import contributions
from sightline.series.media.model import Media, MediaFile, MediaState

media = Table(
    "media",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("sha256", LargeBinary, nullable=False, unique=True),
    Column("md5", LargeBinary, nullable=False),
    Column("sha1", LargeBinary, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("kind", Text),
    Column("format", Text),
    Column("mime", Text),
    Column("width", Integer),
    Column("height", Integer),
    Column("duration", Double),
    Column("isolation", Text),
    Column("refusal_code", Text),
    Column("refusal", Text),
    Column("warnings", JSONB, nullable=False, server_default="[]"),
    Column("metadata", JSONB, nullable=False, server_default="{}"),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("examined_at", DateTime(timezone=True)),
    Index("media_md5_idx", "md5"),
    Index("media_sha1_idx", "sha1"),
)
media_files = Table(
    "media_file",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("media_id", BigInteger, ForeignKey("media.id"), index=True),
    Column("contribution_id", BigInteger, ForeignKey("contribution.id"), nullable=False),
    Column("agency", Text, ForeignKey("agency.code"), nullable=False),
    Column("path", LargeBinary, nullable=False),
    Column("refusal_code", Text),
    Column("refusal", Text),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Index(
        "media_file_contribution_id_path_media_id_key",
        "contribution_id",
        "path",
        "media_id",
        unique=True,
        postgresql_nulls_not_distinct=True,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What `receive` did: the media, whether its content was new here, and whether this occurrence was."""

    media_id: int
    new_content: bool
    new_file: bool


def receive(acting: Acting, contribution_id: int, agency: str, stored: Stored, path: bytes) -> Received:
    """Enter one file whose bytes are kept. Doing it twice adds nothing."""
    row = {
        "sha256": bytes.fromhex(stored.sha256),
        "md5": bytes.fromhex(stored.md5),
        "sha1": bytes.fromhex(stored.sha1),
        "size": stored.size,
        "state": MediaState.RECEIVED,
        "received_at": now(),
    }
    # The insert is tried first because a content may be there already and still be invisible to this officer.
    added = acting.connection.execute(
        select(
            func.sl_receive_media(row["sha256"], row["md5"], row["sha1"], row["size"], row["received_at"]).label("r")
        )
    ).scalar_one()
    media_id, new_content = int(added["id"]), bool(added["new"])
    occurrence = {"media_id": media_id, "contribution_id": contribution_id, "agency": agency, "path": path}
    statement = insert(media_files).values(**occurrence, received_at=now()).on_conflict_do_nothing()
    new_file = bool(acting.connection.execute(statement).rowcount)
    return Received(media_id=media_id, new_content=new_content, new_file=new_file)


def refuse_at_door(acting: Acting, contribution_id: int, agency: str, path: bytes, refusal: Refusal) -> bool:
    """Enter a file whose bytes could not even be read; return whether that is new."""
    row = {
        "contribution_id": contribution_id,
        "agency": agency,
        "path": path,
        "refusal_code": refusal.code,
        "refusal": str(refusal),
        "received_at": now(),
    }
    return bool(acting.connection.execute(insert(media_files).values(**row).on_conflict_do_nothing()).rowcount)


def examined(acting: Acting, media_id: int, seen: Examination) -> None:
    """Keep what the decoder learnt of one content."""
    acting.connection.execute(
        media.update()
        .where(media.c.id == media_id)
        .values(
            state=MediaState.EXAMINED,
            kind=seen.kind,
            format=seen.format,
            mime=seen.mime,
            width=seen.width,
            height=seen.height,
            duration=seen.duration,
            isolation=seen.isolation,
            warnings=_safe(list(seen.warnings)),
            metadata=_safe(dict(seen.metadata)),
            examined_at=now(),
            refusal_code=None,
            refusal=None,
        )
    )


def refused(acting: Acting, media_id: int, refusal: Refusal) -> None:
    """Name why one content cannot be used; its bytes stay kept."""
    acting.connection.execute(
        media.update()
        .where(media.c.id == media_id)
        .values(state=MediaState.REFUSED, refusal_code=refusal.code, refusal=str(refusal), examined_at=now())
    )


def by_id(acting: Acting, media_id: int) -> Media:
    """One content. Raises `NotFound`, also for what the officer may not see."""
    row = acting.connection.execute(select(media).where(media.c.id == media_id)).one_or_none()
    if row is None:
        raise NotFound(f"There is no media {media_id}.")
    return _media(row)


def by_prefix(acting: Acting, prefix: str) -> Media:
    """The content whose SHA-256 starts with `prefix` (hex), or whose number it is. Raises `NotFound`."""
    if prefix.isdecimal() and len(prefix) < 12:
        return by_id(acting, int(prefix))
    wanted = func.encode(media.c.sha256, "hex").like(f"{prefix.lower()}%")
    rows = acting.connection.execute(select(media).where(wanted).limit(2)).all()
    if len(rows) != 1:
        raise NotFound(f"There is no single media whose SHA-256 starts with {prefix!r}.")
    return _media(rows[0])


def many(acting: Acting, media_ids: Sequence[int]) -> dict[int, Media]:
    """The contents with these ids that the officer may see."""
    rows = acting.connection.execute(select(media).where(media.c.id.in_(media_ids)))
    return {row.id: _media(row) for row in rows}


def metadata_of(acting: Acting, media_id: int) -> dict[str, Json]:
    """All metadata the decoder read, tag by tag."""
    found = acting.connection.execute(select(media.c.metadata).where(media.c.id == media_id)).scalar_one_or_none()
    if found is None:
        raise NotFound(f"There is no media {media_id}.")
    return dict(found)


def files_of(acting: Acting, media_id: int) -> list[MediaFile]:
    """Every occurrence of a content that the officer may see."""
    rows = acting.connection.execute(
        select(media_files).where(media_files.c.media_id == media_id).order_by(media_files.c.id)
    )
    return [_file(row) for row in rows]


def of_operation(acting: Acting, operation_id: int, state: MediaState | None = None) -> list[Media]:
    """The distinct contents of an operation, by id."""
    from_operation = (
        select(media_files.c.media_id)
        .join(contributions, contributions.c.id == media_files.c.contribution_id)
        .where(contributions.c.operation_id == operation_id)
    )
    statement = select(media).where(media.c.id.in_(from_operation)).order_by(media.c.id)
    if state is not None:
        statement = statement.where(media.c.state == state)
    return [_media(row) for row in acting.connection.execute(statement)]


def of_contribution(acting: Acting, contribution_id: int) -> list[tuple[MediaFile, Media | None]]:
    """The files of one contribution with their contents, in order of arrival."""
    rows = acting.connection.execute(
        select(media_files).where(media_files.c.contribution_id == contribution_id).order_by(media_files.c.id)
    ).all()
    contents = many(acting, [row.media_id for row in rows if row.media_id is not None])
    return [(_file(row), contents.get(row.media_id)) for row in rows]


def outcomes(acting: Acting, operation_id: int) -> dict[str, int]:
    """How many files of the operation ended in each outcome: `examined`, `received`, `refused: CODE`."""
    code = func.coalesce(media_files.c.refusal_code, media.c.refusal_code)
    state = func.coalesce(media.c.state, MediaState.REFUSED)
    rows = acting.connection.execute(
        select(state.label("state"), code.label("code"), func.count().label("files"))
        .select_from(
            media_files.join(contributions, contributions.c.id == media_files.c.contribution_id).outerjoin(
                media, media.c.id == media_files.c.media_id
            )
        )
        .where(contributions.c.operation_id == operation_id)
        .group_by(state, code)
    )
    named = {(f"refused: {row.code}" if row.code else str(row.state)): int(row.files) for row in rows}
    return dict(sorted(named.items()))


def waiting(connection: Connection) -> tuple[int, int]:
    """(contents that wait to be examined, all contents): for a progress line of the machine."""
    row = connection.execute(
        select(func.count().filter(media.c.state == MediaState.RECEIVED).label("waiting"), func.count().label("all"))
    ).one()
    return int(row.waiting), int(row.all)


def _safe(value: Json) -> Json:
    """`value` without U+0000 and lone surrogates, which PostgreSQL cannot hold; they are shown as U+FFFD."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [_safe(part) for part in value]
    if isinstance(value, dict):
        return {str(_safe(name)): _safe(part) for name, part in value.items()}
    return value


def _media(row: Row[Any]) -> Media:
    return Media(
        id=row.id,
        sha256=row.sha256.hex(),
        md5=row.md5.hex(),
        sha1=row.sha1.hex(),
        size=row.size,
        state=MediaState(row.state),
        kind=MediaKind(row.kind) if row.kind else None,
        format=row.format,
        mime=row.mime,
        width=row.width,
        height=row.height,
        duration=row.duration,
        isolation=row.isolation,
        refusal_code=row.refusal_code,
        refusal=row.refusal,
        warnings=tuple(row.warnings),
    )


def _file(row: Row[Any]) -> MediaFile:
    return MediaFile(
        id=row.id,
        media_id=row.media_id,
        contribution_id=row.contribution_id,
        agency=row.agency,
        path=os.fsdecode(row.path).encode("utf-8", "replace").decode(),
        received_at=row.received_at,
        refusal_code=row.refusal_code,
        refusal=row.refusal,
    )
