"""Make the demonstration world from the rendered shots: the files as agencies would deliver them, and the truth.

    python -m render_world.assemble SHOTS WORLD

SHOTS holds `place/letter.png` and `place/letter.json` as `render.py` writes them; WORLD is replaced.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from render_world import films
from render_world.cases import CASES
from render_world.edits import edited
from render_world.shots import Row, move, shot_marks, shot_picture
from render_world.story import AGENCIES, BROKEN, CAMERAS, OBJECTS, PLACES, Case, File


def main() -> None:
    """Assemble the world into the folder given."""
    shots, world = Path(sys.argv[1]), Path(sys.argv[2])
    if world.exists():
        shutil.rmtree(world)
    rows = [_still(shots, world, case, file) for case in CASES for file in case.files if not file.same_as]
    rows += [_twin(world, case, file, rows) for case in CASES for file in case.files if file.same_as]
    rows += films.make_all(shots, world)
    rows += [_broken(world, *entry) for entry in BROKEN]
    rows.sort(key=lambda row: row["path"])
    overlap = json.loads((shots / "overlap.json").read_text(encoding="utf-8"))
    (world / "truth.json").write_text(
        json.dumps(_truth(rows) | {"overlap": overlap}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    size = sum(path.stat().st_size for path in world.rglob("*") if path.is_file())
    print(f"{len(rows)} files, {size / 1e6:.2f} MB")


def _still(shots: Path, world: Path, case: Case, file: File) -> Row:
    source = shots / f"{file.shot}.png"
    picture, place_map = edited(shot_picture(source), file.edits)
    relative = f"{case.agency}/{case.reference}/{file.name}"
    target = world / relative
    target.parent.mkdir(parents=True, exist_ok=True)
    image = Image.fromarray(picture)
    if file.format == "PNG":
        image.quantize(200, dither=Image.Dither.NONE).save(target, "PNG", optimize=True)
    else:
        image.save(target, "JPEG", quality=file.quality, optimize=True, exif=_exif(file))
    marks = [moved for mark in shot_marks(source) if (moved := move(mark, shot_picture(source), picture, place_map))]
    return {
        "path": relative,
        "kind": "image",
        "place": file.shot.split("/")[0],
        "shot": file.shot,
        "edits": list(file.edits),
        "camera": CAMERAS[file.camera][2] if file.camera else "",
        "clues": [clue for mark in marks for clue in mark["clues"]] + _file_clues(file),
        "objects": [{"object": mark["object"], "region": mark["region"]} for mark in marks if mark.get("object")],
        "refusal": "",
        "same_as": "",
    }


def _file_clues(file: File) -> list[Row]:
    out: list[Row] = []
    if file.position is not None:
        usable = file.position not in ((0.0, 0.0), (36.2, -15.0), (33.87, 151.21))
        out.append({"kind": "gps", "value": f"{file.position[0]},{file.position[1]}", "trap": not usable})
    if file.offset:
        out.append({"kind": "utc-offset", "value": file.offset})
    return out


def _exif(file: File) -> Image.Exif:
    exif = Image.Exif()
    if file.camera:
        make, model, serial, lens, lens_serial = CAMERAS[file.camera]
        exif[0x010F], exif[0x0110] = make, model
        more = {0x9003: file.taken, 0x9011: file.offset, 0xA431: serial, 0xA434: lens, 0xA435: lens_serial}
        exif.get_ifd(0x8769).update({tag: value for tag, value in more.items() if value})
    if file.position is not None:
        latitude, longitude = file.position
        exif.get_ifd(0x8825).update({
            1: "N" if latitude >= 0 else "S", 2: _degrees(latitude), 3: "E" if longitude >= 0 else "W", 4: _degrees(longitude),
        })  # fmt: skip
    return exif


def _degrees(value: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    hundredths = round(abs(value) * 360_000)
    degrees, rest = divmod(hundredths, 360_000)
    minutes, seconds = divmod(rest, 6_000)
    return IFDRational(degrees, 1), IFDRational(minutes, 1), IFDRational(seconds, 100)


def _twin(world: Path, case: Case, file: File, rows: list[Row]) -> Row:
    relative = f"{case.agency}/{case.reference}/{file.name}"
    (world / relative).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(world / file.same_as, world / relative)
    twin = next(row for row in rows if row["path"] == file.same_as)
    return {**twin, "path": relative, "same_as": file.same_as}


def _broken(world: Path, relative: str, code: str, how: str) -> Row:
    target = world / relative
    target.parent.mkdir(parents=True, exist_ok=True)
    if how == "cut":
        whole = (target.parent / "desk1.jpg").read_bytes()
        target.write_bytes(whole[: len(whole) // 3])
    elif how == "text":
        target.write_text("Notiz: Der Nachbar sagt, das Foto sei am Fenster gemacht worden.\n" * 4, encoding="utf-8")
    elif how == "zero":
        target.write_bytes(b"")
    elif how == "svg":
        target.write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>\n'
        )
    else:
        target.write_text("#EXTM3U\n#EXTINF:4,\nother.ts\n")
    return {
        "path": relative, "kind": "broken", "place": "", "shot": "", "edits": [how], "camera": "",
        "clues": [], "objects": [], "refusal": code, "same_as": "",
    }  # fmt: skip


def _truth(rows: list[Row]) -> Row:
    seen = [row for row in rows if row["kind"] != "broken"]
    stills = [row for row in seen if row["kind"] == "image"]
    return {
        "version": 1,
        "agencies": [{"code": code, "country": code, "name": name} for code, name in AGENCIES.items()],
        "contributions": [
            {
                "agency": case.agency, "case": case.reference, "folder": f"{case.agency}/{case.reference}",
                "legal_basis": case.basis, "handling": case.handling, "review_date": case.review, "country": case.country,
            }
            for case in CASES
        ],
        "places": [{"id": key, "country": country, "what": what} for key, (country, what) in PLACES.items()],
        "objects": [{"id": key, "what": what} for key, what in OBJECTS.items()],
        "files": rows,
        "groups": {
            "same_file": _groups(stills, lambda row: row["same_as"] or row["path"]),
            "near_copy": _groups(stills, lambda row: row["shot"]),
            "same_scene": _groups(seen, lambda row: row["place"] if row["place"] != "br_wall" else ""),
            "same_camera": _groups(seen, lambda row: row["camera"]),
            "watermark_only": _groups(stills, lambda row: next((e for e in row["edits"] if e.startswith("watermark")), "")),
            "same_texture": [[row["path"] for row in seen if row["place"] in ("be_bedroom", "nl_corner")]],
            "same_object": _object_groups(seen),
        },
    }  # fmt: skip


def _groups(rows: list[Row], key: Callable[[Row], str]) -> list[list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        if label := key(row):
            found.setdefault(label, []).append(row["path"])
    return [sorted(paths) for paths in found.values() if len(paths) > 1]


def _object_groups(rows: list[Row]) -> list[list[str]]:
    groups = ([row for row in rows if any(o["object"] == name for o in row["objects"])] for name in OBJECTS)
    return [sorted(row["path"] for row in group) for group in groups if len({row["place"] for row in group}) > 1]


if __name__ == "__main__":
    main()
