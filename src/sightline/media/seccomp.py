"""The last wall of the cage: a system-call allow-list for one decoding process, built without any library.

About sixty calls are allowed, none of which can name a file, open a socket, start a process or reach another one.
Calls a healthy C library makes by habit (looking for a file, asking for a limit) are answered with an error; every
other call kills the process at once. The filter is classic BPF as seccomp(2) describes it; call numbers are those of
the kernel's `asm/unistd_64.h` and `asm-generic/unistd.h`.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct

# name: (x86_64, aarch64); None where the architecture has no such call.
_CALLS: dict[str, tuple[int | None, int | None]] = {
    "read": (0, 63), "readv": (19, 65), "pread64": (17, 67), "preadv": (295, 69),
    "write": (1, 64), "writev": (20, 66), "pwrite64": (18, 68), "pwritev": (296, 70),
    "lseek": (8, 62), "close": (3, 57), "fstat": (5, 80),
    "munmap": (11, 215), "mremap": (25, 216), "madvise": (28, 233), "brk": (12, 214),
    "futex": (202, 98), "sched_yield": (24, 124), "exit": (60, 93), "exit_group": (231, 94),
    "rt_sigreturn": (15, 139), "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "sigaltstack": (131, 132),
    "clock_gettime": (228, 113), "clock_getres": (229, 114), "clock_nanosleep": (230, 115), "nanosleep": (35, 101),
    "gettimeofday": (96, 169), "time": (201, None), "restart_syscall": (219, 128),
    "getpid": (39, 172), "gettid": (186, 178), "getppid": (110, 173),
    "getuid": (102, 174), "geteuid": (107, 175), "getgid": (104, 176), "getegid": (108, 177),
    "getrandom": (318, 278), "getrusage": (98, 165), "times": (100, 153), "sysinfo": (99, 179), "uname": (63, 160),
    "getrlimit": (97, 163), "sched_getaffinity": (204, 123), "rseq": (334, 293), "set_robust_list": (273, 99),
    "membarrier": (324, 283),
}  # fmt: skip
# A library may look for a file or ask for more; it is told no, and lives.
_DENIED: dict[str, tuple[int | None, int | None, int]] = {
    "open": (2, None, errno.EACCES), "openat": (257, 56, errno.EACCES), "openat2": (437, 437, errno.EACCES),
    "stat": (4, None, errno.EACCES), "lstat": (6, None, errno.EACCES), "statx": (332, 291, errno.EACCES),
    "access": (21, None, errno.EACCES), "faccessat": (269, 48, errno.EACCES), "faccessat2": (439, 439, errno.EACCES),
    "readlink": (89, None, errno.EACCES), "readlinkat": (267, 78, errno.EACCES), "getcwd": (79, 17, errno.EACCES),
    "ioctl": (16, 29, errno.ENOTTY), "prlimit64": (302, 261, errno.EPERM), "clone3": (435, 435, errno.ENOSYS),
    "sched_setaffinity": (203, 122, errno.EPERM),
}  # fmt: skip
_MMAP, _MPROTECT, _CLONE = (9, 222), (10, 226), (56, 220)
_FCNTL, _PRCTL, _NEWFSTATAT, _TGKILL = (72, 25), (157, 167), (262, 79), (234, 131)

_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_X32_BIT = 0x40000000
_LD_ABS, _JEQ, _JGE, _JSET, _RET = 0x20, 0x15, 0x35, 0x45, 0x06
_NR_AT, _ARCH_AT, _ARGUMENTS_AT = 0, 4, 16
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2
_PROT_EXEC, _CLONE_THREAD, _AT_EMPTY_PATH, _PR_SET_NAME = 4, 0x00010000, 0x1000, 15
# Not F_SETOWN nor F_SETSIG: these can make the kernel send a signal to any process.
_FCNTL_ALLOWED = (1, 2, 3, 1030)

_NOBODY = 0x7FFFFFF1  # stands for the number of a process that is not there yet
_libc = ctypes.CDLL(None, use_errno=True)

Instruction = tuple[int, int, int, int]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]


def supported() -> bool:
    """Whether the filter knows this machine's processor."""
    return platform.machine() in _ARCHITECTURES


