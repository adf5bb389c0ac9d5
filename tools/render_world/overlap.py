"""How much of one shot is seen in another: from depth, so that the truth says which views can be linked at all.

    python -m render_world.overlap SHOTS

Writes `SHOTS/overlap.json`: place -> `a|b` -> the smaller of the shares of either picture that the other one shows.
"""

from __future__ import annotations

import itertools
import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from render_world import photo
from render_world.render import BUILDERS, built

SIZE = (96, 72)


def main() -> None:
    """Measure every place."""
    target = Path(sys.argv[1]) / "overlap.json"
    photo.start()
    out: dict[str, dict[str, float]] = {}
    for name in BUILDERS:
        scene, shots = built(name, "lamp")
        shots = {letter: replace(shot, size=SIZE) for letter, shot in shots.items()}
        room = photo.Darkroom(scene)
        depths = {letter: room.depth(shot) for letter, shot in shots.items()}
        pairs = itertools.combinations(sorted(shots), 2)
        out[name] = {
            f"{a}|{b}": round(min(_share(shots, depths, a, b), _share(shots, depths, b, a)), 3) for a, b in pairs
        }
        print(name, out[name], flush=True)
    target.write_text(json.dumps(out, indent=1), encoding="utf-8")


def _share(shots: dict[str, photo.Shot], depths: dict[str, NDArray[np.float32]], a: str, b: str) -> float:
    """The share of the pixels of a whose point in the world is seen in b."""
    points = photo.points(shots[a], depths[a]).reshape(-1, 3)
    xy, distance, ahead = photo.project(points, shots[b])
    column, row = (xy * SIZE).astype(int).T
    seen = (ahead > 0.05) & (column >= 0) & (row >= 0) & (column < SIZE[0]) & (row < SIZE[1])
    seen[seen] = distance[seen] < depths[b][row[seen], column[seen]] * 1.04 + 0.03
    return float(seen.mean())


if __name__ == "__main__":
    main()
