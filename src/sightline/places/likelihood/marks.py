"""Plugs, sockets and the side of the road: what a country's streets and walls are built to."""

from __future__ import annotations

from functools import lru_cache

from sightline.clues.model import Sighting
from sightline.places.atlas.tables import table
from sightline.places.likelihood.evidence import Reading, SetAside, evidence, plain
from sightline.places.territories import CODES, Vector, marked, vector

# A type seen where it is not in use: adapters, old buildings, hotels with several sockets.
PLUG_ELSEWHERE = 0.002
SIDE_ELSEWHERE = 0.002


def plug(sighting: Sighting) -> Reading:
    """A plug or socket type by its letter, or several that cannot be told apart (`E/F`)."""
    letters = [part for part in plain(sighting.value).upper().replace("TYPE", " ").replace("/", " ").split() if part]
    if letters and all(len(part) > 1 for part in letters) and "".join(letters).isalpha() and len("".join(letters)) <= 3:
        letters = list("".join(letters))
    letters = [letter.strip(",;.") for letter in letters]
    letters = [letter for letter in letters if len(letter) == 1 and "A" <= letter <= "O"]
    if not letters:
        return SetAside(reason="not a plug type: the letters go from A to O")
    use = plug_use()
    likelihood = sum((use[letter] for letter in letters), start=vector({}, PLUG_ELSEWHERE))
    return evidence(likelihood, f"type {'/'.join(letters)}", "plugs")


@lru_cache(maxsize=1)
def plug_use() -> dict[str, Vector]:
    """For each letter, the share of a country's outlets of that type: 1, 1/2, 1/3, ... by rank, summing to 1."""
    shares: dict[str, dict[str, float]] = {chr(code): {} for code in range(ord("A"), ord("O") + 1)}
    for country, types in table("plugs").rows.items():
        letters = types.split()
        total = sum(1.0 / rank for rank in range(1, len(letters) + 1))
        for rank, letter in enumerate(letters, start=1):
            shares[letter][country] = 1.0 / rank / total
    return {letter: vector(found) for letter, found in shares.items()}


def driving_side(sighting: Sighting) -> Reading:
    """The side of the road that traffic keeps to: `left` or `right`."""
    side = plain(sighting.value).lower().removeprefix("on the ").removesuffix("-hand")
    side = {"l": "left", "r": "right"}.get(side, side)
    rows = table("driving_side").rows
    left = set(rows["left"].split())
    unknown = set(rows["unknown"].split())
    if side not in {"left", "right"}:
        return SetAside(reason="neither left nor right")
    chosen = left if side == "left" else {code for code in CODES if code not in left | unknown}
    likelihood = marked(chosen, 1.0, SIDE_ELSEWHERE) + marked(unknown, 0.5)
    return evidence(likelihood, f"traffic keeps {side}", "driving_side")
