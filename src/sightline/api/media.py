"""One media: all that is known of it, its safe and sharp renditions, its key frames, its sound, its original."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from sightline.agencies import access
from sightline.agencies.access import Acting
from sightline.api.clues import ClueShown
from sightline.api.clues import shape as clue_shape
from sightline.api.desk import store as desk_store
from sightline.api.grid import store as grid_store
from sightline.api.grid.store import MediaVerdict
from sightline.api.masks import MaskShown, mask_shape
from sightline.api.shapes import Count, Shape
from sightline.api.signed import Desk, Signed
from sightline.clues import store as clue_store
from sightline.features import store as feature_store
from sightline.kernel.errors import NotFound, Refusal
from sightline.media.model import MediaKind
from sightline.operations.model import Level
from sightline.series.media import store as media_store
from sightline.series.media.masks import store as mask_store
from sightline.series.media.masks.model import hidden
from sightline.series.media.model import Media, MediaState
from sightline.series.store import series_of

router = APIRouter(prefix="/api/media", tags=["media"])
MediaKey = Annotated[str, Path(max_length=64, description="Number or full SHA-256.")]
SIDE = 1_600
MOST_FRAMES = 40


class Occurrence(Shape):
    """Where this content came from: only what one may see."""

    agency: str
    contribution: int
    path: str
    received_at: datetime


class FeatureShown(Shape):
    """What one extractor made of the media. seconds: the frame in a video."""

    extractor: str
    version: str
    seconds: float | None
    outcome: str
    note: str | None
    value: dict[str, Any]


class MediaShown(Shape):
    """All that is known of one media, before any pixel."""

    id: int
    sha256: str
    md5: str
    sha1: str
    size: Count
    state: MediaState
    kind: MediaKind | None
    format: str | None
    mime: str | None
    width: int | None
    height: int | None
    duration: float | None
    isolation: str | None
    refusal_code: str | None
    refusal: str | None
    warnings: list[str]
    metadata: dict[str, Any]
    level: int
    verdict: MediaVerdict | None
    category: int | None
    series: list[int]
    occurrences: list[Occurrence]
    features: list[FeatureShown]
    clues: list[ClueShown]
    masks: list[MaskShown]


class Frames(Shape):
    """The moments of a video that stand for it, in seconds."""

    seconds: list[float]


class Waveform(Shape):
    """How loud a video is: 0 to 255, `rate` values a second; empty when it has no sound."""

    rate: float
    loudness: list[Annotated[int, Field(ge=0, le=255)]]


JPEG: dict[int | str, dict[str, Any]] = {200: {"content": {"image/jpeg": {}}, "description": "A JPEG"}}
Seconds = Annotated[float | None, Query(ge=0, le=1e6, description="The moment in a video.")]


@router.get("/{media}")
def show_media(desk: Signed, media: MediaKey) -> MediaShown:
    """All that is known of one media: metadata, occurrences, features, clues, masks, series."""
    with desk.acting() as acting:
        content = grid_store.by_key(acting, media)
        acting.record("view", content.subject)
        return _shown(acting, content)


@router.get("/{media}/safe", response_class=Response, responses=JPEG)
def safe_picture(desk: Signed, media: MediaKey, seconds: Seconds = None) -> Response:
    """The small, grey, blurred picture of a media, or of a moment in a video."""
    content = _viewed(desk, media, "view thumbnails", Level.BLURRED, seconds)
    return Response(desk.renditions.safe(content.sha256, seconds), media_type="image/jpeg")


@router.post("/{media}/reveal", response_class=Response, responses=JPEG)
def reveal(
    desk: Signed, media: MediaKey, width: Annotated[int, Query(ge=64, le=2_048)] = SIDE, seconds: Seconds = None
) -> Response:
    """A sharp picture with masked people. Each reveal is recorded before a byte leaves."""
    with desk.acting() as acting:
        content = grid_store.by_key(acting, media)
        access.require_level(acting, content.id, Level.PREVIEW)
        masks = hidden(mask_store.standing(acting, [content.id]).get(content.id, []), seconds)
        acting.record("reveal", content.subject, masks=len(masks), milliseconds=_milliseconds(seconds))
    return Response(desk.renditions.sharp(content.sha256, width, masks, seconds), media_type="image/jpeg")


@router.post("/{media}/revealed", status_code=204)
def revealed(desk: Signed, media: MediaKey, milliseconds: Annotated[int, Query(ge=0, le=600_000)]) -> None:
    """Say for how long a picture was sharp. It counts on the officer's own account, which nobody else sees."""
    with desk.acting() as acting:
        grid_store.by_key(acting, media)
        desk_store.add_reveal(acting, milliseconds)


