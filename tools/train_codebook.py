"""Train the visual words on a folder of harmless pictures of empty rooms, and write them to a .npy file.

    python tools/train_codebook.py FOLDER OUT.npy [--manifest FOLDER/manifest.csv --class distractor]

The shipped codebook came from 80 photographs of empty bedrooms and bathrooms of 40 houses (the class `distractor` of
the evaluation set) and their mirror images. k-means with a fixed seed: the same pictures give the same file.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from pathlib import Path

import cv2
import numpy as np

from sightline.features.kinds.keypoints import look
from sightline.features.model import Unsuited
from sightline.matching.scenes.view import mirrored, view_of
from sightline.media.model import Picture

SIDE = 256
ROUNDS = 20
SEED = 1


def paths(folder: Path, manifest: Path | None, wanted: str | None) -> list[Path]:
    if manifest is None:
        return sorted(p for p in folder.rglob("*") if p.suffix.lower() in {".jpg", ".jpeg", ".png"})
    with manifest.open(newline="", encoding="utf-8") as lines:
        return [folder / row["path"] for row in csv.DictReader(lines) if wanted in (None, row["class"])]


def descriptors(path: Path) -> np.ndarray:
    """Return the descriptors of one picture and of its mirror image; none if it is too plain."""
    colours = cv2.imread(str(path))
    grey = cv2.cvtColor(colours, cv2.COLOR_BGR2GRAY)
    try:
        found = look(Picture(luma=grey, rgb=colours[:, :, ::-1]))
    except Unsuited:
        return np.empty((0, 128), np.uint8)
    view = view_of(found.value, found.arrays)
    return np.concatenate([view.descriptors, mirrored(view).descriptors])


def nearest(points: np.ndarray, centroids: np.ndarray, at_once: int = 20_000) -> tuple[np.ndarray, np.ndarray]:
    """Return each point's nearest centroid and the squared distance to it."""
    owners, gaps = [], []
    lengths = np.einsum("ij,ij->i", centroids, centroids)
    for start in range(0, len(points), at_once):
        part = points[start : start + at_once]
        distance = lengths - 2.0 * part @ centroids.T
        owner = distance.argmin(axis=1)
        owners.append(owner)
        gaps.append(distance[np.arange(len(part)), owner] + np.einsum("ij,ij->i", part, part))
    return np.concatenate(owners), np.concatenate(gaps)


def means(points: np.ndarray, count: int) -> np.ndarray:
    """Return `count` centroids of (n, d) points by Lloyd's k-means; an empty cluster takes the farthest point."""
    chance = np.random.default_rng(SEED)
    centroids = points[chance.choice(len(points), count, replace=False)].astype(np.float32)
    for _ in range(ROUNDS):
        owner, gap = nearest(points, centroids)
        counts = np.bincount(owner, minlength=count)
        for column in range(points.shape[1]):
            sums = np.bincount(owner, weights=points[:, column], minlength=count)
            centroids[:, column] = sums / np.maximum(counts, 1)
        empty = np.flatnonzero(counts == 0)
        centroids[empty] = points[np.argsort(-gap)[: len(empty)]]
    print(f"  mean squared distance {gap.mean():.0f}")
    return centroids


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--manifest", type=Path)
    parser.add_argument("--class", dest="wanted")
    options = parser.parse_args()
    chosen = paths(options.folder, options.manifest, options.wanted)
    everything = np.concatenate([descriptors(path) for path in chosen]).astype(np.float32)
    print(f"{len(chosen)} pictures, {len(everything)} descriptors")
    halves = np.stack([means(everything[:, :64], SIDE), means(everything[:, 64:], SIDE)])
    np.save(options.out, np.rint(halves).astype(np.uint8), allow_pickle=False)
    print(f"{options.out}: SHA-256 {hashlib.sha256(options.out.read_bytes()).hexdigest()}")


if __name__ == "__main__":
    main()
