"""rapidocr, used as a detector of writing in any script and as the reader of Latin, Chinese characters and kana."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidocr import RapidOCR

from sightline.features.writing.versions import READER as READER
from sightline.kernel.errors import Unavailable
from sightline.media.model import Pixels

# The detector was trained with short sides of 736 pixels; three times larger letters gain nothing more.
SHORT_SIDE, LONG_SIDE, MOST_ENLARGED = 736, 1984, 3.0
SMALLEST_LINE, LONGEST_LINE = 5.0, 60.0
DETECTOR, RECOGNISER = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"


class Rapid:
    """The two networks that the wheel brings. One thread each: batches run in parallel processes."""

    def __init__(self) -> None:
        """Load the networks, about 0.2 s; `Unavailable` where the wheel came without them (nothing is fetched)."""
        models = Path(str(files("rapidocr"))) / "models"
        missing = [name for name in (DETECTOR, RECOGNISER) if not (models / name).is_file()]
        if missing:
            raise Unavailable(f"rapidocr is installed without {', '.join(missing)}; install the wheel from PyPI again.")
        self._engine = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.max_side_len": 2000,
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                "Det.model_path": str(models / DETECTOR),
                "Rec.model_path": str(models / RECOGNISER),
            }
        )

    def detect(self, rgb: Pixels) -> list[NDArray[np.float32]]:
        """Return the quads (4 x 2, pixels, clockwise from top left) that hold writing, in reading order."""
        height, width = rgb.shape[:2]
        page, scale = _page(np.ascontiguousarray(rgb[..., ::-1]))
        result = self._engine(page, use_det=True, use_cls=False, use_rec=False)
        boxes = getattr(result, "boxes", None)
        if boxes is None:
            return []
        limit = np.array([width - 1, height - 1], dtype=np.float32)
        quads = [np.clip(np.asarray(box, dtype=np.float32) / scale, 0, limit) for box in boxes]
        return [quad for quad in quads if _is_line(quad)]

    def read(self, crops: Sequence[Pixels]) -> list[tuple[str, float]]:
        """Return text and score (0..1) of each RGB crop; a crop that reads as nothing gives `("", 0)`."""
        if not crops:
            return []
        result = self._engine.recognize_txt([cv2.cvtColor(crop, cv2.COLOR_RGB2BGR) for crop in crops])
        texts = result.txts or ("",) * len(crops)
        return [(str(text), float(score)) for text, score in zip(texts, result.scores, strict=True)]


def _page(bgr: Pixels) -> tuple[Pixels, float]:
    """Bring a picture to the detector's size: long side at most `LONG_SIDE`, short side filled up to `SHORT_SIDE`.

    Small pictures are enlarged by `MOST_ENLARGED` at most. The detector is left nothing to enlarge: it would make a
    strip of 3 x 900 pixels 220,800 pixels long.
    """
    height, width = bgr.shape[:2]
    scale = min(max(SHORT_SIDE / min(height, width), 1.0), MOST_ENLARGED, LONG_SIDE / max(height, width))
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    page = bgr if scale == 1.0 else cv2.resize(bgr, size, interpolation=how)
    down, right = (max(_rounded_up(side), SHORT_SIDE) - side for side in (size[1], size[0]))
    filled = cv2.copyMakeBorder(page, 0, down, 0, right, cv2.BORDER_REPLICATE)
    return np.ascontiguousarray(filled, dtype=np.uint8), scale


def _rounded_up(side: int) -> int:
    return (side + 31) // 32 * 32


def _is_line(quad: NDArray[np.float32]) -> bool:
    """Say whether a quad has an inside: what lay in the filled-up margin has none after clipping."""
    across = float(np.linalg.norm(quad[1] - quad[0]))
    down = float(np.linalg.norm(quad[3] - quad[0]))
    return min(across, down) >= SMALLEST_LINE and max(across, down) <= LONGEST_LINE * min(across, down)
