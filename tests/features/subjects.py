"""What an extractor is given, as the tests make it."""

from collections.abc import Mapping

from sightline.features.model import Subject
from sightline.media.model import Examination, MediaKind, Picture


def subject(
    picture: Picture | None, *, sha256: str = "0" * 64, size: int = 1, digests: Mapping[str, str] | None = None
) -> Subject:
    """A still (or none) of an otherwise empty file."""
    examination = Examination(
        kind=MediaKind.IMAGE,
        format="png",
        mime="image/png",
        width=1,
        height=1,
        duration=None,
        isolation="A",
        pictures=(),
    )
    return Subject(sha256=sha256, size=size, digests=digests or {}, examination=examination, picture=picture)
