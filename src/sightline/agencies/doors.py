"""Through which door material may go: one function, asked by everything that gives pixels, bytes or packages.

    blurred, preview, original   to the officer who asks: the level its owners grant
    onward                       out of the operation to a country: the grant must say so, or the owner's recorded
                                 permission, which the codes H2, H3, TLP:RED and TLP:AMBER+STRICT always ask for

H0 and H1 say what the receiver may do with it, and travel with it; no door here can see that. TLP:RED is for named
receivers: a grant to a whole operation lets no more than matches through. A review date that has passed shuts every door.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sightline.agencies.access import Acting, Terms, permitted, terms
from sightline.agencies.model import Level
from sightline.kernel.errors import NotFound, NotPermitted

ONLY_WITH_PERMISSION = frozenset({"H2", "H3", "TLP:RED", "TLP:AMBER+STRICT"})


class Door(StrEnum):
    """What is asked for."""

    BLURRED = "blurred preview"
    PREVIEW = "preview"
    ORIGINAL = "original"
    ONWARD = "onward"


LEAST = {
    Door.BLURRED: Level.BLURRED,
    Door.PREVIEW: Level.PREVIEW,
    Door.ORIGINAL: Level.ORIGINAL,
    Door.ONWARD: Level.PREVIEW,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """Where a package would go: an ISO 3166 country code."""

    country: str


def check_door(acting: Acting, door: Door, media_ids: Sequence[int], onward: Onward | None = None) -> None:
    """Raise unless every one of these media may go through `door` for this officer.

    onward: the receiving country, for `Door.ONWARD`. Raises `NotFound` for what is not there for this officer, and
    `NotPermitted` naming the owner to ask.
    """
    found = terms(acting, media_ids)
    for media_id in media_ids:
        shown = found.get(media_id)
        if shown is None:
            raise NotFound(f"There is no media {media_id}.")
        if max(one.level for one in shown) < LEAST[door]:
            owners = ", ".join(sorted({one.owner for one in shown}))
            raise NotPermitted(
                f"Media {media_id} is not shown to you as {door}: its owner has not granted it, "
                f"or its review date has passed. Ask {owners}."
            )
        if door is Door.ONWARD:
            for one in shown:
                _check_onward(acting, media_id, one, onward)


def _check_onward(acting: Acting, media_id: int, one: Terms, onward: Onward | None) -> None:
    if one.owner == acting.officer.agency:
        return
    strict = sorted({one.handling, one.tlp} & ONLY_WITH_PERMISSION)
    if (one.onward and not strict) or (onward is not None and permitted(acting, one.owner, onward.country)):
        return
    why = f"it is {strict[0]}" if strict else "the grant does not say onward"
    where = f" for {onward.country}" if onward else ""
    raise NotPermitted(
        f"Media {media_id} of {one.owner} is not to be passed on: {why}. Record the owner's permission{where} first."
    )
