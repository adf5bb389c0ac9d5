"""Many independent parts of one large computation, spread over processes: what does not fit the queue of acts.

An engine runs a function on every part and gives each result once, in no order. A part may be run more than once, where a
process was lost, so it must not leave traces that count twice. Here are the processes of this machine; `on_ray` has the
same over many machines. The function and its parts must be importable by another process: module level, plain values.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Protocol, TypeVar

from sightline.kernel.errors import Unavailable

Part = TypeVar("Part")
Result = TypeVar("Result")

LOSSES = 3
"""How often in a row processes may be lost without one part getting done, before the computation gives up."""


class Engine(Protocol):
    """Where parts are run."""

    def run(self, job: Callable[[Part], Result], parts: Sequence[Part]) -> Iterator[tuple[int, Result]]:
        """Yield (number of the part, its result) as they are done, each part once.

        Raises what `job` raises, and `Unavailable` when processes are lost again and again. Closing the iterator stops
        what was not begun.
        """
        ...


class Local:
    """Processes of this machine, started afresh so that they share nothing."""

    def __init__(self, processes: int) -> None:
        self._processes = processes

    def run(self, job: Callable[[Part], Result], parts: Sequence[Part]) -> Iterator[tuple[int, Result]]:
        """Run `job` on every part; see `Engine.run`."""
        left = set(range(len(parts)))
        losses = 0
        while left:
            before = len(left)
            try:
                for number, result in self._round(job, parts, sorted(left)):
                    left.discard(number)
                    yield number, result
            except BrokenProcessPool:
                losses = losses + 1 if len(left) == before else 1
                if losses >= LOSSES:
                    raise Unavailable(
                        f"Processes were lost {losses} times in a row, {len(left)} of {len(parts)} parts are not done. "
                        "Look for what ends them (most often memory: use fewer workers), then run it again."
                    ) from None

    def _round(
        self, job: Callable[[Part], Result], parts: Sequence[Part], numbers: Sequence[int]
    ) -> Iterator[tuple[int, Result]]:
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(min(self._processes, len(numbers)), mp_context=context)
        try:
            waiting: dict[Future[Result], int] = {pool.submit(job, parts[number]): number for number in numbers}
            while waiting:
                done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                # What is done is told before what is lost: a result must not be computed twice for nothing.
                for one in sorted(done, key=lambda future: future.exception() is not None):
                    yield waiting.pop(one), one.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
