"""Does the time of an answer tell that something hidden is there? Absent against forbidden, in turns.

    python benchmarks/absent_or_forbidden.py [--turns 2000]

Two agencies; one shows the other nothing. The other asks for media, series, clues and links by number, one that is
hidden and one that is not there, in random order through the program's own functions. Printed: the medians, their
ratio, and how often the slower of a random pair is the hidden one (50 % tells nothing).
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import text

from sightline.agencies import store as agency_store
from sightline.agencies.access import Acting
from sightline.agencies.model import Agency, Role
from sightline.kernel import db
from sightline.kernel.errors import NotFound
from sightline.kernel.settings import Settings
from sightline.matching import store as link_store
from sightline.operations import store as operation_store
from sightline.operations.model import Contribution, Handling, Level, Operation, Tlp
from sightline.series import store as series_store
from sightline.series.media import store as media_store
from sightline.workspace import Workspace

MEDIA = 5_000
FOLK = (("be.one", "BE"), ("fr.one", "FR"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked for by number."""

    name: str
    ask: Callable[[Acting, int], object]


QUESTIONS = (
    Question(name="media", ask=media_store.by_id),
    Question(name="series", ask=series_store.by_number),
    Question(name="link", ask=link_store.by_number),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=2_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="absent-", ignore_cleanup_errors=True) as place:
        settings = Settings(
            workspace=Path(place) / "workspace",
            database="",
            bytes="",
            officer="be.one",
            purpose="benchmark",
            workers=1,
            language="en",
        )
        with Workspace.create(settings) as workspace:
            fill(workspace)
            for question in QUESTIONS:
                compare(workspace, question, options.turns)


def fill(workspace: Workspace) -> None:
    """BE's material, of which FR is shown nothing."""
    with workspace.database.transaction(db.Role.APP) as connection:
        for _, code in FOLK:
            agency_store.add_agency(connection, Agency(code=code, name=code, country=code))
        agency_store.add_officer(connection, "be.one", "Officer", "BE", frozenset(Role))
    with workspace.acting() as acting:
        agency_store.add_officer(acting.connection, "fr.one", "Officer", "FR", frozenset(Role), acting.officer)
        operation = operation_store.create(
            acting,
            Operation(
                id=0, code="OP", name="Benchmark", host="BE", starts=date(2026, 3, 2), ends=date(2026, 3, 13),
                level=Level.NOTHING, agencies=("BE", "FR"),
            ),
        )  # fmt: skip
        contribution = operation_store.contribute(
            acting,
            Contribution(
                id=0, operation_id=operation.id, agency="BE", case_reference="1", legal_basis="benchmark",
                handling=Handling.H1, tlp=Tlp.AMBER, review=date(2040, 1, 1), level=Level.NOTHING,
            ),
        )  # fmt: skip
    with workspace.database.transaction(db.Role.OWNER) as connection:
        for statement in (
            "INSERT INTO media (sha256, md5, sha1, size, state, received_at) SELECT sha256(int8send(n)), '\\x00', '\\x00', 1,"
            " 'examined', now() FROM generate_series(1, :media) n",
            "INSERT INTO media_file (media_id, contribution_id, agency, path, received_at)"
            " SELECT id, :contribution, 'BE', int8send(id), now() FROM media",
            "INSERT INTO series (operation_id, title, status, created_by, created_at)"
            " SELECT 1, 'series ' || id, 'open', 1, now() FROM media",
            "INSERT INTO series_media (series_id, media_id, added_at) SELECT id, id, now() FROM media",
            "INSERT INTO link (kind, left_media, right_media, strength, score, matcher, version, evidence, made_at)"
            " SELECT 'same scene', n, n + 1, 'verified', 1, 'x', '1', '{}', now() FROM generate_series(1, :media - 1) n",
            "ANALYZE",
        ):
            connection.execute(text(statement), {"media": MEDIA, "contribution": contribution.id})


def compare(workspace: Workspace, question: Question, turns: int) -> None:
    chance = random.Random(1)
    took: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(turns):
        hidden = chance.random() < 0.5
        number = chance.randrange(1, MEDIA) + (0 if hidden else 100 * MEDIA)
        start = time.perf_counter()
        try:
            with workspace.acting("fr.one") as acting:
                question.ask(acting, number)
        except NotFound:
            took[hidden].append(time.perf_counter() - start)
    medians = {hidden: statistics.median(times) * 1000 for hidden, times in took.items()}
    pairs = [chance.choice(took[True]) > chance.choice(took[False]) for _ in range(20_000)]
    print(
        f"{question.name:8} hidden {medians[True]:.3f} ms, absent {medians[False]:.3f} ms,"
        f" ratio {medians[True] / medians[False]:.3f}; the slower of a pair is the hidden one in {sum(pairs) / 200:.1f} %"
    )


if __name__ == "__main__":
    main()
