"""The custody commands as an auditor has them: verify, prove, check, scrub, export, cosign, replay."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sightline.agencies import store as agency_store
from sightline.agencies.model import Role
from sightline.cli.main import run
from sightline.demo.truth import WORLD
from sightline.kernel.blobs import name_of
from sightline.kernel.db import Role as DatabaseRole
from sightline.workspace import Workspace

Ask = Callable[..., Any]


@pytest.fixture
def ask(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run a command with --json as an officer, by default one with every role; return (exit code, JSON)."""
    monkeypatch.setenv("SIGHTLINE_WORKERS", "1")
    monkeypatch.chdir(workspace.folder.parent)
    with workspace.acting() as acting:
        auditor = frozenset({Role.AUDITOR})
        agency_store.add_officer(acting.connection, "fr.audit", "Fourth Officer", "FR", auditor, acting.officer)

    def call(*arguments: str, officer: str = "be.first") -> tuple[int, Any]:
        code = run(["--workspace", str(workspace.folder), "--as", officer, *arguments, "--json"])
        said = capsys.readouterr()
        return code, json.loads(said.out or said.err)

    return call


@pytest.fixture
def taken_in(ask: Ask, workspace: Workspace, tmp_path: Path) -> str:
    """The SHA-256 of a picture that was taken in."""
    source = tmp_path / "source"
    source.mkdir()
    shutil.copy(WORLD / "NL" / "NL-24-0554" / "a1.jpg", source)
    assert ask("intake", str(source), "--case", "C1", "--basis", "order")[0] == 0
    return next(iter(workspace.blobs.names()))


def test_verify_holds_alone_and_from_a_checkpoint(ask: Ask, workspace: Workspace, taken_in: str) -> None:
    code, found = ask("verify")
    assert (code, found["holds"], found["unsealed"]) == (0, True, "")
    note = workspace.folder.parent / "kept"
    shutil.copy(workspace.checkpoints / "BE" / "checkpoint", note)
    assert ask("media", "list")[0] == 0
    code, since = ask("verify", "--from-checkpoint", str(note))
    before = next(one for one in found["logs"] if one["log"] == "BE")
    assert (code, since["logs"][0]["start"], since["logs"][0]["entries"]) == (
        0,
        before["entries"],
        before["entries"] + 1,
    )


def test_verify_names_the_bad_entry_and_a_log_rolled_back(ask: Ask, workspace: Workspace, taken_in: str) -> None:
    with workspace.database.transaction(DatabaseRole.OWNER) as connection:
        connection.exec_driver_sql(
            "DELETE FROM custody_leaf WHERE log = 'BE' AND position >= 2;"
            "DELETE FROM custody_entry e WHERE log = 'BE' AND NOT EXISTS (SELECT FROM custody_leaf l WHERE l.entry_id = e.id);"
            "DELETE FROM custody_checkpoint WHERE log = 'BE'"
        )
    code, found = ask("verify")
    assert code == 5
    broken = next(one for one in found["logs"] if one["log"] == "BE")
    assert broken["position"] == 2
    assert "only 2 are left" in broken["fault"]
    assert ask("media", "list")[0] == 5  # an act after it cannot be signed, and says so
    code, found = ask("verify")
    assert (code, found["holds"]) == (5, False)
    assert "rolled back" in found["unsealed"]
    (workspace.checkpoints / "BE" / "checkpoint").unlink()


def test_a_media_is_proven_and_checked_without_the_workspace(ask: Ask, taken_in: str, tmp_path: Path) -> None:
    code, written = ask("prove", taken_in[:10])
    assert (code, written["subject"]) == (0, f"media:{taken_in}")
    assert written["entries"] == 2  # that it was taken in, and that it was proven
    proof = Path(written["file"])
    _, own = ask("custody", "key")
    code, found = ask("check", str(proof), "--key", own["key"])
    assert (code, found["holds"]) == (0, True)
    assert [one["entry"]["action"] for one in found["files"][0]["entries"]] == ["intake", "prove"]
    # A proof laid out with a lead is found in its folder; one that was edited is refused.
    (tmp_path / "lead" / "custody").mkdir(parents=True)
    edited = tmp_path / "lead" / "custody" / "edited.custody-proof"
    edited.write_text(proof.read_text().replace('"intake"', '"inhale"'))
    shutil.copy(proof, tmp_path / "lead" / "custody" / "whole.custody-proof")
    code, found = ask("check", str(tmp_path / "lead"))
    assert code == 5
    assert [one["holds"] for one in found["files"]] == [False, True]
    assert "does not stand in the signed log" in found["files"][0]["said"]
    code, only = ask("prove", taken_in, "--only", "intake", "--to", str(tmp_path / "p"))
    assert (code, only["entries"]) == (0, 1)


