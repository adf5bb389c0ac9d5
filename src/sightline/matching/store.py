"""The table of links. Machines may add and sharpen proposals; a person's verdict is never overwritten by a re-run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Double,
    ForeignKey,
    Identity,
    Row,
    Table,
    Text,
    UniqueConstraint,
    func,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB, insert

from sightline.agencies.access import Acting
from sightline.agencies.model import Role
from sightline.kernel.clock import now
from sightline.kernel.db import metadata
from sightline.kernel.errors import NotFound, UsageError
from sightline.matching.model import Link, LinkKind, Proposal, Strength, Verdict
from sightline.media.model import Json
from sightline.series.media.model import MediaState
from sightline.series.media.store import media as media_table
from sightline.series.media.store import media_files

links = Table(
    "link",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("left_media", BigInteger, ForeignKey("media.id"), nullable=False),
    Column("right_media", BigInteger, ForeignKey("media.id"), nullable=False, index=True),
    Column("strength", Text, nullable=False),
    Column("score", Double, nullable=False),
    Column("matcher", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("evidence", JSONB, nullable=False),
    Column("left_seconds", Double),
    Column("right_seconds", Double),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("verdict", Text),
    Column("decided_by", BigInteger, ForeignKey("officer.id")),
    Column("decided_at", DateTime(timezone=True)),
    UniqueConstraint("left_media", "right_media", "kind"),
    CheckConstraint("left_media < right_media", name="order"),
)
matched = Table(
    "matched",
    metadata,
    Column("media_id", BigInteger, ForeignKey("media.id"), primary_key=True),
    Column("matcher", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
)
RANK = {Strength.VERIFIED: 2, Strength.POSSIBLE: 1, Strength.SIMILAR_LOOK: 0}


def propose(acting: Acting, proposals: Sequence[Proposal]) -> int:
    """Keep proposals; return how many pairs are new. A pair known already is refreshed, its verdict untouched."""
    before = acting.connection.execute(select(func.count()).select_from(links)).scalar_one()
    for start in range(0, len(proposals), 500):
        rows = [_row(proposal) for proposal in _strongest(proposals[start : start + 500])]
        statement = insert(links).values(rows)
        fresh = {
            name: statement.excluded[name]
            for name in (
                "strength",
                "score",
                "matcher",
                "version",
                "evidence",
                "left_seconds",
                "right_seconds",
                "made_at",
            )
        }
        changed = or_(links.c.version != statement.excluded.version, links.c.score != statement.excluded.score)
        acting.connection.execute(
            statement.on_conflict_do_update(
                index_elements=["left_media", "right_media", "kind"],
                set_=fresh,
                where=links.c.verdict.is_(None) & changed,
            )
        )
    return acting.connection.execute(select(func.count()).select_from(links)).scalar_one() - before


def unmatched(acting: Acting, matcher: str, version: str) -> list[int]:
    """The examined media that this version of a matcher has not matched with the rest yet."""
    done = select(matched.c.media_id).where(matched.c.matcher == matcher, matched.c.version == version)
    wanted = select(media_table.c.id).where(media_table.c.state == MediaState.EXAMINED, media_table.c.id.not_in(done))
    return list(acting.connection.execute(wanted.order_by(media_table.c.id)).scalars())


def matched_media(acting: Acting, matcher: str, version: str) -> list[int]:
    """The media that this version of a matcher has matched with the rest: what its index must hold."""
    wanted = select(matched.c.media_id).where(matched.c.matcher == matcher, matched.c.version == version)
    return list(acting.connection.execute(wanted.order_by(matched.c.media_id)).scalars())


def agencies_of(acting: Acting, media_ids: Sequence[int]) -> dict[int, list[str]]:
    """The codes of the agencies that gave each of these media, in order."""
    found: dict[int, list[str]] = {}
    for start in range(0, len(media_ids), 10_000):
        wanted = select(media_files.c.media_id, media_files.c.agency).distinct()
        some = wanted.where(media_files.c.media_id.in_(media_ids[start : start + 10_000]))
        for media_id, agency in acting.connection.execute(some.order_by(media_files.c.media_id, media_files.c.agency)):
            found.setdefault(media_id, []).append(agency)
    return found


def outdate(acting: Acting, matcher: str, version: str, media_ids: Sequence[int]) -> None:
    """Let what older versions of a matcher proposed count for nothing, where this version has matched both sides.

    Links keep their numbers, and those that a person decided stay as they are.
    """
    matched_now = select(matched.c.media_id).where(matched.c.matcher == matcher, matched.c.version == version)
    acting.connection.execute(
        links.update()
        .where(
            or_(links.c.left_media.in_(media_ids), links.c.right_media.in_(media_ids)),
            links.c.left_media.in_(matched_now),
            links.c.right_media.in_(matched_now),
            links.c.matcher == matcher,
            links.c.version != version,
            links.c.verdict.is_(None),
        )
        .values(strength=Strength.SIMILAR_LOOK, score=0.0)
    )


def mark_matched(acting: Acting, matcher: str, version: str, media_ids: Sequence[int]) -> None:
    """Remember that these media were matched with all there was."""
    rows = [{"media_id": one, "matcher": matcher, "version": version, "at": now()} for one in media_ids]
    if rows:
        acting.connection.execute(insert(matched).on_conflict_do_nothing(), rows)


def forget(acting: Acting, matchers: Sequence[str], media_ids: Sequence[int]) -> None:
    """Have some media matched again: what these matchers linked them by counts for nothing until it is found again.

    Links that a person decided stay as they are.
    """
    touched = links.c.left_media.in_(media_ids) | links.c.right_media.in_(media_ids)
    undecided = links.c.verdict.is_(None) & links.c.matcher.in_(matchers)
    acting.connection.execute(
        links.update().where(touched, undecided).values(strength=Strength.SIMILAR_LOOK, score=0.0, made_at=now())
    )
    acting.connection.execute(
        matched.delete().where(matched.c.media_id.in_(media_ids), matched.c.matcher.in_(matchers))
    )


def decide(acting: Acting, number: int, verdict: Verdict) -> Link:
    """Write a person's verdict on a link. Specialists and coordinators may. Raises `NotFound`."""
    acting.require(Role.SPECIALIST, Role.COORDINATOR)
    link = by_number(acting, number)
    acting.connection.execute(
        links.update()
        .where(links.c.id == number)
        .values(verdict=verdict, decided_by=acting.officer.id, decided_at=now())
    )
    acting.record(verdict, f"link:{number}", kind=link.proposal.kind, before=link.verdict)
    return by_number(acting, number)


