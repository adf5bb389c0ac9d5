"""The parent's side of the cage: one file in, a checked result or a named refusal out.

It starts the process that children are forked from, sends it one file at a time, and names whatever happens there.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self, cast

from sightline.kernel.errors import Refusal, Unavailable
from sightline.media import planes, zygote
from sightline.media.model import Json, Limits, Pixels

_START_SECONDS = 120.0
_GRACE_SECONDS = 5.0
# Nothing of the parent's environment goes in; one thread, so that forking is safe.
_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OMP_THREAD_LIMIT": "1",
    "ORT_DISABLE_TELEMETRY": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    # Large blocks in large pages: a fresh process pays for every page it touches, and pictures are large.
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
}
_MAX_CODE = 40
_MAX_SENTENCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a task in the cage gave back, and what it cost.

    walls: which walls stood around it. cpu_seconds, peak_bytes (largest resident memory, with what the child
    inherited): as the child counted them itself.
    """

    answer: Json
    planes: tuple[Pixels, ...]
    walls: Mapping[str, bool]
    seconds: float
    cpu_seconds: float
    peak_bytes: int


class Cage:
    """One forking process and the files it looks at, one at a time. Not for several threads at once.

    `program` is the module to run (`python -m`), which calls `zygote.serve` with the tasks it knows.
    """

    def __init__(self, program: str, limits: Limits, *, shared: socket.socket | None = None) -> None:
        """shared: where to ask for a process of a warm program, see `start_shared`; should it be gone, one is started."""
        self._program = program
        self._limits = limits
        self._shared = shared
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._walls: dict[str, bool] = {}
        self._open = False

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start the process and wait until it is warm (about a second). Raises Unavailable when it cannot start."""
        ours = self._asked_for()
        if ours is None:
            self._process, ours = _started(self._program, self._limits, zygote.OWN)
        self._control, self._open = ours, True
        ours.settimeout(_START_SECONDS)
        hello = self._receive()
        if hello is None:
            self.close()
            raise Unavailable(f"The caged decoder ({self._program}) did not start; run `sightline doctor`.")
        self._walls = {str(name): bool(stands) for name, stands in cast("dict[str, bool]", hello["walls"]).items()}

    def _asked_for(self) -> socket.socket | None:
        """The socket to a process of the shared program; None where there is none, or no longer."""
        if self._shared is None:
            return None
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            try:
                socket.send_fds(self._shared, [zygote.ASK], [theirs.fileno()])
            except OSError:
                ours.close()
                self._shared = None
                return None
        return ours

    @property
    def walls(self) -> Mapping[str, bool]:
        """The walls that stood when the process started; a result adds those of its own child."""
        return self._walls

    def close(self) -> None:
        """End the process and any child of it; nothing can be run any more."""
        self._open = False
        self._end()

    def _end(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._control = self._process = None

    def run(self, task: str, source: int, arguments: Mapping[str, Json]) -> Outcome:
        """Run a task on an open, readable regular file.

        Raises Refusal with the task's own code, or `too-slow`, `too-much-memory`, `killed`, `crashed`,
        `damaged-result`; Unavailable when the forking process itself cannot be kept alive.
        """
        for _ in range(2):
            memory = planes.new_memory()
            try:
                answer = self._ask(task, (source, memory), arguments)
                if answer is not None:
                    self._refuse_bad_ends(answer)
                    return self._outcome(planes.read(memory, header_bytes=self._header_bytes), answer)
            finally:
                os.close(memory)
            # The forking process died: not this file's doing unless it happens again.
        raise Unavailable("The caged decoder ended twice in a row; run `sightline doctor`.")

    @property
    def _header_bytes(self) -> int:
        return self._limits.text_bytes + planes.HEADER_ROOM

    def _ask(self, task: str, descriptors: tuple[int, int], arguments: Mapping[str, Json]) -> dict[str, Json] | None:
        if not self._open:
            raise Unavailable("The caged decoder is closed.")
        if self._control is None:
            self.start()
        control = cast("socket.socket", self._control)
        request = {"task": task, "arguments": dict(arguments)}
        control.settimeout(self._limits.wall_seconds + _GRACE_SECONDS)
        try:
            socket.send_fds(control, [json.dumps(request).encode()], list(descriptors))
            answer = self._receive()
        except OSError:
            answer = None
        if answer is None:
            self._end()
        return answer

    def _receive(self) -> dict[str, Json] | None:
        try:
            message = cast("socket.socket", self._control).recv(zygote.MESSAGE_BYTES)
        except OSError:
            return None
        return cast("dict[str, Json]", json.loads(message)) if message else None

    def _refuse_bad_ends(self, answer: Mapping[str, Json]) -> None:
        """Name the end of a child that did not say it was done."""
        if answer["done"] is True:
            return
        limits, ending = self._limits, cast("int", answer["ending"])
        if answer["timed_out"] or ending in {-signal.SIGXCPU, -signal.SIGKILL}:
            seconds = f"{limits.wall_seconds:g} s, {limits.cpu_seconds} s of them computing"
            raise Refusal("too-slow", f"Decoding took longer than is allowed for one file ({seconds}).")
        if ending == -signal.SIGSYS:
            raise Refusal("killed", "The decoder tried something forbidden on this file and was killed at once.")
        if ending < 0:
            name = signal.Signals(-ending).name
            raise Refusal("crashed", f"The decoder crashed on this file ({name}); nothing else was touched.")
        if ending == zygote.EXIT_MEMORY:
            raise Refusal("too-much-memory", f"Decoding needs more than {limits.memory_bytes >> 20} MiB of memory.")
        if ending == zygote.EXIT_ROOM:
            raise Refusal("too-many-pixels", f"The pictures in it take more than {limits.result_bytes >> 20} MiB.")
        raise Refusal("damaged", "The file is damaged: the decoder lost its way in it.")

    def _outcome(self, result: planes.Result, answer: Mapping[str, Json]) -> Outcome:
        body = result.body
        if "refused" in body:
            code, sentence = str(body["refused"])[:_MAX_CODE], printable(str(body.get("sentence")))
            raise Refusal(code if code.replace("-", "").isalnum() else "damaged", sentence)
        inner = body.get("walls")
        walls = {**self._walls, **({str(k): v is True for k, v in inner.items()} if isinstance(inner, dict) else {})}
        return Outcome(
            answer=body.get("answer"), planes=result.planes, walls=walls, seconds=cast("float", answer["seconds"]),
            cpu_seconds=_figure(body.get("cpu_seconds")), peak_bytes=int(_figure(body.get("peak_bytes"))),
        )  # fmt: skip


def start_shared(program: str, limits: Limits) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start a caged program that serves many, each by a process of its own; what it loads is in memory once.

    Returns it, and the socket at which to ask (`Cage(..., shared=...)`), which other processes may be given too. It
    loads when the first one asks, and ends when nobody holds that socket any more.
    """
    return _started(program, limits, zygote.SHARED)


def _started(program: str, limits: Limits, how: str) -> tuple[subprocess.Popen[bytes], socket.socket]:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        command = [sys.executable, "-I", "-m", program, f"{how}:{theirs.fileno()}", zygote.spelt(limits)]
        process = subprocess.Popen(  # noqa: S603  our own interpreter and module
            command, pass_fds=(theirs.fileno(),), env=_ENVIRONMENT, cwd="/", stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    return process, ours


def printable(text: str) -> str:
    """A sentence from the cage as it may be shown: no control, direction or terminal characters, and not endless."""
    return "".join(each if each.isprintable() else "?" for each in text[:_MAX_SENTENCE])


def _figure(value: Json) -> float:
    return float(value) if isinstance(value, int | float) and 0 <= value < 1e15 else 0.0
