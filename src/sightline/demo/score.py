"""How right the machine was on the demonstration world: links found, missed and false; places; refusals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sightline.demo.truth import World
from sightline.matching.model import Link, LinkKind, Strength, Verdict

Pair = tuple[int, int]
SCENES = frozenset({LinkKind.NEAR_COPY, LinkKind.SAME_SCENE, LinkKind.SAME_OBJECT})
# For each reason in the truth, the kinds of link that find it: a copy of a picture also shows the same scene.
FINDS = {
    "near_copy": SCENES,
    "same_scene": SCENES,
    "same_object": SCENES,
    "same_camera": frozenset({LinkKind.SAME_CAMERA}),
    "same_texture": SCENES | {LinkKind.SAME_TEXTURE},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkScore:
    """For one reason why media belong together: pairs in the truth, pairs linked by a verified link or a possible one."""

    reason: str
    true: int
    verified: int
    possible: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FalseLinks:
    """Verified links between media that do not belong together, of how many verified.

    by_watermark: of the false ones, those by a watermark alone; as_scene: those that are called the same scene.
    """

    verified: int
    false: tuple[int, ...]
    by_watermark: int
    as_scene: int


def score_links(world: World, links: Iterable[Link], media: Mapping[str, int]) -> tuple[list[LinkScore], FalseLinks]:
    """Compare links with the truth. `media`: path in the world -> media id, for every file that was examined."""
    kept = [link for link in links if link.verdict is not Verdict.REJECTED]
    by_strength = {
        strength: {
            (link.proposal.left, link.proposal.right, link.proposal.kind)
            for link in kept
            if link.proposal.strength is strength
        }
        for strength in Strength
    }
    truth = {reason: _pairs(world, reason, media) for reason in world.groups if reason in FINDS}
    scores = []
    for reason, pairs in truth.items():
        verified = {
            pair for pair in pairs if any((*pair, kind) in by_strength[Strength.VERIFIED] for kind in FINDS[reason])
        }
        possible = {
            pair for pair in pairs if any((*pair, kind) in by_strength[Strength.POSSIBLE] for kind in FINDS[reason])
        }
        scores.append(
            LinkScore(reason=reason, true=len(pairs), verified=len(verified), possible=len(possible - verified))
        )
    right = set().union(*(truth[reason] for reason in truth if reason != "same_camera"))
    claimed = [link for link in kept if link.proposal.strength is Strength.VERIFIED and link.proposal.kind in SCENES]
    false = [link for link in claimed if (link.proposal.left, link.proposal.right) not in right]
    marked = _pairs(world, "watermark_only", media)
    by_watermark = sum((link.proposal.left, link.proposal.right) in marked for link in false)
    as_scene = sum(link.proposal.kind is not LinkKind.SAME_OBJECT for link in false)
    ids = tuple(link.id for link in false)
    return scores, FalseLinks(verified=len(claimed), false=ids, by_watermark=by_watermark, as_scene=as_scene)


def _pairs(world: World, reason: str, media: Mapping[str, int]) -> set[Pair]:
    """The true pairs as media ids; two paths of one content are no pair."""
    found = set()
    for left, right in world.pairs(reason):
        if left in media and right in media and media[left] != media[right]:
            low, high = sorted((media[left], media[right]))
            found.add((low, high))
    return found
