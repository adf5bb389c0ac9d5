"""An operation made for the wall: four agencies, officers of every role, and a contribution for every kind of sharing.

BE owns what is asked for; FR is named in grants; NL takes part and is not named; PT takes no part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from sqlalchemy import Connection, text

from sightline.agencies import store as agency_store
from sightline.agencies.access import acting
from sightline.agencies.model import Agency, Role
from sightline.kernel import db
from sightline.kernel.clock import now
from sightline.kernel.db import Database

OWNER, NAMED, OTHER, OUTSIDE = "BE", "FR", "NL", "PT"
AGENCIES = (OWNER, NAMED, OTHER, OUTSIDE)
ROLE_SETS: tuple[frozenset[Role], ...] = (
    *(frozenset({role}) for role in Role),
    frozenset({Role.AUDITOR, Role.CONTRIBUTOR}),
    frozenset({Role.ADMINISTRATOR, Role.COORDINATOR}),
)
SCOPES = ("all", "named")
STATES = (
    "plain",
    "lapsed",
    "revoked",
    "review passed",
    "TLP:RED",
    "TLP:AMBER+STRICT",
    "H2",
    "H3",
    "onward",
    "permitted",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One contribution with one media: to whom it is granted, at which level, and in what state.

    scope: `all` of the operation, the `named` agency, or `both`: then all of the operation see matches only.
    """

    number: int
    scope: str
    level: int
    state: str

    @property
    def handling(self) -> str:
        """Its handling code."""
        return self.state if self.state in {"H2", "H3"} else "H1"

    @property
    def tlp(self) -> str:
        """Its TLP label."""
        return self.state if self.state.startswith("TLP") else "TLP:AMBER"

    @property
    def standing(self) -> bool:
        """Whether its grants hold."""
        return self.state not in {"lapsed", "revoked"}

    def granted(self, scope: str) -> int:
        """The level that was granted in this scope, 0 for none."""
        if self.scope == "both" and scope == "all":
            return min(self.level, 1)
        return self.level if self.scope in {scope, "both"} else 0


def cases() -> Iterator[Case]:
    """Every scope, level and state."""
    single = product(SCOPES, range(5), STATES)
    double = product(("both",), range(5), ("plain", "TLP:RED"))
    for number, (scope, level, state) in enumerate((*single, *double), start=1):
        yield Case(number=number, scope=scope, level=level, state=state)


def handle(agency: str, roles: frozenset[Role]) -> str:
    """The officer of an agency with exactly these roles."""
    return f"{agency.lower()}.{'-'.join(sorted(role.value for role in roles))}"


def fill(database: Database) -> None:
    """Enter everybody, the operation, and every case with a media, a file, a clue, features and a match elsewhere."""
    _people(database)
    with database.transaction(db.Role.OWNER) as connection:
        _operations(connection)
        for case in cases():
            _contribution(connection, case)
        connection.execute(text("INSERT INTO permission (owner, country, given_by, reference, at)"
                                " VALUES ('BE', 'PT', 'Officer', 'letter 5', now())"))  # fmt: skip
        _matches(connection)
        connection.execute(text("ANALYZE"))


def _people(database: Database) -> None:
    first = handle(OWNER, frozenset({Role.ADMINISTRATOR, Role.COORDINATOR}))
    with database.transaction(db.Role.APP) as connection:
        for code in AGENCIES:
            agency_store.add_agency(connection, Agency(code=code, name=f"Unit of {code}", country=code))
        agency_store.add_officer(connection, first, "Officer", OWNER, frozenset({Role.ADMINISTRATOR, Role.COORDINATOR}))
    for code in AGENCIES:
        with acting(database, first, "test") as entering:
            for roles in sorted(ROLE_SETS, key=lambda one: Role.ADMINISTRATOR in one):
                if handle(code, roles) != first and not (code != OWNER and Role.ADMINISTRATOR in roles):
                    agency_store.add_officer(
                        entering.connection, handle(code, roles), "Officer", code, roles, entering.officer
                    )
    # An agency that has an administrator enters its own from then on, so those come last.
    with database.transaction(db.Role.OWNER) as connection:
        for code, roles in product(AGENCIES, ROLE_SETS):
            connection.execute(
                text("INSERT INTO officer (handle, name, agency, roles, created_at)"
                     " VALUES (:handle, 'Officer', :agency, :roles, now()) ON CONFLICT DO NOTHING"),
                {"handle": handle(code, roles), "agency": code, "roles": sorted(role.value for role in roles)},
            )  # fmt: skip


def _operations(connection: Connection) -> None:
    for number, (code, host, joined) in enumerate(
        (("OP", OWNER, (OWNER, NAMED, OTHER)), ("ELSEWHERE", OUTSIDE, (OUTSIDE,))), start=1
    ):
        connection.execute(
            text("INSERT INTO operation (code, name, host, starts, ends, level, created_at)"
                 " VALUES (:code, 'Test', :host, now(), now(), 0, now())"),
            {"code": code, "host": host},
        )  # fmt: skip
        for agency in joined:
            values = {"number": number, "agency": agency}
            connection.execute(text("INSERT INTO operation_agency VALUES (:number, :agency)"), values)


