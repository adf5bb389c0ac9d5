r"""A log as a file that somebody else can verify: JSON lines, first who signs, then the checkpoints, then the entries.

    {"format":"sightline-custody-log/1","key":"sightline/BE+<id>+<base64>","log":"BE"}
    {"checkpoint":"sightline/BE\\n12\\n..."}
    {"entry":"{...}","index":0,"leaf":"<hex>"}

Without `entry` it holds hashes only: that tells nothing of what was done, and is what other agencies keep, because with
it any later change of the past is found at its exact place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sightline.custody.checkpoint import read_key
from sightline.custody.log import Entry
from sightline.custody.seal import log_of
from sightline.custody.verify import Broken, Kept, Verified, verify_entries
from sightline.kernel.canonical import encode
from sightline.kernel.errors import IntegrityError

LEAF = re.compile(r"[0-9a-f]{64}")
FORMAT = "sightline-custody-log/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """An exported log as it claims to be. entries are read while they are asked for; their body is empty when absent."""

    log: str
    key: str
    notes: tuple[str, ...]
    entries: Iterator[Entry]


def write_export(
    key: str, notes: Iterable[str], entries: Iterable[Entry], *, hashes_only: bool = False
) -> Iterator[str]:
    """The lines of an export, each ending with a newline. key: as `checkpoint.write_key` gives it."""
    yield _line({"format": FORMAT, "key": key, "log": log_of(read_key(key)[0])})
    for note in notes:
        yield _line({"checkpoint": note})
    for entry in entries:
        said: dict[str, object] = {} if hashes_only else {"entry": entry.body.decode("utf-8", "replace")}
        yield _line({"index": entry.position, "leaf": entry.leaf.hex(), **said})


def read_export(lines: Iterable[str]) -> Export:
    """Read an export. Raises `IntegrityError` when its first line is none; bad lines later become bad entries."""
    rest = (line for line in lines if line.strip())
    head = _object(next(rest, ""))
    if head.get("format") != FORMAT or not isinstance(head.get("key"), str) or not isinstance(head.get("log"), str):
        raise IntegrityError(f"This is not an exported custody log: its first line does not say {FORMAT}.")
    notes: list[str] = []
    first: dict[str, object] | None = None
    for line in rest:
        first = _object(line)
        note = first.get("checkpoint")
        if not isinstance(note, str):
            break
        notes.append(note)
        first = None
    log = str(head["log"])
    return Export(log=log, key=str(head["key"]), notes=tuple(notes), entries=_entries(log, first, rest))


def outside_of(export: Export) -> Kept:
    """What an export kept by somebody else says: its checkpoints, and the hashes of its entries as far as they go."""
    hashes: list[bytes] = []
    for entry in export.entries:
        if entry.position != len(hashes):
            break
        hashes.append(entry.leaf)
    return Kept(notes=export.notes, hashes=hashes)


def verify_export(
    lines: Iterable[str], outside: Sequence[Iterable[str]] = (), key: str | None = None
) -> Verified | Broken:
    """Check an exported log offline, against what others kept of it (`outside`: exports, or hashes only).

    key: the log's public key as the reader has it from elsewhere; else that of the first outside copy; else its own.
    Raises `IntegrityError` when a file is no export, or the copies are of another log.
    """
    export = read_export(lines)
    copies = [read_export(one) for one in outside]
    trusted = (key or (copies[0].key if copies else export.key)).strip()
    name, _, public = read_key(trusted)
    for copy in copies:
        if copy.key != trusted or copy.log != log_of(name):
            raise IntegrityError(f"An outside copy is of the log {copy.log} under another key; compare like with like.")
    if export.key != trusted or export.log != log_of(name):
        return Broken(
            log=export.log, position=0, fault="the export names another log or key than the one it should have"
        )
    known = [outside_of(copy) for copy in copies]
    longest = max((one.hashes for one in known), key=len, default=())
    kept = Kept(notes=[note for one in known for note in one.notes], hashes=longest)
    return verify_entries(export.log, export.entries, export.notes, public, kept)


def _entries(log: str, first: dict[str, object] | None, rest: Iterator[str]) -> Iterator[Entry]:
    if first is not None:
        yield _entry(log, first)
    for line in rest:
        yield _entry(log, _object(line))


def _entry(log: str, said: dict[str, object]) -> Entry:
    """One line as an entry; a line that is none gets the place -1, where no entry can be."""
    index, leaf, body = said.get("index"), said.get("leaf"), said.get("entry", "")
    whole = isinstance(index, int) and isinstance(body, str) and isinstance(leaf, str) and LEAF.fullmatch(leaf)
    if not whole or isinstance(index, bool):
        return Entry(log=log, position=-1, id=0, body=b"", leaf=b"")
    return Entry(log=log, position=index, id=0, body=body.encode("utf-8", "replace"), leaf=bytes.fromhex(leaf))


def _object(line: str) -> dict[str, object]:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _line(said: dict[str, object]) -> str:
    return encode(said).decode() + "\n"
