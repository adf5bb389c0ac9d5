"""Every clue reader there is, and the one door through which features become proposed clues."""

from __future__ import annotations

from collections.abc import Iterable

from sightline.clues.model import Sighting
from sightline.clues.readers.address import Address
from sightline.clues.readers.article import PrintedArticle
from sightline.clues.readers.barcode import Barcode
from sightline.clues.readers.currency import Currency
from sightline.clues.readers.dates import DateFormat
from sightline.clues.readers.formats import EmergencyNumber, Plate, PostalCode
from sightline.clues.readers.gps import Gps, UtcOffset
from sightline.clues.readers.model import Feature, FeatureReader, SignReader, sighting
from sightline.clues.readers.phone import Phone
from sightline.clues.readers.signs import signs
from sightline.clues.readers.sound import Sound
from sightline.clues.readers.units import Units
from sightline.clues.readers.writing import Writing

SIGN_READERS: tuple[SignReader, ...] = (
    Writing(),
    Phone(),
    Address(),
    Currency(),
    PostalCode(),
    Plate(),
    DateFormat(),
    EmergencyNumber(),
    Units(),
    PrintedArticle(),
)
FEATURE_READERS: tuple[FeatureReader, ...] = (Gps(), UtcOffset(), Barcode(), Sound())


def propose(features: Iterable[Feature]) -> list[Sighting]:
    """Return what machines propose from these features, in the order of features and readers; no state, no I/O."""
    proposed: list[Sighting] = []
    for feature in features:
        for reader in FEATURE_READERS:
            if reader.takes == feature.name:
                proposed += [sighting(feature, reader, clueing, None) for clueing in reader.read(feature)]
        for sign in signs(feature):
            for sign_reader in SIGN_READERS:
                proposed += [sighting(feature, sign_reader, clueing, sign) for clueing in sign_reader.read(sign)]
    return proposed
