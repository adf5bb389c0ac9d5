import h3

from sightline.places.finer import finer
from tests.places.made import clue, numbered


def test_a_position_an_area_code_and_a_plate_say_where_inside():
    clues = numbered(clue("gps", "50.85,4.35"), clue("phone", "02 555 12 12"), clue("plug", "E"), clue("gps", "0,0"))
    found = finer(clues, "BE")
    assert [(entry.clue, entry.kind) for entry in found] == [(1, "gps"), (2, "phone")]
    assert h3.get_resolution(found[0].cell) == 5
    assert found[1].place == "Brussels"
    assert finer([clue("plate", "ZH 123456")], "CH")[0].place == "CH-ZH"


def test_clues_of_other_countries_are_passed_over():
    assert (
        finer(numbered(clue("gps", "50.85,4.35"), clue("phone", "+32 2 555 12 12"), clue("plate", "ZH 12")), "FR") == ()
    )
