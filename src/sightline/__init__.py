"""Sightline: software for victim-identification task forces.

`sightline.open(folder)` gives a workspace as tables; it is loaded when it is asked for, because it brings everything.
"""

import importlib
import os
from typing import Any

# onnxruntime's wheels for Linux write a device number to the home folder and report each use to their maker, unless
# this is set before they are loaded: nothing that calls out may ever be loaded without it.
os.putenv("ORT_DISABLE_TELEMETRY", "1")

__all__ = ["open"]


def __getattr__(name: str) -> Any:
    """`sightline.open`: the notebook's door (see `sightline.notebook.open_workspace`)."""
    if name == "open":
        return importlib.import_module("sightline.notebook").open_workspace  # noqa: TID251 - see the docstring above
    raise AttributeError(f"module 'sightline' has no attribute {name!r}")
