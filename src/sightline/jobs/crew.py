"""A crew: workers that are processes of their own, replaced when they are killed, and gone when nobody leads them.

A worker that ends by itself is done, or says in one sentence why it gave up; one that a signal took is replaced, and
what it was working on is taken up by the others.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, cast

from sightline.kernel import diary
from sightline.kernel.disk import lacking
from sightline.kernel.errors import SightlineError, Unavailable

Work = Callable[..., None]
PAUSE_SECONDS = 0.5
SHORT_SECONDS = 15.0
MOST_SHORT_LIVES = 20
INTERRUPTED = 130


def work_together(work: Work, arguments: tuple[Any, ...], count: int) -> None:
    """Run `work(*arguments)` in `count` processes until each has ended by itself; a killed one is replaced.

    work: a function of a module, for it is looked up by name in a fresh process. Raises `Unavailable` with the sentence
    of the first worker that gave up, once all have ended, and when workers are killed as soon as they start.
    """
    crew = _Crew(work, arguments)
    try:
        for _ in range(count):
            crew.hire()
        crew.lead()
    finally:
        crew.dismiss()


class _Crew:
    def __init__(self, work: Work, arguments: tuple[Any, ...]) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._hear, self._tell = self._context.Pipe(duplex=False)
        self._work = work, arguments
        self._crew: dict[int, tuple[BaseProcess, float]] = {}
        self._short_lives = 0

    def hire(self) -> None:
        process = self._context.Process(target=_worker, args=(*self._work, self._tell))
        process.start()
        self._crew[process.sentinel] = process, time.monotonic()

    def lead(self) -> None:
        while self._crew:
            for ended in wait(list(self._crew)):
                self._see_off(*self._crew.pop(cast("int", ended)))
        if self._hear.poll():
            raise Unavailable(str(self._hear.recv()))

    def dismiss(self) -> None:
        for process, _ in self._crew.values():
            process.terminate()
        for process, _ in self._crew.values():
            process.join()
        self._hear.close()
        self._tell.close()

    def _see_off(self, process: BaseProcess, since: float) -> None:
        process.join()
        code = process.exitcode or 0
        if code >= 0:
            return
        self._short_lives = self._short_lives + 1 if time.monotonic() - since < SHORT_SECONDS else 0
        if self._short_lives >= MOST_SHORT_LIVES:
            raise Unavailable(
                f"Workers are killed as soon as they start (signal {-code}). Free memory, or see `sightline doctor`."
            )
        time.sleep(PAUSE_SECONDS)
        self.hire()


def _worker(work: Work, arguments: tuple[Any, ...], tell: Connection) -> None:
    """The door of a worker: whatever happens behind it ends in one sentence for the crew's leader."""
    threading.Thread(target=_follow_the_leader, daemon=True).start()
    try:
        work(*arguments)
    except SightlineError as gave_up:
        _end(tell, str(gave_up))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except OSError as fault:
        lacks = lacking(fault, fault.filename or "this machine")
        _end(tell, str(lacks) if lacks else _internal(fault))
    except Exception as fault:  # noqa: BLE001 - one of the four doors
        _end(tell, _internal(fault))


def _internal(fault: Exception) -> str:
    path = diary.tell("a worker ended", fault)
    return f"A worker failed inside ({type(fault).__name__}); what it had not finished is done by the next. See {path}."


def _end(tell: Connection, sentence: str) -> None:
    tell.send(sentence)
    sys.exit(1)


def _follow_the_leader() -> None:
    """Ask this process to end when the one that started it is gone, so that no worker is left over."""
    leader = multiprocessing.parent_process()
    if leader is not None:
        leader.join()
        os.kill(os.getpid(), signal.SIGTERM)
