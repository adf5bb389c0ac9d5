"""Sightline: software for victim-identification task forces.

`sightline.open(folder)` gives a workspace as tables; it is loaded when it is asked for, because it brings everything.
"""

import importlib
from typing import Any

__all__ = ["open"]


def __getattr__(name: str) -> Any:
    """`sightline.open`: the notebook's door (see `sightline.notebook.open_workspace`)."""
    if name == "open":
        return importlib.import_module("sightline.notebook").open_workspace  # noqa: TID251 - see the docstring above
    raise AttributeError(f"module 'sightline' has no attribute {name!r}")