@router.get("/{media}/frames")
def frames(desk: Signed, media: MediaKey) -> Frames:
    """The moments of a video that stand for it; `safe` and `reveal` take each as `seconds`."""
    content = _viewed(desk, media, "list frames", Level.BLURRED, None)
    if content.kind is not MediaKind.VIDEO:
        return Frames(seconds=[])
    return Frames(seconds=desk.renditions.moments(content.sha256)[:MOST_FRAMES])


@router.get("/{media}/waveform")
def waveform(desk: Signed, media: MediaKey) -> Waveform:
    """The sound of a video as a curve, before anybody has to hear it."""
    content = _viewed(desk, media, "view waveform", Level.BLURRED, None)
    if content.kind is not MediaKind.VIDEO:
        return Waveform(rate=20.0, loudness=[])
    try:
        return Waveform(rate=20.0, loudness=desk.renditions.loudness(content.sha256).tolist())
    except Refusal as silent:
        if silent.code == "no-sound":
            return Waveform(rate=20.0, loudness=[])
        raise


@router.get(
    "/{media}/original",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/octet-stream": {}}, "description": "The original, byte for byte"}},
)
def original(desk: Signed, media: MediaKey) -> StreamingResponse:
    """The original, for those whom its owner lets have it. It is never shown by the page, only saved."""
    with desk.acting() as acting:
        content = grid_store.by_key(acting, media)
        access.require_level(acting, content.id, Level.ORIGINAL)
        acting.record("download", content.subject)
    headers = {
        "Content-Disposition": f'attachment; filename="{content.sha256}.bin"',
        "Content-Length": str(content.size),
    }
    return StreamingResponse(
        desk.workspace.blobs.stream(content.sha256), media_type="application/octet-stream", headers=headers
    )


def _viewed(desk: Desk, media: str, action: str, level: Level, seconds: float | None) -> Media:
    with desk.acting() as acting:
        content = grid_store.by_key(acting, media)
        access.require_level(acting, content.id, level)
        acting.record(action, content.subject, milliseconds=_milliseconds(seconds))
    if content.state is MediaState.RECEIVED:
        raise NotFound("This media was not examined yet.")
    return content


def _milliseconds(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds * 1000)


def _shown(acting: Acting, content: Media) -> MediaShown:
    said = grid_store.said_of(acting, [content.id]).get(content.id)
    return MediaShown(
        **{name: getattr(content, name) for name in _PLAIN},
        warnings=list(content.warnings),
        metadata=media_store.metadata_of(acting, content.id),
        level=int(access.level(acting, content.id)),
        verdict=said.verdict if said else None,
        category=said.category if said else None,
        series=series_of(acting, [content.id]).get(content.id, []),
        occurrences=[
            Occurrence(agency=one.agency, contribution=one.contribution_id, path=one.path, received_at=one.received_at)
            for one in media_store.files_of(acting, content.id)
        ],
        features=[
            FeatureShown(
                extractor=one.extractor,
                version=one.version,
                seconds=one.seconds,
                outcome=one.outcome,
                note=one.note,
                value=one.value,
            )
            for one in feature_store.of_media(acting, content.id)
        ],
        clues=[clue_shape(one) for one in clue_store.kept_of_media(acting, content.id)],
        masks=[mask_shape(one) for one in mask_store.history(acting, content.id)],
    )


_PLAIN = (
    "id",
    "sha256",
    "md5",
    "sha1",
    "size",
    "state",
    "kind",
    "format",
    "mime",
    "width",
    "height",
    "duration",
    "isolation",
    "refusal_code",
    "refusal",
)
