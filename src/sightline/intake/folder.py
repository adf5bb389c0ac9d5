"""Walk a contribution: a folder or a single file. Names are bytes, never trusted, never followed through a link."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sightline.kernel.blobs import Stored
from sightline.kernel.errors import Refusal, UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One file. name: its path below the contribution, byte for byte. refusal: why it cannot be read.

    stored: set when its bytes are kept already, as those of an archive's member are.
    """

    path: Path
    name: bytes
    refusal: Refusal | None = None
    stored: Stored | None = None


def walk(source: Path) -> Iterator[Item]:
    """Every entry below `source` that is not a folder, in byte order of names. Raises `UsageError` when unusable."""
    try:
        mode = source.stat().st_mode
        if stat.S_ISDIR(mode):
            with os.scandir(source):
                pass
    except OSError as fault:
        raise UsageError(f"{source} cannot be read: {fault.strerror}. Check the path and its permissions.") from fault
    if not stat.S_ISDIR(mode):
        yield _item(source, os.fsencode(source.name))
        return
    yield from _below(source, b"")


def _below(folder: Path, prefix: bytes) -> Iterator[Item]:
    try:
        with os.scandir(folder) as listed:
            entries = sorted(listed, key=lambda entry: os.fsencode(entry.name))
    except OSError as fault:
        refusal = Refusal("unreadable", f"The folder cannot be read: {fault.strerror}.")
        yield Item(path=folder, name=prefix.rstrip(b"/"), refusal=refusal)
        return
    for entry in entries:
        name = prefix + os.fsencode(entry.name)
        if entry.is_dir(follow_symlinks=False):
            yield from _below(Path(entry.path), name + b"/")
        else:
            yield _item(Path(entry.path), name)


def _item(path: Path, name: bytes) -> Item:
    try:
        mode = path.lstat().st_mode
    except OSError as fault:
        return Item(path=path, name=name, refusal=Refusal("unreadable", f"The file cannot be read: {fault.strerror}."))
    if stat.S_ISLNK(mode):
        return Item(
            path=path, name=name, refusal=Refusal("link", "This is a link to another place; links are not followed.")
        )
    if not stat.S_ISREG(mode):
        return Item(path=path, name=name, refusal=Refusal("not-a-file", "This is a device or a pipe, not a file."))
    return Item(path=path, name=name)
