import pytest

from sightline.places.likelihood import formats
from sightline.places.likelihood.evidence import SetAside
from tests.places.made import favoured, sighting


@pytest.mark.parametrize(
    ("code", "country"),
    [
        ("B-1000", "BE"),
        ("SE-111 22", "SE"),
        ("1012 AB", "NL"),
        ("sw1a 1aa", "GB"),
        ("LV-1010", "LV"),
        ("〒150-0001", "JP"),
    ],
)
def test_postal_codes_that_tell(code, country):
    assert favoured(formats.postal_code(sighting("postal-code", code))) == {country}


def test_a_plain_postal_code_leaves_many():
    assert len(favoured(formats.postal_code(sighting("postal-code", "1000")))) > 20


@pytest.mark.parametrize(
    ("plate", "country"), [("1-ABC-234", "BE"), ("B·MW 1234", "DE"), ("34 ABC 123", "TR"), ("А123ВС 77", "RU")]
)
def test_plates(plate, country):
    assert country in favoured(formats.plate(sighting("plate", plate)))
    assert "AU" not in favoured(formats.plate(sighting("plate", plate)))


def test_regions_in_plates():
    assert formats.region_of_plate("ZH-123456", "CH") == "CH-ZH"
    assert formats.region_of_plate("34 ABC 123", "TR") == "TR-34"
    assert formats.region_of_plate("nothing", "CH") is None


@pytest.mark.parametrize(
    ("date", "on", "off"),
    [
        ("31.12.2024", "DE", "FR"),
        ("31/12/2024", "FR", "DE"),
        ("12/31/2024", "US", "GB"),
        ("2024-12-31", "SE", "GB"),
        ("2024年12月31日", "JP", "KR"),
        ("2024년 12월 31일", "KR", "JP"),
        ("MM/DD/YYYY", "US", "FR"),
        ("31-12-2024", "NL", "US"),
    ],
)
def test_dates(date, on, off):
    found = favoured(formats.date_format(sighting("date-format", date)))
    assert on in found
    assert off not in found


def test_an_ambiguous_date_keeps_both_orders():
    assert formats.order_and_sign("05/06/2023")[0] == {"DMY", "MDY"}
    assert formats.order_and_sign("99/99/9999")[0] == set()


@pytest.mark.parametrize(("number", "on", "off"), [("000", "AU", "GB"), ("911", "US", "FR"), ("190", "BR", "US")])
def test_emergency_numbers(number, on, off):
    found = favoured(formats.emergency_number(sighting("emergency-number", number)))
    assert on in found
    assert off not in found


@pytest.mark.parametrize(("said", "on"), [("miles", "GB"), ("imperial", "US"), ("72 °F", "US"), ("km/h", "FR")])
def test_units(said, on):
    assert on in favoured(formats.units(sighting("units", said)))


@pytest.mark.parametrize(("hertz", "on", "off"), [("50", "GB", "US"), ("60 Hz", "US", "GB"), ("120", "BR", "FR")])
def test_mains(hertz, on, off):
    found = favoured(formats.mains_frequency(sighting("mains-frequency", hertz)))
    assert on in found
    assert off not in found
    assert "JP" in favoured(formats.mains_frequency(sighting("mains-frequency", hertz)), 0.4)


def test_sights():
    assert favoured(formats.sight(sighting("interior", "tatami"))) == {"JP"}
    assert "GB" in favoured(formats.sight(sighting("furniture", "two-taps")))
    assert isinstance(formats.sight(sighting("institution", "school")), SetAside)


@pytest.mark.parametrize(
    "read",
    [
        formats.postal_code,
        formats.plate,
        formats.date_format,
        formats.emergency_number,
        formats.units,
        formats.mains_frequency,
    ],
)
@pytest.mark.parametrize("value", ["", "\x00", "hello world", "😀", "-" * 5000])
def test_nonsense_is_set_aside(read, value):
    assert isinstance(read(sighting("x", value)), SetAside)
