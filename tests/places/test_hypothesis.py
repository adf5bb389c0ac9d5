import json

import pytest

from sightline.kernel.errors import UsageError
from sightline.places.fuse import where
from sightline.places.hypothesis import from_json
from tests.places.made import clue, numbered


def test_json_gives_an_equal_hypothesis_back():
    clues = numbered(clue("plug", "G"), clue("opinion", "GB", confidence=0.8), clue("phone", "nonsense"))
    answer = where(clues)
    assert from_json(json.loads(json.dumps(answer.to_json()))) == answer


def test_table_versions_are_in_it():
    tables = where([clue("plug", "G")]).tables
    assert tables["plugs"].count("/") == 1
    assert {"babel", "phonenumbers", "tzdata", "reliability", "population"} <= set(tables)


@pytest.mark.parametrize("value", [{}, {"scheme": "A/1"}, {"scheme": "C/4", "groups": []}])
def test_what_is_no_hypothesis_is_refused(value):
    with pytest.raises(UsageError):
        from_json(value)


def test_the_probability_of_an_unknown_code_is_zero():
    assert where([]).probability("QQ") == 0.0
