import pytest

from sightline.places.prior import MEANING, Prior, background, prior
from sightline.places.territories import ranked


@pytest.mark.parametrize("choice", list(Prior))
def test_a_prior_is_a_probability_and_leaves_nobody_out(choice):
    assert prior(choice).sum() == pytest.approx(1.0)
    assert prior(choice).min() > 0
    assert choice in MEANING


@pytest.mark.parametrize("choice", list(Prior))
def test_no_country_is_above_a_quarter_before_any_clue(choice):
    assert ranked(prior(choice))[0][1] < 0.25


def test_priors_cannot_be_written_to():
    with pytest.raises(ValueError, match="read-only"):
        background()[0] = 1.0
