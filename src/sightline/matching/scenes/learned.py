"""A slot for learned descriptors: an ONNX file the user supplies, run here, judged by the same geometry.

None is shipped: weights have their own licences, and this program fetches nothing. Two kinds fit in:

global  input one picture, (1, 3, h, w) float32; output (1, d): one vector a picture (MegaLoc, SALAD, MixVPR, ...).
local   input one picture, (1, 1 or 3, h, w) float32; outputs, found by name or by shape: keypoints (n, 2) in pixels
        or (1, n, 2), descriptors (n, d) or (1, n, d), and scores (n,) if there are any (ALIKED, DISK, SuperPoint, ...).

`learned_compare.py` judges what comes out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as onnx_errors  # pyrefly: ignore[missing-module-attribute]

from sightline.kernel.errors import UsageError
from sightline.media.model import Picture

# ImageNet's means and deviations, which nearly all of these networks were trained with.
MEAN = (0.485, 0.456, 0.406)
DEVIATION = (0.229, 0.224, 0.225)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How the network wants its picture.

    width, height: in pixels, None to keep the shape (long side `long_side`, made a multiple of `multiple`).
    mean, deviation: per channel, for values 0..1; grey networks take the first.
    """

    width: int | None = None
    height: int | None = None
    long_side: int = 1_024
    multiple: int = 32
    mean: tuple[float, float, float] = MEAN
    deviation: tuple[float, float, float] = DEVIATION


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalFeatures:
    """positions: (n, 2) float32 fractions. descriptors: (n, d) float32 of length 1. scores: (n,) float32.

    width, height: of the picture. network: SHA-256 of the ONNX file.
    """

    positions: NDArray[np.float32]
    descriptors: NDArray[np.float32]
    scores: NDArray[np.float32]
    width: int
    height: int
    network: str


# onnxruntime's errors have no base of their own.
_FAULTS = (
    onnx_errors.Fail,
    onnx_errors.InvalidArgument,
    onnx_errors.InvalidGraph,
    onnx_errors.InvalidProtobuf,
    onnx_errors.NotImplemented,
    onnx_errors.RuntimeException,
)


class Network:
    """An ONNX file, loaded to run on this machine's processor with one thread. sha256 names it in every link."""

    def __init__(self, path: Path, recipe: Recipe | None = None) -> None:
        """Load the file; `UsageError` where it cannot be read or does not take exactly one picture."""
        try:
            content = path.read_bytes()
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            self._session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        except (OSError, *_FAULTS) as error:
            raise UsageError(f"{path} is not a network this program can run: {error}") from error
        inputs = self._session.get_inputs()
        if len(inputs) != 1 or len(inputs[0].shape) != 4 or inputs[0].shape[1] not in (1, 3):
            raise UsageError(f"{path} does not take one picture as (1, 1 or 3, height, width).")
        self._input, self._channels = str(inputs[0].name), int(inputs[0].shape[1])
        self._outputs = [str(output.name) for output in self._session.get_outputs()]
        self._fixed = tuple(side if isinstance(side, int) else None for side in inputs[0].shape[2:])
        self.recipe = recipe or Recipe()
        self.sha256 = hashlib.sha256(content).hexdigest()

    def whole(self, picture: Picture) -> NDArray[np.float32]:
        """Return the picture's one vector, (d,) float32 of length 1."""
        vector = self._run(picture)[0].reshape(-1).astype(np.float32)
        length = float(np.linalg.norm(vector))
        if not np.isfinite(length) or length == 0.0:
            raise UsageError("The network gave no usable vector for this picture.")
        return vector / np.float32(length)

    def local(self, picture: Picture) -> LocalFeatures:
        """Return the picture's keypoints with their descriptors."""
        size = self._size(picture)
        places, vectors, scores = _sorted_out(self._outputs, self._run(picture))
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        usable = np.isfinite(vectors).all(axis=1) & np.isfinite(places).all(axis=1) & (lengths[:, 0] > 0)
        fractions = (places + 0.5) / size
        usable &= np.all((fractions >= 0) & (fractions <= 1), axis=1)
        return LocalFeatures(
            positions=fractions[usable].astype(np.float32),
            descriptors=(vectors[usable] / lengths[usable]).astype(np.float32),
            scores=scores[usable].astype(np.float32),
            width=picture.width,
            height=picture.height,
            network=self.sha256,
        )

    def _size(self, picture: Picture) -> tuple[int, int]:
        """Return the width and height that the picture is given to the network in."""
        height, width = (
            fixed or wanted for fixed, wanted in zip(self._fixed, (self.recipe.height, self.recipe.width), strict=True)
        )
        if width and height:
            return width, height
        zoom = min(1.0, self.recipe.long_side / max(picture.width, picture.height))
        step = self.recipe.multiple
        free = [max(step, round(side * zoom / step) * step) for side in (picture.width, picture.height)]
        return width or free[0], height or free[1]

    def _run(self, picture: Picture) -> list[NDArray[np.float32]]:
        colours = picture.rgb if self._channels == 3 else picture.luma[:, :, None]
        resized = np.asarray(cv2.resize(colours, self._size(picture), interpolation=cv2.INTER_AREA), dtype=np.float32)
        scaled = resized.reshape(*resized.shape[:2], self._channels) / np.float32(255.0)
        mean = np.array(self.recipe.mean[: self._channels], dtype=np.float32)
        deviation = np.array(self.recipe.deviation[: self._channels], dtype=np.float32)
        given = np.ascontiguousarray(((scaled - mean) / deviation).transpose(2, 0, 1)[None])
        try:
            return [np.asarray(array) for array in self._session.run(None, {self._input: given})]
        except _FAULTS as error:
            raise UsageError(f"The network failed on a picture of {self._size(picture)} pixels: {error}") from error


def _find(
    named: Mapping[str, NDArray[np.float32]], word: str, fits: Callable[[NDArray[np.float32]], bool]
) -> NDArray[np.float32] | None:
    """Return the output whose name has the word, else the only one whose shape fits."""
    by_name = [array for name, array in named.items() if word in name and fits(array)]
    by_shape = [array for array in named.values() if fits(array)]
    return by_name[0] if by_name else by_shape[0] if len(by_shape) == 1 else None


def _sorted_out(
    names: list[str], arrays: list[NDArray[np.float32]]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return keypoints (n, 2), descriptors (n, d) and scores (n,) of a local network's outputs."""
    flat = [array[0] if array.ndim and array.shape[0] == 1 and array.ndim > 1 else array for array in arrays]
    named = dict(zip((name.lower() for name in names), flat, strict=True))
    places = _find(named, "keypoint", lambda array: array.ndim == 2 and array.shape[1] == 2)
    vectors = _find(named, "descriptor", lambda array: array.ndim == 2 and array.shape[1] > 2)
    scores = _find(named, "score", lambda array: array.ndim == 1)
    if places is None or vectors is None or len(places) != len(vectors):
        shapes = {name: array.shape for name, array in named.items()}
        raise UsageError(f"The network gives no keypoints (n, 2) with descriptors (n, d), but {shapes}.")
    if scores is None or len(scores) != len(places):
        scores = np.ones(len(places), dtype=np.float32)
    return places.astype(np.float64), vectors.astype(np.float64), scores.astype(np.float64)
