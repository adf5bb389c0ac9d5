"""What the camera wrote beside the picture: times, serial numbers, place."""

from __future__ import annotations

from sightline.features.metadata.clock import clock
from sightline.features.metadata.position import position
from sightline.features.metadata.tags import index, text
from sightline.features.model import Found, Subject, Takes
from sightline.media.model import Json

# Value name -> tags, best first. Maker notes are read by whatever the decoder understood of them.
TEXTS: dict[str, tuple[str, ...]] = {
    "make": ("make", "com.apple.quicktime.make", "com.android.manufacturer"),
    "model": ("model", "com.apple.quicktime.model", "com.android.model"),
    "body_serial": ("bodyserialnumber", "cameraserialnumber", "serialnumber", "internalserialnumber"),
    "lens": ("lensmodel", "lenstype"),
    "lens_serial": ("lensserialnumber",),
    "software": ("software", "com.apple.quicktime.software", "com.android.version", "encoder"),
    "firmware": ("firmwareversion", "firmware"),
    "image_number": ("imagenumber", "filenumber", "shuttercount", "totalshutterreleases", "imageuniqueid"),
}


class Metadata:
    """Raw tags made even: see `features/metadata/` for the rules of clock and position."""

    name = "metadata"
    version = "1"
    takes = Takes.FILE

    def extract(self, subject: Subject) -> Found:
        """Return the camera's texts, `taken`, `taken_flags`, `offset`, `offset_from`, `gps`; None where not written."""
        tags = index(subject.examination.metadata)
        value: dict[str, Json] = {name: text(tags, names) for name, names in TEXTS.items()}
        value.update(clock(tags))
        value["gps"] = position(tags)
        return Found(value=value)
