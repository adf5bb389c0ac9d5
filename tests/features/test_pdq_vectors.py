"""The hashes are bit for bit those of the reference library, on patterns made here and hashed by it once.

`tools/make_pdq_vectors.py` wrote the vectors; it needs the reference library, these tests do not.
"""

import json
import zlib
from pathlib import Path

import numpy as np
import pytest

from sightline.features.pdq_map import fingerprint

VECTORS = Path(__file__).with_name("pdq_vectors.json")
SHAPES = [
    (5, 5),
    (5, 400),
    (63, 64),
    (64, 64),
    (65, 200),
    (128, 129),
    (256, 257),
    (240, 320),
    (480, 270),
    (721, 1283),
    (1600, 1200),
]
KINDS = ["blocks", "ramp", "checks", "bright", "half", "blank", "dots"]


def pattern(kind, shape):
    """Grey test picture, from integer arithmetic alone so that it is the same everywhere and always."""
    height, width = shape
    rows = np.arange(height, dtype=np.uint64)[:, None]
    columns = np.arange(width, dtype=np.uint64)[None, :]

    def scattered(cell, salt):
        mixed = (rows // cell) * np.uint64(2654435761) + (columns // cell) * np.uint64(40503) + np.uint64(salt)
        mixed = (mixed ^ (mixed >> np.uint64(15))) * np.uint64(2246822519)
        return (mixed ^ (mixed >> np.uint64(13))) % np.uint64(256)

    big = np.uint64(max(4, min(shape) // 9))
    plane = {
        "blocks": lambda: (
            (4 * scattered(big, 7) + 2 * scattered(big // np.uint64(3) + np.uint64(1), 3)) // np.uint64(6)
        ),
        "ramp": lambda: (
            (rows * np.uint64(3) + columns * np.uint64(2)) * np.uint64(255) // np.uint64(3 * height + 2 * width)
        ),
        "checks": lambda: ((rows // big + columns // big) % np.uint64(2)) * np.uint64(255),
        "bright": lambda: np.uint64(240) + scattered(big, 11) % np.uint64(16),
        "half": lambda: (columns * np.uint64(2) > width).astype(np.uint64) * np.uint64(200) + rows * np.uint64(0),
        "blank": lambda: rows * np.uint64(0) + columns * np.uint64(0) + np.uint64(90),
        "dots": lambda: scattered(np.uint64(1), 5),
    }[kind]()
    return np.ascontiguousarray(plane.astype(np.uint8))


def cases():
    return [(kind, shape) for kind in KINDS for shape in SHAPES]


@pytest.mark.parametrize("vector", json.loads(VECTORS.read_text()), ids=lambda v: f"{v['kind']}-{v['shape']}")
def test_every_hash_and_quality_is_that_of_the_reference(vector):
    luma = pattern(vector["kind"], tuple(vector["shape"]))
    assert zlib.crc32(luma.tobytes()) == vector["crc"], "the test picture itself changed"
    found = fingerprint(luma)
    assert [row.tobytes().hex() for row in found.hashes] == vector["hashes"]
    assert found.quality == vector["quality"]
