"""The last look at a crop before it leaves: a plain JPEG without metadata, or it does not go."""

from __future__ import annotations

from collections.abc import Iterator

from sightline.kernel.errors import Refusal

# JFIF (APP0), the colour profile (APP2) and Adobe's colour transform (APP14) change how the picture looks; they say
# nothing of where it was taken. Every other APP segment and every comment is metadata. ITU-T T.81, annex B.
_HARMLESS = {0xE0, 0xE2, 0xEE}
_BARE = {0x01, *range(0xD0, 0xD8)}
LARGEST = 4 << 20


def check_crop(name: str, jpeg: bytes) -> None:
    """Raise `Refusal` unless `jpeg` is one complete JPEG of at most 4 MiB whose segments carry no metadata."""
    if len(jpeg) > LARGEST:
        raise Refusal("crop-too-large", f"The crop {name} is larger than 4 MiB; make it smaller.")
    if not jpeg.startswith(b"\xff\xd8\xff") or not jpeg.endswith(b"\xff\xd9"):
        raise Refusal("crop-not-jpeg", f"The crop {name} is not one complete JPEG; make it again.")
    for marker in _segments(name, jpeg):
        if marker == 0xFE or (0xE0 <= marker <= 0xEF and marker not in _HARMLESS):
            raise Refusal("crop-has-metadata", f"The crop {name} still carries metadata; make it again.")


def _segments(name: str, jpeg: bytes) -> Iterator[int]:
    """The markers up to the first scan."""
    at = 2
    while at + 4 <= len(jpeg):
        if jpeg[at] != 0xFF:
            raise Refusal("crop-not-jpeg", f"The crop {name} is a damaged JPEG; make it again.")
        marker = jpeg[at + 1]
        yield marker
        if marker == 0xDA:
            return
        at += 2 if marker in _BARE else 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    raise Refusal("crop-not-jpeg", f"The crop {name} is a damaged JPEG: it has no picture in it.")
