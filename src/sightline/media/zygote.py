"""The process that caged children are forked from: everything imported and warm, nothing of the machine in reach.

One child is always ready: it waits for a request with two open descriptors, the file (read-only) and the memory for
the result, shuts the cage behind itself, does the one task, and ends. This process never sees a file; it starts the
clock, forks the next child meanwhile, kills what is done or late, and ends when its parent hangs up.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import json
import os
import resource
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import BinaryIO, NoReturn, TypeAlias, cast

from sightline.kernel.errors import Refusal
from sightline.media import confinement, seccomp
from sightline.media.escapes import escape
from sightline.media.model import Json, Limits
from sightline.media.planes import HEADER_ROOM, PlaneWriter

Task: TypeAlias = Callable[[BinaryIO, Mapping[str, Json], Limits, PlaneWriter], Json]
"""What may run in a cage: (the file, arguments, limits, where planes go) -> a JSON value. Raises Refusal."""

MESSAGE_BYTES = 65_536
OWN, SHARED, ASK = "own", "shared", b"ask"
EXIT_MEMORY, EXIT_BROKEN, EXIT_ROOM, EXIT_ALONE = 3, 4, 5, 6
_STARTED, _DONE = b"S", b"D"
_MAX_SENTENCE, _STANDARD, _ALL_FILES = 500, 3, 1 << 16


def spelt(limits: Limits) -> str:
    """Limits as the command line of a caged program carries them."""
    return json.dumps(asdict(limits))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Child:
    """A forked child: its number, a handle that becomes readable when it ends, and the pipe it reports on."""

    number: int
    handle: int
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _World:
    """What every child is born with."""

    control: socket.socket
    tasks: Mapping[str, Task]
    limits: Limits
    filters: seccomp.Filter | None


def serve(tasks: Mapping[str, Task], warm_ups: Sequence[Callable[[], object]], *, apart: bool = False) -> None:
    """Warm up, leave the machine, and serve requests: the whole life of a caged program.

    Arguments of the command line: `OWN:number` of the socket to the one that asks, and the limits. Every program also
    serves the task `escape`, by which its walls are tried.

    With `SHARED:number` everybody who holds the other end of that socket may send a socket of his own over it, and gets
    a serving process forked from this one: what was loaded is in memory once for all. Nothing is loaded before the
    first asks. apart: the libraries start threads of their own, which no process that enters a user namespace may have;
    the warm process then forks once more, and they stay behind.
    """
    how, number = sys.argv[1].split(":")
    control, limits = socket.socket(fileno=int(number)), Limits(**json.loads(sys.argv[2]))
    born = _born(control, warm_ups) if how == SHARED else _alone(control, warm_ups, apart=apart)
    if born is not None:
        _serve(born, tasks, limits)


def _alone(control: socket.socket, warm_ups: Sequence[Callable[[], object]], *, apart: bool) -> socket.socket | None:
    _warm(warm_ups)
    if not apart:
        return control
    number = os.fork()
    if number == 0:
        return control
    control.close()
    os.waitpid(number, 0)
    return None


def _born(nursery: socket.socket, warm_ups: Sequence[Callable[[], object]]) -> socket.socket | None:
    """Fork a serving process for each socket that comes, and return it there; None here when nobody is left to ask."""
    serving: list[int] = []
    warm = False
    while True:
        message, descriptors, _, _ = socket.recv_fds(nursery, len(ASK), 1)
        if not message:
            break
        if not warm:
            _warm(warm_ups)
            warm = True
        number = os.fork()
        if number == 0:
            _keep_only(descriptors[0])
            return socket.socket(fileno=descriptors[0])
        os.close(descriptors[0])
        serving = [one for one in serving if os.waitpid(one, os.WNOHANG)[0] == 0] + [number]
    for number in serving:
        os.waitpid(number, 0)
    return None


def _warm(warm_ups: Sequence[Callable[[], object]]) -> None:
    for warm_up in warm_ups:
        warm_up()
    gc.collect()
    gc.freeze()


def _serve(control: socket.socket, tasks: Mapping[str, Task], limits: Limits) -> None:
    walls = confinement.leave_the_machine()
    room = limits.result_bytes + limits.text_bytes + HEADER_ROOM
    walls["limits"] = confinement.bound(limits, writable_bytes=room)
    # A warm process that is killed takes those that serve with it.
    confinement.follow_parent()
    gc.disable()
    control.send(json.dumps({"walls": walls}).encode())
    world = _World(
        control=control, tasks={**tasks, "escape": escape}, limits=limits,
        filters=seccomp.Filter() if seccomp.supported() else None,
    )  # fmt: skip
    child = _fork(world)
    while True:
        report = os.read(child.reports, 1)
        if report != _STARTED:
            if _buried(child) == EXIT_ALONE:
                return
            child = _fork(world)
            continue
        started = time.monotonic()
        successor = _fork(world)
        answer = _watched(child, limits.wall_seconds, started)
        with contextlib.suppress(OSError):
            control.send(json.dumps(answer).encode())
        _buried(child)
        child = successor


def _watched(child: _Child, wall_seconds: float, started: float) -> dict[str, Json]:
    """Wait until the child is done, dead, or late; in any case it does not live on."""
    poller = select.poll()
    poller.register(child.handle, select.POLLIN)
    poller.register(child.reports, select.POLLIN)
    timed_out = not poller.poll(max(1.0, (wall_seconds - (time.monotonic() - started)) * 1000))
    done = not timed_out and os.read(child.reports, 1) == _DONE
    if done or timed_out:
        signal.pidfd_send_signal(child.handle, signal.SIGKILL)
    ending = 0 if done or timed_out else _awaited(child)
    seconds = time.monotonic() - started
    return {"done": done, "timed_out": timed_out, "ending": ending, "seconds": seconds}


def _awaited(child: _Child) -> int:
    """How a child that ended by itself ended: its exit code, or the negative number of the signal."""
    ended = os.waitid(os.P_PIDFD, child.handle, os.WEXITED | os.WNOWAIT)
    if ended is None:
        return EXIT_BROKEN
    return ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status


def _buried(child: _Child) -> int:
    os.close(child.reports)
    os.close(child.handle)
    return os.waitstatus_to_exitcode(os.waitpid(child.number, 0)[1])


def _fork(world: _World) -> _Child:
    reports, ours = os.pipe()
    number = os.fork()
    if number == 0:
        _keep_only(world.control.fileno(), ours)
        _live(world, ours)
    os.close(ours)
    return _Child(number=number, handle=os.pidfd_open(number), reports=reports)


def _keep_only(*descriptors: int) -> None:
    """Close what was inherited: the pipes and handles of other children are nobody else's business."""
    first = _STANDARD
    for descriptor in (*sorted(descriptors), _ALL_FILES):
        os.closerange(first, descriptor)
        first = descriptor + 1


