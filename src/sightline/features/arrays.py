"""Arrays as bytes: NumPy's own archive without pickled objects, so that reading one runs no code."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sightline.kernel.errors import IntegrityError


def pack(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """`arrays` as an uncompressed `.npz`; the same arrays always give the same bytes."""
    sink = io.BytesIO()
    np.savez(sink, allow_pickle=False, **{name: arrays[name] for name in sorted(arrays)})
    return sink.getvalue()


def unpack(content: bytes) -> dict[str, NDArray[Any]]:
    """The arrays in `content`. Raises `IntegrityError` when it is no such archive."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except (ValueError, OSError, KeyError) as fault:
        raise IntegrityError("A stored feature cannot be read; restore it from a backup.") from fault
