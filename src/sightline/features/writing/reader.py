"""The reader of writing as the rest of the program knows it: a picture in, checked lines of writing out of a cage."""

from __future__ import annotations

import os
import socket
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import numpy as np

from sightline.features.model import Damaged
from sightline.features.writing.reading import MOST_PIECES
from sightline.features.writing.spelling import LONGEST
from sightline.kernel.errors import Refusal
from sightline.media.cage import Cage, start_shared
from sightline.media.isolation import Isolation, try_out
from sightline.media.model import Json, Limits, Pixels
from sightline.media.storable import storable

PROGRAM = "sightline.features.writing.caged_reading"
LIMITS = Limits(result_bytes=1 << 20, text_bytes=1 << 20, wall_seconds=90)
"""For each picture: 2 GiB and 20 s of computing, as for decoding; a longer clock, for a busy machine reads slowly."""
_OUTSIDE = 0.01  # corners may lie a little outside, by rounding
_SCRIPT_LETTERS = 4
_LONGEST_NAME = 80


class Reader:
    """Reads pictures in a cage that starts with the first one (about 5 s), or in one that several workers share."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        """Nothing is started yet. limits: of each picture."""
        self._limits = limits
        self._cage: Cage | None = None
        self._shared: socket.socket | None = None
        self.isolation: Isolation | None = None

    def share(self, warm: socket.socket) -> None:
        """Ask at this socket for a cage, see `shared_reader`; to be called before the first picture."""
        self._shared = warm

    def read(self, rgb: Pixels) -> list[Json]:
        """The lines of writing in a picture, as `pieces.to_json` writes them.

        Raises `Damaged` where the picture cannot be read within its limits; `Unavailable` where there is no cage.
        """
        cage = self._opened()
        source = os.memfd_create("picture", os.MFD_CLOEXEC)
        try:
            with os.fdopen(source, "wb", closefd=False) as sink:
                sink.write(np.ascontiguousarray(rgb).data)
            outcome = cage.run("read", source, {"width": rgb.shape[1], "height": rgb.shape[0]})
            return checked(outcome.answer)
        except Refusal as refusal:
            raise Damaged(f"the writing could not be read: {refusal.code}. {refusal}") from refusal
        finally:
            os.close(source)

    def _opened(self) -> Cage:
        if self._cage is None:
            cage = Cage(PROGRAM, self._limits, shared=self._shared)
            weakref.finalize(self, cage.close)
            cage.start()
            self.isolation = try_out(cage)
            self.isolation.require()
            self._cage = cage
        return self._cage


@contextmanager
def shared_reader() -> Iterator[socket.socket]:
    """A warm caged program for all readers that are given this socket (`Reader.share`), in memory once.

    It is loaded when the first one reads, and ends with the last of those that hold the socket.
    """
    process, warm = start_shared(PROGRAM, LIMITS)
    try:
        yield warm
    finally:
        warm.close()
        process.wait()


def checked(answer: Json) -> list[Json]:
    """The lines in an answer that is not trusted; anything out of shape is a refusal `damaged-result`."""
    try:
        return [_piece(cast("dict[str, Json]", one)) for one in _listed(answer, MOST_PIECES)]
    except (KeyError, TypeError, ValueError) as error:
        raise Refusal("damaged-result", f"The reader's answer does not hold together: {error}.") from error


def _piece(one: dict[str, Json]) -> Json:
    if set(one) != {"quad", "text", "score", "reader", "script"}:
        raise ValueError("a line has other fields")
    text, reader, script = (str(one[name]) for name in ("text", "reader", "script"))
    if not 0 < len(text) <= LONGEST or len(reader) > _LONGEST_NAME or len(script) != _SCRIPT_LETTERS:
        raise ValueError("a line is too long, or empty")
    if any(storable(part)[1] for part in (text, reader, script)) or not script.isalpha():
        raise ValueError("a line is not plain text")
    corners = _listed(one["quad"], 4, least=4)
    quad: list[Json] = [[_within(side, _OUTSIDE) for side in _listed(corner, 2, least=2)] for corner in corners]
    return {"quad": quad, "text": text, "score": _within(one["score"], 0.0), "reader": reader, "script": script}


def _listed(value: Json, most: int, *, least: int = 0) -> list[Json]:
    if not isinstance(value, list) or not least <= len(value) <= most:
        raise ValueError("a list is none, or of another length")
    return value


def _within(value: Json, slack: float) -> float:
    if type(value) not in {int, float} or not -slack <= cast("float", value) <= 1.0 + slack:
        raise ValueError("a number is out of range")
    return float(cast("float", value))
