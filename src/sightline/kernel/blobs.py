"""The bytes of originals and of derived arrays: content-addressed, in a folder or on any S3.

A blob's name is its SHA-256, so a blob can be written twice without harm and never changes.
A local write is temp file, fsync, rename, fsync of the folder: after `put` returns, a power cut loses nothing.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore, ObjectStore, from_url

from sightline.kernel.errors import IntegrityError, NotFound, Unavailable

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What `put_file` learnt at the door: hex digests and the size in bytes."""

    sha256: str
    md5: str
    sha1: str
    size: int


class Blobs:
    """A content-addressed store. `folder` is set for local stores only: there bytes are written with fsync."""

    def __init__(self, store: ObjectStore, folder: Path | None) -> None:
        self._store = store
        self._folder = folder

    @classmethod
    def at(cls, place: str) -> Blobs:
        """Open the store at a folder path or an `s3://bucket/prefix` URL."""
        if "://" in place:
            return cls(from_url(place), None)
        folder = Path(place)
        folder.mkdir(parents=True, exist_ok=True)
        return cls(LocalStore(str(folder)), folder)

    def put(self, content: bytes) -> str:
        """Keep `content`; return its SHA-256 in hex. Raises `Unavailable` when the disk is full."""
        sha256 = hashlib.sha256(content).hexdigest()
        if self._folder is None:
            self._put_remote(sha256, content)
        else:
            self._put_local(self._folder, sha256, iter((content,)))
        return sha256

    def put_file(self, path: Path) -> Stored:
        """Hash the file at `path` and keep its bytes, reading it once for the hashes and once for the copy.

        The copy is hashed again while it is written; a file that changes meanwhile is refused.
        Raises `IntegrityError` for that, `Unavailable` when the disk is full, `OSError` when it cannot be read.
        """
        stored = measure(path)
        if self.holds(stored.sha256):
            return stored
        if self._folder is None:
            self._put_remote(stored.sha256, path.read_bytes())
        else:
            self._put_local(self._folder, stored.sha256, _chunks(path))
        return stored

    def holds(self, sha256: str) -> bool:
        """Whether the blob is there."""
        if self._folder is not None:
            return (self._folder / name_of(sha256)).exists()
        try:
            obstore.head(self._store, name_of(sha256))
        except FileNotFoundError:
            return False
        return True

    def get(self, sha256: str) -> bytes:
        """The blob's bytes. Raises `NotFound` when absent, `IntegrityError` when they do not match their name."""
        try:
            content = bytes(obstore.get(self._store, name_of(sha256)).bytes())
        except FileNotFoundError:
            raise NotFound(f"The bytes {sha256[:12]}… are not in the store.") from None
        if hashlib.sha256(content).hexdigest() != sha256:
            raise IntegrityError(f"The stored bytes {sha256[:12]}… no longer match their SHA-256; restore a backup.")
        return content

    def open(self, sha256: str) -> int:
        """A read-only file descriptor on the blob, for the decoder's cage. The caller closes it.

        A blob on S3 is copied into an unnamed memory file first.
        """
        if self._folder is not None:
            try:
                return os.open(self._folder / name_of(sha256), os.O_RDONLY | os.O_CLOEXEC)
            except FileNotFoundError:
                raise NotFound(f"The bytes {sha256[:12]}… are not in the store.") from None
        descriptor = os.memfd_create("blob", os.MFD_CLOEXEC)
        os.write(descriptor, self.get(sha256))
        os.lseek(descriptor, 0, os.SEEK_SET)
        return descriptor

    @contextmanager
    def opened(self, sha256: str) -> Iterator[int]:
        """The descriptor that `open` gives, closed when the block ends."""
        descriptor = self.open(sha256)
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def names(self) -> Iterator[str]:
        """The SHA-256 of every blob, in no order."""
        for batch in obstore.list(self._store):
            for entry in batch:
                yield Path(entry["path"]).name

    def _put_remote(self, sha256: str, content: bytes) -> None:
        try:
            obstore.put(self._store, name_of(sha256), content, mode="create")
        except AlreadyExistsError:
            return

    def _put_local(self, folder: Path, sha256: str, chunks: Iterator[bytes]) -> None:
        target = folder / name_of(sha256)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}.{os.getpid()}.draft")
        try:
            _write_through(draft, chunks, sha256)
            draft.rename(target)
            sync(target.parent)
        except OSError as fault:
            raise Unavailable(
                f"The file store cannot be written: {fault.strerror}. Make room, then try again."
            ) from fault
        finally:
            draft.unlink(missing_ok=True)


def measure(path: Path) -> Stored:
    """The digests and the size of the file at `path`, read once. Raises `OSError` when it cannot be read."""
    digests = {name: hashlib.new(name, usedforsecurity=False) for name in ("sha256", "md5", "sha1")}
    size = 0
    for chunk in _chunks(path):
        size += len(chunk)
        for one in digests.values():
            one.update(chunk)
    return Stored(size=size, **{name: one.hexdigest() for name, one in digests.items()})


def name_of(sha256: str) -> str:
    """Where a blob lies inside its store: two levels of folders keep each folder small."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        while chunk := source.read(CHUNK):
            yield chunk


def _write_through(draft: Path, chunks: Iterator[bytes], sha256: str) -> None:
    check = hashlib.sha256()
    with draft.open("wb") as sink:
        for chunk in chunks:
            check.update(chunk)
            sink.write(chunk)
        sink.flush()
        os.fsync(sink.fileno())
    if check.hexdigest() != sha256:
        raise IntegrityError("The file changed while it was being taken in; take it in again.")
    draft.chmod(0o400)


def sync(path: Path) -> None:
    """Make sure that a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
