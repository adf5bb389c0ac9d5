"""A question to an agency elsewhere and its answers back: sealed, blind, and nothing told that need not be."""

from datetime import timedelta

import pytest

from sightline.agencies import store as agency_store
from sightline.agencies.model import Agency
from sightline.clues import store as clue_store
from sightline.kernel.canonical import encode
from sightline.kernel.clock import now
from sightline.kernel.errors import Conflict, IntegrityError, NotPermitted, SightlineError, UsageError
from sightline.leads import store as lead_store
from sightline.leads.courier import Courier
from sightline.leads.directory import Partner
from sightline.leads.keys import AgencyKeys, make_agency_keys
from sightline.questions import answer, ask, carry, store
from sightline.questions.carry import ANSWERS, ANSWERS_FILE, CROP_FILE, QUESTION, QUESTION_FILE
from sightline.questions.model import Reply, Said
from tests.questions.conftest import Case, enter

KEYS: dict[str, AgencyKeys] = {}


@pytest.fixture
def away(case: Case, tmp_path) -> Case:
    """The agency NL takes no part in the operation; each knows the other's key."""
    with case.workspace.acting() as acting:
        agency_store.add_agency(acting.connection, Agency(code="NL", name="Agency", country="NL"), acting.officer)
        for handle in ("nl.first", "nl.second"):
            enter(acting, handle, f"Officer {handle}", "NL")
        for code in ("BE", "NL", "FR"):
            KEYS[code] = make_agency_keys(code, code, code, (now() - timedelta(days=1), now() + timedelta(days=9)))
            partner = Partner(card=KEYS[code].card, entered_by="one", confirmed_by="two")
            lead_store.keep_partner(acting, partner, "confirm partner")
    return case


def post(case: Case, acting, code: str) -> Courier:
    return Courier(acting, KEYS[code], case.workspace.folder / f"outbox-{code}")


def sent(case: Case):
    number = case.ask().id
    with case.workspace.acting("be.second") as acting:
        ask.release(acting, number, ("NL", "FR"), {"NL": "NL"})
    with case.workspace.acting("be.second") as acting:
        courier = post(case, acting, "BE")
        carry.send(acting, case.workspace.blobs, number, "NL", courier)
    assert courier.last is not None
    return number, courier.last.path


def test_there_and_back(away: Case) -> None:
    number, path = sent(away)
    with away.workspace.acting("nl.first") as acting:
        arrived = carry.arrive(acting, away.workspace.blobs, path, post(away, acting, "NL"))
        assert (arrived.series_id, arrived.clue_id, arrived.offered) == (None, None, ("NL",))
        assert answer.picture(acting, away.workspace.blobs, arrived.id).startswith(b"\xff\xd8")
        answer.answer(acting, arrived.id, Reply(said=Said.COUNTRY, country="PT", confidence=0.7, why="seen there"))
    with away.workspace.acting("nl.second") as acting:
        assert store.answers_to(acting, arrived.id) == [], "blind elsewhere too"
        answer.answer(acting, arrived.id, Reply(said=Said.NOT_FROM_HERE, why=""))
        courier = post(away, acting, "NL")
        carry.answer_home(acting, arrived.id, courier)
    assert courier.last is not None
    with away.workspace.acting() as acting:
        assert carry.take_home(acting, courier.last.path, post(away, acting, "BE"))[1] == 2
        _, made = answer.close(acting, number)
        kinds = {(one.sighting.kind, one.sighting.value) for one in made}
        assert kinds == {("opinion", "PT"), ("excluded", "NL")}
        assert len(clue_store.of_series(acting, away.series)) == 3
    with away.workspace.acting() as acting, pytest.raises(IntegrityError, match="opened here before"):
        carry.take_home(acting, courier.last.path, post(away, acting, "BE"))


def test_an_agency_nobody_knows_is_a_plain_mistake(away: Case) -> None:
    number = away.ask().id
    with away.workspace.acting("be.second") as acting, pytest.raises(UsageError, match="NX takes no part"):
        ask.release(acting, number, ("NX",), {"NL": "NL"})


