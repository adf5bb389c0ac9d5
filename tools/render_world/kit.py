"""A scene under construction: meshes gathered by material, lights, and marks of what can be recognised.

Lengths in metres; x right, y away, z up. Furniture is built in a local frame (`with scene.at(...)`): x to the right
as one faces it, y away from the viewer, so that the same piece can stand against any wall.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sightline.demo.drawing.surfaces import Colour, Rgb

Points = NDArray[np.float64]
Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """kind: `matte`, `gloss`, `metal` or `mirror`; what: a colour or a picture; rough: 0..1."""

    kind: str
    what: Colour | Rgb
    rough: float = 0.15


def matte(what: Colour | Rgb) -> Material:
    """Cloth, paint, paper."""
    return Material("matte", what)


def gloss(what: Colour | Rgb, rough: float = 0.15) -> Material:
    """Varnish, tile, plastic."""
    return Material("gloss", what, rough)


def metal(rough: float = 0.2, colour: Colour = (200, 200, 205)) -> Material:
    """Brushed steel."""
    return Material("metal", colour, rough)


@dataclass(slots=True)
class Part:
    """Vertices, faces and texture coordinates of one material."""

    points: list[Points] = field(default_factory=list)
    faces: list[NDArray[np.int32]] = field(default_factory=list)
    uvs: list[Points] = field(default_factory=list)
    count: int = 0


@dataclass(frozen=True, slots=True)
class Glow:
    """A shining mesh. what: picture or colour; power: radiance multiplier."""

    points: Points
    faces: NDArray[np.int32]
    uvs: Points
    what: Colour | Rgb
    power: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something recognisable: its four corners in the world, its clues, the object it is."""

    corners: Points
    clues: tuple[dict[str, str], ...] = ()
    object: str = ""
    line: float = 0.0


