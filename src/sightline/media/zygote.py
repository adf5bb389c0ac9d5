"""The process that caged children are forked from: everything imported and warm, nothing of the machine in reach.

One request at a time comes over a socket with two open descriptors, the file (read-only) and the memory for the
result. Each is served by a fresh child that shuts the cage behind itself, does one task and ends; this process only
waits for it, with a clock and a kill. It ends when its parent hangs up.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import BinaryIO, NoReturn, TypeAlias, cast

from sightline.kernel.errors import Refusal
from sightline.media import confinement
from sightline.media.escapes import escape
from sightline.media.model import Json, Limits
from sightline.media.planes import HEADER_ROOM, PlaneWriter

Task: TypeAlias = Callable[[BinaryIO, Mapping[str, Json], Limits, PlaneWriter], Json]
"""What may run in a cage: (the file, arguments, limits, where planes go) -> a JSON value. Raises Refusal."""

MESSAGE_BYTES = 65_536
_MAX_SENTENCE = 500


def limits_as_json(limits: Limits) -> dict[str, Json]:
    """Limits in the form a request carries them."""
    return cast("dict[str, Json]", asdict(limits))


def serve(tasks: Mapping[str, Task], warm_ups: Sequence[Callable[[], object]]) -> None:
    """Warm up, leave the machine, and serve requests from the socket whose number is the first argument.

    Every program also serves the task `escape`, by which its walls are tried.
    """
    tasks = {**tasks, "escape": escape}
    control = socket.socket(fileno=int(sys.argv[1]))
    for warm_up in warm_ups:
        warm_up()
    walls = confinement.leave_the_machine()
    gc.collect()
    gc.freeze()
    gc.disable()
    control.send(json.dumps({"walls": walls}).encode())
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, MESSAGE_BYTES, 2)
        if not message:
            return
        source, memory = descriptors
        request = json.loads(message)
        child = os.fork()
        if child == 0:
            control.close()
            _child(tasks, request, source, memory)
        os.close(source)
        os.close(memory)
        answer = _wait(child, control, float(request["limits"]["wall_seconds"]))
        control.send(json.dumps(answer).encode())


def _wait(child: int, control: socket.socket, wall_seconds: float) -> dict[str, Json]:
    """Wait for the child until its time is up or the parent is gone; then it is killed."""
    started = time.monotonic()
    handle = os.pidfd_open(child)
    poller = select.poll()
    poller.register(handle, select.POLLIN)
    poller.register(control, 0)  # only its hanging up
    timed_out = not poller.poll(wall_seconds * 1000)
    if timed_out or not _ended(handle):
        signal.pidfd_send_signal(handle, signal.SIGKILL)
    os.close(handle)
    _, status, usage = os.wait4(child, 0)
    return {
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
        "code": os.WEXITSTATUS(status) if os.WIFEXITED(status) else 0,
        "timed_out": timed_out,
        "seconds": time.monotonic() - started,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "peak_bytes": usage.ru_maxrss * 1024,
    }


def _ended(handle: int) -> bool:
    return bool(select.select([handle], [], [], 0)[0])


def _child(tasks: Mapping[str, Task], request: Mapping[str, Json], source: int, memory: int) -> NoReturn:
    """Serve one request and end. Every way out goes through os._exit: this process is a copy of another's state."""
    try:
        limits = Limits(**cast("dict[str, int]", request["limits"]))
        walls = confinement.shut(limits, writable_bytes=limits.result_bytes + limits.text_bytes + HEADER_ROOM)
        writer = PlaneWriter(memory)
        body = _outcome(tasks[str(request["task"])], request, limits, (source, writer))
        writer.close({"walls": cast("Json", walls), **body})
    except MemoryError:
        os._exit(EXIT_MEMORY)
    except BaseException:  # noqa: BLE001  a forked copy must never unwind into its parent's code
        os._exit(EXIT_BROKEN)
    os._exit(0)


EXIT_MEMORY, EXIT_BROKEN = 3, 4


def _outcome(task: Task, request: Mapping[str, Json], limits: Limits, ends: tuple[int, PlaneWriter]) -> dict[str, Json]:
    source, writer = ends
    arguments = cast("dict[str, Json]", request["arguments"])
    try:
        with os.fdopen(source, "rb", closefd=False) as file:
            file.seek(0)
            return {"answer": task(file, arguments, limits, writer)}
    except Refusal as refusal:
        return {"refused": refusal.code, "sentence": str(refusal)[:_MAX_SENTENCE]}
