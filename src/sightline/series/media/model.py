"""Media and media files as an operation holds them: one content (its SHA-256), and each place it occurred."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sightline.media.model import MediaKind


class MediaState(StrEnum):
    """How far the machine has come with a content."""

    RECEIVED = "received"
    EXAMINED = "examined"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """One distinct content. md5 and sha1 are look-up columns for other systems, never identity.

    width, height in pixels, upright; duration in seconds. refusal: code and plain sentence when state is refused.
    isolation: the grade under which it was decoded.
    """

    id: int
    sha256: str
    md5: str
    sha1: str
    size: int
    state: MediaState
    kind: MediaKind | None = None
    format: str | None = None
    mime: str | None = None
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    isolation: str | None = None
    refusal_code: str | None = None
    refusal: str | None = None
    warnings: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """How custody entries name it."""
        return f"media:{self.sha256}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFile:
    """One occurrence of a content: the exact path in one contribution. A file refused at the door has no media."""

    id: int
    media_id: int | None
    contribution_id: int
    agency: str
    path: str
    received_at: datetime
    refusal_code: str | None = None
    refusal: str | None = None