def _contribution(connection: Connection, case: Case) -> None:
    """Contribution and media have the number of their case."""
    today: date = now().date()
    gone = case.state == "review passed"
    values = {
        "case": f"CASE-{case.number}",
        "handling": case.handling,
        "tlp": case.tlp,
        "review": today - timedelta(days=1) if gone else today + timedelta(days=100),
        "number": case.number,
        "until": today - timedelta(days=1) if case.state == "lapsed" else today,
        "revoked": now() if case.state == "revoked" else None,
        "onward": case.state == "onward",
        "owner": OWNER,
    }
    connection.execute(
        text("INSERT INTO contribution (operation_id, agency, case_reference, legal_basis, handling, tlp, review, level,"
             " created_by, created_at) VALUES (1, :owner, :case, 'law', :handling, :tlp, :review, 0, 1, now())"),
        values,
    )  # fmt: skip
    for scope, to in (("all", None), ("named", NAMED)):
        if case.granted(scope):
            connection.execute(
                text("INSERT INTO access_grant (contribution_id, owner, to_agency, level, purpose, until, onward, given_by,"
                     " given_at, revoked_at) VALUES (:number, :owner, :to, :level, 'test', :until, :onward, 1, now(), :revoked)"),
                values | {"to": to, "level": case.granted(scope)},
            )  # fmt: skip
    _media(connection, OWNER, case.number)
    for statement in (
        "INSERT INTO feature (media_id, extractor, version, position, outcome, value, made_at)"
        " VALUES (:number, 'x', '1', 0, 'found', '{}', now())",
        "INSERT INTO clue (media_id, kind, value, detail, seen_by, state, identity, created_at)"
        " VALUES (:number, 'plug', 'E', '{}', 'officer:1', 'confirmed', 'case ' || :number, now())",
        "INSERT INTO media_mask (media_id, region, drawn_by, drawn_at) VALUES (:number, '{}', 'officer:1', now())",
        "INSERT INTO series (operation_id, title, status, created_by, created_at)"
        " VALUES (1, 'case ' || :number, 'open', 1, now())",
        "INSERT INTO series_media (series_id, media_id, added_at) VALUES (:number, :number, now())",
    ):
        connection.execute(text(statement), values)


def _media(connection: Connection, agency: str, contribution: int) -> int:
    made = connection.execute(
        text("INSERT INTO media (sha256, md5, sha1, size, state, received_at)"
             " VALUES (sha256(:seed), substr(sha256(:seed), 1, 16), substr(sha256(:seed), 1, 20), 9, 'examined', now())"
             " RETURNING id"),
        {"seed": f"{agency} {contribution}".encode()},
    ).scalar_one()  # fmt: skip
    connection.execute(
        text("INSERT INTO media_file (media_id, contribution_id, agency, path, received_at)"
             " VALUES (:media, :contribution, :agency, 'x', now())"),
        {"media": made, "contribution": contribution, "agency": agency},
    )  # fmt: skip
    return int(made)


def _matches(connection: Connection) -> None:
    """Every other agency has, for each case, a media of its own that matches; it comes in the order of the cases."""
    total = len(list(cases()))
    for place, agency in enumerate((NAMED, OTHER, OUTSIDE), start=1):
        contribution = connection.execute(
            text("INSERT INTO contribution (operation_id, agency, case_reference, legal_basis, handling, tlp, review, level,"
                 " created_by, created_at) VALUES (:operation, :agency, 'own', 'law', 'H1', 'TLP:AMBER', now()::date + 9,"
                 " 0, 1, now()) RETURNING id"),
            {"operation": 2 if agency == OUTSIDE else 1, "agency": agency},
        ).scalar_one()  # fmt: skip
        for number in range(1, total + 1):
            seed = f"{agency} {number}".encode()
            connection.execute(
                text("INSERT INTO media (sha256, md5, sha1, size, state, received_at)"
                     " VALUES (sha256(:seed), '\\x00', '\\x00', 9, 'examined', now())"),
                {"seed": seed},
            )  # fmt: skip
        connection.execute(
            text("INSERT INTO media_file (media_id, contribution_id, agency, path, received_at)"
                 " SELECT n + :before, :contribution, :agency, convert_to(n::text, 'UTF8'), now()"
                 " FROM generate_series(1, :total) n"),
            {"before": place * total, "contribution": contribution, "agency": agency, "total": total},
        )  # fmt: skip
        connection.execute(
            text("INSERT INTO link (kind, left_media, right_media, strength, score, matcher, version, evidence, made_at)"
                 " SELECT 'same scene', n, n + :before, 'verified', 1, 'x', '1', '{}', now() FROM generate_series(1, :total) n"),
            {"before": place * total, "total": total},
        )  # fmt: skip
