"""Taking an act back: each kind of step knows how, and refuses when somebody changed the thing since."""

from __future__ import annotations

from collections.abc import Callable

from sightline.agencies.access import Acting
from sightline.api.acts import store
from sightline.api.acts.store import Act, Step
from sightline.api.board import labels
from sightline.api.board import store as board_store
from sightline.api.grid import store as grid_store
from sightline.clues import store as clue_store
from sightline.clues.model import ClueState
from sightline.kernel.errors import Conflict
from sightline.matching import store as link_store
from sightline.matching.model import Verdict
from sightline.media.model import region_from_json
from sightline.series import store as series_store
from sightline.series.media.masks import store as mask_store
from sightline.series.media.masks.model import MaskState
from sightline.series.model import Status


def undo(acting: Acting) -> Act:
    """Take the officer's newest act back, whole or not at all.

    Raises `Conflict` when there is none, or when somebody changed what it changed.
    """
    act = store.last(acting)
    for step in reversed(act.steps):
        TAKE_BACK[str(step["what"])](acting, step)
    store.mark_undone(acting, act.id)
    return act


def _status(acting: Acting, step: Step) -> None:
    _same(series_store.by_number(acting, step["id"]).status, step["after"], f"S{step['id']}")
    series_store.set_status(acting, step["id"], Status(step["before"]))


def _tag(acting: Acting, step: Step) -> None:
    if step["added"]:
        board_store.remove_tag(acting, step["id"], step["tag"])
    else:
        board_store.add_tag(acting, step["id"], step["tag"])


def _category(acting: Acting, step: Step) -> None:
    _same(_row(acting, step).category, step["after"], f"the category of S{step['id']}")
    board_store.set_category(acting, step["id"], step["before"])


def _claim(acting: Acting, step: Step) -> None:
    _same(_row(acting, step).claimed_by, step["after"], f"the claim of S{step['id']}")
    labels.claim(acting, step["id"], step["before"])


def _triage(acting: Acting, step: Step) -> None:
    number = int(step["id"])
    nothing = grid_store.Said(verdict=None, category=None)
    is_now = grid_store.said_of(acting, [number]).get(number, nothing)
    _same(grid_store.plain(is_now), step["after"], f"media {number}")
    grid_store.say(acting, {number: grid_store.said_from(step["before"])})


def _link(acting: Acting, step: Step) -> None:
    _same(link_store.by_number(acting, step["id"]).verdict, step["after"], f"L{step['id']}")
    link_store.put_back(acting, step["id"], Verdict(step["before"]) if step["before"] else None)


def _clue_added(acting: Acting, step: Step) -> None:
    clue_store.put_back(acting, step["id"], step["revision"], {"state": ClueState.REJECTED})


def _clue_changed(acting: Acting, step: Step) -> None:
    clue_store.put_back(acting, step["id"], step["revision"], step["before"])


def _mask(acting: Acting, step: Step) -> None:
    state, region = step["before"]
    if state == MaskState.CONFIRMED:
        mask_store.confirm(acting, step["id"], region_from_json(region))
    else:
        mask_store.reject(acting, step["id"])


def _series(acting: Acting, step: Step) -> None:
    events = [one.id for one in series_store.history(acting, step["id"]) if one.act in {"split", "merge", "status"}]
    _same(events[-1] if events else None, step["event"], f"S{step['id']}")
    series_store.undo(acting, step["id"])


def _row(acting: Acting, step: Step) -> board_store.BoardRow:
    return board_store.rows_of(acting, [step["id"]])[step["id"]]


def _same(is_now: object, was: object, what: str) -> None:
    if is_now != was:
        raise Conflict(f"This cannot be taken back: {what} was changed since. Nothing was overwritten.")


TAKE_BACK: dict[str, Callable[[Acting, Step], None]] = {
    "status": _status,
    "tag": _tag,
    "category": _category,
    "claim": _claim,
    "triage": _triage,
    "link": _link,
    "clue added": _clue_added,
    "clue changed": _clue_changed,
    "mask": _mask,
    "series": _series,
}
