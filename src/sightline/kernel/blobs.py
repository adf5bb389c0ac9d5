"""The bytes of originals and of derived arrays: content-addressed, in a folder or on any S3.

A blob's name is its SHA-256, so a blob can be written twice without harm and never changes.
A local write is temp file, fsync, rename, fsync of the folder: after `put` returns, a power cut loses nothing.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from sightline.kernel.disk import Disk, Keeper, sync
from sightline.kernel.errors import IntegrityError, NotFound, Unavailable

if TYPE_CHECKING:  # types only: they do not exist when the program runs
    from obstore.store import ClientConfig, RetryConfig

CHUNK = 1 << 20
AT_ONCE_BYTES = 32 << 20
"""A larger file goes to S3 in parts, so that it is never in memory as a whole."""
NAME = re.compile(r"[0-9a-f]{64}")
# Content is named by its hash, so that asking twice for anything does no harm. The limits are for one request.
RETRY: RetryConfig = {"max_retries": 6, "retry_timeout": timedelta(seconds=60)}
# Plain HTTP is used only where the address itself says http://.
CLIENT: ClientConfig = {"allow_http": True, "connect_timeout": timedelta(seconds=5), "timeout": timedelta(minutes=10)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What `put_file` learnt at the door: hex digests and the size in bytes."""

    sha256: str
    md5: str
    sha1: str
    size: int


class Blobs:
    """A content-addressed store. `keeper` is set for a folder only: there bytes are written with fsync."""

    def __init__(self, store: ObjectStore, keeper: Keeper | None, place: str = "") -> None:
        self._store = store
        self._keeper = keeper
        self._place = place

    @classmethod
    def at(cls, place: str, disk: Disk | None = None) -> Blobs:
        """Open the store at a folder path or an `s3://bucket/prefix` URL. Raises `Unavailable` when it cannot be.

        disk: how a folder is written; another than the default only to try what happens when it fails.
        """
        if "://" in place:
            with _reached(place):
                remote = place.startswith("s3")
                store = from_url(place, retry_config=RETRY, client_options=CLIENT) if remote else from_url(place)
                return cls(store, None, place)
        folder = Path(place)
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            sync(folder.parent)
        return cls(LocalStore(str(folder)), Keeper(folder, disk), place)

    def put(self, content: bytes) -> str:
        """Keep `content`; return its SHA-256 in hex. Raises `Unavailable` when the disk is full or S3 is away."""
        sha256 = hashlib.sha256(content).hexdigest()
        if self._keeper is None:
            self._put_remote(sha256, len(content), (content,))
        else:
            self._put_local(self._keeper, sha256, len(content), (content,))
        return sha256

    def put_file(self, path: Path) -> Stored:
        """Hash the file at `path` and keep its bytes, reading it once for the hashes and once for the copy.

        The copy is hashed again while it is written; a file that changes meanwhile is refused.
        Raises `IntegrityError` for that, `Unavailable` when the disk is full or S3 is away, `OSError` when the file
        cannot be read.
        """
        stored = measure(path)
        try:
            if self._keeper is None:
                if not self.holds(stored.sha256):
                    self._put_remote(stored.sha256, stored.size, _same(stored.sha256, _source(path)))
            else:
                self._put_local(self._keeper, stored.sha256, stored.size, _same(stored.sha256, _source(path)))
        except _SourceError as fault:
            raise fault.cause from None
        return stored

    def holds(self, sha256: str) -> bool:
        """Whether the blob is there."""
        if self._keeper is not None:
            return self._path(self._keeper, sha256).exists()
        try:
            with _reached(self._place):
                obstore.head(self._store, name_of(sha256))
        except FileNotFoundError:
            return False
        return True

    def get(self, sha256: str) -> bytes:
        """The blob's bytes. Raises `NotFound` when absent, `IntegrityError` when they do not match their name."""
        content = b"".join(self.stream(sha256))
        if hashlib.sha256(content).hexdigest() != sha256:
            raise _damaged(sha256)
        return content

    def stream(self, sha256: str) -> Iterator[bytes]:
        """The blob's bytes in pieces, as they lie there: not compared with their name. Raises `NotFound` when absent."""
        try:
            with _reached(self._place):
                for piece in obstore.get(self._store, name_of(sha256)).stream(min_chunk_size=CHUNK):
                    yield bytes(piece)
        except FileNotFoundError:
            raise _absent(sha256) from None

    def open(self, sha256: str) -> int:
        """A read-only file descriptor on the blob, for the decoder's cage. The caller closes it.

        A blob on S3 is copied into an unnamed memory file first, and compared with its name.
        """
        if self._keeper is not None:
            try:
                return os.open(self._path(self._keeper, sha256), os.O_RDONLY | os.O_CLOEXEC)
            except FileNotFoundError:
                raise _absent(sha256) from None
        descriptor = os.memfd_create("blob", os.MFD_CLOEXEC)
        try:
            self._copy(sha256, descriptor)
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor

    def _copy(self, sha256: str, descriptor: int) -> None:
        check = hashlib.sha256()
        for piece in self.stream(sha256):
            check.update(piece)
            write_all(descriptor, piece)
        if check.hexdigest() != sha256:
            raise _damaged(sha256)
        os.lseek(descriptor, 0, os.SEEK_SET)

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
        with _reached(self._place):
            for batch in obstore.list(self._store):
                for entry in batch:
                    name = Path(entry["path"]).name
                    if NAME.fullmatch(name):
                        yield name

    def remove(self, sha256: str) -> None:
        """Take a blob away for good, after the decision to erase it; nothing happens when it is gone."""
        if self._keeper is not None:
            self._keeper.remove(self._path(self._keeper, sha256))
            return
        with _reached(self._place):
            try:
                obstore.delete(self._store, name_of(sha256))
            except FileNotFoundError:
                return

    def sweep(self) -> int:
        """Remove what writers that were killed left half-written; return how many files that were."""
        return 0 if self._keeper is None else self._keeper.sweep()

    def _put_remote(self, sha256: str, size: int, chunks: Iterable[bytes]) -> None:
        try:
            with _reached(self._place):
                if size > AT_ONCE_BYTES:
                    obstore.put(self._store, name_of(sha256), iter(chunks), use_multipart=True)
                else:
                    obstore.put(self._store, name_of(sha256), b"".join(chunks), mode="create")
        except AlreadyExistsError:
            return
        except FileNotFoundError:
            raise Unavailable(f"There is no bucket at {self._place}. Make it on that server, then try again.") from None

    def _put_local(self, keeper: Keeper, sha256: str, size: int, chunks: Iterable[bytes]) -> None:
        target = self._path(keeper, sha256)
        if _size(target) == size:
            # Another may have given it its name a moment ago, and be killed before that name is on the disk.
            keeper.confirm(target)
        else:
            keeper.keep(target, chunks)

    def _path(self, keeper: Keeper, sha256: str) -> Path:
        return keeper.root / name_of(sha256)


