"""The table of clues. A machine's clue is proposed once; what a person decided of it stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Row,
    Table,
    Text,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB, insert

from sightline.agencies.access import Acting
from sightline.agencies.model import Role
from sightline.agencies.store import officers
from sightline.clues.model import Clue, ClueState, Sighting
from sightline.kernel.canonical import digest
from sightline.kernel.clock import now
from sightline.kernel.db import metadata
from sightline.kernel.errors import Conflict, NotFound, UsageError
from sightline.media.model import Region, Span, region_from_json, region_to_json
from sightline.series.store import by_number as series_by_number
from sightline.series.store import media_of

clues = Table(
    "clue",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("series_id", BigInteger, ForeignKey("series.id"), index=True),
    Column("media_id", BigInteger, ForeignKey("media.id"), index=True),
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("region", JSONB),
    Column("span", JSONB),
    Column("detail", JSONB, nullable=False),
    Column("seen_by", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reliability", Double),
    Column("group", Text),
    Column("identity", Text, nullable=False),
    Column("revision", Integer, nullable=False, server_default="1"),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("decided_by", BigInteger, ForeignKey("officer.id")),
    Column("decided_at", DateTime(timezone=True)),
    Index("clue_identity_key", "identity", unique=True),
)


def propose(acting: Acting, sightings: Sequence[Sighting]) -> int:
    """Keep machine clues of media; return how many are new. One proposed before, whatever became of it, stays as it is."""
    rows = [_row(sighting, None, ClueState.PROPOSED) for sighting in sightings]
    if not rows:
        return 0
    unique = list({row["identity"]: row for row in rows}.values())
    return acting.connection.execute(insert(clues).values(unique).on_conflict_do_nothing()).rowcount


def add(acting: Acting, series_id: int, sighting: Sighting) -> Clue:
    """A person's clue on a series, or on one of its media: confirmed from the start, by who saw it."""
    acting.require(Role.SPECIALIST, Role.COORDINATOR)
    if sighting.media_id is not None and sighting.media_id not in media_of(acting, series_id):
        raise UsageError(f"Media {sighting.media_id} is not in series S{series_id}; the clue was not added.")
    row = _row(sighting, series_id, ClueState.CONFIRMED) | {"decided_by": acting.officer.id, "decided_at": now()}
    number = acting.connection.execute(
        insert(clues).values(**row).on_conflict_do_nothing().returning(clues.c.id)
    ).scalar_one_or_none()
    if number is None:
        raise Conflict(f"This {sighting.kind} clue is already there; see `sightline clue list S{series_id}`.")
    acting.record("add clue", f"clue:{number}", f"series:{series_id}", kind=sighting.kind)
    return by_number(acting, number)


def decide(acting: Acting, number: int, state: ClueState, reliability: float | None = None) -> Clue:
    """Confirm or reject a clue; a reliability, where given, replaces the kind's own. Raises `NotFound`."""
    acting.require(Role.SPECIALIST, Role.COORDINATOR)
    before = by_number(acting, number)
    if reliability is not None and not 0.0 <= reliability <= 1.0:
        raise UsageError(f"A reliability lies between 0 and 1, not {reliability}.")
    values: dict[str, object] = {"state": state, "decided_by": acting.officer.id, "decided_at": now()}
    if reliability is not None:
        values["reliability"] = reliability
    acting.connection.execute(
        clues.update().where(clues.c.id == number).values(**values, revision=clues.c.revision + 1)
    )
    acting.record(str(state), f"clue:{number}", kind=before.sighting.kind, before=before.state)
    return by_number(acting, number)


def regroup(acting: Acting, number: int, group: str | None) -> Clue:
    """Say that a clue shares its source with others of `group` (one brochure, one screen), or stands alone (None)."""
    acting.require(Role.SPECIALIST, Role.COORDINATOR)
    by_number(acting, number)
    acting.connection.execute(
        clues.update().where(clues.c.id == number).values(group=group, revision=clues.c.revision + 1)
    )
    acting.record("regroup", f"clue:{number}")
    return by_number(acting, number)


def by_number(acting: Acting, number: int) -> Clue:
    """One clue. Raises `NotFound`."""
    row = acting.connection.execute(select(clues).where(clues.c.id == number)).one_or_none()
    if row is None:
        raise NotFound(f"There is no clue C{number}.")
    return _clue(row)


def of_series(acting: Acting, series_id: int) -> list[Clue]:
    """The clues of a series: those on its media, and those on the series as a whole."""
    wanted = or_(clues.c.series_id == series_id, clues.c.media_id.in_(media_of(acting, series_id)))
    rows = acting.connection.execute(select(clues).where(wanted).order_by(clues.c.id))
    return [_clue(row, series_id) for row in rows]


