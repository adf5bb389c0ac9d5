"""What is true of the demonstration world: who contributed which file, what it shows, and what belongs together."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from sightline.media.model import Region

WORLD = Path(__file__).parent / "world"
"""The folder of the pictures, films and bad files; below it `AGENCY/CASE/...`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueAgency:
    """An invented unit of a real country; code and country are ISO 3166 codes."""

    code: str
    country: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueContribution:
    """One delivery, holding one series. folder: below the world. country: where the series was made."""

    agency: str
    case: str
    folder: str
    legal_basis: str
    handling: str
    review_date: str
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TruePlace:
    """A room or street, and the country it is in."""

    id: str
    country: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueClue:
    """A clue that can be seen in a file (or read in its metadata, then without a region).

    trap: true where the value is there but must not be believed (GPS 0,0 or in the sea). mirrored: writing back to
    front. line_pixels: about how tall a line of the writing is, 0 where that makes no sense. seconds: in a film.
    """

    kind: str
    value: str
    region: Region | None = None
    language: str = ""
    trap: bool = False
    mirrored: bool = False
    line_pixels: float = 0.0
    seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueObject:
    """A thing that stands in more than one place, where a file shows it."""

    object: str
    region: Region


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A film that is part of another one. start, end: seconds in the other."""

    path: str
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFile:
    """One file. kind: `image`, `video` or `broken`. shot: files of one shot are copies of one photograph.

    edits: what was done to the photograph. camera: body serial number in the EXIF, or empty. refusal: the code that
    intake or decoding must give, or empty. same_as: the path of the file with the same bytes, or empty.
    """

    path: str
    kind: str
    place: str
    shot: str
    edits: tuple[str, ...]
    camera: str
    clues: tuple[TrueClue, ...]
    objects: tuple[TrueObject, ...]
    refusal: str
    same_as: str
    seconds: float = 0.0
    excerpt_of: Excerpt | None = None

    @property
    def folder(self) -> str:
        """The contribution's folder, `AGENCY/CASE`."""
        return "/".join(self.path.split("/")[:2])


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The whole truth. groups: kind of link -> groups of paths that belong together for that reason.

    Kinds: `same_file`, `near_copy`, `same_scene`, `same_object`, `same_camera`, `same_texture`; and `watermark_only`,
    whose members share a broker's mark and must not be linked for it. overlap: see `shared`.
    """

    agencies: tuple[TrueAgency, ...]
    contributions: tuple[TrueContribution, ...]
    places: tuple[TruePlace, ...]
    files: tuple[TrueFile, ...]
    groups: Mapping[str, tuple[tuple[str, ...], ...]]
    overlap: Mapping[str, Mapping[str, float]]

    def file(self, path: str) -> TrueFile:
        """The file at a path. Raises KeyError."""
        for file in self.files:
            if file.path == path:
                return file
        raise KeyError(path)

    def pairs(self, kind: str) -> frozenset[tuple[str, str]]:
        """All pairs (left < right) of paths that belong together for one reason."""
        return frozenset(pair for group in self.groups[kind] for pair in combinations(sorted(group), 2))

    def shared(self, left: str, right: str) -> float:
        """How much of the picture two files share, 0..1: of the photographs they come from, before any cropping.

        Two views of one room may show opposite corners; no method links what is in one picture only.
        """
        first, second = self.file(left), self.file(right)
        if not first.shot or first.place != second.place:
            return 0.0
        letters = sorted((first.shot.split("/")[1], second.shot.split("/")[1]))
        return 1.0 if letters[0] == letters[1] else self.overlap[first.place]["|".join(letters)]


def load_truth(folder: Path = WORLD) -> World:
    """Read `truth.json` in the world's folder."""
    raw: dict[str, Any] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return World(
        agencies=tuple(TrueAgency(**row) for row in raw["agencies"]),
        contributions=tuple(TrueContribution(**row) for row in raw["contributions"]),
        places=tuple(TruePlace(**row) for row in raw["places"]),
        files=tuple(_files(raw["files"])),
        groups={kind: tuple(tuple(group) for group in groups) for kind, groups in raw["groups"].items()},
        overlap=raw.get("overlap", {}),
    )


def _files(rows: list[dict[str, Any]]) -> Iterator[TrueFile]:
    for row in rows:
        excerpt = row.get("excerpt_of")
        yield TrueFile(
            path=row["path"],
            kind=row["kind"],
            place=row["place"],
            shot=row["shot"],
            edits=tuple(row["edits"]),
            camera=row["camera"],
            clues=tuple(_clue(clue) for clue in row["clues"]),
            objects=tuple(TrueObject(object=o["object"], region=Region(**o["region"])) for o in row["objects"]),
            refusal=row["refusal"],
            same_as=row["same_as"],
            seconds=row.get("seconds", 0.0),
            excerpt_of=Excerpt(**excerpt) if excerpt else None,
        )


def _clue(row: dict[str, Any]) -> TrueClue:
    region = row.get("region")
    rest = {name: value for name, value in row.items() if name != "region"}
    return TrueClue(region=Region(**region) if region else None, **rest)
