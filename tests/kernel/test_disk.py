"""Whole files or none: full and failing disks, writers that are killed, names that reach the disk."""

import errno
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from typing_extensions import override

from sightline.kernel.blobs import Blobs, name_of, write_all
from sightline.kernel.disk import DRAFTS, Disk, draft_name, is_abandoned
from sightline.kernel.errors import Unavailable


class Failing(Disk):
    """Fails at one step with one error."""

    def __init__(self, step: str, number: int) -> None:
        self.step, self.number = step, number

    def _fail(self, step: str) -> None:
        if step == self.step:
            raise OSError(self.number, os.strerror(self.number))

    @override
    def make_folder(self, path: Path) -> None:
        self._fail("make_folder")
        super().make_folder(path)

    @override
    def write(self, path: Path, chunks: Iterable[bytes], mode: int) -> None:
        super().write(path, chunks, mode)
        self._fail("write")

    @override
    def rename(self, draft: Path, path: Path) -> None:
        self._fail("rename")
        super().rename(draft, path)

    @override
    def sync(self, folder: Path) -> None:
        self._fail("sync")
        super().sync(folder)


@pytest.mark.parametrize("step", ["make_folder", "write", "rename", "sync"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EROFS, errno.EACCES])
def test_whatever_fails_is_one_sentence_and_nothing_half_done(tmp_path: Path, step: str, number: int) -> None:
    with pytest.raises(Unavailable, match=r"cannot be written\. Make room") as told:
        Blobs.at(str(tmp_path), Failing(step, number)).put(b"room")
    assert "\n" not in str(told.value)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert Blobs.at(str(tmp_path)).put(b"room") == next(Blobs.at(str(tmp_path)).names())


def test_a_source_that_cannot_be_read_is_not_blamed_on_the_store(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        Blobs.at(str(tmp_path / "bytes")).put_file(tmp_path)


def test_a_blob_that_was_cut_is_made_whole_by_the_next_intake(tmp_path: Path) -> None:
    blobs = Blobs.at(str(tmp_path))
    name = blobs.put(b"a whole room")
    path = tmp_path / name_of(name)
    path.chmod(0o600)
    path.write_bytes(b"a who")
    assert Blobs.at(str(tmp_path)).put(b"a whole room") == name
    assert blobs.get(name) == b"a whole room"


def test_the_draft_of_a_killed_writer_is_swept_and_that_of_a_living_one_is_not(tmp_path: Path) -> None:
    blobs = Blobs.at(str(tmp_path))
    blobs.put(b"room")
    folder = tmp_path / DRAFTS
    code = "import sys; from sightline.kernel.disk import draft_name; open(sys.argv[1] + '/' + draft_name(), 'w')"
    subprocess.run([sys.executable, "-c", code, str(folder)], check=True)
    (folder / draft_name()).write_bytes(b"being written")
    old = folder / "elsewhere.1.0.0"
    old.write_bytes(b"of another machine")
    assert not is_abandoned(old)
    os.utime(old, (0, 0))
    assert blobs.sweep() == 2
    assert [path.read_bytes() for path in folder.iterdir()] == [b"being written"]


def test_a_write_that_the_system_cuts_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    # The system takes at most 2 GiB at once; here it takes three bytes at once.
    taken: list[bytes] = []

    def write(_descriptor: int, content: memoryview) -> int:
        taken.append(bytes(content[:3]))
        return len(taken[-1])

    monkeypatch.setattr(os, "write", write)
    write_all(0, b"seven bytes")
    assert b"".join(taken) == b"seven bytes"
