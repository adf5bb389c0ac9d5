"""Links: two media that belong together, with evidence one can look at, and a person's verdict."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import Field

from sightline.agencies.access import Acting
from sightline.api.acts import store as acts
from sightline.api.grid import store as grid_store
from sightline.api.linked import store as linked_store
from sightline.api.shapes import Count, Number, Region, Shape
from sightline.api.signed import Signed
from sightline.kernel.errors import NotFound
from sightline.matching import search as matching_search
from sightline.matching import store as link_store
from sightline.matching.model import Link, LinkKind, Strength, Verdict
from sightline.series.store import series_of

router = APIRouter(prefix="/api", tags=["links"])
LinkId = Annotated[int, Path(ge=1, le=2**62)]


class LinkSide(Shape):
    """One side of a link: the media, the moment in a video, and the series it is in."""

    media: int
    sha256: str
    seconds: float | None
    series: list[int]
    width: int | None
    height: int | None


class LinkRow(Shape):
    """A link as lists show it. why: the reason in one plain sentence."""

    id: int
    kind: LinkKind
    strength: Strength
    score: float
    why: str
    left: LinkSide
    right: LinkSide
    verdict: Verdict | None
    decided_by: str | None
    decided_at: datetime | None


class Links(Shape):
    """A stretch of the links, strongest first. total: how many there are, counted up to 1,000."""

    total: Count
    offset: Count
    links: list[LinkRow]


class LinkShown(Shape):
    """One link with all that a person needs to judge it.

    points: pairs (left x, left y, right x, right y) in fractions that agree in position. boxes: where they lie on
    each side. warnings: what speaks for caution, such as an overlay printed on many pictures.
    """

    link: LinkRow
    points: list[tuple[float, float, float, float]]
    left_box: Region | None
    right_box: Region | None
    mirrored: bool
    warnings: list[str]
    evidence: dict[str, Any]
    next: int | None


class LinksQuery(Shape):
    """Which links."""

    operation: Number | None = None
    series: Number | None = None
    media: Number | None = None
    kind: LinkKind | None = None
    strength: Strength | None = None
    verdict: Verdict | None = None
    undecided: bool = False
    offset: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class LinkVerdict(Shape):
    """One verdict on one or many links; null takes a verdict away. series: where to look for the next one."""

    ids: Annotated[list[Number], Field(min_length=1, max_length=1_000)]
    verdict: Verdict | None
    series: Number | None = None


class LinkDone(Shape):
    """The act that can be taken back, and the next link that waits for a verdict."""

    act: int
    said: str
    next: int | None


class Pair(Shape):
    """Two media to be compared harder; numbers or SHA-256."""

    left: Annotated[str, Field(max_length=64)]
    right: Annotated[str, Field(max_length=64)]


class DeepCompared(Shape):
    """What the deep comparison found: a link, or null when the two only look alike."""

    link: LinkRow | None
    said: str


class SearchFor(Shape):
    """A media, or a box on it, to search with."""

    media: Annotated[str, Field(max_length=64)]
    box: Region | None = None
    masked: Annotated[list[Region], Field(max_length=50)] = Field(default_factory=list)


class Hit(Shape):
    """A media like the query. points: how many agree on one plane, and in depth."""

    media: int
    sha256: str
    seconds: float | None
    series: list[int]
    strength: Strength
    score: float
    plane: Count
    depth: Count
    mirrored: bool


class Hits(Shape):
    """What is like the query, verified first."""

    hits: list[Hit]


@router.get("/links")
def list_links(desk: Signed, query: Annotated[LinksQuery, Query()]) -> Links:
    """Links whose two sides one may see, strongest first."""
    wanted = linked_store.Wanted(
        operation_id=query.operation,
        series_id=query.series,
        media_id=query.media,
        kind=query.kind,
        strength=query.strength,
        verdict=query.verdict,
        undecided=query.undecided,
    )
    with desk.acting() as acting:
        total, found = linked_store.page(acting, wanted, offset=query.offset, limit=query.limit)
        rows = link_rows(acting, found)
        acting.record("list links", links=len(rows))
    return Links(total=total, offset=query.offset, links=rows)


@router.get("/links/{link}")
def show_link(desk: Signed, link: LinkId, series: Annotated[int | None, Query(ge=1, le=2**62)] = None) -> LinkShown:
    """One link with its matched points, its boxes, the reason in words, and the next that waits for a verdict."""
    with desk.acting() as acting:
        one = link_store.by_number(acting, link)
        row = link_rows(acting, [one])[0]
        following = linked_store.next_waiting(acting, one, series)
        acting.record("view", f"link:{link}", f"media:{row.left.sha256}", f"media:{row.right.sha256}")
    evidence = dict(one.proposal.evidence)
    points = linked_store.points_in(evidence)
    return LinkShown(
        link=row,
        points=points,
        left_box=box_in(evidence, "left_box"),
        right_box=box_in(evidence, "right_box"),
        mirrored=bool(evidence.get("mirrored")),
        warnings=linked_store.warnings_in(evidence),
        evidence={name: value for name, value in evidence.items() if not isinstance(value, list) or len(value) < 50},
        next=following,
    )


@router.post("/links/verdict")
def judge_links(desk: Signed, wanted: LinkVerdict) -> LinkDone:
    """Say same, not the same or unsure of one link or many, in one act; the next to judge comes with the answer."""
    with desk.acting() as acting:
        steps: list[acts.Step] = []
        last = None
        for number in dict.fromkeys(wanted.ids):
            last = link_store.by_number(acting, number)
            if last.verdict is wanted.verdict:
                continue
            if wanted.verdict is None:
                link_store.put_back(acting, number, None)
            else:
                link_store.decide(acting, number, wanted.verdict)
            steps.append({"what": "link", "id": number, "before": last.verdict, "after": wanted.verdict})
        said = f"{len(steps)} links: {wanted.verdict or 'verdict taken away'}"
        act = acts.keep(acting, "judge links", said, steps)
        following = linked_store.next_waiting(acting, last, wanted.series) if last else None
    return LinkDone(act=act, said=said, next=following)


@router.post("/compare")
def deep_compare(desk: Signed, pair: Pair) -> DeepCompared:
    """Compare two stills from many simulated sides and keep the link; takes some seconds."""
    with desk.acting() as acting:
        sides = [grid_store.by_key(acting, key).id for key in (pair.left, pair.right)]
        found = matching_search.compare_harder(
            acting, desk.workspace.blobs, desk.renditions.decoder, sides[0], sides[1]
        )
        kept = None if found is None else link_store.between(acting, found.left, found.right, found.kind)
        row = link_rows(acting, [kept])[0] if kept else None
    said = row.why if row else "Similar look only: nothing agrees in position, from no side."
    return DeepCompared(link=row, said=said)


@router.post("/search")
def search_like(desk: Signed, wanted: SearchFor) -> Hits:
    """What shows the same scene or object as a media, or as a box on it."""
    with desk.acting() as acting:
        query = grid_store.by_key(acting, wanted.media)
        found = matching_search.like_this(
            acting,
            desk.workspace.blobs,
            desk.workspace.indexes / "scenes",
            query.id,
            inside=wanted.box.meant() if wanted.box else None,
            masked=[one.meant() for one in wanted.masked],
        )
        ids = [hit.media_id for hit in found]
        contents, where = grid_store.present(acting, ids), series_of(acting, ids)
        acting.record("search", query.subject, hits=len(found), boxed=wanted.box is not None)
    return Hits(
        hits=[
            Hit(
                media=hit.media_id,
                sha256=contents[hit.media_id].sha256,
                seconds=hit.seconds,
                series=where.get(hit.media_id, []),
                strength=hit.compared.strength,
                score=hit.score,
                plane=hit.compared.plane,
                depth=hit.compared.epipolar,
                mirrored=hit.compared.mirrored,
            )
            for hit in found
            if hit.media_id in contents
        ]
    )


def link_rows(acting: Acting, links: list[Link]) -> list[LinkRow]:
    """Links as lists show them, with both sides looked up at once."""
    sides = sorted({side for one in links for side in (one.proposal.left, one.proposal.right)})
    contents, where = grid_store.present(acting, sides), series_of(acting, sides)
    handles = linked_store.handles(acting, links)

    def side(media_id: int, seconds: float | None) -> LinkSide:
        content = contents.get(media_id)
        if content is None:
            raise NotFound("A side of this link is not there.")
        return LinkSide(
            media=media_id,
            sha256=content.sha256,
            seconds=seconds,
            series=where.get(media_id, []),
            width=content.width,
            height=content.height,
        )

    return [
        LinkRow(
            id=one.id,
            kind=one.proposal.kind,
            strength=one.proposal.strength,
            score=one.proposal.score,
            why=link_store.in_words(one),
            left=side(one.proposal.left, one.proposal.left_seconds),
            right=side(one.proposal.right, one.proposal.right_seconds),
            verdict=one.verdict,
            decided_by=handles.get(one.id),
            decided_at=one.decided_at,
        )
        for one in links
    ]


def box_in(evidence: dict[str, Any], name: str) -> Region | None:
    """The rectangle that the agreeing places lie in, or None."""
    kept = evidence.get(name)
    if not isinstance(kept, list) or len(kept) != 4:
        return None
    x, y, width, height = (float(part) for part in kept)
    return Region.model_construct(x=x, y=y, width=width, height=height, outline=[])
