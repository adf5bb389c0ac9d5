import random

import pytest

from sightline.places.likelihood.language import languages, noise, script_of


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Sortie", "Latn"),
        ("Выход", "Cyrl"),
        ("خروج", "Arab"),
        ("出口", "Hani"),
        ("出口です", "Jpan"),
        ("ทางออก", "Thai"),
        ("ທາງອອກ", "Laoo"),
        ("መውጫ", "Ethi"),
        ("123", None),
        ("", None),
        ("😀", None),
    ],
)
def test_the_script_is_that_of_most_letters(text, script):
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("text", "best"),
    [("Έξοδος κινδύνου", "el"), ("非常口です", "ja"), ("비상구", "ko"), ("ទ្វារ​ចេញ", "km"), ("პასუხი არის", "ka")],
)
def test_languages_known_by_their_script(text, best):
    _, found = languages(text)
    assert max(found, key=found.get) == best
    assert sum(found.values()) == pytest.approx(1.0)


def test_the_two_styles_of_chinese_are_told_apart():
    assert languages("请从后门进")[0] == "Hans"
    assert languages("請從後門進")[0] == "Hant"
    assert languages("出口")[1]["ja"] > 0.1


def test_cyrillic_is_read_by_lingua_and_keeps_a_part_for_other_languages():
    script, found = languages("Пожалуйста, не курите в этом помещении")
    assert script == "Cyrl"
    assert max(found, key=found.get) == "ru"
    assert 0 < found["und"] < 0.1


@pytest.mark.parametrize("letters", ["abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя"])
def test_random_letters_are_noise(letters):
    rng = random.Random(4)
    text = "".join(rng.choice(letters + "     ") for _ in range(3000))
    assert noise(text) is not None
    assert not languages(text)[1]


def test_random_characters_of_all_scripts_are_noise():
    rng = random.Random(4)
    text = "".join(chr(rng.randrange(32, 0xD7FF)) for _ in range(10_000))
    assert not languages(text)[1]


@pytest.mark.parametrize("text", ["Please keep the gate closed", "Выход", "出口", "à la", "No 7"])
def test_short_signs_are_not_noise(text):
    assert noise(text) is None
