"""Two pairs of eyes: nobody alone, nothing after an edit, nothing by a machine."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.kernel.errors import Conflict, NotPermitted, SightlineError, UsageError
from sightline.leads.marks import OfficerKey
from sightline.leads.model import Lead, LeadState, PackageNumber, Said
from sightline.leads.states import (
    TRANSITIONS,
    Act,
    Emergency,
    approve,
    check_release,
    edit,
    move,
    propose,
    release_urgently,
    review,
    review_due,
    seal_as,
)
from tests.leads.conftest import DAY, NOW, officer

DANGER = Emergency(reason="A child is in danger tonight.", typed_country="FR")


def test_a_lead_takes_the_whole_ladder(world):
    lead = seal_as(world.approved, PackageNumber(sender="BE-DJSOC", year=2026, serial=1))
    for act, state in [
        (Act.SEND, LeadState.SENT),
        (Act.ACKNOWLEDGE, LeadState.ACKNOWLEDGED),
        (Act.TAKE_UP, LeadState.IN_WORK),
        (Act.CLOSE, LeadState.CLOSED),
    ]:
        lead = move(lead, act)
        assert lead.state is state


def test_the_proposer_cannot_approve(world):
    proposed = propose(world.draft, world.first, NOW)
    with pytest.raises(NotPermitted, match="cannot approve"):
        approve(proposed, world.first, "FR", NOW)


def test_one_person_with_two_accounts_is_one_person(world):
    proposed = propose(world.draft, world.first, NOW)
    with pytest.raises(NotPermitted):
        approve(proposed, officer("an  OFFICER"), "FR", NOW)
    same_key = OfficerKey(name="Somebody Else", agency="BE-DJSOC", key=world.first.key)
    with pytest.raises(NotPermitted):
        approve(proposed, same_key, "FR", NOW)


@pytest.mark.parametrize("typed", ["", "BE", "F R", "France"])
def test_the_second_officer_types_the_country(world, typed):
    proposed = propose(world.draft, world.first, NOW)
    with pytest.raises(UsageError, match="the package goes to FR"):
        approve(proposed, world.second, typed, NOW)


def test_any_edit_voids_what_was_signed(world):
    changed = replace(world.draft.contents, summary="Other words.")
    lead = edit(world.approved, changed)
    assert (lead.state, lead.marks) == (LeadState.DRAFT, ())
    smuggled = replace(world.approved, contents=changed)
    with pytest.raises(NotPermitted, match="these exact contents"):
        check_release(smuggled)
    proposed = replace(propose(world.draft, world.first, NOW), contents=changed)
    with pytest.raises(Conflict, match="edited after it was proposed"):
        approve(proposed, world.second, "FR", NOW)


def test_the_digest_covers_every_byte_of_a_crop(world):
    crop = world.draft.contents.crops[0]
    other = replace(crop, jpeg=crop.jpeg[:-3] + b"\x00\xff\xd9")
    contents = replace(world.draft.contents, crops=(other, *world.draft.contents.crops[1:]))
    with pytest.raises(NotPermitted):
        check_release(replace(world.approved, contents=contents))


def test_an_urgent_release_is_flagged_until_another_officer_reviews_it(world):
    lead = release_urgently(world.draft, world.first, DANGER, NOW)
    assert review_due(lead) == NOW + DAY
    check_release(lead)
    with pytest.raises(NotPermitted, match="cannot review"):
        review(lead, world.first, NOW)
    done = review(lead, world.second, NOW + DAY / 2)
    assert review_due(done) is None
    assert [mark.said for mark in done.marks] == [Said.RELEASED_URGENTLY, Said.REVIEWED]
    with pytest.raises(Conflict, match="reviewed already"):
        review(done, world.second, NOW)


@pytest.mark.parametrize(
    ("emergency", "reason"),
    [
        (Emergency(reason="now", typed_country="FR"), "reason in a sentence"),
        (Emergency(reason="A child is in danger.", typed_country="BE"), "goes to FR"),
    ],
)
def test_an_urgent_release_is_never_silent(world, emergency, reason):
    with pytest.raises(UsageError, match=reason):
        release_urgently(world.draft, world.first, emergency, NOW)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"legal_basis": " "}, "legal basis"),
        ({"purpose": ""}, "purpose"),
        ({"expires": NOW}, "expired"),
        ({"handling": ()}, "handling code"),
    ],
)
def test_what_is_missing_stops_a_proposal(world, change, reason):
    with pytest.raises(UsageError, match=reason):
        propose(replace(world.draft, contents=replace(world.draft.contents, **change)), world.first, NOW)


def test_every_state_and_act_either_moves_as_the_table_says_or_is_refused(world):
    for state, act in itertools.product(LeadState, Act):
        lead = replace(world.draft, state=state)
        if (state, act) in TRANSITIONS and act in {
            Act.SEND,
            Act.ACKNOWLEDGE,
            Act.TAKE_UP,
            Act.RETURN,
            Act.CLOSE,
            Act.WITHDRAW,
        }:
            assert move(lead, act).state is TRANSITIONS[state, act]
        else:
            with pytest.raises((Conflict, UsageError)):
                move(lead, act)


steps = st.lists(
    st.sampled_from(["edit", "propose 1", "propose 2", "approve 1", "approve 2", "urgent", "withdraw"]), max_size=8
)


@settings(max_examples=60, deadline=None)
@given(steps)
def test_no_order_of_acts_lets_one_person_release(world, steps):
    """Whatever is tried in whatever order: what can be released was signed by two, or loudly by one."""
    lead: Lead = world.draft
    people = {"1": world.first, "2": world.second}
    for place, step in enumerate(steps):
        try:
            lead = {
                "edit": lambda: edit(lead, replace(lead.contents, summary=f"Text {place}")),  # noqa: B023
                "propose": lambda: propose(lead, people[step[-1]], NOW),  # noqa: B023
                "approve": lambda: approve(lead, people[step[-1]], "FR", NOW),  # noqa: B023
                "urgent": lambda: release_urgently(lead, world.first, DANGER, NOW),  # noqa: B023
                "withdraw": lambda: move(lead, Act.WITHDRAW),  # noqa: B023
            }[step.split()[0]]()
        except SightlineError:
            continue
    try:
        check_release(lead)
    except NotPermitted:
        return
    signers = {mark.officer.key for mark in lead.marks}
    assert len(signers) == 2 or lead.urgent_reason
