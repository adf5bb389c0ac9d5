"""Answers are blind, given once, and become clues that count together."""

from datetime import timedelta

import pytest

from sightline.clues import store as clue_store
from sightline.kernel.db import Role as DatabaseRole
from sightline.kernel.errors import Conflict, NotPermitted, UsageError
from sightline.places.fuse import where
from sightline.questions import answer, store
from sightline.questions.model import QuestionState, Reply, Said
from tests.questions.conftest import Case

PORTUGAL = Reply(said=Said.COUNTRY, country="PT", confidence=0.8, why="made there")


def say(case: Case, handle: str, number: int, reply: Reply = PORTUGAL) -> None:
    with case.workspace.acting(handle) as acting:
        answer.answer(acting, number, reply)


def seen(case: Case, handle: str, number: int) -> int:
    with case.workspace.acting(handle) as acting:
        return len(store.answers_to(acting, number))


def test_nobody_sees_an_answer_before_giving_one(case: Case) -> None:
    number = case.release("FR", "PT").id
    say(case, "pt.first", number)
    assert [seen(case, who, number) for who in ("fr.first", "fr.second", "pt.first")] == [0, 0, 1]
    say(case, "fr.first", number, Reply(said=Said.TOO_COMMON, why=""))
    assert [seen(case, who, number) for who in ("fr.first", "fr.second", "pt.first")] == [2, 0, 2]
    assert [seen(case, who, number) for who in ("be.first", "be.second")] == [2, 2], "who let it out reads along"


def test_an_answer_is_given_once_and_not_by_who_asked(case: Case) -> None:
    number = case.release("FR", "BE").id
    say(case, "fr.first", number)
    with pytest.raises(Conflict, match="given once"):
        say(case, "fr.first", number)
    with pytest.raises(NotPermitted, match="leave the answer to others"):
        say(case, "be.first", number)


def test_a_late_answer_is_refused(case: Case) -> None:
    number = case.release("FR").id
    with case.workspace.database.transaction(DatabaseRole.OWNER) as connection:
        connection.exec_driver_sql("UPDATE question SET expires = now() - interval '1 minute'")
    with pytest.raises(Conflict, match="expired"):
        say(case, "fr.first", number)
    with case.workspace.acting() as acting:
        assert [one.id for one in answer.close_expired(acting)] == [number]
        assert store.by_number(acting, number).state is QuestionState.CLOSED


@pytest.mark.parametrize(
    "reply",
    [
        Reply(said=Said.COUNTRY, why=""),
        Reply(said=Said.COUNTRY, why="", country="QQ", confidence=0.5),
        Reply(said=Said.COUNTRY, why="", country="PT", confidence=0.0),
        Reply(said=Said.TOO_COMMON, why="", country="PT"),
    ],
)
def test_an_answer_that_is_none_is_refused(case: Case, reply: Reply) -> None:
    number = case.release("FR").id
    with pytest.raises(UsageError):
        say(case, "fr.first", number, reply)


def test_answers_become_clues_of_one_group_when_the_question_closes(case: Case) -> None:
    number = case.release("FR", "PT").id
    for who in ("fr.first", "fr.second", "pt.first"):
        say(case, who, number)
    with case.workspace.acting() as acting:
        before = clue_store.of_series(acting, case.series)
        _, made = answer.close(acting, number)
        after = clue_store.of_series(acting, case.series)
    assert len(before) == 1, "while it is open no clue gives an answer away"
    assert {one.sighting.group for one in made} == {f"question-{number}"}
    assert all(one.sighting.seen_by.startswith(f"expert:Q{number}.") for one in made)
    group = next(one for one in where(after).groups if one.key == f"question-{number}/opinion")
    assert group.counted_as == 1.5, "three experts on one crop are not three independent findings"
    assert where(after).best[0] == "PT"


def test_not_from_here_speaks_against_the_experts_own_country(case: Case) -> None:
    number = case.release("FR").id
    say(case, "fr.first", number, Reply(said=Said.NOT_FROM_HERE, why="never seen"))
    with case.workspace.acting() as acting:
        _, made = answer.close(acting, number)
        found = where(clue_store.of_series(acting, case.series))
    assert [(one.sighting.kind, one.sighting.value) for one in made] == [("excluded", "FR")]
    assert found.probability("FR") < where([]).probability("FR") / 5


def test_a_record_moves_reliability_and_is_told_to_its_owner_alone(case: Case) -> None:
    wrong = Reply(said=Said.COUNTRY, country="ES", confidence=0.9, why="")
    first = case.release("FR", "PT").id
    say(case, "pt.first", first)
    say(case, "fr.first", first, wrong)
    _settle(case, "PT")
    second = case.release("FR", "PT").id
    say(case, "pt.first", second)
    say(case, "fr.first", second)
    with case.workspace.acting() as acting:
        _, made = answer.close(acting, second)
        assert answer.my_record(acting).settled == 0
    by_reliability = sorted(one.sighting.reliability or 0.0 for one in made)
    assert by_reliability[0] < 0.8 < 0.9 < by_reliability[1]
    with case.workspace.acting("pt.first") as acting:
        mine = answer.my_record(acting)
    assert (mine.settled, mine.right, mine.brier) == (2, 2, 0.04)
    with case.workspace.acting("fr.second") as acting:
        assert answer.my_record(acting).settled == 0
        assert store.records_of(acting, second) == {}, "only the asking side gets records, and those by answer"


def test_no_answer_can_be_changed(case: Case) -> None:
    number = case.release("FR").id
    say(case, "fr.first", number)
    with case.workspace.database.transaction(DatabaseRole.APP) as connection:
        allowed = connection.exec_driver_sql(
            "SELECT has_table_privilege('question_answer', 'UPDATE'), has_table_privilege('question_answer', 'DELETE')"
        ).one()
    assert tuple(allowed) == (False, False)
    with case.workspace.acting() as acting:
        assert store.by_number(acting, number).expires - store.by_number(acting, number).asked_at < timedelta(days=6)


def _settle(case: Case, country: str) -> None:
    """The country concerned reported that it identified the person."""
    with case.workspace.database.transaction(DatabaseRole.OWNER) as connection:
        connection.exec_driver_sql(
            "INSERT INTO lead (operation_id, series_id, country, agency, state, number, body, created_by, created_at)"
            " SELECT operation_id, id, %s, %s, 'closed', 'BE-2026-000001', '{}', created_by, now() FROM series",
            (country, country),
        )
        connection.exec_driver_sql(
            "INSERT INTO lead_answer (lead_number, number, kind, sender, body, at)"
            " VALUES ('BE-2026-000001', 'PT-2026-000001', 'outcome', 'PT', '{\"kind\": \"positive\"}', now())"
        )
