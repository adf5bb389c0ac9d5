"""From a scene to a photograph: path tracing with mitsuba, smoothing of the light alone, exposure.

Texture comes noise-free from the albedo of the first hit, so that few samples are enough: the light is separated from
it, smoothed along surfaces (a-trous wavelets stopped by depth, normal and brightness), and put back.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import drjit
import mitsuba as mi
import numpy as np
from numpy.typing import NDArray

from render_world.kit import Glow, Mark, Material, Scene, Triple
from sightline.demo.drawing.surfaces import Rgb

Image = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """Where the camera stands. fov: horizontal, degrees. exposure: stops; warmth: 1 neutral, above 1 warmer."""

    eye: Triple
    target: Triple
    fov: float = 68.0
    light: str = "day"
    exposure: float = 0.0
    warmth: float = 1.0
    size: tuple[int, int] = (640, 480)


def start() -> None:
    """Choose the renderer once: one thread of LLVM."""
    mi.set_variant("llvm_ad_rgb")
    drjit.set_thread_count(1)


class Darkroom:
    """A scene loaded once, photographed several times."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        with tempfile.TemporaryDirectory() as folder:
            self.loaded = mi.load_dict(_world(scene, Path(folder)))

    def depth(self, shot: Shot) -> Image:
        """Distance from the eye for each pixel, in metres."""
        integrator = mi.load_dict({"type": "aov", "aovs": "dd:depth"})
        layers = mi.render(self.loaded, sensor=mi.load_dict(_sensor(shot)), integrator=integrator, spp=4, seed=1)
        return np.array(layers, dtype=np.float32)[..., 0]

    def photograph(self, shot: Shot, samples: int, seed: int) -> tuple[Rgb, list[dict[str, Any]]]:
        """Render a shot: pixels, and the marks that can be seen in it."""
        sensor = mi.load_dict(_sensor(shot))
        passes = max(1, round(samples / 6))
        total = sum(
            np.array(mi.render(self.loaded, sensor=sensor, spp=samples // passes, seed=seed + i), dtype=np.float32)
            for i in range(passes)
        )
        layers = np.nan_to_num(np.asarray(total, np.float32) / passes)
        colour, albedo, normal, depth = layers[..., :3], layers[..., 3:6], layers[..., 6:9], layers[..., 9]
        return _develop(_smooth(colour, albedo, normal, depth), shot, seed), _seen(self.scene.marks, shot, depth)


def points(shot: Shot, depth: Image) -> NDArray[Any]:
    """Where in the world each pixel's point is, (height, width, 3)."""
    height, width = depth.shape
    eye, target = np.asarray(shot.eye), np.asarray(shot.target)
    forward = (target - eye) / np.linalg.norm(target - eye)
    right = np.cross(forward, (0, 0, 1.0))
    right /= np.linalg.norm(right)
    half = np.tan(np.radians(shot.fov) / 2)
    x = ((np.arange(width) + 0.5) / width * 2 - 1)[None, :, None] * half
    y = ((np.arange(height) + 0.5) / height * 2 - 1)[:, None, None] * half * height / width
    rays = forward + x * right - y * np.cross(right, forward)
    return eye + rays / np.linalg.norm(rays, axis=-1, keepdims=True) * depth[..., None]


def _sensor(shot: Shot) -> dict[str, Any]:
    return {
        "type": "perspective", "fov": shot.fov, "fov_axis": "x",
        "to_world": mi.ScalarTransform4f().look_at(origin=list(shot.eye), target=list(shot.target), up=[0, 0, 1]),
        "film": {
            "type": "hdrfilm", "width": shot.size[0], "height": shot.size[1], "rfilter": {"type": "box"},
            "pixel_format": "rgb",
        },
        "sampler": {"type": "independent"},
    }  # fmt: skip


def _world(scene: Scene, folder: Path) -> dict[str, Any]:
    out: dict[str, Any] = {
        "type": "scene",
        "integrator": {
            "type": "aov",
            "aovs": "al:albedo,nn:sh_normal,dd:depth",
            "path": {"type": "path", "max_depth": 6, "rr_depth": 4},
        },
    }
    for number, ((_, smooth), (material, part)) in enumerate(scene.parts.items()):
        path = folder / f"{number}.ply"
        _write_ply(path, np.concatenate(part.points), np.concatenate(part.faces), np.concatenate(part.uvs))
        out[f"part{number}"] = {
            "type": "ply", "filename": str(path), "face_normals": not smooth, "bsdf": _bsdf(material),
        }  # fmt: skip
    for number, glow in enumerate(scene.glows):
        path = folder / f"glow{number}.ply"
        _write_ply(path, glow.points, glow.faces, glow.uvs)
        out[f"glow{number}"] = {
            "type": "ply", "filename": str(path), "face_normals": True,
            "bsdf": {"type": "diffuse", "reflectance": _texture(glow.what)},  # keeps the picture sharp: see the top
            "emitter": {"type": "area", "radiance": _radiance(glow)},
        }  # fmt: skip
    if scene.sun:
        direction, power = scene.sun
        light = [power, power * 0.92, power * 0.78]
        out["sun"] = {
            "type": "directional",
            "direction": list(direction),
            "irradiance": {"type": "rgb", "value": light},
        }
    if scene.sky:
        level = [scene.sky * 0.82, scene.sky * 0.93, scene.sky * 1.1]
        out["sky"] = {"type": "constant", "radiance": {"type": "rgb", "value": level}}
    return out


def _write_ply(path: Path, points: NDArray[Any], faces: NDArray[Any], uvs: NDArray[Any]) -> None:
    header = (
        f"ply\nformat binary_little_endian 1.0\nelement vertex {len(points)}\n"
        + "".join(f"property float {name}\n" for name in "xyzuv")
        + f"element face {len(faces)}\nproperty list uchar int vertex_indices\nend_header\n"
    )
    rows = np.zeros(len(faces), dtype=[("n", "u1"), ("i", "<i4", 3)])
    rows["n"], rows["i"] = 3, faces
    vertices = np.concatenate([points, uvs], axis=1).astype("<f4")
    path.write_bytes(header.encode() + vertices.tobytes() + rows.tobytes())


def _linear(colour: tuple[int, int, int]) -> list[float]:
    return [float((channel / 255) ** 2.2) for channel in colour]


def _texture(what: tuple[int, int, int] | Rgb) -> dict[str, Any]:
    if isinstance(what, tuple):
        return {"type": "rgb", "value": [min(0.92, v) for v in _linear(what)]}
    return {"type": "bitmap", "bitmap": mi.Bitmap(np.array(what)), "raw": False, "wrap_mode": "repeat"}


def _radiance(glow: Glow) -> dict[str, Any]:
    if isinstance(glow.what, tuple):
        return {"type": "rgb", "value": [glow.power * v for v in _linear(glow.what)]}
    light = ((glow.what.astype(np.float32) / 255) ** 2.2 * glow.power).astype(np.float32)
    return {"type": "bitmap", "bitmap": mi.Bitmap(np.array(light)), "raw": True}


def _bsdf(material: Material) -> dict[str, Any]:
    if material.kind == "mirror":
        return {
            "type": "twosided",
            "bsdf": {"type": "conductor", "specular_reflectance": {"type": "rgb", "value": 0.92}},
        }
    if material.kind == "metal":
        return {"type": "twosided", "bsdf": {
            "type": "roughconductor", "alpha": material.rough, "specular_reflectance": _texture(material.what)}}  # fmt: skip
    if material.kind == "gloss":
        return {"type": "twosided", "bsdf": {
            "type": "roughplastic", "alpha": material.rough, "diffuse_reflectance": _texture(material.what)}}  # fmt: skip
    return {"type": "twosided", "bsdf": {"type": "diffuse", "reflectance": _texture(material.what)}}


def _smooth(colour: Image, albedo: Image, normal: Image, depth: Image) -> Image:
    base = np.maximum(albedo, 0.03)
    light = np.log1p(np.clip(colour / base, 0, 60))
    light, support = _wavelet(light, normal, depth, 1)
    for step in (2, 4, 8):
        light, _ = _wavelet(light, normal, depth, step)
    # A pixel on an edge has no like neighbours and stays noisy: it takes the median of those around it.
    lonely = np.clip((0.62 - support) / 0.25, 0, 1)[..., None]
    around = cv2.medianBlur(np.ascontiguousarray(light.astype(np.float32)), 5)
    return np.expm1(light * (1 - lonely) + around * lonely) * base


def _wavelet(light: Image, normal: Image, depth: Image, step: int) -> tuple[Image, Image]:
    kernel = (0.375, 0.25, 0.0625)
    total, norm = light * kernel[0] ** 2, np.full(depth.shape, kernel[0] ** 2, np.float32)
    grey = cv2.GaussianBlur(light.mean(axis=2), (0, 0), 0.8 * step)
    rows, columns = depth.shape
    pad = 2 * step
    light_p, normal_p, depth_p, grey_p = (
        cv2.copyMakeBorder(a, pad, pad, pad, pad, cv2.BORDER_REFLECT) for a in (light, normal, depth, grey)
    )
    spread = 0.9 / step
    for dy in range(-2, 3):
        for dx in range(-2, 3):
            if dx == dy == 0:
                continue
            window = (slice(pad + dy * step, pad + dy * step + rows), slice(pad + dx * step, pad + dx * step + columns))
            weight = (
                kernel[abs(dy)]
                * kernel[abs(dx)]
                * np.exp(
                    -np.abs(depth_p[window] - depth) / (0.02 * step * depth + 0.004)
                    - 24 * np.clip(1 - np.einsum("ijk,ijk->ij", normal_p[window], normal), 0, 2)
                    - ((grey_p[window] - grey) / (0.12 + 0.25 * spread)) ** 2
                )
            )
            total += light_p[window] * weight[..., None]
            norm += weight
    return (total / norm[..., None]).astype(np.float32), norm


def _develop(light: Image, shot: Shot, seed: int) -> Rgb:
    """Auto exposure, white balance, a soft shoulder, falling corners and a little sensor noise."""
    grey = light.mean(axis=2)
    key = 0.2 / max(1e-6, float(np.exp(np.mean(np.log(grey + 1e-3)))))
    out = light * min(key, 30.0) * 2 ** (shot.exposure + 0.3)
    mean = out.reshape(-1, 3).mean(axis=0)
    balance = (mean.mean() / mean) ** 0.55 * np.array([shot.warmth * 1.03, 1.0, 0.97 / shot.warmth])
    out = out * balance.astype(np.float32)
    out = np.where(out < 0.6, out, 0.6 + 0.4 * (1 - np.exp(-(out - 0.6) / 0.55)))
    rows, columns = grey.shape
    y, x = np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j]
    out = np.clip(out * (1 - 0.11 * (x * x + y * y))[..., None], 0, 1) ** (1 / 2.2)
    noise = np.random.default_rng(seed).normal(0, 1.3, (*grey.shape, 1))
    return np.clip(out * 255 + noise + 0.5, 0, 255).astype(np.uint8)


def _seen(marks: list[Mark], shot: Shot, depth: Image) -> list[dict[str, Any]]:
    found = []
    for mark in marks:
        inside = np.stack(np.meshgrid([0.08, 0.3, 0.5, 0.7, 0.92], [0.08, 0.3, 0.5, 0.7, 0.92]), axis=-1).reshape(-1, 2)
        a, b, _, d = mark.corners
        samples = a + inside[:, :1] * (b - a) + inside[:, 1:] * (d - a)
        xy, distance, ahead = project(samples, shot)
        corners, _, before = project(mark.corners, shot)
        if ahead.min() <= 0.1 or before.min() <= 0.1:
            continue
        column, row = (xy * shot.size).astype(int).T
        good = (column >= 0) & (row >= 0) & (column < shot.size[0]) & (row < shot.size[1])
        good[good] = distance[good] < depth[row[good], column[good]] + 0.06
        front = np.cross(corners[1] - corners[0], corners[3] - corners[0]) > 0
        if good.mean() < 0.3 or not front:
            continue
        tall = np.linalg.norm((corners[3] - corners[0]) * shot.size) / max(1e-6, float(np.linalg.norm(d - a)))
        found.append({
            "clues": list(mark.clues), "object": mark.object or None, "outline": corners.round(4).tolist(),
            "visible": round(float(good.mean()), 2), "line_pixels": round(float(mark.line * tall), 1),
        })  # fmt: skip
    return found


def project(points: NDArray[Any], shot: Shot) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """World points to fractions of the picture, distances from the eye, and depths along the view."""
    eye, target = np.asarray(shot.eye), np.asarray(shot.target)
    forward = (target - eye) / np.linalg.norm(target - eye)
    right = np.cross(forward, (0, 0, 1.0))
    right /= np.linalg.norm(right)
    up = np.cross(right, forward)
    rays = points - eye
    ahead = rays @ forward
    half = np.tan(np.radians(shot.fov) / 2)
    safe = np.where(np.abs(ahead) < 1e-6, 1e-6, ahead)
    x = (rays @ right / safe / half + 1) / 2
    y = 0.5 - rays @ up / safe / half / 2 * shot.size[0] / shot.size[1]
    return np.stack([x, y], axis=-1), np.linalg.norm(rays, axis=-1), ahead
