"""How well writing is read: rendered signs in many languages, easy and hard, and optionally a folder of photos.

    python benchmarks/writing.py --fonts /usr/share/fonts [--level easy|hard|harsh] [--languages fr,ru] [--keep FOLDER]
    python benchmarks/writing.py --photos FOLDER      (lists what is read on each, with the CPU seconds)

Each sign is one text of `signs.toml` on a coloured panel, seen at an angle in a picture of 1 megapixel. `hard` means
letters of 45 % the size, more slant, blur, noise of 14 grey levels, and JPEG quality 40; `harsh` the same at 35 %.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from sightline.clues.readers.languages import languages
from sightline.features.kinds.writing import Writing
from sightline.features.model import Subject
from sightline.features.writing.scripts import script
from sightline.media.model import Examination, MediaKind, Picture

WIDTH, HEIGHT = 1200, 840
OWN = {"Latn", "Hani", "Jpan"}
# Languages one cannot tell apart on a sign of a few words are one for the language figure.
ALIKE = [{"hr", "bs", "sr"}, {"nb", "nn", "da"}, {"id", "ms"}, {"zh-Hans", "zh-Hant", "zh"}]


@dataclass(frozen=True, kw_only=True)
class Level:
    """How a sign is spoilt: letter height in pixels, slant, blur (sigma), noise (grey levels), JPEG quality."""

    letters: int
    slant: float
    blur: float
    noise: float
    quality: int


LEVELS = {
    "easy": Level(letters=52, slant=0.04, blur=0.4, noise=4, quality=85),
    "hard": Level(letters=23, slant=0.10, blur=0.9, noise=14, quality=40),
    "harsh": Level(letters=18, slant=0.10, blur=0.9, noise=14, quality=40),
}


def render(text: str, font: ImageFont.FreeTypeFont, level: Level, rng: np.random.Generator) -> np.ndarray:
    """Return a 1200 x 840 RGB picture with `text` on a panel, put somewhere at an angle."""
    left, top, right, bottom = font.getbbox(text)
    pad = level.letters
    dark, light = (int(rng.integers(0, 70)) for _ in range(2))
    ink, paper = ((dark, dark, dark + 20), (255 - light, 250 - light, 235 - light))
    if rng.random() < 0.3:
        ink, paper = paper, (int(rng.integers(0, 90)), int(rng.integers(20, 90)), int(rng.integers(60, 140)))
    panel = Image.new("RGB", (right - left + 2 * pad, bottom - top + 2 * pad), paper)
    ImageDraw.Draw(panel).text((pad - left, pad - top), text, font=font, fill=ink)
    face = np.asarray(panel)
    high, wide = face.shape[:2]
    shrink = min(1.0, 0.9 * WIDTH / wide)
    x0 = rng.uniform(0.02 * WIDTH, max(0.03 * WIDTH, WIDTH * 0.97 - wide * shrink))
    y0 = rng.uniform(0.1 * HEIGHT, HEIGHT * 0.85 - high * shrink)
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], dtype=np.float32)
    shake = rng.uniform(-level.slant, level.slant, (4, 2)) * [0.5 * wide * shrink, 1.5 * high * shrink]
    target = (corners * shrink + [x0, y0] + shake).astype(np.float32)
    scene = background(rng)
    matrix = cv2.getPerspectiveTransform(corners, target)
    flat = cv2.warpPerspective(face, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full((high, wide), 255, np.uint8), matrix, (WIDTH, HEIGHT))[..., None] / 255.0
    picture = scene * (1 - mask) + flat * mask
    picture = cv2.GaussianBlur(picture, (0, 0), level.blur)
    picture = np.clip(picture + rng.normal(0, level.noise, picture.shape), 0, 255).astype(np.uint8)
    _, coded = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, level.quality])
    return np.ascontiguousarray(cv2.imdecode(coded, cv2.IMREAD_COLOR)[..., ::-1])


def background(rng: np.random.Generator) -> np.ndarray:
    """Return a wall: smooth blotches, a shade across, a few straight edges."""
    blotches = cv2.resize(
        rng.normal(0, 1, (12, 16, 3)).astype(np.float32), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC
    )
    wall = rng.uniform(60, 190) + rng.uniform(-20, 20, 3) + 9 * blotches + np.linspace(-25, 25, WIDTH)[None, :, None]
    for _ in range(4):
        x, y, w, h = (int(rng.integers(0, limit)) for limit in (WIDTH, HEIGHT, 400, 300))
        wall[y : y + h, x : x + w] += rng.uniform(-30, 30)
    return np.clip(wall, 0, 255)


def find_font(folder: Path, name: str, size: int) -> ImageFont.FreeTypeFont:
    """Return the font file called `name` (`FILE:index` in a collection) somewhere below `folder`."""
    file, _, index = name.partition(":")
    path = next(iter(sorted(folder.rglob(file))), None)
    if path is None:
        sys.exit(f"{file} is not below {folder}: install fonts-noto-core and fonts-noto-cjk.")
    return ImageFont.truetype(str(path), size, index=int(index or 0), layout_engine=ImageFont.Layout.RAQM)


def subject_of(rgb: np.ndarray) -> Subject:
    """Return the picture as an extractor is given it."""
    picture = Picture(luma=cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), rgb=rgb)
    examined = Examination(
        kind=MediaKind.IMAGE, format="jpeg", mime="image/jpeg", width=picture.width, height=picture.height,
        duration=None, isolation="A", pictures=(picture,),
    )  # fmt: skip
    return Subject(sha256="", size=0, digests={}, examination=examined, picture=picture)


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


def accuracy(truth: str, read: str) -> float:
    """Return 1 - edit distance / length of the truth, white space left out, at least 0."""
    one, two = plain(truth), plain(read)
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, start=1):
        before, row[0] = row[0], i
        for j, b in enumerate(two, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return max(0.0, 1 - row[-1] / max(len(one), 1))


def same_language(truth: str, said: str) -> bool:
    return truth == said or any(truth in group and said in group for group in ALIKE)


def score(texts: dict, level: Level, fonts: Path, keep: Path | None) -> list[dict]:
    """Return one row a sign: language, accuracy, script and language right, CPU seconds."""
    extractor, rows = Writing(), []
    extractor.extract(subject_of(np.full((64, 64, 3), 200, np.uint8)))
    for code, entry in texts.items():
        font = find_font(fonts, entry["font"], level.letters)
        for number, text in enumerate(entry["texts"]):
            rgb = render(text, font, level, np.random.default_rng([number, *code.encode()]))
            if keep:
                Image.fromarray(rgb).save(keep / f"{code}-{number}-{level.letters}.png")
            start = time.process_time()
            pieces = extractor.extract(subject_of(rgb)).value["pieces"]
            spent = time.process_time() - start
            read = " ".join(piece["text"] for piece in pieces)
            found = script(read)
            spread = languages(read, found)
            rows.append({
                "language": code, "script": entry["script"], "truth": text, "read": read,
                "accuracy": accuracy(text, read), "script_right": found == entry["script"],
                "language_right": bool(spread) and same_language(code, max(spread, key=spread.__getitem__)),
                "cpu": spent, "readers": sorted({piece["reader"] for piece in pieces}),
                "scores": [piece["score"] for piece in pieces],
            })  # fmt: skip
    return rows


def report(name: str, rows: list[dict]) -> None:
    """Print the mean of each language, and of Latin/CJK against the other scripts."""
    mean = partial(np.mean, dtype=float)
    print(f"\n{name}: language  characters  script  language  CPU-s")
    for code in dict.fromkeys(row["language"] for row in rows):
        part = [row for row in rows if row["language"] == code]
        print(f"  {code:8s} {mean([r['accuracy'] for r in part]):6.3f} {mean([r['script_right'] for r in part]):6.2f} "
              f"{mean([r['language_right'] for r in part]):6.2f} {mean([r['cpu'] for r in part]):6.2f}")  # fmt: skip
    for title, part in (
        ("Latin, Chinese, Japanese", [row for row in rows if row["script"] in OWN]),
        ("other scripts", [row for row in rows if row["script"] not in OWN]),
        ("all", rows),
    ):
        if part:
            told = [mean([row[key] for row in part]) for key in ("accuracy", "script_right", "language_right", "cpu")]
            figures = "characters {:.3f}, script {:.3f}, language {:.3f}, CPU-s a picture {:.2f}".format(*told)
            print(f"{name} {title}: {figures} ({len(part)} signs)")


def photos(folder: Path) -> None:
    """Print what is read on each photo, and the CPU seconds per megapixel."""
    extractor, spent, size = Writing(), 0.0, 0.0
    for path in sorted(folder.rglob("*.jpg")):
        rgb = np.array(Image.open(path).convert("RGB"))
        start = time.process_time()
        pieces = extractor.extract(subject_of(rgb)).value["pieces"]
        took = time.process_time() - start
        spent, size = spent + took, size + rgb.shape[0] * rgb.shape[1] / 1e6
        read = [(piece["text"], piece["score"], piece["reader"].split()[-1]) for piece in pieces]
        print(f"{path.name} {took:.2f} s {read}")
    print(f"{spent:.1f} CPU-s, {size:.1f} megapixels: {spent / size:.2f} CPU-s per megapixel")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fonts", type=Path, default=Path("/usr/share/fonts"))
    parser.add_argument("--level", choices=sorted(LEVELS))
    parser.add_argument("--languages", default="")
    parser.add_argument("--keep", type=Path, help="also write the pictures there")
    parser.add_argument("--rows", type=Path, help="also write every sign as JSON lines there")
    parser.add_argument("--photos", type=Path)
    options = parser.parse_args()
    if options.photos:
        photos(options.photos)
        return
    texts = tomllib.loads((Path(__file__).parent / "signs.toml").read_text(encoding="utf-8"))
    chosen = [code for code in options.languages.split(",") if code] or list(texts)
    for name in [options.level] if options.level else sorted(LEVELS):
        rows = score({code: texts[code] for code in chosen}, LEVELS[name], options.fonts, options.keep)
        report(name, rows)
        if options.rows:
            with options.rows.open("a", encoding="utf-8") as lines:
                lines.writelines(json.dumps({"level": name, **row}, ensure_ascii=False) + "\n" for row in rows)


if __name__ == "__main__":
    main()
