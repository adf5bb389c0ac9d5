"""Finer than a country, only where a clue has geometry: a position, an area code, a sun seen at a known hour.

A finer place is a hint beside the country, not a probability: it is shown with the clue it comes from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import h3
import phonenumbers
from phonenumbers import NumberParseException, geocoder

from sightline.clues.model import Clue, ClueState
from sightline.places.likelihood.evidence import SetAside, plain
from sightline.places.likelihood.formats import region_of_plate
from sightline.places.likelihood.gps import gps, position
from sightline.places.likelihood.phone import read_number
from sightline.places.territories import NAMES

# About 250 square km: enough to say which town, too coarse for a house.
H3_RESOLUTION = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Finer:
    """A place inside `country`: in words, and as an H3 cell where there is a point."""

    clue: int
    kind: str
    country: str
    place: str
    cell: str | None


def finer(clues: Sequence[Clue], country: str) -> tuple[Finer, ...]:
    """What the clues say about where inside `country`; clues that speak of other countries are passed over."""
    standing = sorted((clue for clue in clues if clue.state is not ClueState.REJECTED), key=lambda clue: clue.id)
    found = (entry for clue in standing for entry in _READERS.get(clue.sighting.kind, _nothing)(clue, country))
    return tuple(found)


def _gps(clue: Clue, country: str) -> Iterator[Finer]:
    point = position(plain(clue.sighting.value))
    said = gps(clue.sighting)
    if isinstance(point, SetAside) or isinstance(said, SetAside) or not said.note.endswith(f" {country}"):
        return
    cell = h3.latlng_to_cell(*point, H3_RESOLUTION)
    yield _finer(clue, country, f"near {point[0]:.2f}, {point[1]:.2f}", cell)


def _phone(clue: Clue, country: str) -> Iterator[Finer]:
    text = plain(clue.sighting.value)
    international, regions = read_number(text)
    if country not in regions:
        return
    try:
        number = phonenumbers.parse(text, None if international else country)
    except NumberParseException:
        return
    place = geocoder.description_for_number(number, "en", region=None)
    if place and place not in {NAMES[country], country}:
        yield _finer(clue, country, place, None)


def _plate(clue: Clue, country: str) -> Iterator[Finer]:
    region = region_of_plate(plain(clue.sighting.value), country)
    if region is not None:
        yield _finer(clue, country, region, None)


def _nothing(_clue: Clue, _country: str) -> Iterator[Finer]:
    yield from ()


_READERS = {"gps": _gps, "phone": _phone, "plate": _plate}


def _finer(clue: Clue, country: str, place: str, cell: str | None) -> Finer:
    return Finer(clue=clue.id, kind=clue.sighting.kind, country=country, place=place, cell=cell)
