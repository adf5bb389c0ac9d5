"""Score "same scene, same object" on a folder of pictures with a manifest (path, scene_id, class).

    python benchmarks/scenes.py FOLDER [--same a=b ...] [--negatives 20000] [--half 0|1] [--classes indoor,outdoor]

Printed: verified-view rate (pictures with at least one true view verified), pair recall, false verified links over
pairs of different scenes, R@1, R@5 and mAP of the shortlist, degraded queries, pairs that share only a watermark, and
time. Ground truth across sources is seldom clean: give scenes that show the same thing with --same; classes named in
--shared-environment (default: dvd) share desks and papers across scenes, so pairs within them are not counted as false.
Pictures of the class `distractor` are never queried. --half keeps the scenes whose name hashes to that half: tune on
one, report on the other.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import random
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from scenes_changes import blob, box_around, jpeg, watermarked
from sightline.features.kinds.keypoints import look
from sightline.features.model import Unsuited
from sightline.matching.model import Strength
from sightline.matching.scenes.codebook import Words, encode, shipped
from sightline.matching.scenes.index import SceneIndex
from sightline.matching.scenes.segments import ENTRY, Segment
from sightline.matching.scenes.shortlist import FARTHEST, Postings, scores, weights
from sightline.matching.scenes.stoplist import NOTHING
from sightline.matching.scenes.verdict import RECTANGLE, THRESHOLDS, Comparison, Thresholds, verify
from sightline.matching.scenes.view import View, view_of
from sightline.media.model import Picture, Region

SEED = 11


@dataclass(frozen=True)
class Item:
    path: Path
    scene: str
    group: str
    kind: str
    view: View | None


class Scenes:
    """Which scenes are the same: pairs `a=b`."""

    def __init__(self, pairs: list[str]) -> None:
        self.parent: dict[str, str] = {}
        for pair in pairs:
            a, _, b = pair.partition("=")
            self.parent[self.of(a)] = self.of(b)

    def of(self, scene: str) -> str:
        upper = self.parent.get(scene, scene)
        return scene if upper == scene else self.of(upper)


def grey_of(path: Path) -> np.ndarray:
    return cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)


def view_from(grey: np.ndarray, inside: Region | None = None) -> View | None:
    try:
        found = look(Picture(luma=np.ascontiguousarray(grey), rgb=np.empty((*grey.shape, 3), np.uint8)), inside=inside)
    except Unsuited:
        return None
    return view_of(found.value, found.arrays)


def in_half(scene: str, half: int | None) -> bool:
    return half is None or int(hashlib.sha256(scene.encode()).hexdigest(), 16) % 2 == half


def load(options: argparse.Namespace, scenes: Scenes) -> list[Item]:
    wanted = set(options.classes.split(",")) if options.classes else None
    with (options.folder / "manifest.csv").open(newline="", encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if wanted is None or row["class"] in wanted]
    items, spent = [], 0.0
    for row in rows:
        if not in_half(scenes.of(row["scene_id"]), options.half):
            continue
        grey = grey_of(options.folder / row["path"])
        start = time.process_time()
        view = view_from(grey)
        spent += time.process_time() - start
        items.append(
            Item(options.folder / row["path"], row["scene_id"], scenes.of(row["scene_id"]), row["class"], view)
        )
    print(f"{len(items)} pictures, extraction {1000 * spent / max(1, len(items)):.0f} ms of CPU each")
    print(f"  without usable keypoints: {[i.path.name for i in items if i.view is None]}")
    return items


def compared(left: View | None, right: View | None, *, thresholds: Thresholds = THRESHOLDS) -> Comparison | None:
    return None if left is None or right is None else verify(left, right, thresholds=thresholds)


def is_verified(found: Comparison | None) -> bool:
    return found is not None and found.strength is Strength.VERIFIED


def unrelated(a: Item, b: Item, shared: set[str]) -> bool:
    """Say whether a link between them would be false; what --same names together is neither true nor false."""
    return a.group != b.group and not (a.kind == b.kind and a.kind in shared)


def true_pairs(items: list[Item]) -> dict[int, list[int]]:
    by_scene = defaultdict(list)
    for number, item in enumerate(items):
        if item.kind != "distractor":
            by_scene[item.scene].append(number)
    return {n: [m for m in members if m != n] for members in by_scene.values() if len(members) > 1 for n in members}


def show_rates(name: str, hits: dict[str, list[bool]]) -> None:
    rates = "  ".join(f"{kind} {np.mean(found):.3f} ({len(found)})" for kind, found in sorted(hits.items()))
    every = [hit for found in hits.values() for hit in found]
    print(f"{name}: {rates}  all {np.mean(every):.3f}")


def links(items: list[Item], true: dict[int, list[int]]) -> dict[tuple[int, int], Comparison | None]:
    found = {(a, b): compared(items[a].view, items[b].view) for a in true for b in true[a] if a < b}
    pairs, views = defaultdict(list), defaultdict(list)
    for (a, _), result in found.items():
        pairs[items[a].kind].append(is_verified(result))
    for a, others in true.items():
        views[items[a].kind].append(any(is_verified(found[min(a, b), max(a, b)]) for b in others))
    show_rates("verified-view rate", views)
    show_rates("pair recall", pairs)
    weak = sorted(
        {items[a].path.name for a in true if not any(is_verified(found[min(a, b), max(a, b)]) for b in true[a])}
    )
    print(f"  no true view verified: {weak}")
    return found


def false_links(items: list[Item], options: argparse.Namespace) -> None:
    shared = set(options.shared_environment.split(","))
    chance = random.Random(SEED)
    pairs = [
        (a, b) for a in range(len(items)) for b in range(a + 1, len(items)) if unrelated(items[a], items[b], shared)
    ]
    chance.shuffle(pairs)
    pairs = pairs[: options.negatives]
    start, counts, wrong = time.process_time(), Counter(), []
    for a, b in pairs:
        result = compared(items[a].view, items[b].view)
        if result is None:
            continue
        counts[result.strength.value] += 1
        if is_verified(result):
            wrong.append((items[a].path.name, items[b].path.name, result.plane, result.epipolar, result.mirrored))
    each = 1000 * (time.process_time() - start) / max(1, len(pairs))
    print(f"pairs of different scenes, upright and mirrored: {len(pairs)}, {dict(counts)}, {each:.1f} ms of CPU each")
    print(f"  FALSE VERIFIED {len(wrong)}: {wrong}")


def ranks(items: list[Item], true: dict[int, list[int]], options: argparse.Namespace) -> None:
    shared = set(options.shared_environment.split(","))
    first, fifth, precision, spent = defaultdict(list), defaultdict(list), defaultdict(list), 0.0
    with tempfile.TemporaryDirectory() as folder, SceneIndex.open(Path(folder)) as index:
        for number, item in enumerate(items):
            if item.view is not None:
                index.add(number, item.view, source_id=number)
        index.flush()
        for a, others in true.items():
            start = time.process_time()
            query = items[a].view
            found = index.search(query, top=len(items), without={a}) if query is not None else ()
            spent += time.process_time() - start
            order = [
                c.media_id for c in found if c.media_id in others or unrelated(items[a], items[c.media_id], shared)
            ]
            places = sorted(order.index(b) for b in others if b in order)
            first[items[a].kind].append(bool(places) and places[0] < 1)
            fifth[items[a].kind].append(bool(places) and places[0] < 5)
            precision[items[a].kind].append(sum((k + 1) / (p + 1) for k, p in enumerate(places)) / len(others))
    show_rates("R@1", first)
    show_rates("R@5", fifth)
    show_rates("mAP", precision)
    print(f"  search {1000 * spent / len(true):.1f} ms of CPU a query (upright and mirrored)")


def degraded(items: list[Item], true: dict[int, list[int]], found: dict[tuple[int, int], Comparison | None]) -> None:
    ways = {
        "original": lambda g: g,
        "mirrored": lambda g: g[:, ::-1],
        "blob over 25 %": lambda g: blob(g, 0.27),
        "480 px, JPEG q40": lambda g: jpeg(g, 40, 480),
        "turned 20 degrees": lambda g: cv2.warpAffine(
            g, cv2.getRotationMatrix2D((g.shape[1] / 2, g.shape[0] / 2), 20, 1), g.shape[::-1]
        ),
        "half of the area": lambda g: g[: int(0.71 * g.shape[0]), : int(0.71 * g.shape[1])],
    }
    chance = random.Random(SEED)
    by_scene = {items[a].scene: a for a in sorted(true, key=lambda _: chance.random())}
    queries = sorted(by_scene.values())
    print(f"degraded queries, one of each scene ({len(queries)}): true view verified")
    for name, way in ways.items():
        hits = defaultdict(list)
        for a in queries:
            query = view_from(way(grey_of(items[a].path)))
            hits[items[a].kind].append(any(is_verified(compared(query, items[b].view)) for b in true[a]))
        show_rates(f"  {name}", hits)
    crops = defaultdict(list)
    for a in queries:
        whole = [(b, found[min(a, b), max(a, b)]) for b in true[a]]
        linked = [(b, result) for b, result in whole if is_verified(result)]
        if not linked:
            continue
        b, best = max(linked, key=lambda pair: pair[1].score)
        query = view_from(grey_of(items[a].path), inside=box_around(best, 0.10, left=a < b))
        linked = (is_verified(compared(query, items[c].view, thresholds=RECTANGLE)) for c in true[a])
        crops[items[a].kind].append(any(linked))
    show_rates("  object crop of 10 % where the whole links", crops)


def watermark_pairs(items: list[Item], count: int) -> None:
    """Paste the same overlay on unrelated pictures: the share of such pairs that is linked anyway."""
    chance = random.Random(SEED)
    usable = [item for item in items if item.view is not None]
    plain = trials = raw = 0
    stopped = Counter()
    with tempfile.TemporaryDirectory() as folder, SceneIndex.open(Path(folder)) as index:
        for style in range(6):
            chosen = {}
            for item in chance.sample(usable, len(usable)):
                chosen.setdefault(item.scene, item)
            group = list(chosen.values())[: max(4, count)]
            views = [view_from(jpeg(watermarked(grey_of(i.path), style, chance), 85, 10_000)) for i in group]
            pairs = []
            for a in range(0, len(group) - 1, 2):
                before = is_verified(compared(group[a].view, group[a + 1].view))
                if before or views[a] is None or views[a + 1] is None:
                    continue
                pairs.append((views[a], views[a + 1]))
                result = verify(views[a], views[a + 1])
                raw += result.plane >= result.thresholds.verified_plane
                plain += is_verified(result)
            trials += len(pairs)
            for name, all_one in (("of many sources", 0), ("of one source", 1)):
                index.learn_overlays(
                    [(view, number * (1 - all_one)) for number, view in enumerate(views) if view is not None]
                )
                stopped[name] += sum(is_verified(index.verify(*pair)) for pair in pairs)
    learnt = ", ".join(f"{count / trials:.3f} with a stop-list {name}" for name, count in stopped.items())
    print(
        f"pairs sharing only a watermark ({trials}): {raw / trials:.3f} have enough inliers, "
        f"{plain / trials:.3f} verified with the flag, and with the flag {learnt}"
    )


def generated(items: list[Item], count: int) -> Segment:
    """Return a segment of `count` generated pictures with the words and signatures that real ones have."""
    book, chance = shipped(), np.random.default_rng(SEED)
    real = [encode(book, item.view.descriptors) for item in items if item.view is not None]
    words = np.bincount(np.concatenate([one.words for one in real]), minlength=len(book))
    lengths = np.rint(words * (count / len(real))).astype(np.int64)
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    pictures = np.empty(offsets[-1], dtype=np.int32)
    for word in np.flatnonzero(lengths):
        pictures[offsets[word] : offsets[word + 1]] = np.sort(chance.integers(0, count, lengths[word], dtype=np.int32))
    signatures = chance.integers(0, 1 << 63, (offsets[-1], 2), dtype=np.uint64)
    postings = Postings(offsets=offsets, pictures=pictures, signatures=signatures, count=count)
    entries = np.zeros(count, dtype=ENTRY)
    entries["media"], entries["words"] = np.arange(count), offsets[-1] // count
    return Segment(name="", postings=postings, entries=entries, norms=np.sqrt(np.maximum(entries["words"], 1.0)))


def plain_scan(postings: Postings, query: Words, weight: np.ndarray) -> np.ndarray:
    """Return what `scores` returns, word by word in numpy: the floor that the compiled scan is compared with."""
    total = np.zeros(postings.count, dtype=np.float64)
    for word, signature in zip(query.words, query.signatures, strict=True):
        part = slice(postings.offsets[word], postings.offsets[word + 1])
        gap = np.bitwise_count(postings.signatures[part] ^ signature).sum(axis=1)
        worth = np.where(gap < FARTHEST, weight[word] * np.maximum(0.0, 1 - 2 * gap / 128) ** 3, 0.0)
        total += np.bincount(postings.pictures[part], weights=worth, minlength=postings.count)
    return total


def scale(items: list[Item], count: int) -> None:
    segment = generated(items, count)
    queries = [item.view for item in items if item.view is not None][:10]
    with tempfile.TemporaryDirectory() as folder:
        index = SceneIndex(Path(folder), shipped(), [segment], NOTHING)
        index.search(queries[0])
        start = time.process_time()
        for query in queries:
            index.search(query)
        search = (time.process_time() - start) / len(queries)
    weight = weights(np.diff(segment.postings.offsets), count)
    words = encode(shipped(), queries[0].descriptors, nearest=3)
    start = time.process_time()
    compiled = scores(segment.postings, words, weight)
    middle = time.process_time()
    plain = plain_scan(segment.postings, words, weight)
    end = time.process_time()
    size = sum(a.nbytes for a in (segment.postings.offsets, segment.postings.pictures, segment.postings.signatures))
    print(
        f"{count} generated pictures, {size / count / 1000:.1f} kB each: search upright and mirrored {1000 * search:.0f} "
        f"ms of CPU; compiled scan {(end - middle) / (middle - start):.1f} times as fast as numpy, "
        f"same answer: {np.allclose(compiled, plain, rtol=1e-3, atol=1e-4)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--same", action="append", default=[], help="two scene ids that show the same thing: a=b")
    parser.add_argument("--merges", type=Path, help="a text file of a=b lines")
    parser.add_argument("--negatives", type=int, default=20_000)
    parser.add_argument("--classes")
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--shared-environment", default="dvd")
    parser.add_argument("--scale", type=int, default=0, help="also time a search over this many generated pictures")
    parser.add_argument(
        "--skip", default="", help="any of: links (and then degraded), false, rank, degraded, watermark"
    )
    options = parser.parse_args()
    cv2.setNumThreads(1)
    merges = options.merges.read_text(encoding="utf-8").split() if options.merges else []
    items = load(options, Scenes(options.same + merges))
    true = true_pairs(items)
    skipped = set(options.skip.split(","))
    found = {} if "links" in skipped else links(items, true)
    if options.scale:
        scale(items, options.scale)
    if "rank" not in skipped:
        ranks(items, true, options)
    if "degraded" not in skipped:
        degraded(items, true, found)
    if "watermark" not in skipped:
        watermark_pairs(items, 40)
    if "false" not in skipped:
        false_links(items, options)


if __name__ == "__main__":
    main()
