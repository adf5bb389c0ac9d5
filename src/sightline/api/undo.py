"""The last acts of an officer, and taking the newest back. They lie in the database, so a reload loses none."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter

from sightline.api.acts import store
from sightline.api.shapes import Shape
from sightline.api.signed import Signed
from sightline.api.taking_back import undo

router = APIRouter(prefix="/api", tags=["undo"])


class ActShown(Shape):
    """One act that can be taken back, or was. touched: numbers of what it changed."""

    id: int
    kind: str
    said: str
    at: datetime
    touched: list[int]


class Acts(Shape):
    """The newest acts that still stand, newest first, at most 100."""

    acts: list[ActShown]


@router.get("/acts")
def list_acts(desk: Signed) -> Acts:
    """What can be taken back, newest first."""
    with desk.acting() as acting:
        return Acts(acts=[_shown(one) for one in store.newest(acting)])


@router.post("/undo")
def take_back(desk: Signed) -> ActShown:
    """Take the newest act back: all of it, or nothing and 409 when somebody changed the thing since."""
    with desk.acting() as acting:
        return _shown(undo(acting))


def _shown(act: store.Act) -> ActShown:
    touched = [int(step["id"]) for step in act.steps]
    return ActShown(id=act.id, kind=act.kind, said=act.said, at=act.at, touched=touched)