def _live(world: _World, reports: int) -> NoReturn:
    """Wait for one request, shut the cage, serve it, and end.

    Every way out goes through os._exit: this process is a copy of another's state and must not unwind into its code.
    """
    code = EXIT_BROKEN
    try:
        code = _serve_one(world, reports)
    except MemoryError:
        code = EXIT_MEMORY
    except OSError as error:
        code = EXIT_ROOM if error.errno == errno.EFBIG else EXIT_BROKEN
    finally:
        os._exit(code)
    raise AssertionError("unreachable")


def _serve_one(world: _World, reports: int) -> int:
    confinement.follow_parent()
    message, descriptors, _, _ = socket.recv_fds(world.control, MESSAGE_BYTES, 2)
    if not message:
        return EXIT_ALONE
    os.write(reports, _STARTED)
    world.control.close()
    walls = confinement.shut(world.filters, world.limits.cpu_seconds)
    source, memory = descriptors
    request = json.loads(message)
    writer = PlaneWriter(memory)
    body = _outcome(world.tasks[str(request["task"])], request["arguments"], world.limits, (source, writer))
    usage = resource.getrusage(resource.RUSAGE_SELF)
    body["cpu_seconds"], body["peak_bytes"] = usage.ru_utime + usage.ru_stime, usage.ru_maxrss << 10
    writer.close({"walls": cast("Json", walls), **body})
    os.write(reports, _DONE)
    return 0


def _outcome(
    task: Task, arguments: Mapping[str, Json], limits: Limits, ends: tuple[int, PlaneWriter]
) -> dict[str, Json]:
    source, writer = ends
    try:
        with os.fdopen(source, "rb", closefd=False) as file:
            file.seek(0)
            return {"answer": task(file, arguments, limits, writer)}
    except Refusal as refusal:
        return {"refused": refusal.code, "sentence": str(refusal)[:_MAX_SENTENCE]}