def put_back(acting: Acting, number: int, verdict: Verdict | None) -> None:
    """Give a link back the verdict it had, or none. Specialists and coordinators may."""
    acting.require(Role.SPECIALIST, Role.COORDINATOR)
    by_number(acting, number)
    by = acting.officer.id if verdict else None
    values = {"verdict": verdict, "decided_by": by, "decided_at": now() if verdict else None}
    acting.connection.execute(links.update().where(links.c.id == number).values(**values))
    acting.record("put back", f"link:{number}", verdict=verdict)


def by_number(acting: Acting, number: int) -> Link:
    """One link. Raises `NotFound`, also when a side of it is not visible to the officer."""
    row = acting.connection.execute(_visible().where(links.c.id == number)).one_or_none()
    if row is None:
        raise NotFound(f"There is no link L{number}. See `sightline links`.")
    return _link(row)


def by_numbers(acting: Acting, numbers: Sequence[int]) -> list[Link]:
    """Those of these links whose two sides the officer may see, by number."""
    rows = acting.connection.execute(_visible().where(links.c.id.in_(numbers)).order_by(links.c.id))
    return [_link(row) for row in rows]


def between(acting: Acting, left: int, right: int, kind: LinkKind) -> Link | None:
    """The link of one kind between two media, if there is one that the officer may see."""
    pair = (links.c.left_media == min(left, right)) & (links.c.right_media == max(left, right))
    row = acting.connection.execute(_visible().where(pair, links.c.kind == kind)).one_or_none()
    return None if row is None else _link(row)


