"""The walls around a decoding process, put up from inside by plain system calls: no root, no package, no program.

`leave_the_machine` and `bound` are done once, by the process that children are forked from; `shut` by every child.
Each wall that this kernel does not offer is simply missing from the answer: `isolation` decides what that means.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import struct
from collections.abc import Callable

from sightline.media import seccomp
from sightline.media.model import Limits

UNPRIVILEGED = 65_534
"""The user and group `nobody`: what a process started by root becomes."""

_NEW_NS, _NEW_UTS, _NEW_IPC, _NEW_USER, _NEW_NET = 0x00020000, 0x04000000, 0x08000000, 0x10000000, 0x40000000
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_LANDLOCK_CREATE, _LANDLOCK_RESTRICT = 444, 446  # the same on every processor
_LANDLOCK_VERSION_FLAG = 1
_CAPABILITY_VERSION_3 = 0x20080522
OPEN_FILES = 16

_libc = ctypes.CDLL(None, use_errno=True)


def _checked(result: int, what: str) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
    return result


def _unshare(flags: int) -> None:
    _checked(_libc.unshare(flags), "unshare")


def _prctl(option: int, value: int) -> None:
    _checked(_libc.prctl(option, value, 0, 0, 0), "prctl")


def _tried(act: Callable[[], None]) -> bool:
    try:
        act()
    except OSError:
        return False
    return True


def leave_the_machine() -> dict[str, bool]:
    """Give up, for this process and all it forks: root, the network, other processes' memory, every file name.

    Returns which walls stand: `unprivileged`, `network`, `user`, `files` (an empty root), `no-new-privileges`,
    `landlock`. Files already open stay usable. Call it once, with one thread, after all imports.
    """
    root = os.getuid() == 0
    walls = {"network": root and _tried(_leave_networks)}
    # A process with an emptied root may not make a user namespace any more; root without one empties it first.
    emptied = root and not _user_namespace_works() and _tried(_empty_root)
    walls["unprivileged"] = _tried(_become_nobody)
    walls["user"] = _tried(lambda: _unshare(_NEW_USER))
    if walls["user"]:
        walls["network"] = _tried(_leave_networks) or walls["network"]
    walls["files"] = emptied or _tried(_empty_root)
    _tried(_drop_capabilities)
    walls["no-new-privileges"] = _tried(lambda: _prctl(_PR_SET_NO_NEW_PRIVS, 1))
    walls["landlock"] = walls["no-new-privileges"] and _tried(_landlock_nothing)
    _tried(lambda: _prctl(_PR_SET_DUMPABLE, 0))
    return walls


def _leave_networks() -> None:
    _unshare(_NEW_NET | _NEW_IPC | _NEW_UTS)


def _user_namespace_works() -> bool:
    """Try it in a child: what works for root need not work for the user it is about to become."""
    child = os.fork()
    if child == 0:
        os._exit(0 if _tried(_become_nobody) and _tried(lambda: _unshare(_NEW_USER)) else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _become_nobody() -> None:
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(UNPRIVILEGED, UNPRIVILEGED, UNPRIVILEGED)
        os.setresuid(UNPRIVILEGED, UNPRIVILEGED, UNPRIVILEGED)
        # Changing user hides /proc/self from its own process, which `_empty_root` needs.
        _prctl(_PR_SET_DUMPABLE, 1)
    if os.geteuid() == 0 or os.getuid() == 0:
        raise OSError("still root")


def _empty_root() -> None:
    """Make a directory without any file of the machine the root: the process's own list of descriptors."""
    os.chroot("/proc/self/fdinfo")
    os.chdir("/")


def _drop_capabilities() -> None:
    header = struct.pack("Ii", _CAPABILITY_VERSION_3, 0)
    _checked(_libc.capset(header, bytes(24)), "capset")


def _landlock_nothing() -> None:
    """A Landlock domain that grants no file, no TCP port, no signal and no abstract socket outside itself."""
    syscall = _libc.syscall
    version = _checked(syscall(_LANDLOCK_CREATE, None, 0, _LANDLOCK_VERSION_FLAG), "landlock")
    rights = {1: 13, 2: 14, 3: 15, 4: 15}.get(version, 16)
    attributes = struct.pack("=Q", (1 << rights) - 1)
    if version >= 4:
        attributes += struct.pack("=Q", 0b11)
    if version >= 6:
        attributes += struct.pack("=Q", 0b11)
    ruleset = _checked(syscall(_LANDLOCK_CREATE, attributes, len(attributes), 0), "landlock")
    try:
        _checked(syscall(_LANDLOCK_RESTRICT, ruleset, 0), "landlock")
    finally:
        os.close(ruleset)


def bound(limits: Limits, *, writable_bytes: int) -> bool:
    """Set what is limited for this process and all it forks: memory, the result's size, open files, no core dump.

    Returns whether they stand. Computing time is each child's own: see `shut`.
    """
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    bounds = {
        resource.RLIMIT_AS: limits.memory_bytes,
        resource.RLIMIT_FSIZE: writable_bytes,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_CORE: 0,
    }
    return all([_tried(lambda which=which, most=most: _limit(which, most)) for which, most in bounds.items()])


def _limit(which: int, most: int) -> None:
    resource.setrlimit(which, (most, most))


def follow_parent() -> None:
    """Die when the process that forked this one dies."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def shut(filters: seccomp.Filter | None, cpu_seconds: int) -> dict[str, bool]:
    """Close the cage on a forked child: its computing time, then the system-call filter. There is no way back.

    Returns the walls `time` and `system-calls`.
    """
    timed = _tried(lambda: _limit(resource.RLIMIT_CPU, cpu_seconds))
    return {"time": timed, "system-calls": filters is not None and _tried(filters.install)}
