"""Points spread over the land, each with its territory: what a clue with geometry is summed over."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray

from sightline.places.outlines import outlines
from sightline.places.territories import COUNT, INDEX, Vector

STEP_DEGREES = 1.0


@lru_cache(maxsize=1)
def points() -> tuple[Vector, Vector, NDArray[np.intp]]:
    """Latitude, longitude and territory (place in `CODES`) of every land point of a 1-degree grid.

    A territory that no grid point falls into is there with one point of its own. Points stand for equal angles,
    so each territory's share is weighted by the cosine of latitude where it is summed.
    """
    codes = list(outlines())
    shapes = list(outlines().values())
    half = STEP_DEGREES / 2
    grid = np.meshgrid(np.arange(-90 + half, 90, STEP_DEGREES), np.arange(-180 + half, 180, STEP_DEGREES))
    latitude, longitude = grid[0].ravel(), grid[1].ravel()
    grid_points = [shapely.Point(x, y) for x, y in zip(longitude.tolist(), latitude.tolist(), strict=True)]
    which, where = shapely.STRtree(grid_points).query(shapes, predicate="contains")
    territory = np.array([INDEX[codes[shape]] for shape in which], dtype=np.intp)
    missing = [code for code in codes if INDEX[code] not in set(territory.tolist())]
    own = [outlines()[code].representative_point() for code in missing]
    return (
        np.concatenate([latitude[where], [point.y for point in own]]),
        np.concatenate([longitude[where], [point.x for point in own]]),
        np.concatenate([territory, np.array([INDEX[code] for code in missing], dtype=np.intp)]),
    )


def by_territory(agreement: Vector) -> Vector:
    """The mean of a number given at every land point, for each territory, weighted by area."""
    latitude, _, territory = points()
    weight = np.cos(np.radians(latitude))
    total = np.bincount(territory, weights=weight, minlength=COUNT)
    held = np.bincount(territory, weights=weight * agreement, minlength=COUNT)
    return np.divide(held, total, out=np.zeros(COUNT), where=total > 0)