def list_links(
    acting: Acting,
    *,
    media_ids: Sequence[int] | None = None,
    kind: LinkKind | None = None,
    strength: Strength | None = None,
    undecided: bool = False,
) -> list[Link]:
    """Links whose two sides the officer may see, strongest first; `media_ids` keeps those that touch one of them."""
    statement = _visible()
    if media_ids is not None:
        statement = statement.where(or_(links.c.left_media.in_(media_ids), links.c.right_media.in_(media_ids)))
    if kind is not None:
        statement = statement.where(links.c.kind == kind)
    if strength is not None:
        statement = statement.where(links.c.strength == strength)
    if undecided:
        statement = statement.where(links.c.verdict.is_(None))
    found = [_link(row) for row in acting.connection.execute(statement)]
    return sorted(found, key=lambda link: (-RANK[link.proposal.strength], -link.proposal.score, link.id))


def in_words(link: Link) -> str:
    """Why the two belong together, in one plain sentence."""
    evidence = link.proposal.evidence
    match link.proposal.kind:
        case LinkKind.SAME_FILE:
            return "The two files are the same, byte for byte."
        case LinkKind.NEAR_COPY:
            return f"One is a copy of the other: {evidence.get('distance')} of 256 bits of their hashes differ."
        case LinkKind.SAME_CAMERA:
            shared = evidence.get("media with this serial")
            return f"Both files name the camera body {evidence.get('serial')}, as {shared} files here do."
        case LinkKind.SAME_TEXTURE:
            shared = evidence.get("shared_motifs")
            return f"{link.proposal.kind}, {link.proposal.strength}: {shared} repeated motifs are in both."
        case _:
            flat, deep = _count(evidence, "homography"), _count(evidence, "fundamental")
            if not flat and not deep:
                return f"{link.proposal.kind}, {link.proposal.strength}."
            how = f"{flat} points agree on one plane" if flat >= deep else f"{deep} points agree in depth"
            return f"{link.proposal.kind}, {link.proposal.strength}: {how}."


def _count(evidence: Mapping[str, Json], name: str) -> int:
    value = evidence.get(name)
    return value if isinstance(value, int) else 0


def parse_number(text: str) -> int:
    """The number in `L12` or `12`. Raises `UsageError`."""
    digits = text.upper().removeprefix("L")
    if not digits.isdecimal():
        raise UsageError(f"{text!r} is no link; write L12 or 12.")
    return int(digits)


def _visible():  # noqa: ANN202 - a select whose type only SQLAlchemy can spell
    left, right = media_table.alias("left_side"), media_table.alias("right_side")
    return select(links).join(left, left.c.id == links.c.left_media).join(right, right.c.id == links.c.right_media)


def _strongest(proposals: Sequence[Proposal]) -> list[Proposal]:
    """One proposal for each (pair, kind): a video may match in many places, the best one speaks for it."""
    best: dict[tuple[int, int, str], Proposal] = {}
    for proposal in proposals:
        key = (proposal.left, proposal.right, proposal.kind)
        rival = best.get(key)
        if rival is None or (RANK[proposal.strength], proposal.score) > (RANK[rival.strength], rival.score):
            best[key] = proposal
    return list(best.values())


def _row(proposal: Proposal) -> dict[str, object]:
    return {
        "kind": proposal.kind,
        "left_media": proposal.left,
        "right_media": proposal.right,
        "strength": proposal.strength,
        "score": proposal.score,
        "matcher": proposal.matcher,
        "version": proposal.version,
        "evidence": dict(proposal.evidence),
        "left_seconds": proposal.left_seconds,
        "right_seconds": proposal.right_seconds,
        "made_at": now(),
    }


def _link(row: Row[Any]) -> Link:
    proposal = Proposal(
        kind=LinkKind(row.kind),
        strength=Strength(row.strength),
        left=row.left_media,
        right=row.right_media,
        score=row.score,
        matcher=row.matcher,
        version=row.version,
        evidence=row.evidence,
        left_seconds=row.left_seconds,
        right_seconds=row.right_seconds,
    )
    verdict = Verdict(row.verdict) if row.verdict else None
    decided_by = f"officer:{row.decided_by}" if row.decided_by else None
    return Link(id=row.id, proposal=proposal, verdict=verdict, decided_by=decided_by, decided_at=row.decided_at)
