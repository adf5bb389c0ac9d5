"""Score links between the stills of a demonstration world against its truth, all pairs, without a database.

    python benchmarks/world_links.py [WORLD] [--one-source]

Printed: for each reason in the truth, how many pairs are verified and possible, and whether as the same scene or the same
object; then the verified pairs that the truth does not name, by the two places they are of. Without --one-source each
contribution is a source for the stop-list; with it all pictures are of one.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from itertools import combinations
from pathlib import Path

import cv2

from scenes import grey_of, view_from
from sightline.demo.truth import WORLD, load_truth
from sightline.matching.model import Strength
from sightline.matching.scenes.index import SceneIndex

REASONS = ("near_copy", "same_scene", "same_object", "same_texture")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("world", type=Path, nargs="?", default=WORLD)
    parser.add_argument("--one-source", action="store_true")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    world = load_truth(options.world)
    stills = [file for file in world.files if file.kind == "image" and not file.same_as]
    views = {file.path: view_from(grey_of(options.world / file.path)) for file in stills}
    source = {one.folder: number for number, one in enumerate(world.contributions)}
    right = {reason: world.pairs(reason) for reason in REASONS}
    counts: Counter[tuple[str, str, str]] = Counter()
    wrong: Counter[tuple[str, ...]] = Counter()
    with tempfile.TemporaryDirectory() as folder, SceneIndex.open(Path(folder)) as index:
        index.learn_overlays(
            (view, 0 if options.one_source else source[file.folder])
            for file in stills
            if (view := views[file.path]) is not None
        )
        for left, other in combinations([file for file in stills if views[file.path] is not None], 2):
            found = index.verify(views[left.path], views[other.path])
            if found.strength is Strength.SIMILAR_LOOK:
                continue
            pair = (min(left.path, other.path), max(left.path, other.path))
            reason = next((reason for reason in REASONS if pair in right[reason]), "none")
            counts[reason, found.strength.value, found.kind.value] += 1
            if reason == "none" and found.strength is Strength.VERIFIED:
                wrong[tuple(sorted((left.place, other.place)))] += 1
    report(
        counts,
        wrong,
        {reason: sum(pair[0] in views and pair[1] in views for pair in right[reason]) for reason in REASONS},
    )


def report(counts: Counter[tuple[str, str, str]], wrong: Counter[tuple[str, ...]], true: dict[str, int]) -> None:
    print(f"true pairs of stills: {true}")
    for (reason, strength, kind), count in sorted(counts.items()):
        print(f"  {reason:13s} {strength:9s} as {kind:12s} {count}")
    verified = sum(count for (_, strength, _), count in counts.items() if strength == Strength.VERIFIED.value)
    print(f"FALSE VERIFIED {sum(wrong.values())} of {verified}: {dict(wrong)}")


if __name__ == "__main__":
    main()