def of_media(acting: Acting, media_id: int) -> list[Clue]:
    """The clues on one media."""
    return [_clue(row) for row in acting.connection.execute(select(clues).where(clues.c.media_id == media_id))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A clue with its revision, which grows with every change, and who changed it last (a handle)."""

    clue: Clue
    revision: int
    decided_by: str | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changes in a clue. None leaves as it is; `clear` names what is taken away: region, reliability, group."""

    state: ClueState | None = None
    kind: str | None = None
    value: str | None = None
    region: Region | None = None
    reliability: float | None = None
    group: str | None = None
    clear: tuple[str, ...] = ()


def kept(acting: Acting, number: int) -> Kept:
    """One clue with its revision. Raises `NotFound`."""
    found = _kept(acting, clues.c.id == number)
    if not found:
        raise NotFound(f"There is no clue C{number}.")
    return found[0]


def kept_of_series(acting: Acting, series_id: int) -> list[Kept]:
    """The clues of a series and of its media, with their revisions. Raises `NotFound`."""
    series_by_number(acting, series_id)
    wanted = or_(clues.c.series_id == series_id, clues.c.media_id.in_(media_of(acting, series_id)))
    return _kept(acting, wanted, series_id)


def kept_of_media(acting: Acting, media_id: int) -> list[Kept]:
    """The clues on one media, with their revisions."""
    return _kept(acting, clues.c.media_id == media_id)


def change(acting: Acting, number: int, revision: int, wanted: Change) -> Kept:
    """Change a clue as it stood at `revision`. Raises `Conflict`, saying what somebody else did, when it moved on."""
    acting.require(Role.SPECIALIST, Role.COORDINATOR)
    before = kept(acting, number)
    values: dict[str, object] = {name: None for name in wanted.clear}
    values |= {
        name: value
        for name in ("state", "kind", "value", "reliability", "group")
        if (value := getattr(wanted, name)) is not None
    }
    if wanted.region is not None:
        values["region"] = region_to_json(wanted.region)
    _write(acting, number, revision, values)
    action = str(wanted.state) if wanted.state else "edit clue"
    acting.record(action, f"clue:{number}", before=before.clue.state, revision=revision + 1, fields=sorted(values))
    return kept(acting, number)


def remembered(before: Kept) -> dict[str, object]:
    """A clue's changeable part, as an act keeps it."""
    seen = before.clue.sighting
    return {
        "state": before.clue.state,
        "kind": seen.kind,
        "value": seen.value,
        "region": region_to_json(seen.region) if seen.region else None,
        "reliability": seen.reliability,
        "group": seen.group,
    }


def put_back(acting: Acting, number: int, revision: int, before: Mapping[str, object]) -> None:
    """Give a clue back what `remembered` wrote. Raises `Conflict` when it moved on since."""
    _write(acting, number, revision, dict(before))
    acting.record("put back", f"clue:{number}", revision=revision + 1)


def _write(acting: Acting, number: int, revision: int, values: Mapping[str, object]) -> None:
    decided = {"decided_by": acting.officer.id, "decided_at": now(), "revision": clues.c.revision + 1}
    as_it_stood = (clues.c.id == number) & (clues.c.revision == revision)
    if acting.connection.execute(clues.update().where(as_it_stood).values(**values, **decided)).rowcount:
        return
    theirs = kept(acting, number)
    raise Conflict(
        f"C{number} was changed meanwhile by {theirs.decided_by or 'somebody else'}: it is now {theirs.clue.state}, "
        f"{theirs.clue.sighting.kind} {theirs.clue.sighting.value[:80]!r}. Nothing of theirs was overwritten; look again."
    )


def _kept(acting: Acting, wanted: ColumnElement[bool], series_id: int | None = None) -> list[Kept]:
    by = officers.c.handle.label("by_handle")
    joined = clues.outerjoin(officers, officers.c.id == clues.c.decided_by)
    rows = acting.connection.execute(select(clues, by).select_from(joined).where(wanted).order_by(clues.c.id))
    return [
        Kept(clue=_clue(row, series_id), revision=row.revision, decided_by=row.by_handle, decided_at=row.decided_at)
        for row in rows
    ]


def parse_number(text: str) -> int:
    """The number in `C12` or `12`. Raises `UsageError`."""
    digits = text.upper().removeprefix("C")
    if not digits.isdecimal():
        raise UsageError(f"{text!r} is no clue; write C12 or 12.")
    return int(digits)


def _row(sighting: Sighting, series_id: int | None, state: ClueState) -> dict[str, object]:
    region = region_to_json(sighting.region) if sighting.region else None
    span = [sighting.span.start, sighting.span.end] if sighting.span else None
    return {
        "series_id": series_id,
        "media_id": sighting.media_id,
        "kind": sighting.kind,
        "value": _storable(sighting.value),
        "region": region,
        "span": span,
        "detail": dict(sighting.detail),
        "seen_by": sighting.seen_by,
        "state": state,
        "reliability": sighting.reliability,
        "group": sighting.group,
        "created_at": now(),
        "identity": _identity(sighting, series_id),
    }


def _identity(sighting: Sighting, series_id: int | None) -> str:
    """What makes two sightings the same one: a machine's version does not, so a re-run does not repeat a rejected clue."""
    seen_by = sighting.seen_by.split("/")[0]
    place = None if sighting.region is None else [round(sighting.region.x * 50), round(sighting.region.y * 50)]
    subject = sighting.media_id if sighting.media_id is not None else f"S{series_id}"
    return digest([subject, sighting.kind, sighting.value, seen_by, place])


def _storable(text: str) -> str:
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def _clue(row: Row[Any], series_id: int | None = None) -> Clue:
    span = Span(start=row.span[0], end=row.span[1]) if row.span else None
    sighting = Sighting(
        kind=row.kind,
        value=row.value,
        seen_by=row.seen_by,
        media_id=row.media_id,
        region=region_from_json(row.region) if row.region else None,
        span=span,
        detail=row.detail,
        reliability=row.reliability,
        group=row.group,
    )
    owner = series_id if series_id is not None else row.series_id
    return Clue(id=row.id, series_id=owner or 0, state=ClueState(row.state), sighting=sighting)
