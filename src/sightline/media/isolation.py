"""How well this machine can cage a decoder: a grade, found by putting a cage up and trying to get out of it.

A: every wall stands. B: no Landlock, or no user namespace or emptied root, but the system-call filter, the limits and
the unprivileged user stand, which alone keep files, sockets and processes out of reach. C: anything less, or any
escape that worked: no file is decoded on such a machine.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from sightline.kernel.errors import Refusal, Unavailable
from sightline.media.cage import Cage
from sightline.media.model import Limits

PROGRAM = "sightline.media.caged_stills"

# Wall -> what its absence means and what to do, for the person who runs the machine.
_WALLS: dict[str, str] = {
    "unprivileged": "The decoder stays root: start Sightline as an ordinary user.",
    "no-new-privileges": "The kernel does not offer no_new_privs (Linux 3.5 or newer is needed).",
    "system-calls": "No system-call filter (seccomp): a Linux kernel on x86_64 or aarch64 with CONFIG_SECCOMP_FILTER "
    "is needed; in a container, its profile must allow prctl(PR_SET_SECCOMP).",
    "limits": "Limits on memory and files could not be set (setrlimit).",
    "time": "The limit on computing time could not be set (setrlimit).",
    "landlock": "No Landlock: files are kept away by the system-call filter alone. Linux 5.13 or newer with "
    "`lsm=landlock,...` adds it.",
    "user": "No user namespace: allow unprivileged ones (sysctl kernel.unprivileged_userns_clone=1, "
    "kernel.apparmor_restrict_unprivileged_userns=0, user.max_user_namespaces > 0).",
    "network": "No network namespace: sockets are kept away by the system-call filter alone. It comes with user "
    "namespaces.",
    "files": "The root folder is not emptied (chroot refused). It comes with user namespaces.",
}
_NEEDED = ("unprivileged", "no-new-privileges", "system-calls", "limits", "time")
# What the self-test tries: one of each kind of harm, all without effect should they work.
_TRIED = ("read-file", "list-folder", "socket", "fork", "user-namespace", "code-in-memory", "memory")


@dataclass(frozen=True, slots=True, kw_only=True)
class Isolation:
    """The grade (`A`, `B`, `C`), which walls stand, which escapes worked, and a sentence for each thing missing."""

    grade: str
    layers: Mapping[str, bool]
    escaped: tuple[str, ...]
    missing: tuple[str, ...]

    def require(self) -> str:
        """The grade, if files may be decoded on this machine. Raises Unavailable below B."""
        if self.grade == "C":
            raise Unavailable("No file is decoded on this machine, for it cannot be caged. " + " ".join(self.missing))
        return self.grade


def grade(limits: Limits | None = None, program: str = PROGRAM) -> Isolation:
    """Put up a cage, try to get out, and say how well it held. Takes about a second.

    Raises Unavailable when no caged program starts at all.
    """
    with Cage(program, limits or Limits()) as cage:
        return try_out(cage)


def try_out(cage: Cage) -> Isolation:
    """The same on a cage that is already up."""
    layers: dict[str, bool] = {}
    escaped: list[str] = []
    for way in _TRIED:
        walls, stopped = _try(cage, way)
        layers.update(walls)
        if not stopped:
            escaped.append(way)
    return _graded({name: layers.get(name, False) for name in _WALLS}, tuple(escaped))


def _try(cage: Cage, way: str) -> tuple[Mapping[str, bool], bool]:
    source = os.memfd_create("nothing", os.MFD_CLOEXEC)
    path = {"read-file": "/etc/passwd", "list-folder": "/"}.get(way, "")
    try:
        outcome = cage.run("escape", source, {"way": way, "path": path})
    except Refusal as refusal:
        return cage.walls, refusal.code in {"killed", "too-much-memory"}
    finally:
        os.close(source)
    answer = outcome.answer
    return outcome.walls, isinstance(answer, dict) and answer.get("escaped") is False


def _graded(layers: Mapping[str, bool], escaped: tuple[str, ...]) -> Isolation:
    missing = [sentence for name, sentence in _WALLS.items() if not layers[name]]
    missing += [f"The self-test got out of the cage by `{way}`." for way in escaped]
    letter = "A" if all(layers.values()) else "B"
    if escaped or not all(layers[name] for name in _NEEDED):
        letter = "C"
    return Isolation(grade=letter, layers=layers, escaped=escaped, missing=tuple(missing))
