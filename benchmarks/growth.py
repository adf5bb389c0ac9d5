"""How cost grows with the number of files and with workers, and what a whole operation takes by these figures.

    python benchmarks/growth.py [--photos FOLDER] [--files 24 48 96] [--workers 1 2] [--markdown FILE]

Every size is a fresh workspace with its own database. Intake and matching are wall seconds of one process; examining is
wall seconds from the first job to the last. The operation that is planned is the published one of 95,567 files; 64 hours of
video are added at the cost of a drawn minute of video, measured here as well. The plan assumes what the table shows:
cost per file does not grow. Without --photos the files are drawn; photographs take longer, because there is more in them.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from intake import prepared, take_in
from sightline import pipeline
from sightline.demo.generate import generate
from sightline.kernel.db import Role
from sightline.places.locate import locate
from sightline.series import store as series_store
from sightline.workspace import Workspace

FILES, VIDEO_HOURS = 95_567, 64
CORES = (2, 16, 64)
EFFICIENCY = 0.85  # what the table has to show from 1 to 2 workers before it may be used for more
STEPS = """
    SELECT j.task_name, extract(epoch FROM sum(done.at - began.at)), extract(epoch FROM max(done.at) - min(began.at))
    FROM procrastinate_jobs j
    JOIN procrastinate_events began ON began.job_id = j.id AND began.type = 'started'
    JOIN procrastinate_events done ON done.job_id = j.id AND done.type = 'succeeded'
    GROUP BY j.task_name
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Seconds of one run; `busy` is the sum over workers, `disk` what the workspace grew by beyond the originals."""

    files: int
    workers: int
    intake: float
    examine: float
    busy: float
    match: float
    where: float
    disk: int
    memory: int


def measured(source: Path, files: int, workers: int) -> Run:
    """Take the files in, examine and match them, in a workspace of their own."""
    with tempfile.TemporaryDirectory(prefix="sightline-growth-") as folder:
        with prepared(Path(folder) / "workspace", workers) as workspace:
            before = time.perf_counter()
            take_in(workspace, source)
            intake = time.perf_counter() - before
            pipeline.work(workspace)
            steps = _steps(workspace)
            began = time.perf_counter()
            _ask(workspace)
            where = time.perf_counter() - began
        originals = sum(path.stat().st_size for path in source.rglob("*") if path.is_file())
        disk = _size(Path(folder) / "workspace") - originals
    return Run(
        files=files, workers=workers, intake=intake, examine=steps["examine"][1], busy=steps["examine"][0],
        match=steps["match"][0], where=where, disk=disk,
        memory=resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024,
    )  # fmt: skip


def _steps(workspace: Workspace) -> dict[str, tuple[float, float]]:
    with workspace.database.transaction(Role.WORKER) as connection:
        return {row[0]: (float(row[1]), float(row[2])) for row in connection.exec_driver_sql(STEPS)}


def _ask(workspace: Workspace) -> None:
    with workspace.acting() as acting:
        for one in series_store.list_series(acting, 1):
            locate(acting, one.id)


def _size(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())


def filmed(target: Path, seconds: int) -> None:
    """Draw a film that pans over a room: 1280 x 720, 25 frames a second."""
    generate(target.parent / "still", files=1, seed=3, agencies=("BE",))
    still = cv2.imread(str(next((target.parent / "still").rglob("*.jpg"))))
    wide = cv2.resize(still, (2560, 1920))
    with av.open(str(target), "w") as box:
        stream = box.add_stream("libx264", rate=25, options={"preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt, stream.time_base = 1280, 720, "yuv420p", Fraction(1, 25)
        for number in range(25 * seconds):
            x, y = (int(640 + 640 * np.sin(number / (f * 25))) for f in (5, 8))
            part = np.ascontiguousarray(wide[y // 2 : y // 2 + 720, x : x + 1280])
            for packet in stream.encode(av.VideoFrame.from_ndarray(part, format="bgr24")):
                box.mux(packet)
        for packet in stream.encode(None):
            box.mux(packet)


def table(runs: list[Run], film: Run) -> list[str]:
    """The figures as Markdown."""
    lines = [
        "| files | workers | intake s | examine s | s a file and worker | match s | where s | disk beside originals, kB a file |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {run.files} | {run.workers} | {run.intake:.2f} | {run.examine:.1f} | {run.busy / run.files:.2f} |"
        f" {run.match:.1f} | {run.where:.2f} | {run.disk / run.files / 1000:.0f} |"
        for run in runs
    ]
    lines += ["", f"One minute of video, 1280 x 720: {film.busy:.1f} s of one worker.", *plan(runs, film)]
    return lines


def plan(runs: list[Run], film: Run) -> list[str]:
    """Hours for a whole operation, by the largest run with one worker and the efficiency seen."""
    most = max(run.files for run in runs)
    one = next(run for run in runs if run.files == most and run.workers == 1)
    spread = [run for run in runs if run.files == most and run.workers == 2]
    seen = one.examine / (2 * spread[0].examine) if spread else EFFICIENCY
    work = FILES * one.busy / one.files + VIDEO_HOURS * 60 * film.busy
    lines = ["", f"From 1 to 2 workers the efficiency was {seen:.2f}.", ""]
    lines += ["| cores | hours to examine 95,567 files and 64 h of video |", "|---|---|"]
    lines += [f"| {cores} | {work / cores / min(seen, 1.0) / 3600:.1f} |" for cores in CORES]
    lines.append("")
    lines.append(
        f"A worker took {one.memory / 1e9:.1f} GB at most; features and indexes take "
        f"{FILES * one.disk / one.files / 1e9:.0f} GB in all."
    )
    return lines


def photographs(source: Path, target: Path, files: int) -> None:
    """Link the first `files` pictures below `source`; taken again from the start where there are fewer."""
    found = sorted(path for path in source.rglob("*") if path.suffix.lower() in {".jpg", ".jpeg", ".png"})
    if len(found) < files:
        raise SystemExit(f"{source} holds {len(found)} pictures, fewer than {files}; give fewer --files.")
    target.mkdir(parents=True)
    for number, path in enumerate(found[:: len(found) // files][:files]):
        (target / f"{number:05}{path.suffix}").symlink_to(path.resolve())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--files", type=int, nargs="+", default=[24, 48, 96])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--markdown", type=Path)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sightline-growth-") as folder:
        runs = []
        for files in wanted.files:
            source = Path(folder) / f"{files}"
            if wanted.photos:
                photographs(wanted.photos, source, files)
            else:
                generate(source, files=files, seed=1, agencies=("BE",))
            for workers in wanted.workers:
                runs.append(measured(source, files, workers))
                print(runs[-1], flush=True)
        (Path(folder) / "film").mkdir()
        filmed(Path(folder) / "film" / "room.mp4", 60)
        film = measured(Path(folder) / "film", 1, 1)
        lines = table(runs, film)
    print("\n".join(lines))
    if wanted.markdown:
        wanted.markdown.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
