"""A small stage: flat pictures placed in a room, seen by a camera, lit by one lamp or a window.

Depth-buffered, exact in perspective, no shadows: quick enough for load tests. Lengths in metres; x right, y away,
z up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sightline.demo.drawing.surfaces import Rgb

Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Panel:
    """A rectangle in space. corner: its top left as seen from the front; right, down: its edges, in metres."""

    corner: Vector
    right: Vector
    down: Vector
    picture: Rgb


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """Where one stands, what one looks at, and the horizontal field of view in degrees."""

    eye: Vector
    target: Vector
    fov: float = 68.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """One source. colour: multiplier per channel at a distance of one metre. ambient: what arrives everywhere."""

    place: Vector
    colour: Vector
    ambient: float = 0.45


def rays(camera: Camera, width: int, height: int) -> NDArray[np.float32]:
    """Directions through the centres of the pixels, (height, width, 3), not normalised."""
    eye, target = np.asarray(camera.eye), np.asarray(camera.target)
    forward = (target - eye) / np.linalg.norm(target - eye)
    right = np.cross(forward, (0.0, 0.0, 1.0))
    right /= np.linalg.norm(right)
    up = np.cross(right, forward)
    half = np.tan(np.radians(camera.fov) / 2)
    xs = (np.arange(width) + 0.5 - width / 2) / (width / 2) * half
    ys = (np.arange(height) + 0.5 - height / 2) / (width / 2) * half
    grid = forward + xs[None, :, None] * right - ys[:, None, None] * up
    return grid.astype(np.float32)


def photograph(panels: Sequence[Panel], camera: Camera, light: Light, width: int, height: int) -> Rgb:
    """What the camera sees, (height, width, 3) uint8 RGB; black where there is nothing."""
    directions = rays(camera, width, height)
    depth = np.full((height, width), np.inf, np.float32)
    out = np.zeros((height, width, 3), np.float32)
    for panel in panels:
        _expose(panel, camera, light, directions, depth, out)
    out = 255 * (1 - np.exp(-out / 150))
    return np.clip(out * 1.18, 0, 255).astype(np.uint8)


def _window(panel: Panel, camera: Camera, shape: tuple[int, int]) -> tuple[slice, slice] | None:
    """The part of the picture that the panel can touch; None if it is wholly behind the camera."""
    height, width = shape
    corner, right, down = (np.asarray(v) for v in (panel.corner, panel.right, panel.down))
    points = np.stack([corner, corner + right, corner + down, corner + right + down]) - np.asarray(camera.eye)
    forward = np.asarray(camera.target) - np.asarray(camera.eye)
    forward /= np.linalg.norm(forward)
    ahead = points @ forward
    if ahead.max() <= 0.02:
        return None
    if ahead.min() <= 0.02:
        return slice(0, height), slice(0, width)
    side = np.cross(forward, (0.0, 0.0, 1.0))
    side /= np.linalg.norm(side)
    half = np.tan(np.radians(camera.fov) / 2)
    xs = (points @ side / ahead / half + 1) * width / 2
    ys = height / 2 - points @ np.cross(side, forward) / ahead / half * width / 2
    left, top = max(0, int(xs.min()) - 1), max(0, int(ys.min()) - 1)
    end, bottom = min(width, int(xs.max()) + 2), min(height, int(ys.max()) + 2)
    return None if left >= end or top >= bottom else (slice(top, bottom), slice(left, end))


def _expose(
    panel: Panel,
    camera: Camera,
    light: Light,
    directions: NDArray[np.float32],
    depth: NDArray[np.float32],
    out: NDArray[np.float32],
) -> None:
    eye = np.asarray(camera.eye, np.float32)
    corner, right, down = (np.asarray(v, np.float32) for v in (panel.corner, panel.right, panel.down))
    normal = np.cross(down, right).astype(np.float32)
    facing = float(np.dot(normal, eye - corner))
    window = _window(panel, camera, (depth.shape[0], depth.shape[1]))
    if facing <= 0 or window is None:
        return
    towards = directions[window]
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = -facing / (towards @ normal)
        place = eye + towards * distance[..., None]
        u = (place - corner) @ right / float(right @ right)
        v = (place - corner) @ down / float(down @ down)
        hit = (distance > 0.02) & (distance < depth[window]) & (u >= 0) & (u < 1) & (v >= 0) & (v < 1)
    if not hit.any():
        return
    rows, columns = panel.picture.shape[:2]
    colours = _sample(panel.picture, u * columns - 0.5, v * rows - 0.5)
    shade = _shade(place.astype(np.float32), (normal / np.linalg.norm(normal)).astype(np.float32), light)
    depth[window][hit] = distance[hit]
    out[window][hit] = (colours * shade)[hit]


def _sample(picture: Rgb, u: NDArray[np.float32], v: NDArray[np.float32]) -> NDArray[np.float32]:
    """Read the picture with the smoothing that its typical distance asks for."""
    step = float(np.nanmedian(np.abs(np.diff(u, axis=1)))) if u.shape[1] > 1 else 1.0
    soft = picture
    while step > 1.8 and min(soft.shape[:2]) > 8:
        soft = cv2.pyrDown(soft).astype(np.uint8)
        u, v, step = (u / 2).astype(np.float32), (v / 2).astype(np.float32), step / 2
    u, v = np.nan_to_num(u).astype(np.float32), np.nan_to_num(v).astype(np.float32)
    return cv2.remap(soft, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)


def _shade(place: NDArray[np.float32], normal: NDArray[np.float32], light: Light) -> NDArray[np.float32]:
    towards = np.asarray(light.place, np.float32) - place
    square = np.einsum("...i,...i", towards, towards) + 0.4
    slant = np.clip(towards @ normal, 0, None) / np.sqrt(square)
    strength = light.ambient + (1 - light.ambient) * 4.5 * (0.3 + 0.7 * slant) / square
    return np.clip(strength, 0, 3)[..., None] * np.asarray(light.colour, np.float32)
