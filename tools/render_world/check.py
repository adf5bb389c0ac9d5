"""Measure whether the world shows what its truth says: views that match, rooms that do not, signs that can be read.

    python -m render_world.check WORLD [--read]

Matching is RootSIFT, ratio .8, homography by MAGSAC; reading is rapidocr for the Latin and CJK signs; codes are zxing's.
"""

from __future__ import annotations

import difflib
import itertools
import sys
from pathlib import Path

import cv2
import numpy as np
import zxingcpp
from rapidocr import RapidOCR

from sightline.demo.truth import TrueFile, World, load_truth

LATIN = {"fr", "nl", "de", "es", "pt", "pl", "tr", "sv", "en", "ja"}


def main() -> None:
    """Print the three measurements."""
    folder = Path(sys.argv[1])
    world = load_truth(folder)
    stills = [file for file in world.files if file.kind == "image" and not file.same_as]
    _matching(folder, world, stills)
    if "--read" in sys.argv:
        _reading(folder, stills)


def _matching(folder: Path, world: World, stills: list[TrueFile]) -> None:
    sift = cv2.SIFT_create(1500, contrastThreshold=0.01)
    found = {file.path: _features(sift, folder / file.path) for file in stills}
    same = world.pairs("same_scene")
    kinds = ("same_object", "same_texture", "watermark_only")
    explained = {kind: world.pairs(kind) for kind in kinds}
    right: dict[str, list[int]] = {}
    wrong = []
    for left, other in itertools.combinations(stills, 2):
        pair = (left.path, other.path) if left.path < other.path else (other.path, left.path)
        inliers = _inliers(found[pair[0]], found[pair[1]])
        if pair in same:
            if "mirror" not in (*left.edits, *other.edits):
                label = "near copy" if left.shot == other.shot else "other view"
                right.setdefault(f"{label} {left.place}", []).append(inliers)
        elif inliers >= 9:
            reasons = [kind for kind in kinds if pair in explained[kind]]
            wrong.append((inliers, *pair, *reasons))
    for label, counts in sorted(right.items()):
        print(f"{label:26s} {sorted(counts, reverse=True)}")
    for kind in kinds:
        print(f"{sum(kind in row for row in wrong)} of {len(explained[kind])} pairs that share only a {kind} match")
    rest = sorted((row for row in wrong if len(row) == 3), reverse=True)
    print(f"{len(rest)} other pairs of different places match:")
    for row in rest:
        print("  ", *row)


def _features(sift: cv2.SIFT, path: Path) -> tuple[np.ndarray, np.ndarray]:
    grey = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    points, rows = sift.detectAndCompute(grey, None)
    if rows is None:
        return np.zeros((0, 2), np.float32), np.zeros((0, 128), np.float32)
    return np.array([p.pt for p in points], np.float32), np.sqrt(
        rows / np.maximum(1e-6, rows.sum(axis=1, keepdims=True))
    )


def _inliers(left: tuple[np.ndarray, np.ndarray], right: tuple[np.ndarray, np.ndarray]) -> int:
    if min(len(left[0]), len(right[0])) < 12:
        return 0
    cv2.setRNGSeed(1)
    distance = left[1] @ right[1].T
    best = np.argpartition(-distance, 1, axis=1)[:, :2]
    rows = np.arange(len(best))
    first, second = distance[rows, best[:, 0]], distance[rows, best[:, 1]]
    swap = second > first
    target = np.where(swap, best[:, 1], best[:, 0])
    high, low = np.maximum(first, second), np.minimum(first, second)
    good = np.sqrt(np.maximum(0, 2 - 2 * high)) < 0.8 * np.sqrt(np.maximum(1e-9, 2 - 2 * low))
    _, unique = np.unique(target[good], return_index=True)
    if len(unique) < 6:
        return 0
    a, b = left[0][rows[good][unique]], right[0][target[good][unique]]
    _, mask = cv2.findHomography(a, b, cv2.USAC_MAGSAC, 4.0, maxIters=2000)
    return int(mask.sum()) if mask is not None else 0


def _reading(folder: Path, stills: list[TrueFile]) -> None:
    engine = RapidOCR(params={"Global.log_level": "critical"})
    best: dict[str, float] = {}
    for file in stills:
        wanted = [
            clue for clue in file.clues if clue.kind == "writing" and clue.language in LATIN and not clue.mirrored
        ]
        codes = [clue for clue in file.clues if clue.kind == "barcode"]
        picture = cv2.imread(str(folder / file.path))
        if wanted:
            lines = [text.lower() for text in (engine(picture).txts or ())]
            for line in (line for clue in wanted for line in clue.value.split("\n")):
                close = (difflib.SequenceMatcher(None, line.lower(), other).ratio() for other in lines)
                best[line] = max(best.get(line, 0.0), max(close, default=0.0))
        if codes or file.place == "jp_tatami":
            print(file.path, "codes:", [code.text for code in zxingcpp.read_barcodes(picture)])
    for line, score in best.items():
        print(f"{score:.2f}  {line}")
    print(f"{sum(score > 0.85 for score in best.values())} of {len(best)} lines are read (.85) in at least one picture")


if __name__ == "__main__":
    main()
