"""The command line as a program calls it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sightline.cli.main import run

Ask = Callable[..., Any]


@pytest.fixture
def ask(dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run a command with --json in a workspace of this test; return (exit code, JSON)."""
    monkeypatch.setenv("SIGHTLINE_DATABASE", dsn)
    monkeypatch.setenv("SIGHTLINE_WORKERS", "1")

    def call(*arguments: str, officer: str | None = None) -> tuple[int, Any]:
        before = ["--workspace", str(tmp_path / "workspace"), *(("--as", officer) if officer else ())]
        code = run([*before, *arguments, "--json"])
        said = capsys.readouterr()
        return code, json.loads(said.out or said.err)

    return call
