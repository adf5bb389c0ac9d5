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

from PIL import Image

from render_world import homes, photo, rooms, sites

BUILDERS = {
    builder.__name__: builder
    for builder in (
        homes.be_bedroom, homes.es_bedroom, homes.de_living, homes.gb_kids, homes.ma_living, homes.nl_corner, homes.br_wall,
        rooms.pt_kitchen, rooms.tr_hotel, rooms.pl_school, rooms.jp_tatami, rooms.gr_desk, rooms.il_kitchen, rooms.br_bath,
        rooms.us_motel, rooms.au_laundry, rooms.ua_street, sites.kr_shop, sites.se_tram, sites.th_market, sites.in_tea,
    )
}  # fmt: skip


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
            for letter in BUILDERS[name]("day")[1]
            if letter in (letters or letter) and not (args.shots / name / f"{letter}.png").exists()
        ]
        _place(name, todo, args)


def _place(name: str, todo: list[str], args: argparse.Namespace) -> None:
    """Render the wanted shots of a place, those under the same light from one loaded scene."""
    shots = BUILDERS[name]("day")[1]
    for light in sorted({shots[letter].light for letter in todo}):
        room = photo.Darkroom(BUILDERS[name](light)[0])
        for letter in (letter for letter in todo if shots[letter].light == light):
            began, used = time.time(), time.process_time()
            size = tuple(int(side * args.scale) for side in shots[letter].size)
            pixels, marks = room.photograph(replace(shots[letter], size=size), args.samples, sum(map(ord, name + letter)))
            target = args.shots / name / f"{letter}.png"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.with_suffix(".json").write_text(json.dumps(marks, ensure_ascii=False, indent=1), encoding="utf-8")
            Image.fromarray(pixels).save(target)
            spent = f"{time.time() - began:.0f} s, {time.process_time() - used:.0f} s of CPU"
            print(f"{name}/{letter}: {spent}, {len(marks)} marks", flush=True)


if __name__ == "__main__":
    main()
