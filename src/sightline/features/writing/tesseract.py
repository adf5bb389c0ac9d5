"""Tesseract in this process, one script pack at a time, for what rapidocr cannot read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tesserocr

from sightline.features.writing.crops import line_for_tesseract
from sightline.media.model import Pixels

# The stubs type the enumerations as `...` and the image bytes as str; the compiled class takes them as they are.
_Api: Any = tesserocr.PyTessBaseAPI
_SINGLE_LINE: Any = tesserocr.PSM.SINGLE_LINE
_RAW_LINE: Any = tesserocr.PSM.RAW_LINE
_LSTM_ONLY: Any = tesserocr.OEM.LSTM_ONLY
# A raw line is read to its very edge: a wide margin is taken for letters.
RAW_MARGIN = 2
FOLDERS = ("/usr/share/tesseract-ocr", "/usr/share/tessdata", "/usr/local/share/tessdata")
VERSION = tesserocr.tesseract_version().split()[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A script Tesseract can read. `stems`: the files that hold it, best first; `debian`: the package to install."""

    script: str
    stems: tuple[str, ...]
    debian: str


# In the order of a sweep: the scripts most people write in first.
SWEEP = (
    Pack(script="Cyrl", stems=("Cyrillic",), debian="tesseract-ocr-script-cyrl"),
    Pack(script="Arab", stems=("Arabic",), debian="tesseract-ocr-script-arab"),
    Pack(script="Kore", stems=("Hangul",), debian="tesseract-ocr-script-hang"),
    Pack(script="Deva", stems=("Devanagari",), debian="tesseract-ocr-script-deva"),
    Pack(script="Grek", stems=("Greek",), debian="tesseract-ocr-script-grek"),
    Pack(script="Hebr", stems=("Hebrew",), debian="tesseract-ocr-script-hebr"),
    Pack(script="Beng", stems=("Bengali",), debian="tesseract-ocr-script-beng"),
    Pack(script="Taml", stems=("Tamil",), debian="tesseract-ocr-script-taml"),
    Pack(script="Telu", stems=("Telugu",), debian="tesseract-ocr-script-telu"),
    Pack(script="Gujr", stems=("Gujarati",), debian="tesseract-ocr-script-gujr"),
    Pack(script="Guru", stems=("Gurmukhi",), debian="tesseract-ocr-script-guru"),
    Pack(script="Knda", stems=("Kannada",), debian="tesseract-ocr-script-knda"),
    Pack(script="Mlym", stems=("Malayalam",), debian="tesseract-ocr-script-mlym"),
    Pack(script="Geor", stems=("Georgian",), debian="tesseract-ocr-script-geor"),
    Pack(script="Armn", stems=("Armenian",), debian="tesseract-ocr-script-armn"),
    Pack(script="Khmr", stems=("Khmer",), debian="tesseract-ocr-script-khmr"),
    Pack(script="Sinh", stems=("Sinhala",), debian="tesseract-ocr-script-sinh"),
    Pack(script="Mymr", stems=("Myanmar",), debian="tesseract-ocr-script-mymr"),
    Pack(script="Laoo", stems=("Lao",), debian="tesseract-ocr-script-laoo"),
    Pack(script="Ethi", stems=("Ethiopic",), debian="tesseract-ocr-script-ethi"),
    # Last: it reads Thai into anything round, and must be weighed against all others.
    Pack(script="Thai", stems=("Thai",), debian="tesseract-ocr-script-thai"),
)
# Latin letters with Vietnamese tones, which rapidocr has no signs for.
VIETNAMESE = Pack(script="Latn", stems=("Vietnamese", "vie"), debian="tesseract-ocr-script-viet")
PACKS = (*SWEEP, VIETNAMESE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a pack made of a crop: text, the mean of its word confidences (0..1), and the pack."""

    text: str
    score: float
    pack: Pack

    @property
    def reader(self) -> str:
        """Name, version and pack, as kept with each piece of writing."""
        return f"tesseract/{VERSION} {self.pack.stems[0]}"


def find_packs() -> dict[str, Path]:
    """Return script -> trained data file for every pack this machine has."""
    folders = [path for root in map(Path, FOLDERS) if root.is_dir() for path in (root, *sorted(root.rglob("*")))]
    found: dict[str, Path] = {}
    for pack in PACKS:
        names = [folder / f"{stem}.traineddata" for stem in pack.stems for folder in folders if folder.is_dir()]
        present = next((name for name in names if name.is_file()), None)
        if present:
            found[pack.script] = present
    return found


class Tesseract:
    """The packs of this machine, each loaded when first asked for and then kept (about 10-30 MB each)."""

    def __init__(self, packs: dict[str, Path]) -> None:
        """Take the packs that `find_packs` found."""
        self._packs = packs
        self._loaded: dict[str, Any] = {}

    @property
    def scripts(self) -> tuple[Pack, ...]:
        """The packs that are here, in the order of a sweep."""
        return tuple(pack for pack in SWEEP if pack.script in self._packs)

    def has(self, pack: Pack) -> bool:
        """Say whether this machine has `pack`."""
        return pack.script in self._packs

    def read(self, crop: Pixels, pack: Pack) -> Reading:
        """Return what `pack` reads on one crop of one line (RGB or grey)."""
        api = self._api(pack)
        text = _recognise(api, line_for_tesseract(crop), _SINGLE_LINE)
        if not text:
            # Tesseract's search for the line fails on some short signs, most often Arabic ones; as a raw line it reads.
            text = _recognise(api, line_for_tesseract(crop, margin=RAW_MARGIN), _RAW_LINE)
        score = max(api.MeanTextConf(), 0) / 100 if text else 0.0
        return Reading(text=text, score=score, pack=pack)

    def _api(self, pack: Pack) -> Any:
        if pack.script not in self._loaded:
            data = self._packs[pack.script]
            self._loaded[pack.script] = _Api(path=str(data.parent), lang=data.stem, psm=_SINGLE_LINE, oem=_LSTM_ONLY)
        return self._loaded[pack.script]


def _recognise(api: Any, line: Pixels, mode: Any) -> str:
    api.SetPageSegMode(mode)
    api.SetImageBytes(line.tobytes(), line.shape[1], line.shape[0], 1, line.shape[1])
    return " ".join(api.GetUTF8Text().split())