def test_another_agency_proves_from_its_own_log_only(ask: Ask, taken_in: str) -> None:
    code, refused = ask("prove", "1" * 64, officer="fr.first")
    assert (code, refused["error"]) == (4, "NotPermitted")
    # Its own log knows the media only through its own question.
    code, written = ask("prove", taken_in, officer="fr.audit")
    assert (code, written["log"], written["entries"]) == (0, "FR", 1)


def test_an_exported_log_is_checked_witnessed_and_proven_against(ask: Ask, taken_in: str, tmp_path: Path) -> None:
    whole, hashes, cosigned = (str(tmp_path / name) for name in ("whole", "hashes", "cosigned"))
    assert ask("custody", "export", hashes, "--hashes")[0] == 0
    code, seen = ask("custody", "cosign", hashes, cosigned, officer="fr.audit")
    assert (code, seen["origin"]) == (0, "sightline/BE")
    assert taken_in not in Path(hashes).read_text()
    assert ask("custody", "export", whole)[0] == 0
    code, found = ask("check", whole, "--outside", hashes)
    assert (code, found["holds"]) == (0, True)
    code, written = ask("prove", taken_in, "--checkpoint", cosigned)
    assert code == 0
    code, found = ask("check", written["file"], "--witness", seen["witness"])
    assert code == 0
    assert "sightline/FR/witness saw it" in found["files"][0]["said"]
    stranger = ask("custody", "key")[1]["key"]
    assert ask("check", written["file"], "--witness", stranger)[0] == 5
    lines = Path(whole).read_text().split("\n")
    at = next(number for number, line in enumerate(lines) if '\\"intake\\"' in line)
    Path(whole).write_text("\n".join([*lines[:at], *lines[at + 1 :]]))
    code, found = ask("check", whole, "--outside", hashes)
    assert code == 5
    assert found["files"][0]["log"]["position"] == json.loads(lines[at])["index"]


def test_check_says_what_it_cannot_check(ask: Ask, tmp_path: Path) -> None:
    sealed = tmp_path / "a.sightline"
    sealed.write_bytes(b"sightline-package/1\n{}")
    code, said = ask("check", str(sealed))
    assert (code, said["files"][0]["holds"]) == (5, False)
    assert ask("check", str(sealed), "--keys", str(tmp_path))[0] == 2, "to look inside the sender's card is needed"
    (tmp_path / "empty").mkdir()
    assert ask("check", str(tmp_path / "empty"))[0] == 2
    assert ask("check", str(tmp_path / "absent"))[0] == 2
    (tmp_path / "noise").write_bytes(bytes(range(256)))
    assert ask("check", str(tmp_path / "noise"))[0] == 5
    code, page = ask("custody", "page", str(tmp_path / "verify.html"))
    assert (code, "checkProof" in Path(page["file"]).read_text()) == (0, True)


def test_scrub_reports_and_records(ask: Ask, workspace: Workspace, taken_in: str) -> None:
    code, found = ask("scrub", "--rate", "500")
    assert (code, found["checked"], found["bad"]) == (0, 1, [])
    (workspace.folder / "bytes" / name_of(taken_in)).unlink()
    code, found = ask("scrub")
    assert (code, found["bad"]) == (5, [{"sha256": taken_in, "state": "missing", "kind": "original"}])
    assert ask("scrub", officer="fr.first")[0] == 4
    with workspace.database.transaction(DatabaseRole.WORKER) as connection:
        bodies = connection.exec_driver_sql("SELECT body FROM custody_entry ORDER BY id DESC LIMIT 1").scalar_one()
    said = json.loads(bodies)
    assert (said["action"], said["subjects"], said["detail"]["missing"]) == ("scrub", [f"blob:{taken_in}"], 1)


@pytest.mark.slow
def test_replay_finds_the_same(ask: Ask, taken_in: str) -> None:
    assert ask("work")[0] == 0
    code, found = ask("replay", taken_in)
    assert code == 0, [one for one in found["findings"] if one["verdict"] != "same"]
    assert {"decoder", "pdq", "keypoints", "writing"} <= {one["extractor"] for one in found["findings"]}
