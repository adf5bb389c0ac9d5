"""Score what plain comparison cannot do, on a folder as `scenes.py` takes it: repeated texture, and deep compare.

    python benchmarks/scenes_hard.py FOLDER [--merges FILE] [--pairs 60] [--negatives 20] [--skip texture,deep]

Texture: a patch of one picture is tiled, at another size and slightly turned, over the upper 45 % of two unrelated
pictures; such pairs share a pattern, pairs with two different patterns do not. Deep: true pairs that plain comparison
does not verify, and random unrelated pairs, which must stay unlinked.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter, defaultdict
from pathlib import Path

import cv2
import numpy as np

from scenes import SEED, Item, Scenes, compared, grey_of, is_verified, load, true_pairs, unrelated, view_from
from sightline.features.model import Unsuited
from sightline.matching.model import Strength
from sightline.matching.scenes.deep import deep_compare
from sightline.matching.scenes.texture import compare_textures, motifs
from sightline.matching.scenes.verdict import verify
from sightline.media.model import Picture


def papered(grey: np.ndarray, patch: np.ndarray, chance: random.Random) -> np.ndarray:
    """Return the picture with the patch tiled over its upper 45 %, resized by up to 15 % and turned by up to 5 degrees."""
    zoom = 800 / max(grey.shape)
    out = cv2.resize(grey, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA if zoom < 1 else cv2.INTER_LINEAR)
    size = chance.uniform(0.85, 1.15)
    tile = cv2.resize(patch, None, fx=size, fy=size, interpolation=cv2.INTER_AREA)
    wall = np.tile(tile, (1200 // tile.shape[0] + 1, 1200 // tile.shape[1] + 1))[:1200, :1200]
    wall = cv2.warpAffine(wall, cv2.getRotationMatrix2D((600, 600), chance.uniform(-5, 5), 1), (1200, 1200))
    height = int(0.45 * out.shape[0])
    x, y = chance.randrange(200, 380), chance.randrange(200, 600)
    out[:height] = wall[y : y + height, x : x + out.shape[1]]
    return out


def texture(items: list[Item], pairs: int, side: int) -> None:
    chance = random.Random(SEED)
    rooms = [item for item in items if item.kind == "distractor"] or items
    sources = [item for item in items if item.kind != "distractor"] or items
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for _ in range(pairs):
        patches = []
        for item in chance.sample(sources, 2):
            grey = grey_of(item.path)
            y, x = grey.shape[0] // 2 - side // 2, grey.shape[1] // 2 - side // 2
            patches.append(grey[max(0, y) : y + side, max(0, x) : x + side])
        a, b = (grey_of(item.path) for item in chance.sample(rooms, 2))
        walls = [papered(a, patches[0], chance), papered(b, patches[0], chance), papered(b, patches[1], chance)]
        views = [view_from(wall) for wall in walls]
        plain = [view_from(grey) for grey in (a, b)]
        if any(view is None for view in (*views, *plain)):
            continue
        for name, (left, right) in {
            "same pattern": (views[0], views[1]),
            "two patterns": (views[0], views[2]),
            "no pattern": tuple(plain),
        }.items():
            linked = compare_textures(motifs(left), motifs(right)).strength is Strength.POSSIBLE
            counts[name]["pairs"] += 1
            counts[name]["same texture"] += linked
            counts[name]["verified as scene"] += is_verified(verify(left, right))
    for name, count in counts.items():
        print(f"texture, patch of {side} px, {name}: {dict(count)}")


def picture(item: Item) -> Picture:
    grey = grey_of(item.path)
    return Picture(luma=grey, rgb=np.empty((1, 1, 3), np.uint8))


def deep(items: list[Item], negatives: int) -> None:
    true = true_pairs(items)
    weak = [(a, b) for a in true for b in true[a] if a < b and not is_verified(compared(items[a].view, items[b].view))]
    chance = random.Random(SEED)
    wrong = []
    while len(wrong) < negatives:
        a, b = chance.sample(range(len(items)), 2)
        if unrelated(items[a], items[b], {"dvd"}):
            wrong.append((a, b))
    for name, pairs in (("true pairs not verified plainly", weak), ("unrelated pairs", wrong)):
        counts, kinds, spent = Counter(), Counter(), 0.0
        for a, b in pairs:
            start = time.process_time()
            try:
                found = deep_compare(picture(items[a]), picture(items[b]))
            except Unsuited:
                continue
            spent += time.process_time() - start
            counts[found.strength.value] += 1
            kinds[items[a].kind] += is_verified(found)
        each = spent / max(1, sum(counts.values()))
        print(f"deep compare, {name}: {dict(counts)}, verified by class {dict(kinds)}, {each:.1f} s of CPU each")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--merges", type=Path)
    parser.add_argument("--classes")
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--pairs", type=int, default=60)
    parser.add_argument("--negatives", type=int, default=20)
    parser.add_argument("--skip", default="")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    scenes = Scenes(options.merges.read_text(encoding="utf-8").split() if options.merges else [])
    items = load(options, scenes)
    if "texture" not in options.skip:
        for side in (60, 100, 200):
            texture(items, options.pairs, side)
    if "deep" not in options.skip:
        deep(items, options.negatives)


if __name__ == "__main__":
    main()
