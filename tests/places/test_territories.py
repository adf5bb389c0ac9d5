import pytest

from sightline.kernel.errors import UsageError
from sightline.places.territories import CODES, COUNT, INDEX, known, marked, ranked, territory, vector


def test_the_list_is_iso_3166_and_kosovo():
    assert COUNT == 250
    assert list(CODES) == sorted(CODES)
    assert {"BE", "US", "XK", "PS", "TW", "AX"} <= set(CODES)
    assert not {"EU", "UN", "ZZ", "XA", "IC"} & set(CODES)


@pytest.mark.parametrize(("written", "code"), [("be", "BE"), (" UK ", "GB"), ("EL", "GR"), ("QQ", None), (7, None)])
def test_codes_are_mended_or_refused(written, code):
    assert known(written) == code


def test_an_unknown_code_is_a_usage_error():
    with pytest.raises(UsageError, match="two-letter code"):
        territory("Belgium")


def test_vectors_pass_over_unknown_codes():
    numbers = vector({"BE": 0.5, "QQ": 9.0}, 0.1)
    assert numbers[INDEX["BE"]] == 0.5
    assert numbers.sum() == pytest.approx(0.5 + 0.1 * (COUNT - 1))


def test_ranking_breaks_ties_by_code():
    assert [code for code, _ in ranked(marked(["FR", "BE"]))[:3]] == ["BE", "FR", "AD"]
