"""Every way out of the cage, really tried from within a real one, with something real at its other end."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sightline.features.writing.reader import PROGRAM as READING
from sightline.intake.archives import PROGRAM as ARCHIVES
from sightline.kernel.errors import Refusal
from sightline.media.cage import Cage
from sightline.media.decoder import STILLS, VIDEOS
from sightline.media.escapes import WAYS, Target
from sightline.media.model import Limits


@pytest.fixture(scope="module", params=[STILLS, VIDEOS, ARCHIVES, READING])
def cage(request: pytest.FixtureRequest) -> Iterator[Cage]:
    with Cage(request.param, Limits(wall_seconds=10)) as one:
        yield one


def attempt(cage: Cage, way: str, path: Path | str = "", number: int = 0) -> str:
    """How the try ended: `escaped`, the error it met, or the code of the refusal."""
    source = os.memfd_create("nothing")
    try:
        answer = cage.run("escape", source, {"way": way, "path": str(path), "number": number}).answer
    except Refusal as refusal:
        return refusal.code
    finally:
        os.close(source)
    assert isinstance(answer, dict)
    return "escaped" if answer["escaped"] else str(answer["error"])


DENIED = "Permission denied"


@pytest.mark.parametrize("path", ["/etc/passwd", "/proc/self/maps", "/proc/self/environ", "/", "."])
def test_files_of_the_machine_cannot_be_read(cage: Cage, path: str) -> None:
    assert attempt(cage, "read-file", path) == DENIED


def test_a_sibling_cannot_be_read_and_its_folder_cannot_be_listed(cage: Cage, tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"another case")
    assert attempt(cage, "read-file", tmp_path / "other") == DENIED
    assert attempt(cage, "list-folder", tmp_path) == DENIED
    assert attempt(cage, "list-folder", "/") == DENIED


def test_nothing_can_be_written_or_removed(cage: Cage, tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    (tmp_path / "kept").write_bytes(b"kept")
    assert attempt(cage, "write-file", tmp_path / "new") == DENIED
    assert attempt(cage, "unlink", tmp_path / "kept") == "killed"
    assert [p.name for p in tmp_path.iterdir()] == ["kept"]


@pytest.mark.enable_socket
@pytest.mark.parametrize(("way", "kind"), [("tcp", socket.SOCK_STREAM), ("udp", socket.SOCK_DGRAM)])
def test_nothing_reaches_the_network(cage: Cage, way: str, kind: socket.SocketKind) -> None:
    with socket.socket(socket.AF_INET, kind) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.settimeout(0.2)
        if kind is socket.SOCK_STREAM:
            listener.listen()
        assert attempt(cage, way, number=listener.getsockname()[1]) == "killed"
        with pytest.raises(TimeoutError):
            listener.recv(1) if kind is socket.SOCK_DGRAM else listener.accept()


def test_no_unix_socket_is_reached(cage: Cage, tmp_path: Path) -> None:
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        path.chmod(0o777)
        listener.listen()
        assert attempt(cage, "unix-socket", path) == "killed"


@pytest.mark.parametrize("way", ["socket", "fork", "exec", "user-namespace", "mount", "io-uring", "bpf"])
def test_no_process_no_namespace_no_other_kernel_door(cage: Cage, way: str) -> None:
    assert attempt(cage, way) == "killed"


@pytest.mark.parametrize("way", ["kill", "ptrace", "signal-by-file"])
def test_another_process_is_out_of_reach(cage: Cage, way: str) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as victim:
        assert attempt(cage, way, number=victim.pid) == "killed"
        assert victim.poll() is None
        victim.communicate(b"\n")
    assert victim.returncode == 0


def test_three_gibibytes_are_not_given(cage: Cage) -> None:
    assert attempt(cage, "memory") == "Cannot allocate memory"


@pytest.mark.parametrize(
    ("way", "ending"),
    [
        ("clone3", "Function not implemented"),
        ("code-in-memory", DENIED),
        ("raise-limits", "not allowed to raise maximum limit"),
        ("dumpable", "Operation not permitted"),
    ],
)
def test_what_a_library_asks_by_habit_is_denied_without_killing(cage: Cage, way: str, ending: str) -> None:
    assert attempt(cage, way) == ending


def test_every_way_is_tried_here() -> None:
    source = Path(__file__).read_text()
    assert [way for way in WAYS if f'"{way}"' not in source] == []


def test_the_cage_serves_on_after_every_kill(cage: Cage) -> None:
    for _ in range(3):
        assert attempt(cage, "fork") == "killed"
    assert attempt(cage, "read-file", "/etc/passwd") == DENIED


@pytest.mark.enable_socket
def test_the_tries_do_work_outside_a_cage(tmp_path: Path) -> None:
    """Each wall is proven by a try that succeeds without it; else a misspelt try would count as stopped."""
    (tmp_path / "there").write_bytes(b"x")
    WAYS["read-file"](Target(path="/etc/passwd", number=0))
    WAYS["list-folder"](Target(path="/", number=0))
    WAYS["write-file"](Target(path=str(tmp_path / "new"), number=0))
    WAYS["unlink"](Target(path=str(tmp_path / "there"), number=0))
    WAYS["code-in-memory"](Target(path="", number=0))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)
        reached = threading.Thread(target=lambda: listener.accept()[0].close())
        reached.start()
        WAYS["tcp"](Target(path="", number=listener.getsockname()[1]))
        WAYS["udp"](Target(path="", number=listener.getsockname()[1]))
        reached.join()
    assert [p.name for p in tmp_path.iterdir()] == ["new"]
