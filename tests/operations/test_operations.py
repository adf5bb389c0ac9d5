"""Operations and contributions: what is needed, and what is refused in a sentence."""

from datetime import date

import pytest

from sightline.kernel.errors import Conflict, UsageError
from sightline.operations import store
from sightline.operations.model import (
    Contribution,
    Handling,
    Level,
    Operation,
    Tlp,
    parse_handling,
    parse_level,
    parse_tlp,
)
from sightline.workspace import Workspace


def contribution_of(operation_id: int, **changes: object) -> Contribution:
    """A contribution of BE, with some fields changed."""
    fields: dict[str, object] = {
        "id": 0,
        "operation_id": operation_id,
        "agency": "BE",
        "case_reference": "CASE",
        "legal_basis": "order",
        "handling": Handling.H1,
        "tlp": Tlp.AMBER,
        "review": date(2027, 1, 1),
        "level": Level.PREVIEW,
    }
    return Contribution(**(fields | changes))


def test_the_same_case_reference_is_the_same_contribution(workspace: Workspace) -> None:
    with workspace.acting() as acting:
        operation = store.the_only(acting)
        first = store.contribute(acting, contribution_of(operation.id))
        assert store.contribute(acting, contribution_of(operation.id)) == first
        assert len(store.list_contributions(acting, operation.id)) == 1


def test_a_contribution_without_legal_basis_is_refused(workspace: Workspace) -> None:
    with workspace.acting() as acting, pytest.raises(UsageError, match="legal basis"):
        store.contribute(acting, contribution_of(store.the_only(acting).id, legal_basis=" "))


def test_an_agency_that_did_not_join_cannot_contribute(workspace: Workspace) -> None:
    with workspace.acting() as acting:
        alone = Operation(
            id=0,
            code="ALONE",
            name="",
            host="BE",
            starts=date(2026, 1, 1),
            ends=date(2026, 1, 2),
            level=Level.NOTHING,
            agencies=(),
        )
        made = store.create(acting, alone)
        with pytest.raises(UsageError, match="does not take part"):
            store.contribute(acting, contribution_of(made.id, agency="FR"))


def test_an_operation_is_opened_once_and_ends_after_it_starts(workspace: Workspace) -> None:
    with workspace.acting() as acting:
        operation = store.the_only(acting)
        with pytest.raises(Conflict):
            store.create(acting, operation)
        backwards = Operation(
            id=0,
            code="X",
            name="",
            host="BE",
            starts=date(2026, 1, 2),
            ends=date(2026, 1, 1),
            level=Level.NOTHING,
            agencies=(),
        )
        with pytest.raises(UsageError, match="end before it starts"):
            store.create(acting, backwards)


def test_codes_are_read_as_people_write_them() -> None:
    assert parse_handling("h2") is Handling.H2
    assert parse_tlp("amber+strict") is Tlp.AMBER_STRICT
    assert parse_level("Preview") is Level.PREVIEW
    for parse in (parse_handling, parse_tlp, parse_level):
        with pytest.raises(UsageError, match="Use one of"):
            parse("nonsense")
