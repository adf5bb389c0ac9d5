"""Synthetic operations of any size, for load tests.

Rooms and streets are drawn quickly, each in several views, each view in many copies as they come from the field
(cropped, re-encoded, resized, bordered, mirrored), spread over agencies. Deterministic: place number n of seed s is
always the same, whatever else is made. What is true of each file goes into `truth.jsonl`.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from sightline.demo.drawing import rooms
from sightline.demo.drawing.surfaces import Rgb

TRUTH_NAME = "truth.jsonl"
_MASTER = (800, 600)
_MAKERS = (("Lumen", "L-200"), ("Fenster", "F3"), ("Kamera Nord", "KN 12"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What is true of one file made.

    path: relative, `AGENCY/CASE/name.jpg`. place, view: numbers; files of one place show one room or street, files of
    one view come from one photograph. kind: `original`, `near copy`, `exact copy` or `truncated`.
    edits: what was done to it. within_reach: whether the edits are mild enough for a perceptual hash.
    camera: body serial number in the EXIF, empty where there is none.
    """

    path: str
    agency: str
    case: str
    place: int
    view: int
    kind: str
    edits: tuple[str, ...] = ()
    within_reach: bool = True
    camera: str = ""


def stream(files: int, seed: int, agencies: Sequence[str], *, per_place: int = 40) -> Iterator[tuple[Made, bytes]]:
    """Make exactly `files` files, one at a time: (truth, bytes). per_place: how many files show one place.

    Raises ValueError when there is no agency, or a count below one.
    """
    if not agencies or per_place < 1 or files < 0:
        raise ValueError("give at least one agency, a count of files from 0 and at least one file per place")
    made = 0
    for number in range(-(-files // per_place) if files else 0):
        for item in _place(seed, number, agencies, min(per_place, files - made)):
            yield item
            made += 1


def generate(folder: Path, files: int, seed: int, agencies: Sequence[str], *, per_place: int = 40) -> Path:
    """Write a whole operation under `folder`: `AGENCY/CASE/...jpg` and the truth. Returns the truth file's path."""
    folder.mkdir(parents=True, exist_ok=True)
    truth = folder / TRUTH_NAME
    with truth.open("w", encoding="utf-8") as lines:
        for made, data in stream(files, seed, agencies, per_place=per_place):
            target = folder / made.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            lines.write(json.dumps(asdict(made), separators=(",", ":")) + "\n")
    return truth


def read_truth(path: Path) -> Iterator[Made]:
    """Read a truth file back, a line at a time."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row: dict[str, Any] = json.loads(line)
            row["edits"] = tuple(row["edits"])
            yield Made(**row)


def _place(seed: int, number: int, agencies: Sequence[str], files: int) -> Iterator[tuple[Made, bytes]]:
    rng = np.random.default_rng([seed, number])
    place = rooms.street(rng) if rng.random() < 0.2 else rooms.room(rng)
    views = int(rng.integers(2, 5))
    owners = [agencies[int(i)] for i in rng.integers(0, len(agencies), int(rng.integers(1, 4)))]
    serial = f"{int(rng.integers(10**7, 10**8))}" if rng.random() < 0.5 else ""
    photograph, original, seen = np.zeros((1, 1, 3), np.uint8), b"", -1
    for index in range(files):
        owner = owners[int(rng.integers(len(owners)))]
        case = f"{owner}-{seed % 100:02d}-{number:06d}"
        view = index * views // files
        if view != seen:
            seen, photograph = view, rooms.view(rng, place, *_MASTER)
            original = _encode(photograph, 88, exif=_exif(rng, serial) if serial else None)
            copy = _Copy(kind="original", data=original, camera=serial)
        elif rng.random() < 0.03:
            copy = _Copy(kind="exact copy", data=original, camera=serial)
        else:
            copy = _near_copy(rng, photograph)
        made = Made(
            path=f"{owner}/{case}/IMG_{index:04d}.jpg",
            agency=owner,
            case=case,
            place=number,
            view=view,
            kind=copy.kind,
            edits=copy.edits,
            within_reach=copy.within_reach,
            camera=copy.camera,
        )
        yield made, copy.data


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copy:
    kind: str
    data: bytes
    edits: tuple[str, ...] = ()
    within_reach: bool = True
    camera: str = ""


def _near_copy(rng: np.random.Generator, photograph: Rgb) -> _Copy:
    """Edit a photograph as it happens on its way: each edit by its own chance."""
    picture, edits, reach = photograph, list[str](), True
    if rng.random() < 0.35:
        picture, share = _cropped(rng, picture)
        reach = share > 0.95
        edits.append(f"crop {share:.2f}")
    if rng.random() < 0.06:
        picture, reach = picture[:, ::-1], False
        edits.append("mirror")
    if rng.random() < 0.5:
        width = int(rng.choice([320, 480, 640, 720]))
        size = (width, width * picture.shape[0] // picture.shape[1])
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
        edits.append(f"width {width}")
    if rng.random() < 0.3:
        gain = float(rng.uniform(0.75, 1.25))
        picture = np.clip(picture.astype(np.float32) * gain, 0, 255).astype(np.uint8)
        edits.append(f"gain {gain:.2f}")
    if rng.random() < 0.08:
        bar = picture.shape[0] // 6
        picture = cv2.copyMakeBorder(picture, bar, bar, 0, 0, cv2.BORDER_CONSTANT).astype(np.uint8)
        reach = False
        edits.append("bars")
    quality = int(rng.integers(45, 92))
    data = _encode(picture, quality)
    if rng.random() < 0.005:
        return _Copy(kind="truncated", data=data[: len(data) // 3], edits=tuple(edits), within_reach=False)
    return _Copy(kind="near copy", data=data, edits=(*edits, f"quality {quality}"), within_reach=reach)


def _cropped(rng: np.random.Generator, picture: Rgb) -> tuple[Rgb, float]:
    share = float(rng.uniform(0.78, 0.98))
    rows, columns = picture.shape[:2]
    top, left = (int(v) for v in rng.random(2) * (1 - share) * (rows, columns))
    return picture[top : top + int(rows * share), left : left + int(columns * share)], share


def _exif(rng: np.random.Generator, serial: str) -> Image.Exif:
    maker = _MAKERS[int(rng.integers(len(_MAKERS)))]
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = maker
    stamp = f"20{int(rng.integers(18, 26))}:{int(rng.integers(1, 13)):02d}:{int(rng.integers(1, 28)):02d} 12:00:00"
    exif.get_ifd(0x8769).update({0x9003: stamp, 0xA431: serial})
    return exif


def _encode(picture: Rgb, quality: int, *, exif: Image.Exif | None = None) -> bytes:
    out = io.BytesIO()
    image = Image.fromarray(np.ascontiguousarray(picture))
    if exif is None:
        image.save(out, "JPEG", quality=quality)
    else:
        image.save(out, "JPEG", quality=quality, exif=exif)
    return out.getvalue()
