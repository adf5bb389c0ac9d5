"""One act on many series: status, tags, category, claim, hand over. Each says how it is taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from sightline.agencies.access import Acting
from sightline.agencies.model import Role
from sightline.agencies.store import officer_by_handle
from sightline.api.board import store
from sightline.kernel.errors import Conflict, NotFound, UsageError
from sightline.series import store as series_store
from sightline.series.model import parse_status

Step = dict[str, Any]
LONGEST_TAG = 40


class BoardAct(StrEnum):
    """What can be done to many series at once."""

    STATUS = "status"
    TAG = "tag"
    UNTAG = "untag"
    CATEGORY = "category"
    CLAIM = "claim"
    RELEASE = "release"
    HAND_OVER = "hand over"


def apply(acting: Acting, numbers: Sequence[int], act: BoardAct, value: str | None) -> tuple[str, list[Step]]:
    """Do `act` to these series: (in words, the steps that really changed something).

    Specialists and coordinators may. Raises `NotFound` for a series that is absent or hidden, `Conflict` for one that
    somebody else has claimed; then nothing is changed.
    """
    acting.require(Role.SPECIALIST, Role.COORDINATOR)
    wanted = list(dict.fromkeys(numbers))
    rows = store.rows_of(acting, wanted)
    if len(rows) < len(wanted):
        raise NotFound("One of these series is not there.")
    steps = [step for number in wanted for step in _ACTS[act](acting, rows[number], value)]
    count = len({step["id"] for step in steps})
    return f"{count} series: {act}{f' {value}' if value else ''}", steps


def _status(acting: Acting, row: store.BoardRow, value: str | None) -> list[Step]:
    status = parse_status(_needed(value, "a status"))
    if row.status is status:
        return []
    series_store.set_status(acting, row.id, status)
    return [{"what": "status", "id": row.id, "before": row.status, "after": status}]


def _tag(acting: Acting, row: store.BoardRow, value: str | None) -> list[Step]:
    tag = tag_in(value)
    if not store.add_tag(acting, row.id, tag):
        return []
    acting.record("tag", f"series:{row.id}")
    return [{"what": "tag", "id": row.id, "tag": tag, "added": True}]


def _untag(acting: Acting, row: store.BoardRow, value: str | None) -> list[Step]:
    tag = tag_in(value)
    if not store.remove_tag(acting, row.id, tag):
        return []
    acting.record("untag", f"series:{row.id}")
    return [{"what": "tag", "id": row.id, "tag": tag, "added": False}]


def _category(acting: Acting, row: store.BoardRow, value: str | None) -> list[Step]:
    if value is not None and not (value.isdecimal() and int(value) < 100):
        raise UsageError(f"{value!r} is no category; give its number.")
    category = None if value is None else int(value)
    if row.category == category:
        return []
    store.set_category(acting, row.id, category)
    acting.record("categorise", f"series:{row.id}", category=category)
    return [{"what": "category", "id": row.id, "before": row.category, "after": category}]


def _claim(acting: Acting, row: store.BoardRow, _value: str | None) -> list[Step]:
    if row.claimed_by not in {None, acting.officer.handle}:
        raise Conflict(f"S{row.id} is claimed by {row.claimed_by}; ask them to hand it over. Nothing was changed.")
    return _give(acting, row, acting.officer.handle)


def _release(acting: Acting, row: store.BoardRow, _value: str | None) -> list[Step]:
    _mine(acting, row)
    return _give(acting, row, None)


def _hand_over(acting: Acting, row: store.BoardRow, value: str | None) -> list[Step]:
    _mine(acting, row)
    return _give(acting, row, _needed(value, "the handle of the officer who takes over"))


def _mine(acting: Acting, row: store.BoardRow) -> None:
    if row.claimed_by not in {None, acting.officer.handle} and not acting.officer.has(Role.COORDINATOR):
        raise Conflict(f"S{row.id} is claimed by {row.claimed_by}; nothing was changed.")


def _give(acting: Acting, row: store.BoardRow, handle: str | None) -> list[Step]:
    if row.claimed_by == handle:
        return []
    claim(acting, row.id, handle)
    return [{"what": "claim", "id": row.id, "before": row.claimed_by, "after": handle}]


def claim(acting: Acting, number: int, handle: str | None) -> None:
    """Say who works on a series, or nobody. Raises `NotFound` for an unknown officer."""
    owner = officer_by_handle(acting.connection, handle) if handle else None
    store.set_claim(acting, number, owner.id if owner else None)
    acting.record("claim" if owner else "release", f"series:{number}", officer=handle)


def tag_in(value: str | None) -> str:
    """The tag in `value`: one line, small. Raises `UsageError`."""
    tag = " ".join(_needed(value, "a tag").split()).casefold()
    if not tag or len(tag) > LONGEST_TAG or not tag.isprintable():
        raise UsageError(f"A tag has 1 to {LONGEST_TAG} characters.")
    return tag


def _needed(value: str | None, what: str) -> str:
    if not value:
        raise UsageError(f"This act needs {what}.")
    return value


_ACTS: dict[BoardAct, Callable[[Acting, store.BoardRow, str | None], list[Step]]] = {
    BoardAct.STATUS: _status,
    BoardAct.TAG: _tag,
    BoardAct.UNTAG: _untag,
    BoardAct.CATEGORY: _category,
    BoardAct.CLAIM: _claim,
    BoardAct.RELEASE: _release,
    BoardAct.HAND_OVER: _hand_over,
}
