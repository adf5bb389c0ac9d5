"""rapidocr, used as a detector of writing in any script and as the reader of Latin, Chinese characters and kana."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidocr import RapidOCR

from sightline.kernel.errors import Unavailable
from sightline.media.model import Pixels

READER = f"rapidocr/{version('rapidocr')}"
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
        result = self._engine(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), use_det=True, use_cls=False, use_rec=False)
        boxes = getattr(result, "boxes", None)
        return [] if boxes is None else [np.asarray(box, dtype=np.float32) for box in boxes]

    def read(self, crops: Sequence[Pixels]) -> list[tuple[str, float]]:
        """Return text and score (0..1) of each RGB crop; a crop that reads as nothing gives `("", 0)`."""
        if not crops:
            return []
        result = self._engine.recognize_txt([cv2.cvtColor(crop, cv2.COLOR_RGB2BGR) for crop in crops])
        texts = result.txts or ("",) * len(crops)
        return [(str(text), float(score)) for text, score in zip(texts, result.scores, strict=True)]
