"""Short films: a camera wandering over a rendered shot by homographies, light that flickers, excerpts re-encoded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from render_world.shots import Row, move, shot_marks, shot_picture
from sightline.demo.drawing.surfaces import Rgb

FRAMES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """One film. path_of: (time 0..1, centre x, centre y, width share, tilt in degrees) points to pass through.

    excerpt: (start, end) seconds of it to keep. letterbox: black share above and below. flicker: share of the light.
    """

    path: str
    shot: str
    seconds: float
    path_of: tuple[tuple[float, float, float, float, float], ...]
    size: tuple[int, int] = (480, 360)
    flicker: float = 0.04
    excerpt: tuple[float, float] | None = None
    letterbox: float = 0.0
    crf: int = 27
    of: str = ""


_LIVING = (
    (0.0, 0.34, 0.46, 0.6, 0.0),
    (0.4, 0.62, 0.5, 0.62, 2.0),
    (0.7, 0.6, 0.52, 0.86, -1.0),
    (1.0, 0.5, 0.5, 0.98, 0.0),
)
FILMS = (
    Film(
        path="BE/BE-24-0117/DCIM/LUM_0431.mp4", shot="be_bedroom/b", seconds=6,
        path_of=((0.0, 0.7, 0.55, 0.55, -2), (0.5, 0.42, 0.5, 0.6, 1), (1.0, 0.5, 0.5, 0.94, 0)),
    ),
    Film(path="DE/DE-24-3377/film.mp4", shot="de_living/b", seconds=9, path_of=_LIVING),
    Film(
        path="PL/PL-24-0433/fragment.mp4", shot="de_living/b", seconds=9, path_of=_LIVING, size=(400, 300),
        excerpt=(2.5, 6.5), letterbox=0.12, crf=31, of="DE/DE-24-3377/film.mp4",
    ),
    Film(
        path="TH/TH-24-0066/walk.mp4", shot="th_market/a", seconds=6, flicker=0.0,
        path_of=((0.0, 0.4, 0.5, 0.75, 0), (0.3, 0.5, 0.48, 0.7, 2), (0.6, 0.55, 0.52, 0.62, -2), (1.0, 0.6, 0.5, 0.56, 0)),
    ),
    Film(
        path="GB/GB-24-7001/MOV_0012.mp4", shot="tr_hotel/b", seconds=5, flicker=0.12,
        path_of=((0.0, 0.35, 0.5, 0.6, 0), (1.0, 0.62, 0.46, 0.66, 0)),
    ),
)  # fmt: skip


def make_all(shots: Path, world: Path) -> list[Row]:
    """Write every film and return its truth."""
    return [_make(shots, world, film) for film in FILMS]


def _make(shots: Path, world: Path, film: Film) -> Row:
    source = shots / f"{film.shot}.png"
    target = world / film.path
    target.parent.mkdir(parents=True, exist_ok=True)
    picture = shot_picture(source)
    start, end = film.excerpt or (0.0, film.seconds)
    _write(
        target, film, [_frame(picture, film, when / FRAMES) for when in range(int(start * FRAMES), int(end * FRAMES))]
    )
    clues: dict[tuple[str, str], Row] = {}
    objects: dict[str, Row] = {}
    for tick in range(int(start), int(end)):
        for mark in shot_marks(source):
            moved = move(
                mark, picture, np.zeros((film.size[1], film.size[0], 3), np.uint8), _map(picture, film, float(tick))
            )
            for clue in moved["clues"] if moved else ():
                clues.setdefault((clue["kind"], clue["value"]), {**clue, "seconds": tick - start})
            if moved and moved["object"]:
                objects.setdefault(moved["object"], {"object": moved["object"], "region": moved["region"]})
    return {
        "path": film.path, "kind": "video", "place": film.shot.split("/")[0], "shot": film.shot,
        "edits": [f"letterbox {film.letterbox}"] if film.letterbox else [], "camera": "", "clues": list(clues.values()),
        "objects": list(objects.values()), "refusal": "", "same_as": "", "seconds": end - start,
        "excerpt_of": {"path": film.of, "start": start, "end": end} if film.of else None,
    }  # fmt: skip


def _frame(picture: Rgb, film: Film, when: float) -> Rgb:
    out = cv2.warpPerspective(picture, _map(picture, film, when), film.size, flags=cv2.INTER_AREA)
    light = 1 + film.flicker * np.sin(when * 7.1) * np.sin(when * 2.3)
    out = np.clip(out * light, 0, 255).astype(np.uint8)
    if film.letterbox:
        bar = int(film.letterbox * out.shape[0])
        out = cv2.resize(out, (film.size[0], film.size[1] - 2 * bar), interpolation=cv2.INTER_AREA)
        out = cv2.copyMakeBorder(out, bar, bar, 0, 0, cv2.BORDER_CONSTANT)
    return np.asarray(out, np.uint8)


def _map(picture: Rgb, film: Film, when: float) -> np.ndarray:
    """The homography of one moment: a window that wanders, tilts and leans a little."""
    times = [point[0] * film.seconds for point in film.path_of]
    smooth = np.interp(when, times, range(len(times)))
    base, share = int(min(smooth, len(times) - 2)), 0.0
    share = float(smooth - base)
    share = share * share * (3 - 2 * share)
    x, y, width, tilt = (
        a + (b - a) * share for a, b in zip(film.path_of[base][1:], film.path_of[base + 1][1:], strict=True)
    )
    rows, columns = picture.shape[:2]
    half = np.array([width * columns / 2, width * columns / 2 * film.size[1] / film.size[0]])
    sway = 0.006 * columns * np.array([np.sin(when * 3.3), np.sin(when * 4.7 + 1)])
    middle = np.clip(np.array([x * columns, y * rows]) + sway, half, np.maximum(half, (columns, rows) - half))
    angle = np.radians(tilt)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    lean = 1 + 0.03 * np.sin(when * 1.3)
    corners = np.array([[-1, -lean], [1, -1], [1, 1], [-1, lean]]) * half @ turn.T + middle
    w, h = film.size
    return cv2.getPerspectiveTransform(
        corners.astype(np.float32), np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    )


def _write(target: Path, film: Film, frames: list[Rgb]) -> None:
    with av.open(str(target), "w", format="mp4", options={"fflags": "+bitexact", "movflags": "+faststart"}) as box:
        stream = box.add_stream(
            "libx264",
            rate=FRAMES,
            options={"crf": str(film.crf), "preset": "slow", "x264-params": "asm=0"},
        )
        stream.width, stream.height = film.size
        stream.pix_fmt = "yuv420p"
        stream.codec_context.thread_count = 1  # with more, or with assembler, the bytes differ each time
        stream.time_base = Fraction(1, FRAMES)
        for packet in _packets(stream, frames):
            box.mux(packet)


def _packets(stream: av.VideoStream, frames: list[Rgb]) -> Iterator[av.Packet]:
    for index, pixels in enumerate(frames):
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24").reformat(format="yuv420p")
        frame.pts = index
        yield from stream.encode(frame)
    yield from stream.encode(None)
