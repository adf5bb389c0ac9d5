"""Handling codes stop a package; they are not only printed on it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sightline.kernel.errors import NotPermitted, UsageError
from sightline.leads.handling import check_contents, check_onward, meaning, strictest
from sightline.leads.model import Handling, HandlingCode, Permission, Tlp
from sightline.leads.states import propose
from tests.leads.conftest import DAY, NOW

YES = Permission(owner="NL-TBKK", country="FR", given_by="A. Chief", at=NOW - DAY, reference="NL-2026-12")


def theirs(code=HandlingCode.H0, tlp=Tlp.GREEN, **more):
    return Handling(owner="NL-TBKK", code=code, tlp=tlp, **more)


@pytest.mark.parametrize("code", list(HandlingCode))
@pytest.mark.parametrize("tlp", list(Tlp))
def test_onward_needs_the_owner_s_word_exactly_where_the_code_says(code, tlp):
    blocked = code in {HandlingCode.H2, HandlingCode.H3} or tlp in {Tlp.RED, Tlp.AMBER_STRICT}
    handling = theirs(code, tlp, restriction="Only for this series.")
    if blocked:
        with pytest.raises(NotPermitted, match="Record the owner's permission for FR"):
            check_onward(handling, "BE-DJSOC", "FR", NOW)
    else:
        check_onward(handling, "BE-DJSOC", "FR", NOW)
    check_onward(handling, "NL-TBKK", "FR", NOW)
    check_onward(replace(handling, permission=YES), "BE-DJSOC", "FR", NOW)


@pytest.mark.parametrize("change", [{"country": "DE"}, {"owner": "DE-BKA"}, {"at": NOW + DAY}, {"reference": " "}])
def test_a_permission_counts_only_for_its_owner_country_and_day(change):
    handling = theirs(HandlingCode.H2, permission=replace(YES, **change))
    with pytest.raises(NotPermitted):
        check_onward(handling, "BE-DJSOC", "FR", NOW)


def test_h3_without_its_words_means_nothing():
    with pytest.raises(UsageError, match="restriction in words"):
        check_onward(theirs(HandlingCode.H3), "NL-TBKK", "FR", NOW)


def test_the_strictest_code_holds_for_the_whole_package():
    assert strictest([theirs(), theirs(HandlingCode.H2, Tlp.AMBER)]) == (HandlingCode.H2, Tlp.AMBER)
    with pytest.raises(UsageError):
        strictest([])


def test_a_lead_with_blocked_material_cannot_even_be_proposed(world):
    contents = replace(world.draft.contents, handling=(*world.draft.contents.handling, theirs(HandlingCode.H2)))
    with pytest.raises(NotPermitted, match="NL-TBKK is H2: Not to be passed on"):
        propose(replace(world.draft, contents=contents), world.first, NOW)
    allowed = replace(contents, handling=(theirs(HandlingCode.H2, permission=YES),))
    check_contents(allowed, NOW)
    assert propose(replace(world.draft, contents=allowed), world.first, NOW).state == "proposed"


def test_every_code_has_its_meaning():
    assert all(meaning(code).endswith(".") for code in [*HandlingCode, *Tlp])
