"""The names under which readings are kept, known without loading any reader."""

from __future__ import annotations

from importlib.metadata import version

READER = f"rapidocr/{version('rapidocr')}"
