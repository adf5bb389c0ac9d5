"""My own record as an expert: what my answers turned out to be. There is no route that tells anybody else's."""

from __future__ import annotations

from fastapi import APIRouter

from sightline.api.shapes import Count, Fraction, Shape
from sightline.api.signed import Signed
from sightline.questions.answer import my_record

router = APIRouter(prefix="/api/me", tags=["my day"])


class RecordShown(Shape):
    """My settled answers. stated: how sure I said I was, on average; brier: 0 is perfect, 0.25 is a coin."""

    settled: Count
    right: Count
    stated: Fraction | None
    brier: Fraction | None


@router.get("/record")
def show_record(desk: Signed) -> RecordShown:
    """My own record, shown to nobody else."""
    with desk.acting() as acting:
        return RecordShown.model_validate(my_record(acting))
