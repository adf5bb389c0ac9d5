"""Pictures made for the page: safe thumbnails, kept on disk once made, and sharp renditions, never kept.

One caged decoder serves all requests; it starts when the first picture is asked for.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

from sightline.kernel.errors import NotFound
from sightline.media.decoder import Decoder
from sightline.media.model import Limits, Picture, Pixels, Region
from sightline.media.thumbnails import preview, thumbnail
from sightline.workspace import Workspace

WORKERS = 2
IN_MEMORY = 6  # decoded media kept: each up to 12 MB a picture
FRAMES_KEPT = 40


class Renditions:
    """Makes pictures for one workspace. Safe for many threads at once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self._decoder: Decoder | None = None
        self._decoded: OrderedDict[str, tuple[Picture, ...]] = OrderedDict()

    def close(self) -> None:
        """Stop the decoder."""
        with self._lock:
            if self._decoder is not None:
                self._decoder.__exit__(None, None, None)
                self._decoder = None

    @property
    def decoder(self) -> Decoder:
        """The caged decoder, started when first asked for. Raises `Unavailable` where no cage starts."""
        with self._lock:
            if self._decoder is None:
                started = Decoder(Limits(frames=FRAMES_KEPT), workers=WORKERS)
                self._decoder = started.__enter__()
            return self._decoder

    def safe(self, sha256: str, seconds: float | None = None) -> bytes:
        """The small, grey, blurred JPEG of a media, or of one frame of a video. Raises `Refusal`."""
        kept = self.ready(sha256, seconds)
        if kept is not None:
            return kept
        made, path = thumbnail(self._nearest(sha256, seconds)), self._path(sha256, seconds)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{threading.get_ident()}.draft")
        draft.write_bytes(made)
        draft.replace(path)
        return made

    def ready(self, sha256: str, seconds: float | None = None) -> bytes | None:
        """The safe thumbnail if it was made already."""
        try:
            return self._path(sha256, seconds).read_bytes()
        except FileNotFoundError:
            return None

    def sharp(self, sha256: str, side: int, masks: Sequence[Region], seconds: float | None = None) -> bytes:
        """A sharp JPEG, its longest side at most `side` pixels, with the masks filled. Raises `Refusal`."""
        return preview(self._nearest(sha256, seconds), side, masks)

    def moments(self, sha256: str) -> list[float]:
        """The times of the frames that stand for a video, in seconds; empty for a still. Raises `Refusal`."""
        return [one.seconds for one in self._pictures(sha256) if one.seconds is not None]

    def loudness(self, sha256: str) -> Pixels:
        """How loud a video is: uint8, 20 values a second. Raises `Refusal`."""
        with self._workspace.blobs.opened(sha256) as descriptor:
            return self.decoder.loudness(descriptor)

    @property
    def _folder(self) -> Path:
        return self._workspace.indexes / "thumbnails"

    def _path(self, sha256: str, seconds: float | None) -> Path:
        moment = "" if seconds is None else f"@{seconds:.3f}"
        return self._folder / sha256[:2] / f"{sha256}{moment}.jpg"

    def _nearest(self, sha256: str, seconds: float | None) -> Picture:
        pictures = self._pictures(sha256)
        if not pictures:
            raise NotFound("This media holds no picture.")
        if seconds is None:
            return pictures[0]
        return min(pictures, key=lambda one: abs((one.seconds or 0.0) - seconds))

    def _pictures(self, sha256: str) -> tuple[Picture, ...]:
        with self._lock:
            if sha256 in self._decoded:
                self._decoded.move_to_end(sha256)
                return self._decoded[sha256]
        with self._workspace.blobs.opened(sha256) as descriptor:
            found = self.decoder.examine(descriptor).pictures
        with self._lock:
            self._decoded[sha256] = found
            while len(self._decoded) > IN_MEMORY:
                self._decoded.popitem(last=False)
        return found
