"""Scrub: read every stored blob again at a set rate and compare it with its name, so that bit rot is found in time."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, text

from sightline.kernel.blobs import CHUNK, Blobs
from sightline.kernel.errors import IntegrityError, NotFound

NAME = re.compile(r"[0-9a-f]{64}")


class State(StrEnum):
    """What became of one blob."""

    WHOLE = "whole"
    DAMAGED = "damaged"
    MISSING = "missing"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scrubbed:
    """One blob that was looked at; size in bytes as far as it was read."""

    sha256: str
    state: State
    size: int


def expected(connection: Connection) -> dict[str, str]:
    """SHA-256 of every blob that the database counts on, and what it is: `original` or `derived`."""
    rows = connection.execute(
        text(
            """
            SELECT encode(arrays, 'hex') AS sha256, 'derived' AS kind FROM feature WHERE arrays IS NOT NULL
            UNION SELECT encode(sha256, 'hex'), 'original' FROM media WHERE refusal_code IS DISTINCT FROM 'erased'
            """
        )
    )
    found: dict[str, str] = {}
    for row in rows:
        if found.get(row.sha256) != "original":
            found[row.sha256] = row.kind
    return found


def scrub(blobs: Blobs, names: Iterable[str], rate: float = 0.0) -> Iterator[Scrubbed]:
    """Look at every blob in the store and every one in `names`, in order of name.

    rate: bytes a second at most, 0 for as fast as it goes. What is stored without being expected is checked as well.
    """
    present = {name for name in blobs.names() if NAME.fullmatch(name)}
    pace = _Pace(rate)
    for sha256 in sorted(present.union(names)):
        if sha256 in present:
            yield _look(blobs, sha256, pace)
        else:
            yield Scrubbed(sha256=sha256, state=State.MISSING, size=0)


def _look(blobs: Blobs, sha256: str, pace: _Pace) -> Scrubbed:
    digest, size = hashlib.sha256(), 0
    try:
        with blobs.opened(sha256) as descriptor:
            while chunk := os.read(descriptor, CHUNK):
                digest.update(chunk)
                size += len(chunk)
                pace.spend(len(chunk))
    except NotFound:
        return Scrubbed(sha256=sha256, state=State.MISSING, size=size)
    except IntegrityError:
        return Scrubbed(sha256=sha256, state=State.DAMAGED, size=size)
    except OSError:
        return Scrubbed(sha256=sha256, state=State.UNREADABLE, size=size)
    state = State.WHOLE if digest.hexdigest() == sha256 else State.DAMAGED
    return Scrubbed(sha256=sha256, state=state, size=size)


class _Pace:
    """Sleeps so that what was spent since the start stays at or below `rate` a second."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._start = time.monotonic()
        self._spent = 0

    def spend(self, size: int) -> None:
        self._spent += size
        if self._rate > 0:
            time.sleep(max(0.0, self._start + self._spent / self._rate - time.monotonic()))
