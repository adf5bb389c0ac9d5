"""Archives: every member ends in one outcome, its bytes exact; what is hostile stays inside and is named."""

import bz2
import gzip
import io
import lzma
import os
import struct
import tarfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sightline import pipeline
from sightline.intake import unpacking
from sightline.intake.archives import Archives
from sightline.intake.folder import Item
from sightline.kernel.blobs import Blobs
from sightline.operations import store as operation_store
from sightline.operations.model import Contribution, Handling, Level, Tlp
from sightline.series.media import store as media_store
from sightline.workspace import Workspace

NOISE = os.urandom(40_000)
Outcomes = dict[str, bytes | str]


@pytest.fixture(scope="module")
def blobs(tmp_path_factory: pytest.TempPathFactory) -> Blobs:
    return Blobs.at(str(tmp_path_factory.mktemp("bytes")))


@pytest.fixture(scope="module")
def archives(blobs: Blobs, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archives]:
    with Archives(blobs, tmp_path_factory.mktemp("room")) as opened:
        yield opened


def _outcomes(archives: Archives, blobs: Blobs, path: Path) -> Outcomes:
    """Path inside the contribution -> the bytes kept, or the code of the refusal."""
    items = list(archives.unfold([Item(path=path, name=path.name.encode())]))
    found = {
        os.fsdecode(one.name): one.refusal.code if one.refusal else blobs.get(one.stored.sha256) if one.stored else ""
        for one in items
    }
    assert len(found) == len(items), "two outcomes under one path would be counted as one"
    return found


