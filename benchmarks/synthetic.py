"""Write a synthetic operation of any size straight into a workspace's tables: rows and no pictures, for load tests.

    uv run --no-sync python -m benchmarks.synthetic FOLDER [--media 95567] [--series 1000] [--agencies 20]

Makes a workspace in FOLDER with an operation SYN, officers `<code>.first` with every role, contributions shown at level
`preview`, media spread over series unevenly as real ones are (a few large, many small), clues, links and hypotheses.
Rows go in by COPY; everything is drawn from one seeded generator, so the same call writes the same operation.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg

from sightline.agencies import store as agency_store
from sightline.agencies.model import Agency, Level, Role
from sightline.kernel.db import Role as DatabaseRole
from sightline.kernel.settings import load
from sightline.operations import store as operation_store
from sightline.operations.model import Contribution, Handling, Operation, Tlp
from sightline.workspace import Workspace

COUNTRIES = re.findall("..", "BEFRNLDEESITPTSENODKFIPLCZATCHGBIEUSCAAU")
KINDS = ("writing", "phone", "plug", "language", "currency", "plate")
LINKS = ("same scene", "near copy", "same object", "same camera")
STRENGTHS = ("verified", "possible")
START = datetime(2026, 3, 2, tzinfo=UTC)
CONTRIBUTIONS_EACH = 10


def fill(folder: Path, *, media: int, series: int, agencies: int, seed: int = 7) -> Workspace:
    """Make the workspace and return it open."""
    random.seed(seed)
    made = Workspace.create(load({"workspace": str(folder), "officer": "be.first", "purpose": "load test"}))
    codes = COUNTRIES[:agencies]
    contributions = _people(made, codes)
    dsn = made.database.dsn
    with psycopg.connect(dsn) as connection:
        _rows(connection, contributions, media, series)
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")
    return made


def _people(made: Workspace, codes: Sequence[str]) -> list[tuple[int, str]]:
    every = frozenset(Role)
    with made.database.transaction(DatabaseRole.APP) as connection:
        for code in codes:
            agency_store.add_agency(connection, Agency(code=code, name=f"Agency of {code}", country=code))
        agency_store.add_officer(connection, "be.first", "First of BE", "BE", every)
    with made.acting("be.first") as acting:
        for code in codes:
            if code != "BE":
                handle = f"{code.lower()}.first"
                agency_store.add_officer(acting.connection, handle, f"First of {code}", code, every, acting.officer)
        operation_store.create(
            acting,
            Operation(
                id=0,
                code="SYN",
                name="Synthetic",
                host="BE",
                starts=date(2026, 3, 2),
                ends=date(2026, 3, 20),
                level=Level.PREVIEW,
                agencies=tuple(codes),
            ),
        )
    found: list[tuple[int, str]] = []
    for code in codes:
        with made.acting(f"{code.lower()}.first") as acting:
            operation = operation_store.the_only(acting)
            for number in range(CONTRIBUTIONS_EACH):
                wanted = Contribution(
                    id=0,
                    operation_id=operation.id,
                    agency=code,
                    case_reference=f"{code}-{number:03d}",
                    legal_basis="synthetic",
                    handling=Handling.H0,
                    tlp=Tlp.GREEN,
                    review=date(2099, 1, 1),
                    level=Level.PREVIEW,
                )
                found.append((operation_store.contribute(acting, wanted).id, code))
    return found


def _copy(connection: psycopg.Connection, table: str, columns: str, rows: Iterable[Sequence[object]]) -> None:
    with connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as sink:
        for row in rows:
            sink.write_row(row)


def _rows(connection: psycopg.Connection, contributions: list[tuple[int, str]], media: int, series: int) -> None:
    digests = [hashlib.sha256(f"synthetic {number}".encode()).digest() for number in range(media)]
    first = _next(connection, "media")
    _copy(
        connection,
        "media",
        "sha256, md5, sha1, size, state, kind, format, mime, width, height, duration, isolation, received_at, examined_at",
        (
            (
                digest,
                digest[:16],
                digest[:20],
                2_000_000,
                "refused" if number % 97 == 0 else "examined",
                "video" if number % 20 == 3 else "image",
                "jpeg",
                "image/jpeg",
                1600,
                1200,
                30.0 if number % 20 == 3 else None,
                "A",
                START,
                START,
            )
            for number, digest in enumerate(digests)
        ),
    )
    # Series sizes fall off as 1/rank: a few large ones hold much of the material.
    weights = [1.0 / (rank + 5) for rank in range(series)]
    random.shuffle(weights)
    owner = random.choices(range(series), weights, k=media)
    home = [contributions[number % len(contributions)] for number in range(series)]
    _copy(
        connection,
        "media_file",
        "media_id, contribution_id, agency, path, received_at",
        (
            (first + number, home[owner[number]][0], home[owner[number]][1], f"IMG_{number:06d}.jpg".encode(), START)
            for number in range(media)
        ),
    )
    officer = connection.execute("SELECT min(id) FROM officer").fetchone()
    operation = connection.execute("SELECT id FROM operation").fetchone()
    assert officer is not None
    assert operation is not None
    base = _next(connection, "series")
    statuses = ("received", "open", "analysed", "located")
    _copy(
        connection,
        "series",
        "operation_id, title, status, created_by, created_at",
        (
            (
                operation[0],
                f"{home[number][1]} series {number:04d}",
                statuses[number % 4],
                officer[0],
                START + timedelta(minutes=number),
            )
            for number in range(series)
        ),
    )
    _copy(
        connection,
        "series_media",
        "series_id, media_id, added_at",
        ((base + owner[number], first + number, START) for number in range(media)),
    )
    _clues(connection, first, media)
    _links(connection, first, owner)
    _hypotheses(connection, base, series)


def _clues(connection: psycopg.Connection, first: int, media: int) -> None:
    """A clue on every second media, most of them waiting."""
    _copy(
        connection,
        "clue",
        "media_id, kind, value, region, detail, seen_by, state, identity, created_at",
        (
            (
                first + number,
                KINDS[number % len(KINDS)],
                f"value {number % 1000}",
                json.dumps({"x": 0.1, "y": 0.2, "width": 0.2, "height": 0.1, "outline": []}),
                "{}",
                "machine:writing/1",
                "confirmed" if number % 10 == 0 else "proposed",
                hashlib.sha256(f"clue {number}".encode()).hexdigest(),
                START,
            )
            for number in range(0, media, 2)
        ),
    )


def _links(connection: psycopg.Connection, first: int, owner: Sequence[int]) -> None:
    """About one link a media, each with sixty matched points: most inside a series, some to one of three others."""
    points = [[0.1 + place / 100, 0.2, 0.3, 0.2 + place / 100] for place in range(60)]
    evidence = json.dumps({"points": points, "matches": 60, "plane": 40, "left_box": [0.1, 0.1, 0.6, 0.6], "flags": []})
    inside: dict[int, list[int]] = {}
    for number, series in enumerate(owner):
        inside.setdefault(series, []).append(number)
    pairs = set()
    for number, series in enumerate(owner):
        there = series if number % 10 else series + 1 + number % 3
        other = random.choice(inside.get(there) or inside[series])
        if other != number:
            pairs.add((min(number, other), max(number, other)))
    _copy(
        connection,
        "link",
        "kind, left_media, right_media, strength, score, matcher, version, evidence, made_at",
        (
            (
                LINKS[place % len(LINKS)],
                first + left,
                first + right,
                STRENGTHS[place % 5 != 0],
                float(place % 1000),
                "synthetic",
                "1",
                evidence,
                START,
            )
            for place, (left, right) in enumerate(sorted(pairs))
        ),
    )


def _hypotheses(connection: psycopg.Connection, base: int, series: int) -> None:
    _copy(
        connection,
        "hypothesis",
        "series_id, basis, country, body, made_by, made_at",
        (
            (base + number, f"{number}", COUNTRIES[number % len(COUNTRIES)], "{}", "officer:1", START)
            for number in range(0, series, 3)
        ),
    )


def _next(connection: psycopg.Connection, table: str) -> int:
    row = connection.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()
    assert row is not None
    return int(row[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--media", type=int, default=95_567)
    parser.add_argument("--series", type=int, default=1_000)
    parser.add_argument("--agencies", type=int, default=20)
    wanted = parser.parse_args()
    began = time.perf_counter()
    made = fill(wanted.folder, media=wanted.media, series=wanted.series, agencies=wanted.agencies)
    made.database.close()
    print(f"{wanted.media} media in {wanted.series} series: {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
