from sightline.places.explain import explain, summary
from sightline.places.fuse import where
from sightline.places.hypothesis import from_json
from tests.places.made import clue, numbered

CLUES = numbered(
    clue("phone", "+32 2 555 01 23", regions={"BE": "exact"}, international=True),
    clue("plug", "E"),
    clue("gps", "0,0"),
    clue("cctld", "be"),
)


def test_every_clue_group_prior_and_table_is_told():
    answer = where(CLUES)
    text = "\n".join(explain(answer))
    for part in ("Belgium", "root-population", "print/phone", "'+32 2 555 01 23'", "without this group", "plugs 2026"):
        assert part in text
    assert "clue 3 gps '0,0': 0,0: the value of an empty GPS field" in text
    for group in answer.groups:
        assert f"Group {group.key}" in text
        assert group.verbal in text


def test_an_abstention_names_no_country():
    assert summary(where([])).startswith("not enough to name a country")


def test_the_stored_answer_explains_itself_alike():
    answer = where(CLUES)
    assert explain(from_json(answer.to_json())) == explain(answer)
