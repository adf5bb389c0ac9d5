"""The way every matcher goes through what it has not matched yet: a step at a time, each in its own transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sightline.agencies.access import Acting, Enter
from sightline.matching import store
from sightline.matching.model import Proposal

A_STEP = 64  # media matched in one transaction: what a kill can cost

Find = Callable[[Acting, list[int]], Iterable[Proposal]]


def match_pending(enter: Enter, matcher: str, version: str, find: Find) -> int:
    """Let `find` link the media that this version of a matcher has not matched yet; return how many links are new."""
    fresh = 0
    while True:
        with enter() as acting:
            pending = store.unmatched(acting, matcher, version)[:A_STEP]
            if not pending:
                return fresh
            fresh += store.propose(acting, list(find(acting, pending)))
            store.mark_matched(acting, matcher, version, pending)
            store.outdate(acting, matcher, version, pending)
