"""A question leaves as pixels only, with people masked, past two officers, to those who may know."""

import io

import pytest
from PIL import Image

from sightline.agencies.model import Role
from sightline.custody import log
from sightline.kernel.clock import now
from sightline.kernel.db import Role as DatabaseRole
from sightline.kernel.errors import Conflict, NotFound, NotPermitted, UsageError
from sightline.media.model import Region
from sightline.questions import answer, ask, store
from sightline.questions.model import QuestionState, Wish
from sightline.series.media.masks import store as mask_store
from tests.questions.conftest import Case, enter


def test_the_picture_that_leaves_is_the_region_without_metadata_and_without_people(case: Case) -> None:
    with case.workspace.acting() as acting:
        mask_store.draw(acting, case.media, Region(x=0.25, y=0.25, width=0.25, height=0.5))
    question = case.release()
    with case.workspace.acting("fr.first") as acting:
        jpeg = answer.picture(acting, case.workspace.blobs, question.id)
    image = Image.open(io.BytesIO(jpeg))
    assert image.size == (80, 60)
    assert not image.getexif()
    assert "comment" not in image.info
    assert b"maker" not in jpeg
    left = image.crop((2, 2, 36, 58)).convert("L").getextrema()
    assert 85 < left[0] <= left[1] < 107, "the masked half shows nothing but the mask"


def test_nobody_sees_it_before_a_second_officer_let_it_out(case: Case) -> None:
    question = case.ask()
    with case.workspace.acting("fr.first") as acting:
        assert store.list_questions(acting) == []
        with pytest.raises(NotFound):
            answer.picture(acting, case.workspace.blobs, question.id)
    with case.workspace.acting() as acting, pytest.raises(NotPermitted, match="second officer"):
        ask.release(acting, question.id)
    with case.workspace.acting("be.second") as acting:
        released = ask.release(acting, question.id)
        assert released.state is QuestionState.RELEASED
        with pytest.raises(Conflict):
            ask.release(acting, question.id)


def test_one_person_with_two_accounts_is_one_person(case: Case) -> None:
    with case.workspace.acting() as acting:
        enter(acting, "be.again", "first  officer", "BE", Role.RELEASER)
    question = case.ask()
    with case.workspace.acting("be.again") as acting, pytest.raises(NotPermitted, match="second officer"):
        ask.release(acting, question.id)


def test_it_is_offered_only_to_whom_it_was_released_to(case: Case) -> None:
    question = case.release("PT")
    assert question.offered == ("PT",)
    with case.workspace.acting("pt.first") as acting:
        assert [one.id for one in answer.waiting(acting)] == [question.id]
    with case.workspace.acting("fr.first") as acting, pytest.raises(NotFound):
        store.by_number(acting, question.id)


def test_an_offered_agency_is_not_told_who_else_was_asked(case: Case) -> None:
    question = case.release("PT", "FR")
    with case.workspace.acting("pt.first") as acting:
        assert store.by_number(acting, question.id).offered == ("PT",)


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ("level = 1", "not shown to you|There is no"),
        ("handling = 'H2'", "it is H2"),
        ("tlp = 'TLP:AMBER+STRICT'", "it is TLP:AMBER"),
    ],
)
def test_what_its_owner_keeps_back_is_not_passed_on(case: Case, change: str, refused: str) -> None:
    question = case.ask()
    with case.workspace.database.transaction(DatabaseRole.OWNER) as connection:
        connection.exec_driver_sql(f"UPDATE contribution SET agency = 'FR', {change}")
        connection.exec_driver_sql("UPDATE access_grant SET owner = 'FR', level = (SELECT level FROM contribution)")
        connection.exec_driver_sql("UPDATE media_file SET agency = 'FR'")
    with case.workspace.acting("be.second") as acting, pytest.raises((NotPermitted, NotFound), match=refused):
        ask.release(acting, question.id, ("PT",))


def test_its_owner_passes_on_what_others_may_not(case: Case) -> None:
    with case.workspace.database.transaction(DatabaseRole.OWNER) as connection:
        connection.exec_driver_sql("UPDATE contribution SET handling = 'H2'")
    assert case.release("PT").offered == ("PT",)


def test_a_clue_without_a_region_cannot_be_asked_about(case: Case) -> None:
    with case.workspace.acting() as acting, pytest.raises(UsageError, match="no clue C999"):
        ask.ask(acting, case.workspace.blobs, case.decoder, Wish(series_id=case.series, clue_id=999))


def test_who_asked_released_and_looked_is_in_the_log_and_what_was_asked_is_not(case: Case) -> None:
    question = case.release("FR")
    with case.workspace.acting("fr.first") as acting:
        answer.picture(acting, case.workspace.blobs, question.id)
    case.workspace.seal()
    with case.workspace.database.transaction(DatabaseRole.WORKER) as connection:
        bodies = [entry.body for name in ("BE", "FR") for entry in log.read(connection, name)]
    said = [body for body in bodies if f"question:{question.id}".encode() in body]
    assert [b"ask" in said[0], b"release question" in said[1], b"view question" in said[2]] == [True] * 3
    assert not any(b"Whose tiles" in body for body in bodies)
    assert question.expires > now()
