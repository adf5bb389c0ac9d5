"""From links to series: which series verified links hold together, and the weakest link of each proposal.

A proposal is only that. Nothing is merged without a person, and a pair of series is not proposed over rejected links.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sightline.agencies.access import Acting
from sightline.matching import store as link_store
from sightline.matching.model import Link, LinkKind, Strength, Verdict
from sightline.series import store as series_store

# What may hold two series together by itself. One camera or one texture is a hint for a person, not a bond; a thing that
# stands in both may be sold by the thousand, and is a bond once a person says so.
BONDS = frozenset({LinkKind.SAME_FILE, LinkKind.NEAR_COPY, LinkKind.SAME_SCENE})
CONFIRMED_BONDS = BONDS | {LinkKind.SAME_OBJECT}


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeProposal:
    """Series that belong together. links: what says so; weakest: the link whose rejection would break it first."""

    series: tuple[int, ...]
    links: tuple[int, ...]
    weakest: int
    why: str


def propose(acting: Acting, operation_id: int) -> list[MergeProposal]:
    """Groups of two or more series, most links first; each held by a spanning tree of its strongest links."""
    numbers = [one.id for one in series_store.list_series(acting, operation_id)]
    owner = {media: number for number in numbers for media in series_store.media_of(acting, number)}
    shared = _shared_content(acting, sorted(owner))
    bonds = [link for link in link_store.list_links(acting) if holds(link)]
    edges = [
        (owner[link.proposal.left], owner[link.proposal.right], link)
        for link in bonds
        if link.proposal.left in owner and link.proposal.right in owner
    ]
    between = [(a, b, link) for a, b, link in edges if a != b]
    return _groups(between) + _content_only(shared, between)


def holds(link: Link) -> bool:
    """Whether a link may hold series together: verified by geometry or hash and not rejected, or confirmed by a person."""
    if link.verdict is Verdict.CONFIRMED:
        return link.proposal.kind in CONFIRMED_BONDS
    unspoilt = link.verdict is not Verdict.REJECTED and link.proposal.kind in BONDS
    return unspoilt and link.proposal.strength is Strength.VERIFIED


def _groups(edges: list[tuple[int, int, Link]]) -> list[MergeProposal]:
    parent: dict[int, int] = {}

    def top(node: int) -> int:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    tree: list[tuple[int, int, Link]] = []
    for left, right, link in edges:  # strongest first, as the store lists them: the last edge of a tree is its weakest
        if top(left) != top(right):
            parent[top(left)] = top(right)
            tree.append((left, right, link))
    members: dict[int, set[int]] = defaultdict(set)
    for left, right, _ in tree:
        members[top(left)] |= {left, right}
    found = []
    for group in members.values():
        weakest = [link for left, _, link in tree if left in group][-1]
        inside = tuple(link.id for left, _, link in edges if left in group)
        why = link_store.in_words(weakest)
        found.append(MergeProposal(series=tuple(sorted(group)), links=inside, weakest=weakest.id, why=why))
    return sorted(found, key=lambda one: (-len(one.links), one.series))


def _shared_content(acting: Acting, media_ids: list[int]) -> list[tuple[int, ...]]:
    found = series_store.series_of(acting, media_ids).values()
    return sorted({tuple(sorted(group)) for group in found if len(group) > 1})


def _content_only(shared: list[tuple[int, ...]], between: list[tuple[int, int, Link]]) -> list[MergeProposal]:
    linked = {frozenset((left, right)) for left, right, _ in between}
    why = "The series hold the same file, byte for byte."
    return [
        MergeProposal(series=group, links=(), weakest=0, why=why)
        for group in shared
        if frozenset(group[:2]) not in linked
    ]
