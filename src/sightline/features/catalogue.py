"""Every extractor there is, in the order they run. A new one is one file in `kinds/` and one line here."""

from __future__ import annotations

from sightline.features.extract import Listed
from sightline.features.kinds.barcodes import Barcodes
from sightline.features.kinds.digest import Digest
from sightline.features.kinds.keypoints import Keypoints
from sightline.features.kinds.metadata import Metadata
from sightline.features.kinds.pdq import Pdq
from sightline.features.kinds.people import People
from sightline.features.kinds.sound import Sound
from sightline.features.kinds.writing import Writing

WRITING = Writing()
"""The one extractor that holds on to something: its reader."""

CATALOGUE: tuple[Listed, ...] = (
    Listed(extractor=Digest()),  # what other systems call this file
    Listed(extractor=Metadata()),  # what the file says of itself: camera, time, place
    Listed(extractor=Pdq()),  # cheap, and every frame counts: near copies
    Listed(extractor=Keypoints(), frames=24),  # same scene, same object
    Listed(extractor=People(), frames=8),  # what is masked before anything is matched or shared
    Listed(extractor=Barcodes(), frames=24),  # exact where it reads at all
    Listed(extractor=Sound()),  # of videos: the hum of the mains, and where there are voices
    Listed(extractor=WRITING, frames=8),  # the dearest one comes last
)
