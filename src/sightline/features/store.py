"""The table of features, keyed by media, extractor, version and position: a new version runs again, nothing else does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, ColumnElement, DateTime, ForeignKey, Index, LargeBinary, Table, Text, select
from sqlalchemy.dialects.postgresql import JSONB, insert

from sightline.agencies.access import Acting
from sightline.features.extract import WHOLE, Outcome, Result, position
from sightline.kernel.clock import now
from sightline.kernel.db import metadata
from sightline.media.model import Json

features = Table(
    "feature",
    metadata,
    Column("media_id", BigInteger, ForeignKey("media.id"), primary_key=True),
    Column("extractor", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("outcome", Text, nullable=False),
    Column("note", Text),
    Column("value", JSONB, nullable=False),
    Column("arrays", LargeBinary),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Index("feature_extractor_idx", "extractor", "version", "media_id"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A stored feature. seconds: the frame's time, None for a still or the file. arrays: SHA-256 of its blob, or None."""

    media_id: int
    extractor: str
    version: str
    seconds: float | None
    outcome: Outcome
    note: str | None
    value: dict[str, Json]
    arrays: str | None


def save(acting: Acting, media_id: int, results: Sequence[tuple[Result, str | None]]) -> None:
    """Keep the results of one media; each comes with the SHA-256 of its arrays' blob. Known ones stay as they are."""
    rows = [
        {
            "media_id": media_id,
            "extractor": result.extractor,
            "version": result.version,
            "position": position(result.seconds),
            "outcome": result.outcome,
            "note": result.note,
            "value": result.value,
            "arrays": bytes.fromhex(blob) if blob else None,
            "made_at": now(),
        }
        for result, blob in results
    ]
    if rows:
        acting.connection.execute(insert(features).on_conflict_do_nothing(), rows)


def done(acting: Acting, media_id: int) -> set[tuple[str, str, int]]:
    """What is already there for one media: (extractor, version, position)."""
    rows = select(features.c.extractor, features.c.version, features.c.position).where(features.c.media_id == media_id)
    return {(row.extractor, row.version, row.position) for row in acting.connection.execute(rows)}


def of_media(acting: Acting, media_id: int) -> list[Feature]:
    """Every feature of one media."""
    return list(_read(acting, features.c.media_id == media_id))


def found(acting: Acting, extractor: str, version: str, media_ids: Sequence[int] | None = None) -> list[Feature]:
    """What one extractor found, over all media or the given ones, by media and position."""
    conditions = [
        features.c.extractor == extractor,
        features.c.version == version,
        features.c.outcome == Outcome.FOUND,
    ]
    if media_ids is not None:
        conditions.append(features.c.media_id.in_(media_ids))
    return list(_read(acting, *conditions))


def _read(acting: Acting, *conditions: ColumnElement[bool]) -> Iterator[Feature]:
    statement = (
        select(features).where(*conditions).order_by(features.c.media_id, features.c.extractor, features.c.position)
    )
    for row in acting.connection.execute(statement):
        yield Feature(
            media_id=row.media_id,
            extractor=row.extractor,
            version=row.version,
            seconds=None if row.position == WHOLE else row.position / 1000,
            outcome=Outcome(row.outcome),
            note=row.note,
            value=row.value,
            arrays=row.arrays.hex() if row.arrays else None,
        )
