"""Every kind of clue that can locate, and the function that reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from sightline.clues.model import Sighting
from sightline.places.atlas.tables import table
from sightline.places.likelihood.barcode import barcode
from sightline.places.likelihood.clock import utc_offset
from sightline.places.likelihood.evidence import Reading, SetAside
from sightline.places.likelihood.formats import (
    date_format,
    emergency_number,
    mains_frequency,
    plate,
    postal_code,
    sight,
    units,
)
from sightline.places.likelihood.gps import gps
from sightline.places.likelihood.internet import cctld
from sightline.places.likelihood.marks import driving_side, plug
from sightline.places.likelihood.money import currency
from sightline.places.likelihood.opinions import distribution, excluded, opinion, too_common
from sightline.places.likelihood.phone import phone
from sightline.places.likelihood.shadow import sun
from sightline.places.likelihood.writing import language, speech, writing

# Kinds that a person marks from the vocabulary; `sights` says where their values are common.
SIGHTS = (
    "switch",
    "road-marking",
    "road-furniture",
    "plate-colour",
    "vegetation",
    "climate",
    "landscape",
    "architecture",
    "interior",
    "furniture",
    "appliance",
    "institution",
    "uniform",
    "religion",
)
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
        "postal-code": postal_code,
        "plate": plate,
        "date-format": date_format,
        "emergency-number": emergency_number,
        "units": units,
        "mains-frequency": mains_frequency,
        "utc-offset": utc_offset,
        "sun": sun,
        **dict.fromkeys(SIGHTS, sight),
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
    """What the clue says about the country; kinds without a reader of their own say `detail["countries"]`.

    A clue that a reader or a person gave no reliability at all has no say.
    """
    if sighting.reliability is not None and sighting.reliability <= 0.0:
        flags = sighting.detail.get("flags")
        named = ", ".join(map(str, flags)) if isinstance(flags, list) and flags else "reliability 0"
        return SetAside(reason=f"not to be relied on: {named}")
    return READERS.get(sighting.kind, distribution)(sighting)


def trust(kind: str) -> Trust:
    """The defaults of the table `reliability` for this kind."""
    rows = table("reliability").rows["kinds"]
    return Trust(**rows.get(kind, rows["other"]))


def carrier_trust(carrier: str) -> float:
    """The chance that what a carrier's groups have in common belongs to the place."""
    return float(table("reliability").rows["carriers"][carrier])
