"""Witnessing: cosign another agency's log after seeing that it only grew since one last looked.

A log that shows different pasts to different people is found as soon as two of them compare; a cosignature makes every
holder of a proof the beneficiary of that comparison. The witness sees hashes only, never entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sightline.custody.checkpoint import Checkpoint, cosign, read, read_key
from sightline.custody.export import outside_of, read_export
from sightline.custody.tree import root
from sightline.kernel.errors import IntegrityError


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """Who cosigns, with which key (used for nothing else), and the folder in which it remembers what it saw."""

    name: str
    key: Ed25519PrivateKey
    folder: Path


def cosign_export(witness: Witness, lines: Iterable[str], at: int) -> str:
    """The newest checkpoint of an exported log, cosigned. at: seconds since 1970.

    Raises `IntegrityError` when the hashes do not lead to every signed root, or the log is not the one that this witness
    saw before: then it has changed its past, and everybody should be told.
    """
    export = read_export(lines)
    _, _, public = read_key(export.key)
    hashes = outside_of(export).hashes
    signed = {note: read(note, public) for note in export.notes}
    if not signed:
        raise IntegrityError(f"The export of the log of {export.log} holds no signed checkpoint.")
    for checkpoint in signed.values():
        _check(hashes, checkpoint, "was signed")
    note = max(signed, key=lambda one: signed[one].size)
    _check_memory(witness, export.key, hashes, signed[note])
    _remember(witness, export.key, note)
    return cosign(note, witness.name, witness.key, at)


def _check(hashes: Sequence[bytes], checkpoint: Checkpoint, how: str) -> None:
    if len(hashes) < checkpoint.size or root(hashes[: checkpoint.size]) != checkpoint.root:
        raise IntegrityError(
            f"The log {checkpoint.origin} is not the one that {how}: its first {checkpoint.size} entries have another root."
        )


def _check_memory(witness: Witness, key: str, hashes: Sequence[bytes], newest: Checkpoint) -> None:
    path = _memory(witness, newest.origin)
    if not path.exists():
        return
    known, note = path.read_text(encoding="utf-8").split("\n", 1)
    if known != key:
        raise IntegrityError(f"The log {newest.origin} has another key than when you witnessed it; ask its agency why.")
    before = read(note, read_key(key)[2])
    _check(hashes, before, "you witnessed")
    if newest.size < before.size:
        raise IntegrityError(f"You witnessed {before.size} entries of {newest.origin}; this export has {newest.size}.")


def _remember(witness: Witness, key: str, note: str) -> None:
    path = _memory(witness, read(note, read_key(key)[2]).origin)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.write_text(f"{key}\n{note}", encoding="utf-8")
    draft.replace(path)


def _memory(witness: Witness, origin: str) -> Path:
    return witness.folder / f"{origin.encode().hex()}.checkpoint"