class Scene:
    """Everything that will be photographed."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.parts: dict[tuple[int, bool], tuple[Material, Part]] = {}
        self.glows: list[Glow] = []
        self.marks: list[Mark] = []
        self.sun: tuple[Triple, float] | None = None
        self.sky = 0.0
        self._frame = np.eye(4)

    @contextmanager
    def at(self, x: float, y: float, z: float = 0.0, turn: float = 0.0) -> Iterator[None]:
        """Work in a local frame: moved, then turned by degrees (90: facing the left wall, -90: the right one)."""
        before = self._frame
        c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
        self._frame = before @ np.array([[c, -s, 0, x], [s, c, 0, y], [0, 0, 1, z], [0, 0, 0, 1]])
        yield
        self._frame = before

    def world(self, points: Points) -> Points:
        """Local to world coordinates."""
        return np.asarray(points, np.float64) @ self._frame[:3, :3].T + self._frame[:3, 3]

    def mesh(self, material: Material, points: Points, faces: NDArray[np.int32], uvs: Points, *, smooth: bool) -> None:
        """Add triangles."""
        _, part = self.parts.setdefault((id(material), smooth), (material, Part()))
        part.points.append(self.world(points))
        part.faces.append(np.asarray(faces, np.int32) + part.count)
        part.uvs.append(np.asarray(uvs, np.float64))
        part.count += len(points)

    def quad(self, material: Material, corner: Triple, right: Triple, down: Triple) -> None:
        """A rectangle; corner is its top left as seen from the front."""
        self.mesh(material, *_quad(corner, right, down), smooth=False)

    def glow(self, what: Colour | Rgb, power: float, corner: Triple, right: Triple, down: Triple) -> None:
        """A shining rectangle, shining to its front."""
        points, faces, uvs = _quad(corner, right, down)
        self.glows.append(Glow(self.world(points), faces, uvs, what, power))

    def glow_surface(
        self, what: Colour | Rgb, power: float, shape: Callable[..., Points], size: tuple[int, int]
    ) -> None:
        """A shining curved surface, as `surface` makes it."""
        points, faces, uvs = _grid(shape, size)
        self.glows.append(Glow(self.world(points), faces, uvs, what, power))

    def surface(
        self, material: Material, shape: Callable[..., Points], size: tuple[int, int], *,
        smooth: bool = True, scale: tuple[float, float] = (1.0, 1.0),
    ) -> None:  # fmt: skip
        """A curved surface: shape(u, v) gives (..., 3) points for arrays u, v in 0..1. scale: of the picture on it."""
        points, faces, uvs = _grid(shape, size)
        self.mesh(material, points, faces, uvs * scale, smooth=smooth)

    def box(self, material: Material, corner: Triple, size: Triple) -> None:
        """A box with the whole picture on each side."""
        x, y, z = corner
        w, d, h = size
        self.quad(material, (x, y, z + h), (w, 0, 0), (0, 0, -h))
        self.quad(material, (x + w, y + d, z + h), (-w, 0, 0), (0, 0, -h))
        self.quad(material, (x + w, y, z + h), (0, d, 0), (0, 0, -h))
        self.quad(material, (x, y + d, z + h), (0, -d, 0), (0, 0, -h))
        self.quad(material, (x, y + d, z + h), (w, 0, 0), (0, -d, 0))
        self.quad(material, (x, y, z), (w, 0, 0), (0, d, 0))

    def soft(self, material: Material, corner: Triple, size: Triple, radius: float, *, puff: float = 0.0) -> None:
        """A box with rounded edges; puff: how far its sides bulge, in metres (cushions)."""
        low, span = np.asarray(corner, float), np.asarray(size, float)
        radius = min(radius, float(span.min()) / 2 - 1e-4)
        for axis, side in itertools.product(range(3), (-1, 1)):

            def shape(u: Points, v: Points, axis: int = axis, side: int = side) -> Points:
                cube = np.zeros((*u.shape, 3))
                first, second = (axis + 1) % 3, (axis + 2) % 3
                flip = u if side > 0 else 1 - u
                cube[..., first], cube[..., second], cube[..., axis] = flip * 2 - 1, 1 - v * 2, side
                half = span / 2
                outer = np.sign(cube) * np.abs(cube) ** 0.8 * half
                inner = np.clip(outer, -(half - radius), half - radius)
                away = outer - inner
                length = np.maximum(np.linalg.norm(away, axis=-1, keepdims=True), 1e-9)
                bulge = np.prod(np.where(np.arange(3) == axis, 1.0, 1 - cube**4), axis=-1, keepdims=True)
                direction = np.where(np.arange(3) == axis, side, 0)
                return low + half + inner + away / length * np.minimum(length, radius) + puff * bulge * direction

            first, second = span[(axis + 1) % 3], span[(axis + 2) % 3]
            self.surface(material, shape, (12, 12), scale=(first / span.max(), second / span.max()))

    def tube(
        self, material: Material, start: Triple, end: Triple, radii: tuple[float, float], *, sides: int = 20
    ) -> None:
        """A round bar or cone from start to end, closed at the end."""
        low, high = np.asarray(start, float), np.asarray(end, float)
        along = (high - low) / np.linalg.norm(high - low)
        other = np.cross(along, (0.0, 0.0, 1.0) if abs(along[2]) < 0.9 else (1.0, 0.0, 0.0))
        other /= np.linalg.norm(other)
        third = np.cross(along, other)

        def shape(u: Points, v: Points) -> Points:
            angle = u * 2 * np.pi
            radius = (radii[0] + (radii[1] - radii[0]) * v)[..., None]
            ring = np.cos(angle)[..., None] * other + np.sin(angle)[..., None] * third
            return low + (high - low) * v[..., None] + ring * radius

        def lid(u: Points, v: Points) -> Points:
            angle = u * 2 * np.pi
            ring = np.cos(angle)[..., None] * other + np.sin(angle)[..., None] * third
            return high + ring * (radii[1] * (1 - v))[..., None]

        self.surface(material, shape, (sides, 2))
        self.surface(material, lid, (sides, 2), smooth=False)

    def lathe(self, material: Material, centre: Triple, profile: Sequence[tuple[float, float]]) -> None:
        """Turned work: (radius, height) points from the bottom up."""
        radii, heights = np.asarray(profile, float).T
        steps = np.linspace(0, 1, len(radii))

        def shape(u: Points, v: Points) -> Points:
            r, h = np.interp(v, steps, radii), np.interp(v, steps, heights)
            return np.stack([r * np.cos(u * 2 * np.pi), r * np.sin(u * 2 * np.pi), h], axis=-1) + np.asarray(centre)

        self.surface(material, shape, (24, 4 * len(radii)))

    def mark(self, corner: Triple, right: Triple, down: Triple, *, line: float = 0.0, thing: str = "",
             clues: Sequence[dict[str, str]] = ()) -> None:  # fmt: skip
        """Remember a rectangle that shows something."""
        c, r, d = (np.asarray(v, float) for v in (corner, right, down))
        corners = self.world(np.stack([c, c + r, c + r + d, c + d]))
        self.marks.append(Mark(corners=corners, clues=tuple(clues), object=thing, line=line))


def _quad(corner: Triple, right: Triple, down: Triple) -> tuple[Points, NDArray[np.int32], Points]:
    c, r, d = (np.asarray(v, float) for v in (corner, right, down))
    points = np.stack([c, c + r, c + r + d, c + d])
    uvs = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], float)
    return points, np.array([[0, 2, 1], [0, 3, 2]], np.int32), uvs


def _grid(shape: Callable[..., Points], size: tuple[int, int]) -> tuple[Points, NDArray[np.int32], Points]:
    columns, rows = size
    v, u = np.mgrid[0 : 1 : (rows + 1) * 1j, 0 : 1 : (columns + 1) * 1j]
    points = np.asarray(shape(u, v), float).reshape(-1, 3)
    index = np.arange((rows + 1) * (columns + 1)).reshape(rows + 1, columns + 1)
    a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]
    faces = np.concatenate([np.stack([a, c, b], -1).reshape(-1, 3), np.stack([a, d, c], -1).reshape(-1, 3)])
    return points, faces.astype(np.int32), np.stack([u, v], axis=-1).reshape(-1, 2)
