"""A category number means something only with its region, and only from a data file."""

from __future__ import annotations

import pytest

from sightline.kernel.errors import UsageError
from sightline.leads.formats.categories import meaning, read_schemes, scheme_of, schemes


def test_the_same_number_means_different_things():
    american, british = scheme_of("US"), scheme_of("uk")
    assert meaning(american, 1) != meaning(british, 1)
    assert meaning(british, 0) == "category 0, not in vics-uk"
    assert meaning(scheme_of(""), 1) == "category 1, region not said"
    assert meaning(american, None) == "no category"


def test_a_site_brings_its_own_vocabulary():
    own = read_schemes('[schemes.own]\nregions=["XX"]\n[schemes.own.categories]\n7="seven"\n')
    assert meaning(own[0], 7) == "seven"
    for wrong in ("", "x", "[schemes.own]\n", '[schemes.own]\nregions=["X"]\n[schemes.own.categories]\nx="y"\n'):
        with pytest.raises(UsageError, match="cannot be used"):
            read_schemes(wrong)


def test_no_region_is_claimed_twice():
    regions = [region for one in schemes() for region in one.regions]
    assert len(regions) == len(set(regions))
