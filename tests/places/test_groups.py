from sightline.places.groups import group_key, grouped
from tests.places.made import clue, numbered


def test_unlabelled_clues_share_their_carrier_and_are_grouped_by_kind():
    made = numbered(clue("phone"), clue("writing"), clue("writing"), clue("plug"))
    assert {key: [one.id for one in held] for key, held in grouped(made).items()} == {
        ("building", "plug"): [4],
        ("print", "phone"): [1],
        ("print", "writing"): [2, 3],
    }


def test_a_label_makes_a_source_of_its_own():
    assert group_key(clue("phone", group="brochure-3")) == ("brochure-3", "phone")


def test_an_unknown_kind_has_a_carrier_too():
    assert group_key(clue("smell")) == ("building", "smell")
