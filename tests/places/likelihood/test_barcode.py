import pytest

from sightline.places.likelihood.barcode import barcode, check_digit_holds
from sightline.places.likelihood.evidence import SetAside
from tests.places.made import favoured, sighting


@pytest.mark.parametrize(
    ("digits", "code"), [("4006381333931", "DE"), ("5901234123457", "PL"), ("400", "DE"), ("036000291452", "US")]
)
def test_the_issuing_office(digits, code):
    assert code in favoured(barcode(sighting("barcode", digits)))


def test_the_office_is_a_weak_clue():
    found = barcode(sighting("barcode", "4006381333931"))
    assert found.likelihood.min() >= 0.05


@pytest.mark.parametrize("digits", ["", "4006381333932", "12345", "2000000000008", "9780306406157", "abc"])
def test_misread_and_private_numbers_are_set_aside(digits):
    assert isinstance(barcode(sighting("barcode", digits)), SetAside)


def test_check_digits():
    assert check_digit_holds("4006381333931")
    assert not check_digit_holds("4006381333913")
