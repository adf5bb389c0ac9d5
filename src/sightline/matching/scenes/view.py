"""One picture's keypoints as the scene matcher uses them, and what can be done to them without the picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sightline.kernel.errors import UsageError
from sightline.media.model import Json, Region

# All geometry is done in pixels of a picture with this long side, whatever the file's own size.
LONG_SIDE = 800.0


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Keypoints of one picture, strongest first.

    positions: (n, 2) float32, fractions of width and height. scale: (n,) float32, fraction of the long side.
    angle: (n,) float32, degrees clockwise in the picture. descriptors: (n, 128) uint8 RootSIFT.
    width, height: of the picture; only their ratio matters.
    """

    positions: NDArray[np.float32]
    scale: NDArray[np.float32]
    angle: NDArray[np.float32]
    descriptors: NDArray[np.uint8]
    width: int
    height: int

    def __post_init__(self) -> None:
        count = len(self.positions)
        shapes = (self.positions.shape, self.scale.shape, self.angle.shape, self.descriptors.shape)
        if shapes != ((count, 2), (count,), (count,), (count, 128)) or min(self.width, self.height) < 1:
            raise UsageError(f"These arrays are not the keypoints of one picture: shapes {shapes}.")

    def __len__(self) -> int:
        return len(self.positions)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in the pixels geometry is done in."""
        zoom = LONG_SIDE / max(self.width, self.height)
        return self.width * zoom, self.height * zoom

    @property
    def pixels(self) -> NDArray[np.float64]:
        """Positions, (n, 2), in the pixels geometry is done in."""
        return self.positions.astype(np.float64) * self.size


def empty() -> View:
    """Return the view of a picture in which nothing can be found."""
    return View(
        positions=np.empty((0, 2), np.float32),
        scale=np.empty(0, np.float32),
        angle=np.empty(0, np.float32),
        descriptors=np.empty((0, 128), np.uint8),
        width=1,
        height=1,
    )


def view_of(value: Mapping[str, Json], arrays: Mapping[str, NDArray[Any]]) -> View:
    """Return the view behind what the `keypoints` extractor found."""
    width, height = value.get("width"), value.get("height")
    if not isinstance(width, int) or not isinstance(height, int):
        raise UsageError("Keypoints without the width and height of their picture: extract them again.")
    return View(
        positions=arrays["positions"],
        scale=arrays["scale"],
        angle=arrays["angle"],
        descriptors=arrays["descriptors"],
        width=width,
        height=height,
    )


def chosen(view: View, keep: NDArray[np.bool_] | NDArray[np.intp]) -> View:
    """Return the view with some of its keypoints only."""
    return replace(
        view,
        positions=view.positions[keep],
        scale=view.scale[keep],
        angle=view.angle[keep],
        descriptors=view.descriptors[keep],
    )


def within(positions: NDArray[np.float32], region: Region) -> NDArray[np.bool_]:
    """Return (n,) bool: which positions lie in the region (its outline where it has one)."""
    x, y = positions[:, 0], positions[:, 1]
    box = (x >= region.x) & (x <= region.x + region.width) & (y >= region.y) & (y <= region.y + region.height)
    return box & _in_polygon(x, y, region.outline) if region.outline else box


def cut(view: View, *, inside: Region | None = None, masked: Sequence[Region] = ()) -> View:
    """Return the keypoints inside one rectangle (an object) and outside of all masked regions."""
    keep = np.ones(len(view), dtype=np.bool_) if inside is None else within(view.positions, inside)
    for region in masked:
        keep &= ~within(view.positions, region)
    return chosen(view, keep)


# OpenCV lays a SIFT histogram out as 4 rows x 4 columns x 8 directions, turned so that the keypoint's own direction
# runs along the columns. A mirror image therefore has its rows in reverse and its directions negated: no second
# extraction is needed.
_MIRROR = np.arange(128).reshape(4, 4, 8)[::-1][:, :, (-np.arange(8)) % 8].reshape(128)


def mirrored(view: View) -> View:
    """Return the view that the left-right mirrored picture would have given."""
    flipped = view.positions.copy()
    flipped[:, 0] = 1.0 - flipped[:, 0]
    return replace(
        view,
        positions=flipped,
        angle=np.mod(180.0 - view.angle, 360.0).astype(np.float32),
        descriptors=np.ascontiguousarray(view.descriptors[:, _MIRROR]),
    )


def _in_polygon(
    x: NDArray[np.float32], y: NDArray[np.float32], outline: Sequence[tuple[float, float]]
) -> NDArray[np.bool_]:
    """Even-odd rule over the edges of a closed polygon."""
    inside = np.zeros(len(x), dtype=np.bool_)
    for (x1, y1), (x2, y2) in zip(outline, (*outline[1:], outline[0]), strict=True):
        crosses = (y1 > y) != (y2 > y)
        if y1 != y2:
            inside ^= crosses & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return inside
