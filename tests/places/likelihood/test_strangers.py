from lingua import Language

from sightline.places.atlas.tables import table
from sightline.places.likelihood.language import languages, languages_of_script
from sightline.places.likelihood.strangers import by_words


def test_small_words_lift_a_language_that_lingua_does_not_know():
    _, found = languages("ар бир адам укугу менен жана анын керек")
    assert max(found, key=found.get) == "ky"


def test_more_listed_words_are_more_belief():
    one, three = by_words("olona", "Latn")["mg"], by_words("olona rehetra izay", "Latn")["mg"]
    assert three > 10 * one
    assert by_words("Sortie de secours", "Grek") == {}


def test_apostrophes_part_words_or_join_them():
    assert "uz" in by_words("boʻlgan", "Latn")
    assert "rw" in by_words("n'abantu", "Latn")


def test_the_lists_are_of_languages_lingua_does_not_know():
    known = {language.iso_code_639_1.name.lower() for language in Language.all()}
    for script, lists in table("words").rows.items():
        assert set(lists) <= set(languages_of_script(script)), script
        assert not set(lists) & known
        assert all(len(set(words.split())) == len(words.split()) for words in lists.values())