def _zip(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return path


def _tar(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with tarfile.TarFile(fileobj=file, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_members_of_a_zip_come_out_byte_for_byte(archives: Archives, blobs: Blobs, tmp_path: Path, method: int) -> None:
    members = {"DCIM/a.jpg": NOISE, "été/b": b"b", "empty": b""}
    path = _zip(tmp_path / "c.zip", members, method)
    found = _outcomes(archives, blobs, path)
    assert found == {"c.zip": path.read_bytes()} | {f"c.zip/{name}": content for name, content in members.items()}


@pytest.mark.parametrize(
    ("end", "pack"), [("", bytes), (".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)]
)
def test_members_of_a_tar_come_out_byte_for_byte(
    archives: Archives, blobs: Blobs, tmp_path: Path, end: str, pack: type[bytes]
) -> None:
    members = {"x/" + "long" * 60: NOISE, "b": b"b", "empty": b""}
    path = tmp_path / f"c.tar{end}"
    path.write_bytes(pack(_tar(members)))
    found = _outcomes(archives, blobs, path)
    assert found == {path.name: path.read_bytes()} | {f"{path.name}/{name}": one for name, one in members.items()}


def test_a_single_packed_file_is_called_like_its_archive(archives: Archives, blobs: Blobs, tmp_path: Path) -> None:
    path = tmp_path / "room.jpg.gz"
    path.write_bytes(gzip.compress(NOISE))
    assert _outcomes(archives, blobs, path)["room.jpg.gz/room.jpg"] == NOISE


def test_a_member_of_several_pieces_is_whole(
    archives: Archives, blobs: Blobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "PIECE_BYTES", 1_000)
    for path in (_zip(tmp_path / "c.zip", {"a": NOISE, "b": b"b"}), tmp_path / "c.tar.gz"):
        if path.suffix == ".gz":
            path.write_bytes(gzip.compress(_tar({"a": NOISE, "b": b"b"})))
        found = _outcomes(archives, blobs, path)
        assert (found[f"{path.name}/a"], found[f"{path.name}/b"]) == (NOISE, b"b")


def test_archives_in_archives_are_opened_down_to_a_depth(archives: Archives, blobs: Blobs, tmp_path: Path) -> None:
    content = NOISE
    for level in range(6):
        content = _zip(tmp_path / "t.zip", {f"{level}.zip" if level else "a.jpg": content}).read_bytes()
    found = _outcomes(archives, blobs, tmp_path / "t.zip")
    assert found["t.zip/5.zip/4.zip/3.zip/2.zip/"] == "archive-too-deep"
    assert len(found) == 6


def test_names_that_lead_out_are_not_taken_out_and_the_rest_is(
    archives: Archives, blobs: Blobs, tmp_path: Path
) -> None:
    bad = ("../up", "/etc/passwd", "a/../../b", "C:\\x", "..\\up", "\\\\server\\share\\x")
    path = _zip(tmp_path / "c.zip", dict.fromkeys(bad, b"bad") | {"good..jpg": b"good", "good/<b>": b"also"})
    found = Counter(one if isinstance(one, str) else "kept" for one in _outcomes(archives, blobs, path).values())
    assert found == {"unsafe-name": len(bad), "kept": 3}


def test_links_and_devices_in_a_tar_stay_inside(archives: Archives, blobs: Blobs, tmp_path: Path) -> None:
    path = tmp_path / "c.tar"
    with tarfile.TarFile(path, "w") as archive:
        for name, kind in (
            ("sym", tarfile.SYMTYPE),
            ("hard", tarfile.LNKTYPE),
            ("dev", tarfile.CHRTYPE),
            ("pipe", tarfile.FIFOTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        folder = tarfile.TarInfo("folder")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
    found = _outcomes(archives, blobs, path)
    del found["c.tar"]
    assert found == {"c.tar/sym": "link", "c.tar/hard": "link", "c.tar/dev": "not-a-file", "c.tar/pipe": "not-a-file"}


def test_a_link_in_a_zip_stays_inside(archives: Archives, blobs: Blobs, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        info = zipfile.ZipInfo("sym")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    assert _outcomes(archives, blobs, tmp_path / "c.zip")["c.zip/sym"] == "link"


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_bomb_is_named(archives: Archives, blobs: Blobs, tmp_path: Path, pack: type[bytes]) -> None:
    for content in (bytes(16 << 20), _tar({"zeros": bytes(16 << 20)})):
        path = tmp_path / "bomb"
        path.write_bytes(pack(content))
        found = _outcomes(archives, blobs, path)
        assert found["bomb/"] == "archive-bomb"


def test_a_zip_bomb_is_named_and_its_neighbour_comes_out(archives: Archives, blobs: Blobs, tmp_path: Path) -> None:
    found = _outcomes(archives, blobs, _zip(tmp_path / "c.zip", {"zeros": bytes(16 << 20), "a": NOISE}))
    assert (found["c.zip/zeros"], found["c.zip/a"]) == ("archive-bomb", NOISE)


def test_entries_over_the_same_bytes_are_named(archives: Archives, blobs: Blobs, tmp_path: Path) -> None:
    path = tmp_path / "c.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a", NOISE)
        archive.filelist.append(archive.filelist[0])
    assert set(_outcomes(archives, blobs, path).values()) == {path.read_bytes(), "overlapping"}


def test_the_second_of_a_name_is_named_and_counted(archives: Archives, blobs: Blobs, tmp_path: Path) -> None:
    path = tmp_path / "c.tar"
    with tarfile.TarFile(path, "w") as archive:
        for content in (b"one", b"two", b"six"):
            info = tarfile.TarInfo("a")
            info.size = 3
            archive.addfile(info, io.BytesIO(content))
    found = _outcomes(archives, blobs, path)
    assert Counter(found[name] for name in found if name != "c.tar") == {b"one": 1, "duplicate-name": 2}


def test_a_member_that_claims_exabytes(archives: Archives, blobs: Blobs, tmp_path: Path) -> None:
    info = tarfile.TarInfo("huge")
    info.size = 1 << 62
    (tmp_path / "c.tar").write_bytes(_tar({"a": b"a"})[:1024] + info.tobuf(tarfile.GNU_FORMAT))
    found = _outcomes(archives, blobs, tmp_path / "c.tar")
    assert (found["c.tar/a"], found["c.tar/huge"], found["c.tar/"]) == (b"a", "too-large", "truncated")


def test_more_entries_than_a_level_may_have(archives: Archives, blobs: Blobs, tmp_path: Path) -> None:
    path = tmp_path / "c.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(unpacking.MOST_ENTRIES + 5):
            archive.writestr(f"../{number}", b"")
    found = _outcomes(archives, blobs, path)
    assert found["c.zip/"] == "too-many-entries"
    assert len(found) == unpacking.MOST_ENTRIES + 2


def test_encrypted_damaged_and_truncated_members(archives: Archives, blobs: Blobs, tmp_path: Path) -> None:
    path = _zip(tmp_path / "c.zip", {"a": NOISE, "b": NOISE[::-1]}, zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    content[20_000] ^= 1
    second = content.rindex(b"PK\x01\x02")
    struct.pack_into("<H", content, second + 8, 1)
    path.write_bytes(content)
    found = _outcomes(archives, blobs, path)
    assert (found["c.zip/a"], found["c.zip/b"]) == ("damaged", "encrypted")
    (tmp_path / "c.tar").write_bytes(_tar({"a": b"a", "b": NOISE})[:5_000])
    found = _outcomes(archives, blobs, tmp_path / "c.tar")
    assert (found["c.tar/a"], found["c.tar/b"], found["c.tar/"]) == (b"a", "truncated", "truncated")
    for name, cut in (("half.zip", path.read_bytes()[:9_000]), ("half.gz", gzip.compress(NOISE)[:9_000])):
        (tmp_path / name).write_bytes(cut)
        assert _outcomes(archives, blobs, tmp_path / name)[f"{name}/"] in {"damaged", "truncated"}


def test_what_is_no_archive_passes_untouched(archives: Archives, blobs: Blobs, tmp_path: Path) -> None:
    for name, content in (("a.7z", b"7z\xbc\xaf\x27\x1c"), ("a.jpg", b"\xff\xd8\xff" + b"PK\x03\x04"), ("a.zip", b"")):
        (tmp_path / name).write_bytes(content)
        assert _outcomes(archives, blobs, tmp_path / name) == {name: ""}


def test_every_reason_is_explained() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "refusals.md").read_text(encoding="utf-8")
    assert [code for code in unpacking.SENTENCES if f"`{code}`" not in page] == []


def test_the_sum_of_outcomes_stays_the_sum_of_files(workspace: Workspace, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    _zip(source / "c.zip", {"x/a": b"a", "../b": b"b", "twin": b"a", "inner.tar": _tar({"a": b"a", "d": b"d"})})
    (source / "a").write_bytes(b"a")
    with workspace.acting() as acting:
        operation = operation_store.the_only(acting)
    wanted = Contribution(
        id=0, operation_id=operation.id, agency="BE", case_reference="CASE-1", legal_basis="order",
        handling=Handling.H1, tlp=Tlp.AMBER, review=date(2027, 1, 1), level=Level.PREVIEW,
    )  # fmt: skip
    first = pipeline.take_in(workspace, None, wanted, source)
    again = pipeline.take_in(workspace, None, wanted, source)
    for done in (first, again):
        assert (done.files, done.fresh + done.known + done.refused.total()) == (8, 8)
    assert (first.fresh, again.fresh, first.refused) == (4, 0, {"unsafe-name": 1})
    with workspace.acting() as acting:
        assert sum(media_store.outcomes(acting, operation.id).values()) == 8
        paths = {file.path for file, _ in media_store.of_contribution(acting, first.contribution.id)}
    assert {"c.zip", "c.zip/x/a", "c.zip/../b", "c.zip/inner.tar", "c.zip/inner.tar/d"} <= paths
