"""The caged program that opens archives: Python's own readers, with nothing of the machine in reach. Run by `Archives`."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Mapping
from typing import Any, BinaryIO, cast

import numpy as np

from sightline.intake import unpacking
from sightline.intake.unpacking_tar import list_stream, take_stream
from sightline.intake.unpacking_zip import list_zip, take_zip
from sightline.media import zygote
from sightline.media.model import Json, Limits
from sightline.media.planes import PlaneWriter


def list_members(source: BinaryIO, arguments: Mapping[str, Json], limits: Limits, writer: PlaneWriter) -> Json:
    """The task `list`: every member that is meant to be a file, and why it may not be taken out."""
    del limits, writer
    form, most = str(arguments["format"]), int(cast("int", arguments["bytes"]))
    found = list_zip(source, most) if form == unpacking.ZIP else list_stream(source, form, most)
    return {"entries": [one.to_json() for one in found.entries], "fault": found.fault}


def take(source: BinaryIO, arguments: Mapping[str, Json], limits: Limits, writer: PlaneWriter) -> Json:
    """The task `take`: each wanted piece as the number of a plane of one row, null when empty, or why not."""
    del limits
    form = str(arguments["format"])
    wanted = [(int(key), int(offset), int(size)) for key, offset, size in cast("list[list[Any]]", arguments["wanted"])]
    pieces = take_zip(source, wanted) if form == unpacking.ZIP else take_stream(source, form, wanted)
    return [one if isinstance(one, str) else _written(one, writer) for one in pieces]


def _written(content: bytes, writer: PlaneWriter) -> int | None:
    return writer.add(np.frombuffer(content, np.uint8).reshape(1, -1)) if content else None


def warm_up() -> None:
    """Open one archive of each kind, so that nothing is imported inside the cage."""
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", method) as archive:
            archive.writestr("caf\u00e9", b"warm")
            archive.writestr("warm", b"warm")
        list_zip(file, 1 << 20)
        list(take_zip(file, [(0, 0, 4), (1, 0, 4)]))
    plain = io.BytesIO()
    with tarfile.TarFile(fileobj=plain, mode="w") as tar:
        info = tarfile.TarInfo("warm" * 40)
        info.size = 4
        tar.addfile(info, io.BytesIO(b"warm"))
    for form, pack in (("tar", bytes), ("gzip", gzip.compress), ("bzip2", bz2.compress), ("xz", lzma.compress)):
        file = io.BytesIO(pack(plain.getvalue()))
        list_stream(file, form, 1 << 20)
        list(take_stream(file, form, [(512, 0, 4)]))
    str(zipfile.BadZipFile())
    b"\xb0".decode("cp437").encode("cp437")


if __name__ == "__main__":
    zygote.serve({"list": list_members, "take": take}, (warm_up,))