def build(pid: int, machine: str | None = None) -> bytes:
    """The filter for the process `pid` (which may signal only itself), as an array of `struct sock_filter`.

    Raises KeyError for a processor whose call numbers are not in the table.
    """
    column, architecture = _ARCHITECTURES[machine or platform.machine()]
    program: list[Instruction] = [
        (_LD_ABS, 0, 0, _ARCH_AT), (_JEQ, 1, 0, architecture), _ret(_KILL),
        (_LD_ABS, 0, 0, _NR_AT), (_JGE, 0, 1, _X32_BIT), _ret(_KILL),
    ]  # fmt: skip
    for numbers in _CALLS.values():
        program += _when(numbers[column], [_ret(_ALLOW)])
    for *numbers, error in _DENIED.values():
        program += _when(numbers[column], [_ret(_ERRNO | error)])
    for numbers, block in _conditional(pid):
        program += _when(numbers[column], block)
    program.append(_ret(_KILL))
    return b"".join(struct.pack("HBBI", *instruction) for instruction in program)


def _ret(value: int) -> Instruction:
    return (_RET, 0, 0, value)


def _when(number: int | None, block: list[Instruction]) -> list[Instruction]:
    return [] if number is None else [(_JEQ, 0, len(block), number), *block]


def _argument(index: int) -> Instruction:
    """Load the low half of an argument (both processors are little-endian)."""
    return (_LD_ABS, 0, 0, _ARGUMENTS_AT + 8 * index)


def _conditional(pid: int) -> list[tuple[tuple[int, int], list[Instruction]]]:
    no_code = [_argument(2), (_JSET, 0, 1, _PROT_EXEC), _ret(_ERRNO | errno.EACCES), _ret(_ALLOW)]
    commands: list[Instruction] = [_argument(1)]
    for command in _FCNTL_ALLOWED:
        commands += [(_JEQ, 0, 1, command), _ret(_ALLOW)]
    return [
        (_MMAP, no_code),
        (_MPROTECT, no_code),
        (_CLONE, [_argument(0), (_JSET, 1, 0, _CLONE_THREAD), _ret(_KILL), _ret(_ALLOW)]),
        (_FCNTL, [*commands, _ret(_KILL)]),
        (_PRCTL, [_argument(0), (_JEQ, 0, 1, _PR_SET_NAME), _ret(_ALLOW), _ret(_ERRNO | errno.EPERM)]),
        # glibc's fstat is newfstatat(fd, "", AT_EMPTY_PATH); anything else would name a file.
        (_NEWFSTATAT, [_argument(3), (_JEQ, 0, 1, _AT_EMPTY_PATH), _ret(_ALLOW), _ret(_ERRNO | errno.EACCES)]),
        # abort() signals itself: a crash must look like a crash.
        (_TGKILL, [_argument(0), (_JEQ, 0, 1, pid), _ret(_ALLOW), _ret(_KILL)]),
    ]


def install(program: bytes) -> None:
    """Put a program on this process, for good. Needs `no_new_privs`. Raises OSError where the kernel refuses."""
    buffer = ctypes.create_string_buffer(program, len(program))
    header = _Program(len(program) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    if _libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(header), 0, 0) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"the kernel refused the system-call filter: {os.strerror(code)}")


class Filter:
    """The program made once, for children that differ only by their own number: a forked child must be quick."""

    def __init__(self) -> None:
        marked = build(_NOBODY)
        self._at = marked.index(struct.pack("<I", _NOBODY))
        self._program = marked

    def install(self) -> None:
        """Put it on this process, allowing it to signal itself."""
        own = struct.pack("<I", os.getpid())
        install(self._program[: self._at] + own + self._program[self._at + 4 :])
