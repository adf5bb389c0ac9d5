"""What a list knows is marked: by SHA-1 with certainty, by MD5 with a doubt, and never by a collision."""

import base64
import hashlib
import json
from pathlib import Path

import pytest

from sightline.kernel.db import Role
from sightline.kernel.errors import Conflict, NotFound, Refusal
from sightline.leads.known import store
from sightline.leads.known.read import read_list
from sightline.operations import store as operation_store
from sightline.series.media import store as media_store
from sightline.workspace import Workspace
from tests.operations.test_operations import contribution_of

CONTEXT = "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/UK/$metadata#Media"
BYTES = (b"one", b"two", b"three")


def md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def sha1(content: bytes) -> str:
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


@pytest.fixture
def media(workspace: Workspace, tmp_path: Path) -> list[int]:
    found = []
    with workspace.acting() as acting:
        contribution = operation_store.contribute(acting, contribution_of(operation_store.the_only(acting).id))
        for content in BYTES:
            (tmp_path / "file").write_bytes(content)
            stored = workspace.blobs.put_file(tmp_path / "file")
            found.append(media_store.receive(acting, contribution.id, "BE", stored, content).media_id)
    return found


def vics(tmp_path: Path, *rows: object, name: str = "list.json", bom: bytes = b"") -> Path:
    path = tmp_path / name
    path.write_bytes(bom + json.dumps({"@odata.context": CONTEXT, "value": rows}).encode())
    return path


def test_marks_say_how_certain_they_are(workspace: Workspace, media: list[int], tmp_path: Path) -> None:
    listed = vics(
        tmp_path,
        {"MD5": md5(b"one").upper(), "SHA1": sha1(b"one"), "Category": 1, "Series": "A, B", "VictimIdentified": "true"},
        {"MD5": md5(b"two"), "Category": 2},
        {"MD5": md5(b"three"), "SHA1": sha1(b"made to collide"), "Category": 1},
    )
    with workspace.acting() as acting:
        known = read_list(acting, listed, "national").known
        assert (known.entries, known.format, known.region) == (3, "VICS 2.0", "UK")
        assert known.file == hashlib.sha256(listed.read_bytes()).hexdigest()
        marks = store.marks_of(acting, media)
        assert marks == store.marks_in(acting, operation_store.the_only(acting).id)
    first, second, third = (marks.get(number, []) for number in media)
    assert [(one.certain, one.category, one.series, one.victim_identified) for one in first] == [
        (True, 1, "A, B", True)
    ]
    assert first[0].meaning != "category 1, region not said"
    assert [one.certain for one in second] == [False]
    assert third == [], "an equal MD5 with another SHA-1 is no match"


def test_twelve_traps_do_no_harm(workspace: Workspace, media: list[int], tmp_path: Path) -> None:
    same = {"MD5": md5(b"one"), "SHA1": sha1(b"one"), "IsPrecategorized": "true", "Category": None}
    rows = [same | {"MediaFiles": [{"FilePath": f"DCIM\\{place}.jpg", "FileName": "x"}]} for place in range(116)]
    odd = [{"MD5": "not one"}, {"MD5": "", "SHA1": sha1(b"two")}, {"MD5": md5(b"three"), "PhotoDNA": "AAAA"}, 7]
    bogus = {"MD5": "0" * 32, "PhotoDNA": base64.b64encode(bytes(144)).decode(), "Category": 2**40}
    listed = vics(tmp_path, *rows, *odd, bogus, bom=b"\xef\xbb\xbf")
    with workspace.acting() as acting:
        found = read_list(acting, listed, "odd")
        marks = store.marks_of(acting, media)
    assert found.without_hash == 1
    assert found.notes["byte order mark (utf-8)"] == 1
    assert [len(marks[number]) for number in media] == [1, 1, 1], "116 rows of one file are one mark"


def test_an_icse_list_is_read_too(workspace: Workspace, media: list[int], tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    header = "MD5;SHA1;PhotoDNA;Image ID;Is distributed;Victim identified;Offender identified;Series name"
    path.write_text(f"\ufeff{header}\n{md5(b'one')};{sha1(b'one')};;7;true;false;;Blue room\n")
    with workspace.acting() as acting:
        assert read_list(acting, path, "icse").known.format == "ICSE"
        (mark,) = store.marks_of(acting, media)[media[0]]
    assert (mark.series, mark.victim_identified) == ("Blue room", False)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"value": []}', b'{"value": [{"MD5": "x"}]}', b"%PDF-1.7", b"\0" * 99]
)
def test_what_is_no_list_leaves_nothing_behind(workspace: Workspace, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad").write_bytes(content)
    with pytest.raises(Refusal), workspace.acting() as acting:
        read_list(acting, tmp_path / "bad", "bad")
    with workspace.acting() as acting:
        assert store.list_sets(acting) == []


def test_a_list_cut_off_in_the_middle_leaves_nothing_behind(workspace: Workspace, tmp_path: Path) -> None:
    path = vics(tmp_path, *({"MD5": md5(b"%d" % place)} for place in range(500)))
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(Refusal, match="not readable JSON"), workspace.acting() as acting:
        read_list(acting, path, "cut")
    with workspace.database.transaction(Role.WORKER) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM known_hash").scalar_one() == 0


def test_a_list_is_its_agencys_own_unless_it_is_shared(workspace: Workspace, media: list[int], tmp_path: Path) -> None:
    listed = vics(tmp_path, {"MD5": md5(b"one"), "SHA1": sha1(b"one")})
    with workspace.acting("fr.first") as acting:
        read_list(acting, listed, "private")
        with pytest.raises(Conflict):
            read_list(acting, listed, "private")
    with workspace.acting() as acting:
        assert (store.list_sets(acting), store.marks_of(acting, media)) == ([], {})
        with pytest.raises(NotFound):
            store.drop(acting, "private")
    with workspace.acting("fr.first") as acting:
        read_list(acting, listed, "shared", shared=True)
    with workspace.acting() as acting:
        assert [mark.name for mark in store.marks_of(acting, media)[media[0]]] == ["shared"]
    with workspace.acting("fr.first") as acting:
        store.drop(acting, "shared")
    with workspace.acting() as acting:
        assert store.marks_of(acting, media) == {}
