"""What every answer and every request is made of: frozen, exact, and strict about names it does not know."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from sightline.kernel.errors import UsageError
from sightline.media import model as media_model

Count = Annotated[int, Field(ge=0)]
Fraction = Annotated[float, Field(ge=0.0, le=1.0)]
Number = Annotated[int, Field(ge=1, le=2**62)]
Points = Annotated[list[tuple[Fraction, Fraction]], Field(max_length=400)]


class Shape(BaseModel):
    """Base of all requests and answers."""

    model_config = ConfigDict(frozen=True, from_attributes=True, extra="forbid")


class Problem(Shape):
    """What went wrong, in one plain sentence."""

    what: str


class Failure(Shape):
    """The body of every answer that is no success."""

    error: Problem


class Done(Shape):
    """What a change did: the act that can be taken back (0 when nothing changed), and what it says."""

    act: int
    said: str
    changed: list[int]


class Region(Shape):
    """A rectangle in fractions of an upright picture; `outline` is a closed polygon in the same units, or empty."""

    x: Fraction
    y: Fraction
    width: Annotated[float, Field(gt=0.0, le=1.0)]
    height: Annotated[float, Field(gt=0.0, le=1.0)]
    outline: Points = Field(default_factory=list)

    def meant(self) -> media_model.Region:
        """The region as the rooms know it. Raises `UsageError` when it leaves the picture."""
        if self.x + self.width > 1.0001 or self.y + self.height > 1.0001:
            raise UsageError("The region leaves the picture; give fractions between 0 and 1.")
        return media_model.Region(x=self.x, y=self.y, width=self.width, height=self.height, outline=tuple(self.outline))


class Span(Shape):
    """A stretch of a video, in seconds from its start."""

    start: Annotated[float, Field(ge=0.0)]
    end: Annotated[float, Field(ge=0.0)]

    def meant(self) -> media_model.Span:
        """The span as the rooms know it. Raises `UsageError` when it ends before it starts."""
        if self.end < self.start:
            raise UsageError("The span ends before it starts.")
        return media_model.Span(start=self.start, end=self.end)


def region_shape(region: media_model.Region | None) -> Region | None:
    """A stored region as it goes out, kept inside the picture."""
    if region is None:
        return None
    x, y = min(max(region.x, 0.0), 1.0), min(max(region.y, 0.0), 1.0)
    return Region.model_construct(
        x=x, y=y, width=min(region.width, 1.0), height=min(region.height, 1.0), outline=list(region.outline)
    )


def span_shape(span: media_model.Span | None) -> Span | None:
    """A stored span as it goes out."""
    return None if span is None else Span.model_construct(start=span.start, end=span.end)
