"""The narrow tar: what it writes every tar reads, and it reads only what it writes."""

from __future__ import annotations

import contextlib
import io
import tarfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.kernel.errors import IntegrityError, UsageError
from sightline.leads.archive import MemoryShelf, Unpacker, check_name, header_for, write_tar

names = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,20}(/[A-Za-z0-9_][A-Za-z0-9._-]{0,20}){0,3}", fullmatch=True)
trees = st.dictionaries(names, st.binary(max_size=1500), max_size=5)


def unpack(raw, step=700, limit=1 << 20):
    shelf = MemoryShelf(limit)
    unpacker = Unpacker(shelf)
    for at in range(0, len(raw), step):
        unpacker.write(raw[at : at + step])
    unpacker.finish()
    return shelf.files()


@settings(max_examples=60, deadline=None)
@given(trees, st.integers(1, 2000))
def test_files_come_back_however_the_bytes_arrive(tree, step):
    raw = b"".join(write_tar(tree.items()))
    assert unpack(raw, step) == tree
    with tarfile.open(fileobj=io.BytesIO(raw)) as reference:
        assert {one.name: reference.extractfile(one).read() for one in reference} == tree


@settings(max_examples=60, deadline=None)
@given(trees.filter(bool), st.data())
def test_no_changed_archive_reads_as_the_same(tree, data):
    raw = b"".join(write_tar(tree.items()))
    at = data.draw(st.integers(0, len(raw) - 1))
    changed = raw[:at] + bytes([raw[at] ^ (1 << data.draw(st.integers(0, 7)))]) + raw[at + 1 :]
    with contextlib.suppress(IntegrityError):
        assert unpack(changed) != tree


def foreign(**changes):
    info = tarfile.TarInfo("data/a.txt")
    info.mode = 0o644
    for name, value in changes.items():
        setattr(info, name, value)
    return info.tobuf(tarfile.USTAR_FORMAT, "ascii", "surrogateescape") + bytes(1024)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "../a.txt"},
        {"name": "/etc/passwd"},
        {"name": "a/../../b"},
        {"name": "a//b"},
        {"name": ".hidden"},
        {"name": "a/b/c/d/e"},
        {"name": "C:\\x"},
        {"name": "con\u0074rol\n"},
        {"type": tarfile.SYMTYPE, "linkname": "/etc/passwd"},
        {"type": tarfile.LNKTYPE, "linkname": "a"},
        {"type": tarfile.DIRTYPE},
        {"type": tarfile.CHRTYPE},
        {"mode": 0o4755},
        {"uid": 1000},
        {"mtime": 1},
        {"uname": "root"},
    ],
)
def test_nothing_else_that_tar_can_carry_gets_in(changes):
    assert unpack(foreign()) == {"data/a.txt": b""}
    with pytest.raises(IntegrityError):
        unpack(foreign(**changes))


def test_a_second_file_of_a_name_too_much_and_too_little_are_refused():
    block = header_for("a", 0)
    with pytest.raises(IntegrityError, match="twice"):
        unpack(block + block + bytes(1024))
    with pytest.raises(IntegrityError, match="larger than this machine accepts"):
        unpack(header_for("a", 5_000_000) + bytes(600))
    with pytest.raises(IntegrityError, match="half written"):
        unpack(header_for("a", 700) + bytes(300))
    with pytest.raises(IntegrityError, match="after its end"):
        unpack(bytes(1024) + b"x")
    with pytest.raises(IntegrityError, match="hidden bytes"):
        unpack(header_for("a", 1) + b"a" + b"secret" + bytes(505) + bytes(1024))
    with pytest.raises(IntegrityError, match="half written"):
        unpack(b"")


def test_a_file_that_changes_while_it_is_sealed_is_noticed(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    stream = write_tar([("a", path)])
    next(stream)
    path.write_bytes(b"abcdef")
    with pytest.raises(IntegrityError, match="changed while it was being sealed"):
        list(stream)


def test_names_are_plain():
    check_name("crops/001.jpg")
    for name in ("", "x" * 100, "a b", "é", "a/", "..", "-x"):
        with pytest.raises(UsageError):
            check_name(name)
