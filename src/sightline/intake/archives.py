"""Archives as contributions: what lies in a ZIP or TAR comes in beside it, each member with an outcome of its own.

The archive is kept and listed like any file. It is opened in a cage, and members leave it only as bytes that go into
the blob store: no name of a member ever becomes a path on this machine.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import IO, Self, cast

import numpy as np

from sightline.intake import unpacking
from sightline.intake.folder import Item
from sightline.intake.unpacking import Entry, Listing, refusal
from sightline.kernel.blobs import Blobs, Stored
from sightline.kernel.errors import Refusal, Unavailable
from sightline.media.cage import Cage
from sightline.media.isolation import try_out
from sightline.media.model import Json, Limits, Pixels

PROGRAM = "sightline.intake.caged_archives"
_RUN_BYTES = 8 * unpacking.PIECE_BYTES
_RUN_PIECES = 400
_LIMITS = Limits(memory_bytes=1 << 30, result_bytes=_RUN_BYTES + (1 << 20), text_bytes=24 << 20)
_MOST_FAILURES = 3
_LONGEST_PATH = 2_000  # what an index of the database can hold
_SUFFIX = 100

Piece = tuple[Entry, int, int]


@dataclass(slots=True, kw_only=True)
class _Archive:
    """One archive that is being emptied. left: bytes that may still come out, shared by all levels below it."""

    descriptor: int
    form: str
    item: Item
    level: int
    failed: list[Refusal]
    left: list[int]


class Archives:
    """Opens archives among files on their way in. A context manager; the cage starts with the first archive.

    folder: where a member is written before it is kept, as a file without a name.
    """

    def __init__(self, blobs: Blobs, folder: Path) -> None:
        self._blobs = blobs
        self._folder = folder
        self._stack = ExitStack()
        self._cage: Cage | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def unfold(self, items: Iterable[Item]) -> Iterator[Item]:
        """Every item, and after an archive its members: `NAME/MEMBER`, kept already or refused by name.

        What cannot be listed of an archive is one more item, `NAME/`. Raises Unavailable when there is no cage or room.
        """
        for item in items:
            form = None if item.refusal else _form_of(item.path)
            if form is None:
                yield item
                continue
            try:
                kept = replace(item, stored=self._blobs.put_file(item.path))
            except OSError:
                yield item  # it changed or went away: `receive` says so
                continue
            yield kept
            yield from self._inside(kept, form, 1, [unpacking.MOST_BYTES])

    def _inside(self, item: Item, form: str, level: int, left: list[int]) -> Iterator[Item]:
        """The members of a kept archive, then those of the archives among them."""
        if level > unpacking.MOST_LEVELS:
            yield _whole(item, refusal("archive-too-deep"))
            return
        nested: list[tuple[Item, str]] = []
        with ExitStack() as stack:
            descriptor = stack.enter_context(self._blobs.opened(cast("Stored", item.stored).sha256))
            archive = _Archive(descriptor=descriptor, form=form, item=item, level=level, failed=[], left=left)
            try:
                listing = self._listed(archive)
            except Refusal as why:
                yield _whole(item, why)
                return
            for member, inner in self._members(archive, listing):
                yield member
                if inner is not None:
                    nested.append((member, inner))
            if listing.fault:
                yield _whole(item, refusal(listing.fault))
        for member, inner in nested:
            yield from self._inside(member, inner, level + 1, left)

    def _members(self, archive: _Archive, listing: Listing) -> Iterator[tuple[Item, str | None]]:
        """Each member as an item, and the format of those that are archives again."""
        used: set[bytes] = set()
        for place, entry in enumerate(listing.entries):
            if entry.code:
                yield _member(archive.item, entry, place, used, refusal(entry.code)), None
        wanted = [entry for entry in listing.entries if not entry.code]
        places = {id(entry): place for place, entry in enumerate(listing.entries)}
        for entry, got, head in self._taken(archive, wanted):
            member = _member(archive.item, entry, places[id(entry)], used, got)
            yield member, unpacking.format_of(head) if member.refusal is None else None

    def _taken(self, archive: _Archive, wanted: Sequence[Entry]) -> Iterator[tuple[Entry, Stored | Refusal, bytes]]:
        """Each wanted member kept or refused, with its first bytes."""
        draft: IO[bytes] | None = None
        why: Refusal | None = None
        head = b""
        for run in _runs(wanted):
            for (entry, offset, size), content in zip(run, self._pieces(archive, run), strict=True):
                if offset == 0:
                    draft, why, head = self._draft(), None, b""
                if isinstance(content, Refusal):
                    why = why or content
                else:
                    head = head or content[: unpacking.HEAD_BYTES].tobytes()
                    self._write(cast("IO[bytes]", draft), content)
                if offset + size == entry.size:
                    with cast("IO[bytes]", draft) as sink:
                        yield entry, why or self._kept(sink), head

    def _draft(self) -> IO[bytes]:
        return tempfile.TemporaryFile(dir=self._folder)

    def _write(self, draft: IO[bytes], content: Pixels) -> None:
        try:
            draft.write(content.data)
        except OSError as fault:
            raise Unavailable(f"{self._folder} cannot be written: {fault.strerror}. Make room, then go on.") from fault

    def _kept(self, draft: IO[bytes]) -> Stored:
        draft.flush()
        return self._blobs.put_file(Path(f"/proc/self/fd/{draft.fileno()}"))

    def _pieces(self, archive: _Archive, run: Sequence[Piece]) -> Sequence[Pixels | Refusal]:
        """The bytes of each piece of a run. When the cage refuses a run, its pieces are tried one by one."""
        if len(archive.failed) >= _MOST_FAILURES:
            return [archive.failed[-1]] * len(run)
        try:
            return self._run(archive, run)
        except Refusal as why:
            if len(run) == 1:
                archive.failed.append(why)
                return [why]
        return [self._pieces(archive, [piece])[0] for piece in run]

    def _run(self, archive: _Archive, run: Sequence[Piece]) -> Sequence[Pixels | Refusal]:
        wanted: list[Json] = [[entry.key, offset, size] for entry, offset, size in run]
        outcome = self._opener().run("take", archive.descriptor, {"format": archive.form, "wanted": wanted})
        answer = outcome.answer
        if not isinstance(answer, list) or len(answer) != len(run):
            raise _nonsense()
        return [_piece(one, outcome.planes, size) for one, (_, _, size) in zip(answer, run, strict=True)]

    def _listed(self, archive: _Archive) -> Listing:
        arguments: dict[str, Json] = {"format": archive.form, "bytes": archive.left[0]}
        found = _listing(self._opener().run("list", archive.descriptor, arguments).answer)
        archive.left[0] -= sum(entry.size for entry in found.entries if not entry.code)
        if archive.form in unpacking.STREAMS:
            return replace(found, entries=tuple(_named(entry, archive.item.name) for entry in found.entries))
        return found

    def _opener(self) -> Cage:
        if self._cage is None:
            self._cage = self._stack.enter_context(Cage(PROGRAM, _LIMITS))
            try_out(self._cage).require()
        return self._cage


def _form_of(path: Path) -> str | None:
    try:
        with path.open("rb") as source:
            return unpacking.format_of(source.read(unpacking.HEAD_BYTES))
    except OSError:
        return None


def _runs(wanted: Sequence[Entry]) -> Iterator[list[Piece]]:
    """All pieces in order, as many at a time as one result may hold."""
    run: list[Piece] = []
    room = _RUN_BYTES
    for entry in wanted:
        for offset in range(0, max(1, entry.size), unpacking.PIECE_BYTES):
            size = min(unpacking.PIECE_BYTES, entry.size - offset)
            if run and (size > room or len(run) == _RUN_PIECES):
                yield run
                run = list[Piece]()
                room = _RUN_BYTES
            run.append((entry, offset, size))
            room -= size
    if run:
        yield run


def _piece(one: Json, planes: Sequence[Pixels], size: int) -> Pixels | Refusal:
    """One piece of an answer that is not trusted."""
    if isinstance(one, str):
        return refusal(one)
    if one is None and size == 0:
        return np.empty(0, np.uint8)
    if type(one) is not int or not 0 <= one < len(planes) or planes[one].shape != (1, size):
        raise _nonsense()
    return planes[one].reshape(-1)


def _listing(answer: Json) -> Listing:
    """The listing in an answer that is not trusted."""
    try:
        fields = cast("dict[str, Json]", answer)
        entries = tuple(_entry(cast("list[Json]", one)) for one in cast("list[Json]", fields["entries"]))
        fault = str(fields["fault"])
    except (KeyError, TypeError, ValueError) as error:
        raise _nonsense() from error
    sizes = [entry.size for entry in entries if not entry.code]
    if len(entries) > unpacking.MOST_ENTRIES or any(size > unpacking.MOST_MEMBER_BYTES for size in sizes):
        raise _nonsense()
    return Listing(entries=entries, fault=fault)


def _entry(row: list[Json]) -> Entry:
    key, size, name, code = row
    if type(key) is not int or type(size) is not int or key < 0 or size < 0:
        raise ValueError("a member is not described by numbers")
    return Entry(key=key, size=size, name=bytes.fromhex(str(name))[: unpacking.LONGEST_NAME], code=str(code))


def _nonsense() -> Refusal:
    return Refusal("damaged-result", "What the cage says of this archive does not hold together.")


def _named(entry: Entry, archive: bytes) -> Entry:
    """The one member of a packed stream is called like it, without the ending."""
    if entry.name != b"unpacked":
        return entry
    stem, dot, _ = archive.rpartition(b"/")[2].rpartition(b".")
    return replace(entry, name=stem if dot and stem not in {b"", b".", b".."} else b"unpacked")


def _member(item: Item, entry: Entry, place: int, used: set[bytes], got: Stored | Refusal) -> Item:
    """The item of a member. A name that another has, or that is too long to keep, says which entry it is."""
    name = item.name + b"/" + entry.name
    twice = isinstance(got, Refusal) and got.code == "duplicate-name"
    while twice or name in used or len(name) > _LONGEST_PATH + _SUFFIX:
        twice = False
        name = name[:_LONGEST_PATH] + b" (entry %d)" % (place + 1)
    used.add(name)
    if isinstance(got, Refusal):
        return Item(path=item.path, name=name, refusal=got)
    return Item(path=item.path, name=name, stored=got)


def _whole(item: Item, why: Refusal) -> Item:
    return Item(path=item.path, name=item.name[:_LONGEST_PATH] + b"/", refusal=why)
