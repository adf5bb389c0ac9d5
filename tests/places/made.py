"""Clues for the tests of places, made in one line."""

from sightline.clues.model import Clue, ClueState, Sighting
from sightline.places.likelihood.evidence import Evidence, Reading
from sightline.places.territories import CODES


def sighting(kind, value="", *, reliability=None, group=None, **detail):
    return Sighting(kind=kind, value=value, seen_by="officer:1", detail=detail, reliability=reliability, group=group)


def clue(kind, value="", *, number=1, state=ClueState.PROPOSED, **more):
    return Clue(id=number, series_id=1, state=state, sighting=sighting(kind, value, **more))


def numbered(*clues):
    return [
        Clue(id=number, series_id=1, state=made.state, sighting=made.sighting)
        for number, made in enumerate(clues, start=1)
    ]


def favoured(reading: Reading, share=0.5):
    """The territories whose likelihood is more than `share` of the largest."""
    assert isinstance(reading, Evidence), reading
    floor = share * reading.likelihood.max()
    return {code for code, number in zip(CODES, reading.likelihood, strict=True) if number > floor}
