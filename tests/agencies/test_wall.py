"""The wall, cell by cell: every role, agency, sharing level, verb and state, against an oracle in another language."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import cedarpy
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from sightline.agencies import access
from sightline.agencies.access import Acting
from sightline.agencies.doors import LEAST, Door, Onward, check_door
from sightline.agencies.model import Role
from sightline.kernel import db
from sightline.kernel.db import Database
from sightline.kernel.errors import NotFound, NotPermitted
from tests.agencies import made
from tests.agencies.made import AGENCIES, NAMED, OTHER, OUTSIDE, OWNER, ROLE_SETS, Case, handle
from tests.conftest import fresh_database

POLICIES = (Path(__file__).parent / "oracle.cedar").read_text(encoding="utf-8")
CASES = list(made.cases())
ROWS = {
    "contribution": "SELECT id FROM contribution",
    "media_file": "SELECT media_id FROM media_file",
    "media": "SELECT id FROM media",
    "feature": "SELECT media_id FROM feature",
    "clue": "SELECT media_id FROM clue",
    "media_mask": "SELECT media_id FROM media_mask",
    "series_media": "SELECT media_id FROM series_media",
}
DOORS = {Door.BLURRED: 2, Door.PREVIEW: 3, Door.ORIGINAL: 4}
VERBS = (*ROWS, *DOORS, Door.ONWARD, "match", "add_file", "change", "grant", "revoke")
SAVED = {
    "add_file": "INSERT INTO media_file (contribution_id, agency, path, received_at) VALUES (:number, 'BE', 'new', now())",
    "change": "UPDATE contribution SET legal_basis = 'law' WHERE id = :number RETURNING id",
    "grant": "INSERT INTO access_grant (contribution_id, owner, level, purpose, until, onward, given_by, given_at)"
    " VALUES (:number, 'BE', 4, 'test', now()::date, false, sl_officer(), now()) RETURNING id",
    "revoke": "UPDATE access_grant SET revoked_at = now() WHERE contribution_id = :number RETURNING id",
}


@pytest.fixture(scope="module")
def filled(server: str) -> Iterator[Database]:
    """One database for all cells."""
    with fresh_database(server) as dsn:
        database = Database(dsn)
        made.fill(database)
        yield database
        database.close()


Cell = tuple[str, int]
"""A verb and the number of a case."""


def _rows(acting: Acting) -> set[Cell]:
    numbers = {case.number for case in CASES}
    found: set[Cell] = set()
    for verb, statement in ROWS.items():
        found |= {
            (verb, number) for number in acting.connection.execute(text(statement)).scalars() if number in numbers
        }
    return found


def _doors(acting: Acting) -> set[Cell]:
    shown = access.terms(acting, [case.number for case in CASES])
    levels = {number: max(one.level for one in terms) for number, terms in shown.items()}
    found: set[Cell] = {
        (door, number) for door in (Door.BLURRED, Door.ORIGINAL) for number in levels if levels[number] >= LEAST[door]
    }
    for door, case in product((Door.PREVIEW, Door.ONWARD), CASES):
        country = "PT" if case.state == "permitted" else "DE"
        try:
            check_door(acting, door, [case.number], Onward(country=country))
        except (NotFound, NotPermitted):
            continue
        found.add((door, case.number))
    return found


def _matched(acting: Acting) -> set[Cell]:
    """Matches name one's own media, which lie in blocks, one agency after the other, in the order of the cases."""
    rows = acting.connection.execute(text("SELECT media_id, owner FROM sl_matches()")).all()
    assert {row.owner for row in rows} <= {OWNER}
    return {("match", (row.media_id - 1) % len(CASES) + 1) for row in rows}


def _written(acting: Acting) -> set[Cell]:
    found: set[Cell] = set()
    for (verb, statement), case in product(SAVED.items(), CASES):
        saved = acting.connection.begin_nested()
        try:
            done = acting.connection.execute(text(statement), {"number": case.number})
            if not done.returns_rows or done.first() is not None:
                found.add((verb, case.number))
        except ProgrammingError as refused:
            if "row-level security" not in str(refused):
                raise
        saved.rollback()
    return found


def _allowed(database: Database, officer: str, *, said: bool) -> set[Cell]:
    """What the program and its database let this officer do."""
    with access.acting(database, officer, "test") as acting:
        if not said:
            acting.connection.execute(text("SELECT set_config('sightline.purpose', ' ', true)"))
        return _rows(acting) | _doors(acting) | _matched(acting) | _written(acting)


def _entity(case: Case) -> dict[str, Any]:
    def grant(scope: str) -> dict[str, Any]:
        level = case.granted(scope)
        return {"level": level, "standing": bool(level) and case.standing, "onward": case.state == "onward"}

    facts = {
        "owner": OWNER,
        "members": [OWNER, NAMED, OTHER],
        "handling": case.handling,
        "tlp": case.tlp,
        "review_passed": case.state == "review passed",
        "permitted": case.state == "permitted",
        "granted": case.level > 0,
        "all": grant("all"),
        "named": grant("named") | {"to": NAMED},
    }
    return {"uid": {"type": "Material", "id": str(case.number)}, "attrs": facts, "parents": []}


