"""Every kind of clue that can locate, and the function that reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from sightline.clues.model import Sighting
from sightline.places.atlas.tables import table
from sightline.places.likelihood.barcode import barcode
from sightline.places.likelihood.evidence import Reading
from sightline.places.likelihood.gps import gps
from sightline.places.likelihood.internet import cctld
from sightline.places.likelihood.marks import driving_side, plug
from sightline.places.likelihood.money import currency
from sightline.places.likelihood.opinions import distribution, excluded, opinion, too_common
from sightline.places.likelihood.phone import phone
from sightline.places.likelihood.writing import language, speech, writing

Reader: TypeAlias = Callable[[Sighting], Reading]

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "writing": writing,
        "language": language,
        "speech": speech,
        "phone": phone,
        "cctld": cctld,
        "currency": currency,
        "barcode": barcode,
        "gps": gps,
        "plug": plug,
        "driving-side": driving_side,
        "opinion": opinion,
        "excluded": excluded,
        "too-common": too_common,
        "geolocation-model": distribution,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """How far a kind is trusted: one clue alone (proposed, confirmed), its whole group, and its carrier."""

    proposed: float
    confirmed: float
    group: float
    carrier: str


def read(sighting: Sighting) -> Reading:
    """What the clue says about the country; kinds without a reader of their own say `detail["countries"]`."""
    return READERS.get(sighting.kind, distribution)(sighting)


def trust(kind: str) -> Trust:
    """The defaults of the table `reliability` for this kind."""
    rows = table("reliability").rows["kinds"]
    return Trust(**rows.get(kind, rows["other"]))


def carrier_trust(carrier: str) -> float:
    """The chance that what a carrier's groups have in common belongs to the place."""
    return float(table("reliability").rows["carriers"][carrier])
