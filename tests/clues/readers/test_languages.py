"""Languages of short signs: certainty from rules alone is not believed."""

import pytest

from sightline.clues.readers.languages import languages


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("СВІЖИЙ ХЛІБ\nщодня з до години", "uk"),
        ("Бұл қазақ тілінде жазылған", "kk"),
        ("Объявление для жильцов этого дома", "ru"),
        ("Εφημερίδες και περιοδικά", "el"),
    ],
)
def test_the_likeliest_language_of_a_sign(text: str, language: str) -> None:
    script = "Grek" if language == "el" else "Cyrl"
    found = languages(text, script)
    assert next(iter(found)) == language
    assert sum(found.values()) <= 1.001


def test_a_letter_that_a_language_does_not_write_tells_against_it() -> None:
    found = languages("свіжий хліб щодня з до години", "Cyrl")
    assert found["uk"] > 5 * max(found.get("bg", 0.0), found.get("ru", 0.0), found.get("kk", 0.0))