def _asked(verb: str) -> tuple[str, int]:
    if verb in ROWS:
        return "rows", 2
    return ("picture", DOORS[Door(verb)]) if verb in DOORS else (str(verb), 0)


def _expected(officer: str, agency: str, roles: frozenset[Role], *, said: bool) -> set[Cell]:
    """What the oracle lets this officer do."""
    who = {"agency": agency, "roles": sorted(role.value for role in roles), "said": said}
    entities = [{"uid": {"type": "Officer", "id": officer}, "attrs": who, "parents": []}, *map(_entity, CASES)]
    cells = list(product(VERBS, CASES))
    requests = []
    for verb, case in cells:
        action, least = _asked(verb)
        requests.append(
            {
                "principal": f'Officer::"{officer}"',
                "action": f'Action::"{"onward" if verb is Door.ONWARD else action}"',
                "resource": f'Material::"{case.number}"',
                "context": {"least": least},
            }
        )
    answers = cedarpy.is_authorized_batch(requests, POLICIES, entities)
    assert not any(answer.diagnostics.errors for answer in answers), answers[0].diagnostics.errors
    return {(verb, case.number) for (verb, case), answer in zip(cells, answers, strict=True) if answer.allowed}


@pytest.mark.parametrize("agency", AGENCIES)
def test_every_cell_equals_the_oracle(filled: Database, agency: str) -> None:
    cells = 0
    for roles, said in (*((one, True) for one in ROLE_SETS), (frozenset({Role.SPECIALIST}), False)):
        officer = handle(agency, roles)
        allowed, expected = _allowed(filled, officer, said=said), _expected(officer, agency, roles, said=said)
        by_number = {case.number: case for case in CASES}
        wrong = [(verb, by_number[number]) for verb, number in sorted(allowed ^ expected)]
        assert not wrong, f"{officer} said={said}: {len(wrong)} cells differ, first {wrong[0]}, {wrong[0][0]}"
        cells += len(VERBS) * len(CASES)
    assert cells >= 2_000


def test_the_oracle_is_not_all_of_one_colour() -> None:
    """Each verb is allowed somewhere and refused somewhere, so a wall that says always the same would be found."""
    everybody = [_expected("x", agency, roles, said=True) for agency, roles in product(AGENCIES, ROLE_SETS)]
    for verb in VERBS:
        answers = {(verb, case.number) in found for found in everybody for case in CASES}
        assert answers == {True, False}, verb


def _tables(database: Database) -> list[str]:
    with database.transaction(db.Role.OWNER) as connection:
        rows = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"))
        return [name for name in rows.scalars() if name != "alembic_version"]


def _count(connection: Any, name: str) -> int:
    """How many rows of a table there are for this connection; 0 when it may not ask at all."""
    may = connection.execute(text("SELECT has_any_column_privilege(:name, 'SELECT')"), {"name": name}).scalar_one()
    return int(connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()) if may else 0


def test_every_table_is_empty_for_nobody(filled: Database) -> None:
    with filled.transaction(db.Role.APP) as connection:
        assert {name: _count(connection, name) for name in _tables(filled)} == dict.fromkeys(_tables(filled), 0)


def test_every_table_has_the_wall_or_is_out_of_reach(filled: Database) -> None:
    with filled.transaction(db.Role.OWNER) as connection:
        open_to_all = connection.execute(
            text(
                "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
                " AND NOT c.relrowsecurity AND has_any_column_privilege('sightline_app', c.oid, 'SELECT')"
            )
        )
        assert list(open_to_all.scalars()) == []


# What an agency that takes no part in the operation still sees: the directory, its own people, its own operation.
OWN = {
    "agency": len(AGENCIES),
    "officer": len(ROLE_SETS),
    "operation": 1,
    "operation_agency": 1,
    "contribution": 1,
    "media": len(CASES),
    "media_file": len(CASES),
}


def test_an_agency_outside_counts_only_its_own(filled: Database) -> None:
    with access.acting(filled, handle(OUTSIDE, frozenset({Role.SPECIALIST})), "test") as acting:
        counts = {name: _count(acting.connection, name) for name in _tables(filled)}
    assert {name: count for name, count in counts.items() if count} == OWN


@pytest.mark.parametrize("agency", AGENCIES)
def test_counts_are_what_the_oracle_allows(filled: Database, agency: str) -> None:
    roles = frozenset({Role.SPECIALIST})
    expected = _expected("x", agency, roles, said=True)
    own = 0 if agency == OWNER else len(CASES)
    with access.acting(filled, handle(agency, roles), "test") as acting:
        for name in ("media", "media_file"):
            shown = len({number for verb, number in expected if verb == name})
            assert _count(acting.connection, name) == own + shown, name
