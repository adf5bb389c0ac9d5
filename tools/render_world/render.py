"""Render the shots of the demonstration world.

    python -m render_world.render SHOTS [--samples 24] [--scale 1.0] [--only place place/letter ...]

Writes `place/letter.png` and `place/letter.json`; a shot that is there already is left alone. mitsuba must find an LLVM
library of version 15 or newer (`DRJIT_LIBLLVM_PATH` where it does not find it by itself).
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from render_world import halls, homes, kitchens, photo, rooms, signs, sites
from render_world.kit import Scene

BUILDERS = {
    builder.__name__: builder
    for builder in (
        homes.be_bedroom, homes.es_bedroom, homes.de_living, homes.gb_kids, homes.ma_living, homes.nl_corner, homes.br_wall,
        kitchens.pt_kitchen, rooms.tr_hotel, halls.pl_school, rooms.jp_tatami, rooms.gr_desk, kitchens.il_kitchen, halls.br_bath,
        rooms.us_motel, halls.au_laundry, kitchens.ua_street, sites.kr_shop, sites.se_tram, sites.th_market, sites.in_tea,
    )
}  # fmt: skip


CLOSE = {
    "be_bedroom": "be_fair", "es_bedroom": "es_pharmacy", "de_living": "de_library", "gb_kids": "gb_reading",
    "ma_living": "ma_tea",
    "pt_kitchen": "pt_bakery", "tr_hotel": "tr_notice", "pl_school": "pl_notice", "jp_tatami": "jp_calendar",
    "gr_desk": "gr_calendar", "il_kitchen": "il_calendar", "br_bath": "br_rules", "us_motel": "us_pool",
    "au_laundry": "au_laundry", "ua_street": "ua_card", "kr_shop": "kr_menu", "se_tram": "se_table", "th_market": "th_menu",
    "in_tea": "in_price",
}  # fmt: skip
"""The sign of which letter `e` is a detail photograph."""


def built(name: str, light: str) -> tuple[Scene, dict[str, photo.Shot]]:
    """A place under one light, and its shots with the detail of its sign."""
    scene, shots = BUILDERS[name](light)
    if name in CLOSE:
        shots = shots | {"e": _close(scene, signs.SIGNS[CLOSE[name]].text, FARTHER.get(name, 1.0))}
    return scene, shots


FARTHER = {"jp_tatami": 1.3}
"""Details that stand back a little, to have what hangs beside the sign in the picture too."""


def _close(scene: Scene, text: str, factor: float) -> photo.Shot:
    """Stand before a sign, a little to its side, so that it fills half of the picture."""
    mark = next(m for m in scene.marks if any(clue["value"] == text for clue in m.clues))
    middle = mark.corners.mean(axis=0)
    right, down = mark.corners[1] - mark.corners[0], mark.corners[3] - mark.corners[0]
    front = np.cross(down, right)
    away = 0.95 * factor * max(float(np.linalg.norm(right)), 1.25 * float(np.linalg.norm(down)))
    side = 0.34 * away * right / np.linalg.norm(right)
    eye = middle + front / np.linalg.norm(front) * away - side + (0, 0, 0.06)
    return photo.Shot(eye=tuple(eye), target=tuple(middle + 0.12 * side), fov=62, size=(480, 360))


def main() -> None:
    """Render what is missing."""
    parser = argparse.ArgumentParser()
    parser.add_argument("shots", type=Path)
    parser.add_argument("--samples", type=int, default=12)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--only", nargs="*", default=[])
    args = parser.parse_args()
    photo.start()
    for wanted in args.only or BUILDERS:
        name, _, letters = wanted.partition("/")
        todo = [
            letter
            for letter in built(name, "day")[1]
            if letter in (letters or letter) and not (args.shots / name / f"{letter}.png").exists()
        ]
        _place(name, todo, args)


def _place(name: str, todo: list[str], args: argparse.Namespace) -> None:
    """Render the wanted shots of a place, those under the same light from one loaded scene."""
    shots = built(name, "day")[1]
    for light in sorted({shots[letter].light for letter in todo}):
        room = photo.Darkroom(built(name, light)[0])
        for letter in (letter for letter in todo if shots[letter].light == light):
            began, used = time.time(), time.process_time()
            size = tuple(int(side * args.scale) for side in shots[letter].size)
            pixels, marks = room.photograph(
                replace(shots[letter], size=size), args.samples, sum(map(ord, name + letter))
            )
            target = args.shots / name / f"{letter}.png"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.with_suffix(".json").write_text(json.dumps(marks, ensure_ascii=False, indent=1), encoding="utf-8")
            Image.fromarray(pixels).save(target)
            spent = f"{time.time() - began:.0f} s, {time.process_time() - used:.0f} s of CPU"
            print(f"{name}/{letter}: {spent}, {len(marks)} marks", flush=True)


if __name__ == "__main__":
    main()
