"""Ways out of a cage, each really tried from within one: by the self-test at start, and by the tests.

Every caged program serves these as its task `escape`, so that each kind of worker proves its own walls. A try that
works reports so; one that is stopped ends in an error, a refusal or the death of the process.
"""

from __future__ import annotations

import ctypes
import mmap
import os
import platform
import resource
import signal
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from sightline.media.model import Json, Limits
from sightline.media.planes import PlaneWriter

_libc = ctypes.CDLL(None, use_errno=True)
_PTRACE_ATTACH = 16
_NEW_USER = 0x10000000
_IO_URING_SETUP, _CLONE3, _BPF = 425, 435, {"x86_64": 321, "aarch64": 280}
_PR_SET_DUMPABLE, _F_SETOWN = 4, 8


def _called(result: int) -> None:
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a try is aimed at: a path, and a port or a process number."""

    path: str
    number: int


def _read_file(target: Target) -> None:
    Path(target.path).read_bytes()


def _list_folder(target: Target) -> None:
    list(Path(target.path).iterdir())


def _write_file(target: Target) -> None:
    Path(target.path).write_bytes(b"escaped")


def _unlink(target: Target) -> None:
    Path(target.path).unlink()


def _socket(_: Target) -> None:
    for family in (socket.AF_UNIX, socket.AF_INET):
        socket.socket(family).close()


def _tcp(target: Target) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as one:
        one.connect(("127.0.0.1", target.number))


def _udp(target: Target) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.sendto(b"escaped", ("127.0.0.1", target.number))


def _unix_socket(target: Target) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.connect(target.path)


def _fork(_: Target) -> None:
    if os.fork() == 0:
        os._exit(0)


def _exec(_: Target) -> None:
    os.execv("/bin/true", ["/bin/true"])  # noqa: S606  this must fail


def _kill(target: Target) -> None:
    os.kill(target.number, signal.SIGTERM)


def _ptrace(target: Target) -> None:
    _called(_libc.ptrace(_PTRACE_ATTACH, target.number, None, None))


def _user_namespace(_: Target) -> None:
    _called(_libc.unshare(_NEW_USER))


def _mount(_: Target) -> None:
    _called(_libc.mount(b"tmpfs", b"/", b"tmpfs", 0, None))


def _memory(_: Target) -> None:
    size = 3 << 30
    block = mmap.mmap(-1, size)
    for at in range(0, size, mmap.PAGESIZE):
        block[at] = 1


def _io_uring(_: Target) -> None:
    _called(_libc.syscall(_IO_URING_SETUP, 8, ctypes.create_string_buffer(512)))


def _clone3(_: Target) -> None:
    _called(_libc.syscall(_CLONE3, ctypes.create_string_buffer(88), 88))


def _bpf(_: Target) -> None:
    _called(_libc.syscall(_BPF[platform.machine()], 0, ctypes.create_string_buffer(128), 128))


def _code_in_memory(_: Target) -> None:
    mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)


def _raise_limits(_: Target) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def _dumpable(_: Target) -> None:
    _called(_libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0))


def _signal_by_file(target: Target) -> None:
    # The kernel can be asked to signal any process when a descriptor becomes ready.
    _called(_libc.fcntl(0, _F_SETOWN, target.number))


WAYS: dict[str, Callable[[Target], None]] = {
    "read-file": _read_file,
    "list-folder": _list_folder,
    "write-file": _write_file,
    "unlink": _unlink,
    "socket": _socket,
    "tcp": _tcp,
    "udp": _udp,
    "unix-socket": _unix_socket,
    "fork": _fork,
    "exec": _exec,
    "kill": _kill,
    "ptrace": _ptrace,
    "user-namespace": _user_namespace,
    "mount": _mount,
    "memory": _memory,
    "io-uring": _io_uring,
    "clone3": _clone3,
    "bpf": _bpf,
    "code-in-memory": _code_in_memory,
    "raise-limits": _raise_limits,
    "dumpable": _dumpable,
    "signal-by-file": _signal_by_file,
}
"""Way -> its try."""


def escape(_source: BinaryIO, arguments: Mapping[str, Json], _limits: Limits, _writer: PlaneWriter) -> Json:
    """The task `escape`: try one way out. Returns `{"escaped": bool, "error": text}`, if it still can."""
    target = Target(path=str(arguments.get("path", "")), number=cast("int", arguments.get("number", 0)))
    try:
        WAYS[str(arguments["way"])](target)
    except (OSError, ValueError) as error:
        return {"escaped": False, "error": str(getattr(error, "strerror", None) or error)}
    return {"escaped": True, "error": ""}
