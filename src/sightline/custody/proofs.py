"""A proof file: every entry of one log about one media, each with all one needs to check it offline.

    sightline-custody-proof/1
    subject media:<sha256>
    key sightline/BE+<id>+<base64>
                                            then for each entry:
    entry {"action":"intake",...}           the entry itself, canonical JSON on one line
    c2sp.org/tlog-proof@v1                  and a C2SP tlog-proof that it stands in the signed log
    index 12
    <base64 hash>
                                            an empty line, then the signed checkpoint with its own empty line
A proof shows that these entries stand in the log. That there are no others, only the whole log shows.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sightline.custody.checkpoint import SIZE, read, read_key
from sightline.custody.tree import leaf_hash, root_from_proof
from sightline.kernel.errors import IntegrityError

HEAD = "sightline-custody-proof/1"
C2SP = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One entry and why it is in the log: its index, the hashes from its sibling to the root, the signed checkpoint."""

    body: str
    index: int
    path: tuple[bytes, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofFile:
    """What a proof file claims. key: the log's public key as text."""

    subject: str
    key: str
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """What a proof file shows, once checked. entries: (index, what the entry says). size: entries of the signed log."""

    subject: str
    log: str
    key: str
    size: int
    entries: tuple[tuple[int, dict[str, object]], ...]
    notes: tuple[str, ...]


def proof_text(subject: str, key: str, proofs: Sequence[Proof]) -> str:
    """The text of a proof file. subject: `media:<sha256>`. key: as `checkpoint.write_key` gives it."""
    blocks = [f"{HEAD}\nsubject {subject}\nkey {key}\n"]
    for proof in proofs:
        hashes = "".join(f"{base64.b64encode(one).decode()}\n" for one in proof.path)
        blocks.append(f"entry {proof.body}\n{C2SP}\nindex {proof.index}\n{hashes}\n{proof.note}")
    return "\n".join(blocks)


def read_proofs(text: str) -> ProofFile:
    """What `text` claims, before anything is checked. Raises `IntegrityError` when it is no proof file to the byte."""
    lines = iter(text.split("\n"))
    try:
        if next(lines) != HEAD:
            raise IntegrityError(f"This is not a custody proof: its first line is not {HEAD}.")
        subject, key = _after("subject ", next(lines)), _after("key ", next(lines))
        found = ProofFile(subject=subject, key=key, proofs=tuple(_blocks(lines)))
    except (StopIteration, ValueError) as fault:
        raise IntegrityError("The custody proof is cut or was edited: a line is not where it belongs.") from fault
    # Only one spelling of a proof is accepted, so that no bytes can hide in it.
    if proof_text(found.subject, found.key, found.proofs) != text:
        raise IntegrityError("The custody proof was edited: it is not written as proofs are.")
    return found


def check(text: str, key: str | None = None) -> Proven:
    """Check a proof file with nothing but itself and, where the reader has it from elsewhere, the log's public key.

    Raises `IntegrityError` that names the first entry that does not hold.
    """
    claimed = read_proofs(text)
    if key is not None and key.strip() != claimed.key:
        raise IntegrityError("The proof is of a log with another key than the one you gave.")
    origin, _, public = read_key(claimed.key)
    size = 0
    entries: list[tuple[int, dict[str, object]]] = []
    for proof in claimed.proofs:
        checkpoint = read(proof.note, public)
        if checkpoint.origin != origin:
            raise IntegrityError(f"Entry {proof.index} comes with a checkpoint of another log, {checkpoint.origin}.")
        leaf = leaf_hash(proof.body.encode())
        if root_from_proof(leaf, proof.index, checkpoint.size, proof.path) != checkpoint.root:
            raise IntegrityError(f"Entry {proof.index} does not stand in the signed log of {origin}: it was changed.")
        entries.append((proof.index, _about(claimed.subject, proof)))
        size = max(size, checkpoint.size)
    if not entries:
        raise IntegrityError("The custody proof holds no entry.")
    notes = tuple(dict.fromkeys(proof.note for proof in claimed.proofs))
    return Proven(subject=claimed.subject, log=origin, key=claimed.key, size=size, entries=tuple(entries), notes=notes)


def _about(subject: str, proof: Proof) -> dict[str, object]:
    try:
        said = json.loads(proof.body)
    except (ValueError, RecursionError):
        said = None
    subjects = said.get("subjects") if isinstance(said, dict) else None
    if not isinstance(said, dict) or not isinstance(subjects, list) or subject not in subjects:
        raise IntegrityError(f"Entry {proof.index} says nothing about {subject}.")
    return said


def _blocks(lines: Iterator[str]) -> list[Proof]:
    """Each block ends with an empty line, and so does the text."""
    found: list[Proof] = []
    _expect(next(lines) == "")
    while (first := next(lines, None)) is not None:
        body = _after("entry ", first)
        _expect(next(lines) == C2SP)
        index = _after("index ", next(lines))
        _expect(SIZE.fullmatch(index) is not None)
        path = tuple(base64.b64decode(line, validate=True) for line in _until_blank(lines))
        note = "\n".join([*_until_blank(lines), "", *_until_blank(lines), ""])
        found.append(Proof(body=body, index=int(index), path=path, note=note))
    return found


def _until_blank(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if not line:
            return
        yield line
    raise ValueError


def _after(start: str, line: str) -> str:
    _expect(line.startswith(start))
    return line[len(start) :]


def _expect(held: bool) -> None:  # noqa: FBT001
    if not held:
        raise ValueError
