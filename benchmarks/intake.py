"""Intake and examination of synthetic files: files a second, against copying and hashing the same files in one run.

    python benchmarks/intake.py [--files 60] [--workers 1]

The floor is what nobody can go below: read each file once, SHA-256, write it to the same disk with fsync. For the
examination it is the decoding alone, in the same cage; the share of decoding in the whole is printed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from sightline import pipeline
from sightline.agencies import store as agency_store
from sightline.agencies.model import Agency, Role
from sightline.demo.generate import generate
from sightline.features.catalogue import CATALOGUE
from sightline.kernel.clock import now
from sightline.kernel.db import Role as DatabaseRole
from sightline.kernel.errors import Refusal
from sightline.kernel.settings import Settings
from sightline.media.decoder import Decoder
from sightline.operations import store as operation_store
from sightline.operations.model import Contribution, Handling, Level, Operation, Tlp
from sightline.workspace import Workspace


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--workers", type=int, default=1)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sightline-bench-") as folder:
        source = Path(folder) / "source"
        generate(source, files=wanted.files, seed=1, agencies=("BE",))
        paths = sorted(path for path in source.rglob("*") if path.is_file())
        size = sum(path.stat().st_size for path in paths)
        print(f"{len(paths)} files, {size / 1e6:.1f} MB, {wanted.workers} worker(s)")
        floor = timed(lambda: copy(paths, Path(folder) / "copies"))
        with prepared(Path(folder) / "workspace", wanted.workers) as workspace:
            intake = timed(lambda: take_in(workspace, source))
            decoding = timed(lambda: decode(paths))
            examine = timed(lambda: pipeline.work(workspace))
    row("copy + SHA-256 + fsync (floor)", len(paths), floor, floor)
    row("intake", len(paths), intake, floor)
    row("decoding alone, one worker (floor)", len(paths), decoding, decoding)
    row(f"examine and match: {len(CATALOGUE)} extractors", len(paths), examine, decoding)
    print(f"share of decoding in the examination: {decoding / wanted.workers / examine:.0%}")


def timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def row(name: str, files: int, seconds: float, floor: float) -> None:
    print(f"{name:<42} {files / seconds:>9.1f} files/s   {seconds / floor:>6.2f} x its floor")


def copy(paths: list[Path], target: Path) -> None:
    target.mkdir()
    for number, path in enumerate(paths):
        content = path.read_bytes()
        hashlib.sha256(content).digest()
        with (target / str(number)).open("wb") as sink:
            sink.write(content)
            sink.flush()
            os.fsync(sink.fileno())


def decode(paths: list[Path]) -> None:
    with Decoder() as decoder:
        for path in paths:
            try:
                decoder.examine(path)
            except Refusal:
                continue


def prepared(folder: Path, workers: int) -> Workspace:
    settings = Settings(
        workspace=folder, database="", bytes="", officer="be.one", purpose="benchmark", workers=workers, language="en"
    )
    workspace = Workspace.create(settings)
    with workspace.database.transaction(DatabaseRole.APP) as connection:
        agency_store.add_agency(connection, Agency(code="BE", name="Benchmark", country="BE"))
        agency_store.add_officer(connection, "be.one", "Officer", "BE", frozenset(Role))
    today = now().date()
    with workspace.acting() as acting:
        operation_store.create(
            acting,
            Operation(
                id=0, code="BENCH", name="", host="BE", starts=today, ends=today + timedelta(days=9),
                level=Level.PREVIEW, agencies=(),
            ),
        )  # fmt: skip
    return workspace


def take_in(workspace: Workspace, source: Path) -> None:
    wanted = Contribution(
        id=0, operation_id=1, agency="BE", case_reference="BENCH", legal_basis="benchmark", handling=Handling.H0,
        tlp=Tlp.GREEN, review=date(2030, 1, 1), level=Level.PREVIEW,
    )  # fmt: skip
    pipeline.take_in(workspace, None, wanted, source)


if __name__ == "__main__":
    main()
