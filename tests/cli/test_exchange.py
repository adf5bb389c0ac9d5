"""Lists for other systems by commands alone: read back by our own readers, nothing of others in them, losses said."""

import io
import json
from pathlib import Path

import pytest

from sightline.leads.formats.icse import IcseReader
from sightline.leads.formats.vics.read import VicsReader
from tests.cli.conftest import Ask


@pytest.fixture
def ready(ask: Ask, tmp_path: Path) -> Ask:
    """Two agencies that each took in two files, one of them the same, one path odd."""
    assert ask("init")[0] == 0
    for code in ("BE", "FR"):
        assert ask("agency", "add", code, "--name", f"Unit of {code}", "--country", code, "--keys")[0] == 0
        roles = [
            word for one in ("administrator", "contributor", "coordinator", "releaser") for word in ("--role", one)
        ]
        assert ask("officer", "add", f"{code.lower()}.one", "--agency", code, "--name", "Officer", *roles)[0] == 0
    assert ask("operation", "create", "OP", "--agency", "FR", officer="be.one")[0] == 0
    for code, names in (("BE", ("a.jpg", "x/=same.jpg")), ("FR", ("same.jpg", "z.jpg"))):
        folder = tmp_path / code
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(b"same" if "same" in name else name.encode())
        got = ask("intake", str(folder), "--case", f"{code} 1, part 2", "--basis", "law", officer=f"{code.lower()}.one")
        assert got[0] == 0, got
    return ask


def test_a_vics_list_holds_the_agencys_own_media_with_every_path(ready: Ask, tmp_path: Path) -> None:
    target = tmp_path / "list.json"
    code, told = ready("exchange", "vics-export", str(target), officer="be.one")
    assert (code, told["media"], told["left_out"]["of other agencies"]) == (0, 2, 1)
    assert "links" in told["not_held"]
    with target.open("rb") as source:
        reader = VicsReader(source)
        entries = {path: entry.media for entry in reader.entries() for path in entry.media.paths}
    assert (reader.header.version, reader.header.entity) == ("2.0", "Cases")
    assert set(entries) == {"a.jpg", "x\\=same.jpg"}
    assert entries["a.jpg"].size == len("a.jpg")
    assert entries["a.jpg"].series == ("BE BE 1; part 2",)
    assert [one.name for one in entries["a.jpg"].hashes] == ["SHA256"]
    assert "z.jpg" not in target.read_text()
    code, report = ready("exchange", "vics-lint", str(target))
    assert (code, report["entries"], [one["name"] for one in report["findings"]]) == (0, 2, [])


