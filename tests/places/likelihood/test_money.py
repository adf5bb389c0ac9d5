import pytest
from babel import Locale
from babel.core import UnknownLocaleError, get_global
from babel.numbers import get_territory_currencies

from sightline.places.likelihood.evidence import SetAside, plain
from sightline.places.likelihood.money import currencies_of, currency
from sightline.places.territories import CODES
from tests.places.made import favoured, sighting


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("zł", "PL"),
        ("12,50 zł", "PL"),
        ("Kč 45", "CZ"),
        ("₴ 100", "UA"),
        ("JPY", "JP"),
        ("R$ 5,00", "BR"),
        ("100 ₺", "TR"),
        ("EUR", "FR"),
        ("€ 3", "XK"),
        ("€ 3", "BG"),
        ("ab 3 €", "ME"),
        ("Db 13", "ST"),
        ("soʻm 5", "UZ"),
    ],
)
def test_money_points_home(text, code):
    assert code in favoured(currency(sighting("currency", text)))


def test_a_dollar_sign_leaves_many_countries():
    found = favoured(currency(sighting("currency", "$ 12.50")))
    assert {"US", "CA", "AU", "MX", "CL"} <= found
    assert "FR" not in found


def test_the_readers_candidates_are_used():
    assert favoured(currency(sighting("currency", "kr", candidates=["SEK"]))) == {"SE"}


@pytest.mark.parametrize(
    "text", ["", "12", "\u200f", "abc def", "QQQ", "kr is a word here", "a long text of zl and 5 more " * 4]
)
def test_no_money_is_set_aside(text):
    assert isinstance(currency(sighting("currency", text)), SetAside)


def test_every_local_sign_of_cldr_is_known():
    for code in CODES:
        languages = get_global("territory_languages").get(code, {})
        for tag in (tag for tag, facts in languages.items() if facts["official_status"]):
            try:
                locale = Locale.parse(f"{tag}_{code}")
            except (UnknownLocaleError, ValueError):
                continue
            for money in get_territory_currencies(code):
                sign = plain(locale.currency_symbols.get(money, money))
                assert not sign or money in currencies_of(sign), (code, tag, sign)