class _SourceError(Exception):
    """A file that is taken in cannot be read: kept apart from what goes wrong where it is written to."""

    def __init__(self, cause: OSError) -> None:
        super().__init__(str(cause))
        self.cause = cause


@contextmanager
def _reached(place: str) -> Iterator[None]:
    """Turn what the S3 client raises into one sentence. Its own text may hold addresses and keys: it is not repeated."""
    try:
        yield
    except AlreadyExistsError:
        raise
    except BaseError as fault:
        kind = type(fault).__name__.removesuffix("Error").removesuffix("Exception")
        raise Unavailable(
            f"The store of bytes {place} does not answer as it should ({kind}). Check that it runs and that its "
            "address and keys are right, then try again; what was kept before stays."
        ) from fault


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


def write_all(descriptor: int, content: bytes) -> None:
    """Write all of `content`: one call of the system takes no more than 2 GiB, and may take less."""
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]


def _absent(sha256: str) -> NotFound:
    return NotFound(f"The bytes {sha256[:12]}… are not in the store.")


def _damaged(sha256: str) -> IntegrityError:
    return IntegrityError(f"The stored bytes {sha256[:12]}… no longer match their SHA-256; restore a backup.")


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        while chunk := source.read(CHUNK):
            yield chunk


def _source(path: Path) -> Iterator[bytes]:
    try:
        yield from _chunks(path)
    except OSError as fault:
        raise _SourceError(fault) from fault


def _same(sha256: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """`chunks`, as long as they are what was hashed."""
    check = hashlib.sha256()
    for chunk in chunks:
        check.update(chunk)
        yield chunk
    if check.hexdigest() != sha256:
        raise IntegrityError("The file changed while it was being taken in; take it in again.")
