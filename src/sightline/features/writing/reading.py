"""Which reader is believed: rapidocr's own reading where it is sure, else the Tesseract pack that fits best."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sightline.features.writing.crops import dewarp
from sightline.features.writing.judging import belief, best
from sightline.features.writing.pieces import Piece
from sightline.features.writing.rapid import READER, Rapid
from sightline.features.writing.scripts import UNKNOWN, letters, script
from sightline.features.writing.spelling import tidy
from sightline.features.writing.tesseract import VIETNAMESE, Pack, Reading, Tesseract
from sightline.media.model import Picture, Pixels

OWN_SCRIPTS = frozenset({"Latn", "Hani", "Hira", "Kana", "Jpan", UNKNOWN})
# rapidocr's own score from which no other reader is asked.
SURE = 0.85
# A Latin letter this wide, in heights of its line, is more likely a stroke of a script rapidocr does not know.
WIDEST_LETTER = 0.9
# Belief at which a sweep stops.
STOP, STOP_LETTERS = 0.88, 5
# (letters, least belief): a short reading must be surer, since textures read as two or three letters.
LEAST_OWN = ((4, 0.7), (1, 0.9))
LEAST_SWEPT = ((8, 0.65), (5, 0.75), (3, 0.92))
MOST_PIECES = 60
MOST_SWEEPS = 4
# Share of bare letters that two readings of one line have in common.
ALIKE = 0.75
TONES_SURE = 0.8


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
        believed = _believe(crops[place], own[place], tesseract, sweeps)
        if believed is None:
            continue
        text, score, reader = believed
        corners = tuple((float(x) / picture.width, float(y) / picture.height) for x, y in quads[place])
        pieces[place] = Piece(quad=corners, text=text, score=score, reader=reader, script=script(text))
    return [pieces[place] for place in sorted(pieces)]


def _believe(
    crop: Pixels, own: tuple[str, float], tesseract: Tesseract, sweeps: _Sweeps
) -> tuple[str, float, str] | None:
    """Return text, score and reader of one line; None where nobody can read it."""
    text, score = tidy(own[0]), own[1]
    mine = bool(text) and script(text) in OWN_SCRIPTS
    if mine and score >= SURE and not _too_wide(crop, text):
        return _with_tones(crop, text, score, tesseract)
    swept = _sweep(crop, tesseract, sweeps)
    if swept is not None and (not mine or swept[1] > score or _too_wide(crop, text)):
        reading, trust = swept
        return tidy(reading.text), trust, reading.reader
    return (text, score, READER) if mine and enough(text, score, LEAST_OWN) else None


def enough(text: str, score: float, least: Sequence[tuple[int, float]]) -> bool:
    """Say whether a reading of so many letters and digits is sure enough; `least`: (letters, score), longest first."""
    signs = sum(letter.isalnum() for letter in text)
    return any(signs >= length and score >= wanted for length, wanted in least)


def _too_wide(crop: Pixels, text: str) -> bool:
    return script(text) == "Latn" and crop.shape[1] > WIDEST_LETTER * crop.shape[0] * len(text)


def _sweep(crop: Pixels, tesseract: Tesseract, sweeps: _Sweeps) -> tuple[Reading, float] | None:
    """Ask the packs in turn, the one that fitted before first; stop at the first sure one."""
    readings: list[Reading] = []
    if sweeps.believed is not None:
        reading = tesseract.read(crop, sweeps.believed)
        if enough(reading.text, belief(reading), LEAST_SWEPT):
            return reading, belief(reading)
    if sweeps.left <= 0:
        return None
    sweeps.left -= 1
    for pack in tesseract.scripts:
        reading = tesseract.read(crop, pack)
        readings.append(reading)
        if pack.script != "Thai" and belief(reading) >= STOP and letters(reading.text) >= STOP_LETTERS:
            break
    found = best(readings)
    if found is None or not enough(found[0].text, found[1], LEAST_SWEPT):
        return None
    sweeps.believed = found[0].pack
    return found


def _with_tones(crop: Pixels, text: str, score: float, tesseract: Tesseract) -> tuple[str, float, str]:
    """Read again by the Vietnamese pack where a Latin line has accents: rapidocr drops letters it has no sign for."""
    if text.isascii() or script(text) != "Latn" or not tesseract.has(VIETNAMESE):
        return text, score, READER
    reading = tesseract.read(crop, VIETNAMESE)
    again = tidy(reading.text)
    toned = any("\u1ea0" <= letter <= "\u1ef9" for letter in again)
    if toned and reading.score >= TONES_SURE and _alike(again, text):
        return again, reading.score, reading.reader
    return text, score, READER


def _alike(one: str, two: str) -> bool:
    """Say whether two readings have mostly the same bare letters."""
    return SequenceMatcher(None, _skeleton(one), _skeleton(two), autojunk=False).ratio() >= ALIKE


def _skeleton(text: str) -> str:
    """Return the bare letters: no accents, no spaces, no capitals."""
    return "".join(ch for ch in unicodedata.normalize("NFD", text.casefold()) if ch.isalnum()).replace("đ", "d")
