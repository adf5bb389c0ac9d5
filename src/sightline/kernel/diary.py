"""The diary: what went wrong inside, in every detail, as lines of JSON in `log/` of the workspace.

People get one sentence; who mends the program reads here. Values given to the database are not in it, and what looks
like a key, a password or a token is taken out before a line is written.
"""

from __future__ import annotations

import json
import logging
import os
import re
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from typing_extensions import override

from sightline.kernel.clock import now, stamp

NAME = "sightline.log"
LARGEST = 8 << 20
"""A diary that has grown beyond this is set aside as `sightline.log.1` when the next process opens it."""

_SECRETS = re.compile(
    r"""
    AGE-SECRET-KEY-[0-9A-Z-]+
    | -----BEGIN\ [A-Z ]*PRIVATE\ KEY-----.*?(?:-----END\ [A-Z ]*PRIVATE\ KEY-----|\Z)
    | (?<=://)[^\s/@]*:[^\s@]+(?=@)
    | (?i:bearer|basic)\s+[\w.~+/=-]{8,}
    | (?i:\b[\w-]*(?:password|passwd|passphrase|secret|token|session|cookie|credential|api_?key|access_?key)[\w-]*)
      ['"]?\s*[=:]\s*['"]?[^\s'",;&}]+
    | otpauth://\S+
    """,
    re.VERBOSE | re.DOTALL,
)


def keep(folder: Path) -> Path:
    """Write what the program logs into `folder`/log from now on, and nowhere else; return the file.

    The folder is made with the first line. Another call goes on in another folder.
    """
    root = logging.getLogger()
    for old in [one for one in root.handlers if isinstance(one, _Diary)]:
        root.removeHandler(old)
    root.addHandler(_Diary(folder / "log" / NAME))
    return folder / "log" / NAME


def place() -> Path | None:
    """The file that `keep` named, None before."""
    return next((one.path for one in logging.getLogger().handlers if isinstance(one, _Diary)), None)


def tell(message: str, fault: BaseException) -> Path:
    """Write one failure with where it came from; return the file. Before any workspace is known it is a temporary one."""
    if place() is None:
        keep(Path(tempfile.mkdtemp(prefix="sightline-")))
    logging.getLogger("sightline").error(message, exc_info=fault)
    found = place()
    assert found is not None
    return found


def without_secrets(text: str) -> str:
    """`text` with everything that looks like a key, a password or a token replaced."""
    return _SECRETS.sub("[taken out]", text)


class _Diary(logging.Handler):
    """Opens, writes one line and closes again: failures are rare, and many processes write into one file."""

    def __init__(self, path: Path) -> None:
        super().__init__(logging.WARNING)
        self.path = path
        self._once = threading.Lock()
        with suppress(OSError):
            if path.stat().st_size > LARGEST:
                path.replace(path.with_name(f"{NAME}.1"))

    @override
    def emit(self, record: logging.LogRecord) -> None:
        line = _line(record).encode("utf-8", "backslashreplace")
        # A diary that cannot be written, on a full disk, must not be one more failure.
        with self._once, suppress(OSError):
            self.path.parent.mkdir(mode=0o700, exist_ok=True)
            descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
            try:
                os.write(descriptor, line)
            finally:
                os.close(descriptor)


def _line(record: logging.LogRecord) -> str:
    trace = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
    said = {
        "at": stamp(now()),
        "level": record.levelname.lower(),
        "from": record.name,
        "process": record.process,
        "message": without_secrets(record.getMessage()),
        "trace": without_secrets(trace),
    }
    return json.dumps({name: value for name, value in said.items() if value != ""}, ensure_ascii=False) + "\n"
