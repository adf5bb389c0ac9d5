"""Which reader is believed: rapidocr's own reading where it is sure, else the Tesseract pack that fits best."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from sightline.features.writing.crops import dewarp
from sightline.features.writing.pieces import Piece
from sightline.features.writing.rapid import READER, Rapid
from sightline.features.writing.scripts import UNKNOWN, counts, script
from sightline.features.writing.tesseract import Pack, Reading, Tesseract
from sightline.media.model import Picture, Pixels

OWN_SCRIPTS = frozenset({"Latn", "Hani", "Hira", "Kana", "Jpan", UNKNOWN})
SURE = 0.8
KEEP = 0.5
STOP = 0.85
LEAST_LETTERS = 3
LEAST_SHARE = 0.7
MOST_PIECES = 60
MOST_SWEEPS = 4


@dataclass(slots=True, kw_only=True)
class _Sweeps:
    """What the lines read so far teach about the next: the pack that fitted, and how many sweeps are left."""

    believed: Pack | None = None
    left: int = MOST_SWEEPS


def read_picture(picture: Picture, rapid: Rapid, tesseract: Tesseract) -> list[Piece]:
    """Return every line of writing that some reader believes, in reading order; at most `MOST_PIECES`."""
    quads = rapid.detect(picture.rgb)[:MOST_PIECES]
    crops = [dewarp(picture.rgb, quad) for quad in quads]
    own = rapid.read(crops)
    sweeps = _Sweeps()
    pieces: dict[int, Piece] = {}
    # The widest lines first: what they teach about the script saves sweeps on the short ones.
    for place in sorted(range(len(crops)), key=lambda place: -crops[place].shape[1]):
        text, score, reader = _believe(crops[place], own[place], tesseract, sweeps)
        text = unicodedata.normalize("NFC", text).strip()
        if text and score >= KEEP:
            corners = tuple((float(x) / picture.width, float(y) / picture.height) for x, y in quads[place])
            pieces[place] = Piece(quad=corners, text=text, score=score, reader=reader, script=script(text))
    return [pieces[place] for place in sorted(pieces)]


def _believe(crop: Pixels, own: tuple[str, float], tesseract: Tesseract, sweeps: _Sweeps) -> tuple[str, float, str]:
    text, score = own
    if score >= SURE and script(text) in OWN_SCRIPTS:
        return text, score, READER
    best = _sweep(crop, tesseract, sweeps)
    if best is not None and best.score > score:
        return best.text, best.score, best.reader
    return text, score, READER


def _sweep(crop: Pixels, tesseract: Tesseract, sweeps: _Sweeps) -> Reading | None:
    """Ask the packs in turn, the one that fitted before first; stop at the first sure one."""
    packs = list(tesseract.scripts)
    if sweeps.believed is not None:
        packs.sort(key=lambda pack: pack is not sweeps.believed)
    if sweeps.left <= 0:
        packs = packs[:1] if sweeps.believed is not None else []
    best: Reading | None = None
    for pack in packs:
        reading = tesseract.read(crop, pack)
        if _fits(reading) and (best is None or reading.score > best.score):
            best = reading
        if best is not None and best.score >= STOP:
            sweeps.believed = best.pack
            return best
    sweeps.left -= 1
    return best


def _fits(reading: Reading) -> bool:
    found = counts(reading.text)
    own = found[reading.pack.script]
    return own >= LEAST_LETTERS and own >= LEAST_SHARE * found.total()
