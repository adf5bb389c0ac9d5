"""Writing in a picture: found by rapidocr's detector, read by the reader of its script."""

from __future__ import annotations

import hashlib

from sightline.features.model import Found, Subject, Takes, Unsuited
from sightline.features.writing.pieces import to_json
from sightline.features.writing.rapid import READER, Rapid
from sightline.features.writing.reading import read_picture
from sightline.features.writing.tesseract import PACKS, VERSION, Tesseract, find_packs
from sightline.media.model import Json

RULES = "3"


class Writing:
    """Lines of writing in any script this machine has a reader for. The networks are loaded at the first picture."""

    name = "writing"
    takes = Takes.PICTURE

    def __init__(self) -> None:
        """Find the script packs; they are part of the version, so that a pack installed later is used on all media."""
        packs = find_packs()
        known = hashlib.sha256(" ".join(sorted(packs)).encode()).hexdigest()[:8]
        self.version = f"{RULES}+{READER.replace('/', '')}+tesseract{VERSION}+packs{len(packs)}-{known}"
        self.missing = tuple(pack for pack in PACKS if pack.script not in packs)
        self._tesseract = Tesseract(packs)
        self._rapid: Rapid | None = None

    def extract(self, subject: Subject) -> Found:
        """Return `{"pieces": [...], "unread": ["Thai", ...]}`: the lines read, and the scripts no reader is here for.

        Raises `Unsuited` when there is no picture.
        """
        picture = subject.picture
        if picture is None:
            raise Unsuited("writing is read from pictures")
        if self._rapid is None:
            self._rapid = Rapid()
        pieces: list[Json] = [to_json(piece) for piece in read_picture(picture, self._rapid, self._tesseract)]
        return Found(value={"pieces": pieces, "unread": [pack.stems[0] for pack in self.missing]})
