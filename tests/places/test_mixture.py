import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.places import mixture
from sightline.places.prior import background
from sightline.places.territories import COUNT, INDEX, marked

likelihoods = (
    st.lists(st.floats(0.0, 1.0), min_size=COUNT, max_size=COUNT).map(np.array).filter(lambda n: n.sum() > 1e-6)
)


@given(likelihoods, st.floats(0.0, 0.99))
def test_a_doubted_ratio_keeps_its_mean_and_its_floor(likelihood, reliability):
    numbers = mixture.doubted(likelihood, reliability)
    assert (background() * numbers).sum() == pytest.approx(1.0)
    assert numbers.min() >= (1.0 - reliability) * (1 - 1e-12)


@pytest.mark.parametrize(("count", "worth"), [(1, 1.0), (2, 4 / 3), (10, 10 / 5.5), (1000, 1.998)])
def test_repeats_are_worth_little(count, worth):
    assert mixture.counted_as(count, 0.5) == pytest.approx(worth, rel=1e-3)


def test_one_clue_is_not_tempered_and_equal_clues_never_exceed_the_limit():
    one = mixture.doubted(marked(["BE"]), 0.9)
    assert np.array_equal(mixture.tempered([one], 0.5), one)
    many = mixture.tempered([one] * 1000, 0.5)
    assert many[INDEX["BE"]] == pytest.approx(one[INDEX["BE"]] ** 2, rel=0.05)


def test_nothing_together_says_nothing():
    assert np.array_equal(mixture.together([]), np.ones(COUNT))