def test_it_goes_only_where_it_was_released_to(away: Case) -> None:
    number = away.release("FR").id
    with away.workspace.acting("be.second") as acting, pytest.raises(NotPermitted, match="not released to NL"):
        carry.send(acting, away.workspace.blobs, number, "NL", post(away, acting, "BE"))


def test_answers_from_whom_it_was_not_sent_to_are_refused(away: Case) -> None:
    number, _ = sent(away)
    body = {"v": 1, "question": number, "package": "BE-2026-000001", "answers": []}
    with away.workspace.acting("fr.first") as acting:
        courier = post(away, acting, "FR")
        courier.send(ANSWERS, "BE", {ANSWERS_FILE: encode(body)}, now() + timedelta(days=1))
    assert courier.last is not None
    with away.workspace.acting() as acting, pytest.raises(IntegrityError, match="did not go to FR"):
        carry.take_home(acting, courier.last.path, post(away, acting, "BE"))


GOOD = {"said": "country", "country": "PT", "confidence": "0.5", "why": ""}


@pytest.mark.parametrize(
    "change",
    [
        {"said": "maybe"},
        {"country": "QQ"},
        {"country": None},
        {"confidence": "nan"},
        {"confidence": "2"},
        {"confidence": True},
        {"why": "x" * 2000},
        {"why": "line\nbreak\x1b[31m"},
        {"said": "too common"},
    ],
)
def test_answers_that_make_no_sense_leave_nothing_behind(away: Case, change: dict[str, object]) -> None:
    number, _ = sent(away)
    package = "BE-2026-000001"
    body = {"v": 1, "question": number, "package": package, "answers": [GOOD, GOOD | change]}
    with away.workspace.acting("nl.first") as acting:
        courier = post(away, acting, "NL")
        courier.send(ANSWERS, "BE", {ANSWERS_FILE: encode(body)}, now() + timedelta(days=1))
    assert courier.last is not None
    with pytest.raises(IntegrityError), away.workspace.acting() as acting:
        carry.take_home(acting, courier.last.path, post(away, acting, "BE"))
    with away.workspace.acting() as acting:
        assert store.answers_to(acting, number) == []


@pytest.mark.parametrize(
    ("body", "jpeg"),
    [
        ({"v": 2}, b""),
        ({"v": 1, "question": 1, "words": "a\0b", "expires": "2030-01-01T00:00:00Z"}, b""),
        ({"v": 1, "question": 1, "words": "a", "expires": "soon"}, b""),
        ({"v": 1, "question": 1, "words": "a", "expires": "2030-01-01T00:00:00Z"}, b"GIF89a"),
        ({"v": 1, "question": True, "words": "a", "expires": "2030-01-01T00:00:00Z"}, b""),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(away: Case, body: dict[str, object], jpeg: bytes) -> None:
    files = {QUESTION_FILE: encode(body), CROP_FILE: jpeg}
    with away.workspace.acting() as acting:
        courier = post(away, acting, "BE")
        courier.send(QUESTION, "NL", files, now() + timedelta(days=1))
    assert courier.last is not None
    with away.workspace.acting("nl.first") as acting, pytest.raises(SightlineError):
        carry.arrive(acting, away.workspace.blobs, courier.last.path, post(away, acting, "NL"))


def test_a_closed_question_takes_no_answers_home(away: Case) -> None:
    number, path = sent(away)
    with away.workspace.acting("nl.first") as acting:
        arrived = carry.arrive(acting, away.workspace.blobs, path, post(away, acting, "NL"))
        courier = post(away, acting, "NL")
        carry.answer_home(acting, arrived.id, courier)
    assert courier.last is not None
    with away.workspace.acting() as acting:
        answer.close(acting, number)
    with away.workspace.acting() as acting, pytest.raises(Conflict):
        carry.take_home(acting, courier.last.path, post(away, acting, "BE"))
