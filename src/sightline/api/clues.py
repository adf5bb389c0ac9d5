"""Clues: what a machine proposes and people confirm, edited with a version check so that nothing is overwritten."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from pydantic import Field

from sightline.api.acts import store as acts
from sightline.api.grid import store as grid_store
from sightline.api.shapes import Fraction, Number, Region, Shape, Span, region_shape, span_shape
from sightline.api.signed import Signed
from sightline.clues import store as clue_store
from sightline.clues.model import ClueState, Sighting
from sightline.clues.store import Change, Kept
from sightline.clues.vocabulary import vocabulary
from sightline.kernel.errors import UsageError

router = APIRouter(prefix="/api", tags=["clues"])
Text = Annotated[str, Field(max_length=4_000)]
ClueId = Annotated[int, Path(ge=1, le=2**62)]


class ClueShown(Shape):
    """A clue. revision: send it back with a change; a change to an older revision is refused."""

    id: int
    series: int | None
    media: int | None
    kind: str
    value: str
    region: Region | None
    span: Span | None
    detail: dict[str, Any]
    seen_by: str
    by_machine: bool
    state: ClueState
    reliability: float | None
    group: str | None
    revision: int
    decided_by: str | None
    decided_at: datetime | None


class Clues(Shape):
    """The clues of a series or of a media, oldest first."""

    clues: list[ClueShown]


class NewClue(Shape):
    """A clue that an officer saw, on a series or on one of its media. media: number or SHA-256."""

    series: Number
    media: Annotated[str, Field(max_length=64)] | None = None
    kind: Annotated[str, Field(min_length=1, max_length=60)]
    value: Text = ""
    region: Region | None = None
    span: Span | None = None
    confidence: Fraction | None = None
    reliability: Fraction | None = None
    group: Annotated[str, Field(max_length=100)] | None = None


class ClueChange(Shape):
    """A change to one clue as it stood at `revision`. What is left out stays; `clear` names what is taken away."""

    revision: Number
    state: ClueState | None = None
    kind: Annotated[str, Field(max_length=60)] | None = None
    value: Text | None = None
    region: Region | None = None
    reliability: Fraction | None = None
    group: Annotated[str, Field(max_length=100)] | None = None
    clear: list[Literal["region", "reliability", "group"]] = Field(default_factory=list)


class ClueChanged(Shape):
    """The clue as it stands now, and the act that can be taken back."""

    act: int
    clue: ClueShown


class ClueVerdicts(Shape):
    """One verdict on many clues."""

    ids: Annotated[list[Number], Field(min_length=1, max_length=1_000)]
    state: Literal[ClueState.CONFIRMED, ClueState.REJECTED]


class ClueVerdictsDone(Shape):
    """The act that can be taken back, and the clues as they stand now."""

    act: int
    clues: list[ClueShown]


class KindShown(Shape):
    """A kind of clue: its word, who proposes it, and its values with their words where they are listed."""

    name: str
    label: str
    form: str
    several: bool
    by: str
    values: dict[str, str]


class Vocabulary(Shape):
    """The kinds of clue in the order in which they are offered. The first nine have the keys 1 to 9."""

    version: str
    language: str
    kinds: list[KindShown]


@router.get("/vocabulary")
def show_vocabulary(_desk: Signed, language: Annotated[str, Query(pattern="^[a-z]{2}$")] = "en") -> Vocabulary:
    """Kinds of clue and their values, in one language, for completion."""
    words = vocabulary()
    spoken = language if language in words.languages else "en"
    kinds = [
        KindShown(
            name=kind.name,
            label=kind.labels[spoken],
            form=kind.form,
            several=kind.several,
            by=kind.by,
            values={value: labels[spoken] for value, labels in kind.values.items()},
        )
        for kind in words.kinds.values()
    ]
    return Vocabulary(version=words.version, language=spoken, kinds=kinds)


@router.get("/series/{series}/clues")
def clues_of_series(desk: Signed, series: Annotated[int, Path(ge=1, le=2**62)]) -> Clues:
    """The clues of a series and of its media."""
    with desk.acting() as acting:
        found = clue_store.kept_of_series(acting, series)
        acting.record("list clues", f"series:{series}", clues=len(found))
        return Clues(clues=[shape(one) for one in found])


@router.get("/media/{media}/clues")
def clues_of_media(desk: Signed, media: Annotated[str, Path(max_length=64)]) -> Clues:
    """The clues on one media."""
    with desk.acting() as acting:
        content = grid_store.by_key(acting, media)
        found = clue_store.kept_of_media(acting, content.id)
        acting.record("list clues", content.subject, clues=len(found))
        return Clues(clues=[shape(one) for one in found])


@router.post("/clues", status_code=201)
def add_clue(desk: Signed, wanted: NewClue) -> ClueChanged:
    """Add a clue that an officer saw: confirmed from the start, by who saw it."""
    words = vocabulary()
    kind = words.kind(wanted.kind).name
    value = words.value(kind, wanted.value)
    with desk.acting() as acting:
        media_id = grid_store.by_key(acting, wanted.media).id if wanted.media else None
        if wanted.region and media_id is None:
            raise UsageError("A region lies in a media; say in which.")
        sighting = Sighting(
            kind=kind,
            value=value,
            seen_by=acting.author,
            media_id=media_id,
            region=wanted.region.meant() if wanted.region else None,
            span=wanted.span.meant() if wanted.span else None,
            detail={} if wanted.confidence is None else {"confidence": wanted.confidence},
            reliability=wanted.reliability,
            group=wanted.group,
        )
        added = clue_store.add(acting, wanted.series, sighting)
        now_kept = clue_store.kept(acting, added.id)
        step = {"what": "clue added", "id": added.id, "revision": now_kept.revision}
        number = acts.keep(acting, "add clue", f"added clue C{added.id}", [step])
        return ClueChanged(act=number, clue=shape(now_kept))


@router.patch("/clues/{clue}")
def change_clue(desk: Signed, clue: ClueId, wanted: ClueChange) -> ClueChanged:
    """Confirm, reject or edit a clue. Answers 409, and changes nothing, when somebody changed it meanwhile."""
    with desk.acting() as acting:
        before = clue_store.kept(acting, clue)
        after = clue_store.change(acting, clue, wanted.revision, _change(wanted, before))
        number = acts.keep(acting, "change clue", f"changed clue C{clue}", [_step(before, after)])
        return ClueChanged(act=number, clue=shape(after))


@router.post("/clues/verdict")
def judge_clues(desk: Signed, wanted: ClueVerdicts) -> ClueVerdictsDone:
    """Confirm or reject many clues in one act that can be taken back."""
    with desk.acting() as acting:
        steps: list[acts.Step] = []
        done: list[Kept] = []
        for number in dict.fromkeys(wanted.ids):
            before = clue_store.kept(acting, number)
            if before.clue.state is not wanted.state:
                after = clue_store.change(acting, number, before.revision, Change(state=wanted.state))
                steps.append(_step(before, after))
                done.append(after)
        act = acts.keep(acting, "judge clues", f"{wanted.state} {len(done)} clues", steps)
        return ClueVerdictsDone(act=act, clues=[shape(one) for one in done])


def shape(kept: Kept) -> ClueShown:
    """A clue as it goes out."""
    seen = kept.clue.sighting
    return ClueShown(
        id=kept.clue.id,
        series=kept.clue.series_id or None,
        media=seen.media_id,
        kind=seen.kind,
        value=seen.value,
        region=region_shape(seen.region),
        span=span_shape(seen.span),
        detail=dict(seen.detail),
        seen_by=seen.seen_by,
        by_machine=seen.seen_by.startswith("machine"),
        state=kept.clue.state,
        reliability=seen.reliability,
        group=seen.group,
        revision=kept.revision,
        decided_by=kept.decided_by,
        decided_at=kept.decided_at,
    )


def _change(wanted: ClueChange, before: Kept) -> Change:
    words = vocabulary()
    kind = words.kind(wanted.kind).name if wanted.kind is not None else before.clue.sighting.kind
    value = wanted.value
    if value is not None or wanted.kind is not None:
        value = words.value(kind, before.clue.sighting.value if value is None else value)
    return Change(
        state=wanted.state,
        kind=wanted.kind and kind,
        value=value,
        region=wanted.region.meant() if wanted.region else None,
        reliability=wanted.reliability,
        group=wanted.group,
        clear=tuple(wanted.clear),
    )


def _step(before: Kept, after: Kept) -> dict[str, Any]:
    return {
        "what": "clue changed",
        "id": before.clue.id,
        "before": clue_store.remembered(before),
        "revision": after.revision,
    }
