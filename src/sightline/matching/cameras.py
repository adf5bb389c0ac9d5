"""Same camera: media whose files carry the same body serial number, with how common that value is.

A serial links files, never people, and can be wrong (cloned, blank, set by a repair): it is shown with its count, and
values that many unrelated series share are called what they are, a common value.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations

from sightline.matching.model import LinkKind, Proposal, Strength

NAME, VERSION = "cameras", "1"
COMMON = 50  # a serial on more media than this is most likely a default value of the maker
CHAIN = 8  # within one serial each media is linked to at most this many followers: the group is what matters


def same_camera(cameras: Mapping[int, tuple[str, str]]) -> list[Proposal]:
    """Links between media with one serial. `cameras`: media id -> (make and model, body serial)."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for media_id, (model, serial) in cameras.items():
        if plausible(serial):
            groups[(model.strip().casefold(), serial.strip())].append(media_id)
    return [link for (model, serial), media in groups.items() for link in _links(model, serial, sorted(media))]


def plausible(serial: str) -> bool:
    """Whether a serial says anything: not empty, not one character repeated, not a placeholder."""
    kept = serial.strip().strip("0")
    return len(kept) >= 4 and len(set(kept)) > 1 and kept.casefold() not in {"unknown", "none", "n/a", "serial"}


def _links(model: str, serial: str, media: list[int]) -> list[Proposal]:
    common = len(media) > COMMON
    pairs = [(a, b) for index, a in enumerate(media) for b in media[index + 1 : index + 1 + CHAIN]]
    if len(media) <= CHAIN:
        pairs = list(combinations(media, 2))
    return [
        Proposal(
            kind=LinkKind.SAME_CAMERA,
            strength=Strength.SIMILAR_LOOK if common else Strength.POSSIBLE,
            left=left,
            right=right,
            score=1.0 / len(media),
            matcher=NAME,
            version=VERSION,
            evidence={"model": model, "serial": serial, "media with this serial": len(media), "common value": common},
        )
        for left, right in pairs
    ]
