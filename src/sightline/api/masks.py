"""Masks: regions in which a person is or may be seen. Nothing inside is matched, shown to others, or shared."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path

from sightline.api.acts import store as acts
from sightline.api.grid import store as grid_store
from sightline.api.shapes import Region, Shape, region_shape
from sightline.api.signed import Signed
from sightline.media.model import region_to_json
from sightline.series.media.masks import store as mask_store
from sightline.series.media.masks.model import Mask, MaskState

router = APIRouter(prefix="/api/media/{media}/masks", tags=["masks"])
MediaKey = Annotated[str, Path(max_length=64)]
MaskId = Annotated[int, Path(ge=1, le=2**62)]


class MaskShown(Shape):
    """One mask. begins, ends: the seconds of a video for which it holds. score: a detector's, null where drawn."""

    id: int
    region: Region
    state: MaskState
    drawn_by: str
    by_machine: bool
    score: float | None
    begins: float | None
    ends: float | None


class Masks(Shape):
    """The masks of a media; a rejected one stays listed, so that it is not proposed again."""

    masks: list[MaskShown]


class MaskDecision(Shape):
    """Confirm a mask, where a region is given at that place, or reject it."""

    state: Literal[MaskState.CONFIRMED, MaskState.REJECTED]
    region: Region | None = None


class MaskDone(Shape):
    """The mask as it stands now, and the act that can be taken back."""

    act: int
    mask: MaskShown


@router.get("")
def list_masks(desk: Signed, media: MediaKey) -> Masks:
    """The masks of a media."""
    with desk.acting() as acting:
        content = grid_store.by_key(acting, media)
        acting.record("list masks", content.subject)
        return Masks(masks=[mask_shape(one) for one in mask_store.history(acting, content.id)])


@router.post("", status_code=201)
def add_mask(desk: Signed, media: MediaKey, region: Region) -> MaskDone:
    """Mask a person."""
    with desk.acting() as acting:
        content = grid_store.by_key(acting, media)
        number = mask_store.draw(acting, content.id, region.meant())
        step: dict[str, Any] = {"what": "mask", "id": number, "before": [MaskState.REJECTED, None]}
        act = acts.keep(acting, "mask", f"masked in media {content.id}", [step])
        return MaskDone(act=act, mask=mask_shape(mask_store.by_number(acting, number)))


@router.patch("/{mask}")
def decide_mask(desk: Signed, media: MediaKey, mask: MaskId, wanted: MaskDecision) -> MaskDone:
    """Confirm a mask, move it, or reject it."""
    with desk.acting() as acting:
        content = grid_store.by_key(acting, media)
        before = mask_store.by_number(acting, mask)
        if wanted.state is MaskState.REJECTED:
            after = mask_store.reject(acting, mask)
        else:
            after = mask_store.confirm(acting, mask, wanted.region.meant() if wanted.region else None)
        step: dict[str, Any] = {
            "what": "mask", "id": mask, "before": [before.state, region_to_json(before.region)]
        }  # fmt: skip
        act = acts.keep(acting, "mask", f"{wanted.state} a mask in media {content.id}", [step])
        return MaskDone(act=act, mask=mask_shape(after))


def mask_shape(mask: Mask) -> MaskShown:
    """A mask as it goes out."""
    return MaskShown.model_construct(
        id=mask.id,
        region=region_shape(mask.region),
        state=mask.state,
        drawn_by=mask.drawn_by,
        by_machine=mask.drawn_by.startswith("machine"),
        score=mask.score,
        begins=mask.begins,
        ends=mask.ends,
    )
