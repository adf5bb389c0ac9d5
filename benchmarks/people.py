"""How many drawn clothes dummies the people detector covers, and what it proposes where nobody is.

    python -m benchmarks.people FOLDER

FOLDER holds photographs without anybody in them; 40 are taken. A dummy of 25, 40, 60, 80 or 95 % of the height is drawn
into each, standing or lying. A dummy counts as covered when the proposals hide 60 % of the rectangle around it.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import cv2
import numpy as np
from tests.features.figures import draw_dummy

from sightline.features.kinds.people import Proposal, propose
from sightline.media.model import Picture

SHARES = (0.25, 0.4, 0.6, 0.8, 0.95)
GRID, COVERED, PICTURES, SIDE = 100, 0.6, 40, 800


def with_dummy(photo: np.ndarray, number: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return the photo with a dummy in it, and where it is, as a grid of 100 x 100."""
    lying = (number // len(SHARES)) % 2
    grey = np.ascontiguousarray(np.rot90(photo)) if lying else photo.copy()
    height = SHARES[number % len(SHARES)] * grey.shape[0]
    left, top = grey.shape[1] * rng.uniform(0.3, 0.7), (grey.shape[0] - height) * rng.uniform(0.2, 0.8)
    draw_dummy(grey, left, top, height, shade=int(rng.choice([30, 60, 200])), spread=rng.uniform(0.15, 0.6))
    place = np.zeros(grey.shape, bool)
    place[int(top) : int(top + height), max(0, int(left - height / 5)) : int(left + height / 5)] = True
    if lying:
        grey, place = np.ascontiguousarray(np.rot90(grey, -1)), np.rot90(place, -1)
    return grey, cv2.resize(place.astype(np.uint8), (GRID, GRID), interpolation=cv2.INTER_NEAREST).astype(bool)


def hidden(found: list[Proposal]) -> np.ndarray:
    grid = np.zeros((GRID, GRID), bool)
    for one in found:
        box = one.region
        top, left = int(box.y * GRID), int(box.x * GRID)
        grid[top : int((box.y + box.height) * GRID) + 1, left : int((box.x + box.width) * GRID) + 1] = True
    return grid


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    paths = sorted(parser.parse_args().folder.rglob("*.jpg"))
    random.Random(1).shuffle(paths)
    photos = [cv2.imread(str(path), cv2.IMREAD_GRAYSCALE) for path in paths[:PICTURES]]
    photos = [
        cv2.resize(one, None, fx=SIDE / max(one.shape), fy=SIDE / max(one.shape)) for one in photos if one is not None
    ]
    rng = np.random.default_rng(0)
    for least in (0.5, 1.0):
        covered = []
        for number, photo in enumerate(photos):
            grey, place = with_dummy(photo, number, rng)
            found = list(propose(Picture(luma=grey, rgb=grey), least_score=least))
            covered.append((hidden(found) & place).sum() >= COVERED * place.sum())
        nobody = [list(propose(Picture(luma=one, rgb=one), least_score=least)) for one in photos]
        area = float(np.mean([hidden(found).mean() for found in nobody]))
        false = sum(map(len, nobody)) / len(photos)
        print(
            f"score {least}: covered {sum(covered)} of {len(photos)}; nobody there: {false:.2f} a picture, {area:.0%} of it"
        )


if __name__ == "__main__":
    main()
