"""Acts on a stored lead: edited, withdrawn, released urgently and reviewed, sealed with its proofs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sightline.custody.proofs import check
from sightline.kernel.clock import now
from sightline.kernel.db import Role
from sightline.kernel.errors import Conflict, NotFound, NotPermitted, UsageError
from sightline.leads import dispatch, proofs, states, store
from sightline.leads.directory import Directory, Partner
from sightline.leads.keys import make_agency_keys, make_signing_key
from sightline.leads.marks import OfficerKey
from sightline.leads.model import LeadState, Party
from sightline.leads.package import open_package
from sightline.leads.sealing import Desk
from sightline.leads.states import Emergency
from sightline.operations import store as operation_store
from sightline.series import store as series_store
from tests.leads.conftest import make_contents

VALID = (now() - timedelta(days=1), now() + timedelta(days=300))
SENDER = make_agency_keys("BE", "BE", "Agency of Belgium", VALID)
RECIPIENT = make_agency_keys("FR", "FR", "Agency of France", VALID)
BOTH = {"sender": SENDER, "recipient": RECIPIENT}
FIRST, SECOND = (OfficerKey(name=name, agency="BE", key=make_signing_key()) for name in ("First", "Second"))
DANGER = Emergency(reason="Somebody is in danger tonight.", typed_country="FR")


@pytest.fixture
def lead(workspace) -> int:
    parties = {one: Party(country=k.card.country, agency=k.card.agency, name=k.card.name) for one, k in BOTH.items()}
    contents = replace(make_contents(SENDER, RECIPIENT), expires=now() + timedelta(days=100), **parties)
    with workspace.acting() as acting:
        operation = operation_store.the_only(acting)
        series = series_store.open_series(acting, operation.id, "Series")
        partner = Partner(card=RECIPIENT.card, entered_by="one", confirmed_by="two")
        store.keep_partner(acting, partner, "confirm partner")
        return store.create(acting, workspace.blobs, operation.id, series, contents).lead.id


def test_an_edit_voids_both_signatures(workspace, lead):
    with workspace.acting() as acting:
        dispatch.propose(acting, workspace.blobs, lead, FIRST)
    with workspace.acting("be.second") as acting:
        approved = dispatch.approve(acting, workspace.blobs, lead, SECOND, "FR")
        contents = replace(approved.lead.contents, summary="Other words")
        edited = dispatch.edit(acting, workspace.blobs, lead, SECOND, contents)
        assert [mark.officer.name for mark in edited.lead.marks] == ["Second"]
        assert edited.lead.state is LeadState.PROPOSED
        with pytest.raises(NotPermitted):
            dispatch.approve(acting, workspace.blobs, lead, SECOND, "FR")
        with pytest.raises(UsageError, match="exactly this"):
            dispatch.edit(acting, workspace.blobs, lead, SECOND, contents)


def test_a_lead_is_withdrawn_until_it_is_sealed(workspace, lead):
    with workspace.acting() as acting:
        assert dispatch.withdraw(acting, workspace.blobs, lead).lead.state is LeadState.WITHDRAWN
        with pytest.raises(Conflict):
            dispatch.withdraw(acting, workspace.blobs, lead)
        with pytest.raises(Conflict):
            dispatch.propose(acting, workspace.blobs, lead, FIRST)


def test_no_second_urgent_release_while_a_review_is_overdue(workspace, lead, monkeypatch):
    with workspace.acting() as acting:
        blobs, before = workspace.blobs, store.by_id(acting, workspace.blobs, lead)
        other = store.create(acting, blobs, before.operation_id, before.series_id, before.lead.contents).lead.id
        third = store.create(acting, blobs, before.operation_id, before.series_id, before.lead.contents).lead.id
        dispatch.release_urgently(acting, blobs, lead, FIRST, DANGER)
        dispatch.release_urgently(acting, blobs, other, FIRST, DANGER)
        assert dispatch.overdue(acting, blobs, before.operation_id) == []
        tomorrow = now() + states.REVIEW_WITHIN + timedelta(minutes=1)
        monkeypatch.setattr(dispatch, "now", lambda: tomorrow)
        assert [kept.lead.id for kept in dispatch.overdue(acting, blobs, before.operation_id)] == [lead, other]
        with pytest.raises(NotPermitted, match=f"lead {lead}, released urgently, is overdue"):
            dispatch.release_urgently(acting, blobs, third, FIRST, DANGER)
        for late in (lead, other):
            dispatch.review(acting, blobs, late, SECOND)
        dispatch.release_urgently(acting, blobs, third, FIRST, DANGER)


def test_the_package_proves_who_composed_and_released_it(workspace, lead, tmp_path):
    with workspace.acting() as acting:
        dispatch.propose(acting, workspace.blobs, lead, FIRST)
    with workspace.acting("be.second") as acting:
        dispatch.approve(acting, workspace.blobs, lead, SECOND, "FR")
    key = workspace.log_key.public_key()
    with pytest.raises(NotFound):
        proofs.of_lead(workspace.database, workspace.checkpoints / "BE", key, lead)
    workspace.seal()
    extras = proofs.of_lead(workspace.database, workspace.checkpoints / "BE", key, lead)
    with workspace.acting("be.second") as acting:
        _, sealed = dispatch.seal(acting, workspace.blobs, lead, SENDER, tmp_path, extras)
        desk = Desk(keys=RECIPIENT, directory=_trusting(), seen=(), now=now())
    text = open_package(sealed.path, desk).files[proofs.NAME].decode()
    said = [(entry["officer"], entry["action"]) for _, entry in check(text).entries]
    assert said == [("be.first", "compose"), ("be.first", "propose lead"), ("be.second", "approve lead")]
    with workspace.database.transaction(Role.WORKER) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM lead WHERE state = 'sent'").scalar_one() == 1


def _trusting():
    return Directory([Partner(card=SENDER.card, entered_by="one", confirmed_by="two")])
