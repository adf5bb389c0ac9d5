"""Writing in a picture: found by rapidocr's detector, read by the reader of its script."""

from __future__ import annotations

import hashlib

from sightline.features.model import Found, Subject, Takes, Unsuited
from sightline.features.writing.reader import Reader
from sightline.features.writing.tesseract import PACKS, VERSION, find_packs
from sightline.features.writing.versions import READER

RULES = "4"


class Writing:
    """Lines of writing in any script this machine has a reader for. Read in a cage that starts with the first picture."""

    name = "writing"
    takes = Takes.PICTURE

    def __init__(self) -> None:
        """Find the script packs; they are part of the version, so that a pack installed later is used on all media."""
        packs = find_packs()
        known = hashlib.sha256(" ".join(sorted(packs)).encode()).hexdigest()[:8]
        self.version = f"{RULES}+{READER.replace('/', '')}+tesseract{VERSION}+packs{len(packs)}-{known}"
        self.missing = tuple(pack for pack in PACKS if pack.script not in packs)
        self.reader = Reader()

    def extract(self, subject: Subject) -> Found:
        """Return `{"pieces": [...], "unread": ["Thai", ...]}`: the lines read, and the scripts no reader is here for.

        Raises `Unsuited` when there is no picture, `Damaged` when it cannot be read within its limits.
        """
        picture = subject.picture
        if picture is None:
            raise Unsuited("writing is read from pictures")
        pieces = self.reader.read(picture.rgb)
        return Found(value={"pieces": pieces, "unread": [pack.stems[0] for pack in self.missing]})
