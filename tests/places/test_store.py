"""What is kept of an answer, and whether a person stands behind it."""

from sightline.clues import store as clue_store
from sightline.clues.model import ClueState, Sighting
from sightline.places import store
from sightline.places.locate import locate
from sightline.series import store as series_store


def test_a_country_is_a_guess_until_a_person_has_confirmed_a_clue_behind_it(workspace):
    with workspace.acting() as acting:
        number = series_store.open_series(acting, 1, "one")
        clue = clue_store.add(acting, number, Sighting(kind="plug", value="G", seen_by="machine:x/1"))
        clue_store.decide(acting, clue.id, ClueState.PROPOSED)
        locate(acting, number)
        assert store.unconfirmed(acting) == {number}
        clue_store.decide(acting, clue.id, ClueState.CONFIRMED)
        locate(acting, number)
        assert store.unconfirmed(acting) == frozenset()
        assert set(store.located(acting)) == {number}


def test_the_same_clues_give_the_same_answer_and_keep_one(workspace):
    with workspace.acting() as acting:
        number = series_store.open_series(acting, 1, "one")
        clue_store.add(acting, number, Sighting(kind="plug", value="G", seen_by="officer:1"))
        assert store.newest(acting, number) is None
        locate(acting, number)
        first = store.newest(acting, number)
        locate(acting, number)
        assert store.newest(acting, number) == first
