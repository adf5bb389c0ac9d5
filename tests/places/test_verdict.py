import pytest

from sightline.places.verdict import abstention, likely_set, shown, verbal


@pytest.mark.parametrize(
    ("log10_lr", "words"),
    [
        (0.1, "no support worth naming"),
        (0.5, "weak"),
        (1.5, "moderate support"),
        (2.5, "moderately strong"),
        (3.5, "strong support"),
        (4.5, "very strong"),
        (7.0, "extremely strong"),
    ],
)
def test_strength_in_words(log10_lr, words):
    assert verbal(log10_lr).startswith(words)


def test_the_likely_set_is_the_smallest_that_holds_nine_tenths():
    assert likely_set([("A", 0.6), ("B", 0.3), ("C", 0.1)]) == ("A", "B")
    assert likely_set([("A", 0.95), ("B", 0.05)]) == ("A",)


def test_nothing_weak_and_wide_answers_abstain():
    assert abstention(["A"], []) is not None
    assert abstention(["A"], [0.5]) is not None
    assert abstention(["A"] * 31, [2.0]) is not None
    assert abstention(["A"] * 30, [2.0]) is None


def test_nobody_is_told_a_round_one():
    assert shown(0.9999) == "over 0.99"
    assert shown(0.5) == "0.50"
