"""Which clues share a source: found here, and edited by an officer through the group label of a clue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from sightline.clues.model import Clue
from sightline.places.likelihood.catalogue import trust

# (source, kind): `("brochure-3", "phone")` or `("print", "phone")`.
Key: TypeAlias = tuple[str, str]


def group_key(clue: Clue) -> Key:
    """The source a clue shares with others, and its kind.

    A label set by a person or a reader (`brochure-3`) is the source. Without one, everything that travels the same
    way counts as one source, its carrier: ten signs, a phone number and a web address in one room may all come
    from one foreign brochure. Within a source, clues of one kind repeat each other and are tempered together.
    """
    sighting = clue.sighting
    return sighting.group or trust(sighting.kind).carrier, sighting.kind


def grouped(clues: Sequence[Clue]) -> dict[Key, list[Clue]]:
    """Clues by group, groups in the order of their keys, clues in the order of their ids."""
    found: dict[Key, list[Clue]] = {}
    for clue in sorted(clues, key=lambda entry: entry.id):
        found.setdefault(group_key(clue), []).append(clue)
    return dict(sorted(found.items()))
