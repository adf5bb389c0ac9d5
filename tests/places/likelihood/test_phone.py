import phonenumbers
import pytest
from phonenumbers import PhoneNumberFormat

from sightline.places.likelihood.evidence import SetAside
from sightline.places.likelihood.phone import phone, read_number
from tests.places.made import favoured, sighting


def test_the_readers_detail_is_used():
    found = phone(sighting("phone", "x", international=False, regions={"BE": "exact", "NL": "valid"}))
    assert favoured(found) == {"BE"}


@pytest.mark.parametrize("text", ["+32 2 555 12 12", "0032 2 555 12 12", "(+32) 2 555 12 12"])
def test_international_numbers_name_their_country(text):
    assert favoured(phone(sighting("phone", text))) == {"BE"}


def test_a_shared_code_is_settled_by_the_number():
    assert favoured(phone(sighting("phone", "+1 876 555 0123"))) == {"JM"}
    assert "KZ" in favoured(phone(sighting("phone", "+7 727 123 45 67")))


@pytest.mark.parametrize(
    "region", ["BE", "FR", "DE", "GB", "PL", "BR", "JP", "IN", "TR", "US", "AU", "KE", "MX", "SE", "UA"]
)
def test_a_national_number_is_exact_in_its_own_country(region):
    number = phonenumbers.example_number(region)
    found = read_number(phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL))
    assert found[0] is False
    assert found[1][region] == "exact"


def test_the_quick_sieve_loses_no_country_that_the_library_finds():
    for region in ("BE", "GB", "IT", "MX", "AG", "RU", "HU", "CI"):
        text = phonenumbers.format_number(phonenumbers.example_number(region), PhoneNumberFormat.NATIONAL)
        slow = set()
        for other in phonenumbers.SUPPORTED_REGIONS:
            try:
                parsed = phonenumbers.parse(text, other)
            except phonenumbers.NumberParseException:
                continue
            # A bare number that begins with the country's own code is read as international there.
            same = phonenumbers.national_significant_number(parsed)[-6:] == "".join(filter(str.isdigit, text))[-6:]
            begins = "".join(filter(str.isdigit, text)).startswith(str(parsed.country_code))
            if same and not begins and phonenumbers.is_valid_number_for_region(parsed, other):
                slow.add(other)
        assert slow <= set(read_number(text)[1]), region


def test_a_number_outside_every_range_is_flagged():
    found = phone(sighting("phone", "+32 1 11 11 11 11"))
    assert favoured(found) == {"BE"}
    assert "misread" in found.flag
    assert phone(sighting("phone", "+32 2 555 12 12")).flag is None


@pytest.mark.parametrize("text", ["", "12", "1" * 200, "call me", "+999 1234"])
def test_no_number_is_set_aside(text):
    assert isinstance(phone(sighting("phone", text)), SetAside)