def test_an_icse_list_of_one_series(ready: Ask, tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    series = ready("series", "list", officer="fr.one")[1]["series"]
    mine = next(one for one in series if one["agencies"] == ["FR"] or one["title"].startswith("FR"))
    code, told = ready("exchange", "icse-export", str(target), "--series", f"S{mine['id']}", officer="fr.one")
    assert (code, told["media"]) == (0, 2)
    rows = list(IcseReader(io.BytesIO(target.read_bytes())).rows())
    assert {one.series for one in rows} >= {"FR FR 1, part 2"}
    assert [one.file_available for one in rows] == [True, True]


def test_a_list_is_never_written_over_another_and_is_recorded(ready: Ask, tmp_path: Path) -> None:
    target = tmp_path / "list.json"
    target.write_text("mine")
    code, error = ready("exchange", "vics-export", str(target), officer="be.one")
    assert (code, target.read_text()) == (2, "mine"), error
    assert list(tmp_path.glob(".*.draft")) == []
    assert ready("exchange", "vics-export", str(tmp_path / "nowhere" / "a.json"), officer="be.one")[0] == 6


def test_an_old_list_says_what_it_lacks(ready: Ask, tmp_path: Path) -> None:
    code, _ = ready("exchange", "vics-export", str(tmp_path / "old.json"), "--old", officer="be.one")
    assert code == 0
    assert "DataModels/1.3.xml#Cases" in (tmp_path / "old.json").read_text()


def test_a_list_needs_a_role(ready: Ask, tmp_path: Path) -> None:
    assert ready("officer", "add", "be.two", "--agency", "BE", "--name", "O", "--role", "specialist")[0] == 0
    code, error = ready("exchange", "vics-export", str(tmp_path / "a.json"), officer="be.two")
    assert code == 4, error
    assert not (tmp_path / "a.json").exists()


def test_traps_of_a_foreign_list_are_named_without_a_workspace(ask: Ask, tmp_path: Path) -> None:
    body = {"MD5": "0" * 32, "IsDistributed": "false", "Category": 1, "RelativeFilePath": "..\\a.jpg"}
    foreign = {"odata.metadata": "http://github.com/ICMEC/ProjectVic/DataModels/1.3.xml#Media", "value": [body, body]}
    (tmp_path / "foreign.json").write_bytes(b"\xef\xbb\xbf" + json.dumps(foreign).encode())
    code, report = ask("exchange", "vics-lint", str(tmp_path / "foreign.json"), "--folder", str(tmp_path))
    assert code == 0
    assert {one["trap"] for one in report["findings"]} >= {0, 1, 2, 5, 8, 11}
    (tmp_path / "none.json").write_bytes(b"[1")
    code, error = ask("exchange", "vics-lint", str(tmp_path / "none.json"))
    assert (code, "not VICS" in error["message"]) == (3, True)


@pytest.fixture
def trusting(ready: Ask, tmp_path: Path) -> Ask:
    """France's key is entered and confirmed, and so is Belgium's, as on two servers that know each other."""
    assert ready("officer", "add", "be.two", "--agency", "BE", "--name", "O", "--role", "releaser")[0] == 0
    for code in ("BE", "FR"):
        card = ready("partner", "card", "--agency", code, officer="be.one")[1]
        assert ready("partner", "add", card["path"], officer="be.one")[0] == 0
        confirmed = ready("partner", "confirm", code, "--fingerprint", card["fingerprint"], officer="be.two")
        assert confirmed[0] == 0, confirmed
    return ready


def test_a_sealed_contribution_is_packed_carried_and_taken_in_once(trusting: Ask, tmp_path: Path) -> None:
    folder, carried = tmp_path / "home", tmp_path / "carried"
    (folder / "DCIM").mkdir(parents=True)
    for name, content in (("a.jpg", b"new"), ("DCIM/b.jpg", b"new"), ("DCIM/c.jpg", b"other")):
        (folder / name).write_bytes(content)
    code, packed = trusting(
        "exchange", "pack", str(folder), "--to", "BE", "--case", "FR-9", "--basis", "treaty", "--handling", "H2",
        "--out", str(carried), officer="fr.one",
    )  # fmt: skip
    assert (code, packed["parts"]) == (0, 2), packed
    assert b"DCIM" not in b"".join(path.read_bytes() for path in carried.iterdir())
    code, got = trusting("exchange", "open", str(carried), officer="be.one")
    assert (code, got["sender"], got["files"], got["fresh"], got["known"]) == (0, "FR", 3, 2, 1), got
    terms = got["contribution"]
    assert [terms[name] for name in ("case_reference", "legal_basis", "handling")] == ["FR-9", "treaty", "H2"]
    code, again = trusting("exchange", "open", str(carried), officer="be.one")
    assert code == 5, again
    listed = trusting("media", "list", officer="fr.one")[1]["files"]
    assert {"a.jpg", "DCIM/b.jpg", "DCIM/c.jpg"} <= {one["path"] for one in listed}


def test_a_sealed_contribution_that_was_altered_changes_nothing(trusting: Ask, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "a.jpg").write_bytes(b"new")
    code, packed = trusting(
        "exchange",
        "pack",
        str(tmp_path / "home"),
        "--to",
        "BE",
        "--case",
        "FR-9",
        "--basis",
        "treaty",
        officer="fr.one",
    )
    assert code == 0, packed
    index = next(Path(packed["folder"]).glob("*.part00000.sealed"))
    content = bytearray(index.read_bytes())
    content[-1] ^= 1
    index.chmod(0o600)
    index.write_bytes(content)
    before = trusting("media", "list", officer="be.one")[1]["outcomes"]
    assert trusting("exchange", "open", packed["folder"], officer="be.one")[0] == 5
    assert trusting("media", "list", officer="be.one")[1]["outcomes"] == before
