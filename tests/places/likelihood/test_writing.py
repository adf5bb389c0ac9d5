import pytest

from sightline.places.likelihood.evidence import SetAside
from sightline.places.likelihood.writing import language, speech, writing
from sightline.places.territories import INDEX
from tests.places.made import favoured, sighting


def test_a_given_distribution_is_used_and_official_languages_count():
    found = writing(sighting("writing", "Sortie", languages={"fr": 1.0}, script="Latn"))
    assert {"FR", "MC", "CI"} <= favoured(found)
    assert "GB" not in favoured(found, 0.05)
    assert found.likelihood[INDEX["BE"]] > 5 * found.likelihood[INDEX["DE"]]


def test_english_does_not_swamp():
    found = writing(sighting("writing", "Exit", languages={"en": 1.0}))
    assert "GB" in favoured(found)
    assert not favoured(found) & {"NL", "DE", "SE", "CH"}


def test_the_script_tells_where_one_language_has_two():
    latin = writing(sighting("writing", "izlaz", languages={"sr": 1.0}, script="Latn"))
    assert {"RS", "ME"} <= favoured(latin, 0.2)
    taiwan = writing(sighting("writing", "x", languages={"zh": 1.0}, script="Hant"))
    assert favoured(taiwan) >= {"TW", "HK"}
    assert "CN" not in favoured(taiwan, 0.05)


def test_text_without_a_distribution_is_read_here():
    assert "RU" in favoured(writing(sighting("writing", "Пожалуйста, не курите в этом помещении")))
    assert favoured(writing(sighting("writing", "ທາງອອກສຸກເສີນ"))) == {"LA"}


@pytest.mark.parametrize("text", ["", "7", "!?" * 50, "\x00" * 20])
def test_noise_is_set_aside(text):
    assert isinstance(writing(sighting("writing", text)), SetAside)


def test_languages_alone_and_unknown_ones():
    assert favoured(language(sighting("language", "is"))) == {"IS"}
    assert favoured(language(sighting("language", "pt-BR"))) >= {"BR", "PT"}
    assert isinstance(language(sighting("language", "xx")), SetAside)


def test_spoken_languages_count_where_they_are_not_official():
    signs, voices = language(sighting("language", "tr")), speech(sighting("speech", "tr"))
    assert voices.likelihood[INDEX["DE"]] > 5 * signs.likelihood[INDEX["DE"]]
