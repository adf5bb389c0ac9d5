"""The sealed file: a signed header that says only number and recipient, then one age ciphertext.

    sightline-package/1
    {"bytes":…,"key":…,"kind":…,"number":…,"recipient":{…},"sha256":…}
    <Ed25519 signature of the line above, base64>
    <age ciphertext>

The header names the ciphertext's size and SHA-256, so that any change anywhere is found before anything is decrypted.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from sightline.kernel import canonical
from sightline.kernel.blobs import sync
from sightline.kernel.errors import Conflict, IntegrityError, SightlineError, Unavailable, UsageError
from sightline.leads import age
from sightline.leads.dsse import encode_for_signing
from sightline.leads.keys import SigningKey, verify
from sightline.leads.model import PackageKind, PackageNumber

MAGIC = b"sightline-package/1\n"
HEADER_TYPE = "application/vnd.sightline.package-header+json"
_LONGEST_LINE = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """All that an outsider can read. key: id of the sender's signing key. sha256, size: of the ciphertext."""

    number: str
    kind: PackageKind
    country: str
    agency: str
    key: str
    sha256: str = "0" * 64
    size: int = 0

    def encode(self) -> bytes:
        """The header line, of the same length for every size and digest."""
        recipient = {"country": self.country, "agency": self.agency}
        return canonical.encode(
            {
                "number": self.number,
                "kind": self.kind.value,
                "recipient": recipient,
                "key": self.key,
                "sha256": self.sha256,
                "bytes": f"{self.size:015d}",
            }
        )


def write_container(
    path: Path, header: Header, signer: SigningKey, recipients: Sequence[str], plain: Iterator[bytes]
) -> tuple[str, int]:
    """Seal the stream `plain` into `path`: draft beside it, fsync, rename, fsync of the folder.

    Returns SHA-256 (hex) and size of the whole file. Raises `Conflict` when the file exists, `Unavailable` when the
    disk is full; then nothing is left behind.
    """
    if path.exists():
        raise Conflict(f"{path} exists already; a sealed package is never written over.")
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        with draft.open("xb", buffering=0) as sink:
            _write(sink, header, signer, recipients, plain)
            os.fsync(sink.fileno())
        with draft.open("rb") as written:
            sha256 = hashlib.file_digest(written, "sha256").hexdigest()
            size = written.tell()
        draft.rename(path)
        sync(path.parent)
    except OSError as fault:
        raise Unavailable(f"The package cannot be written to {path.parent}: {fault.strerror}.") from fault
    finally:
        draft.unlink(missing_ok=True)
    return sha256, size


def read_header(source: BinaryIO) -> tuple[Header, bytes, str]:
    """The header, its exact line and its signature, not yet verified; `source` then stands at the ciphertext.

    Raises `IntegrityError` when this is no package.
    """
    if source.read(len(MAGIC)) != MAGIC:
        raise IntegrityError("This file is not a Sightline package, or its first bytes were altered.")
    line, signature = _read_line(source), _read_line(source)
    header = _parse_header(line)
    return header, line, signature.decode("ascii", errors="replace")


def verify_header(line: bytes, signature: str, public: str) -> None:
    """Raise `IntegrityError` unless the header line is signed by `public`."""
    if not verify(public, encode_for_signing(HEADER_TYPE, line), signature):
        raise IntegrityError("The header was altered: its signature does not hold. Ask the sender to send it again.")


def check_ciphertext(source: BinaryIO, header: Header) -> str:
    """SHA-256 of the whole file, when what follows is exactly the ciphertext that the header announces.

    Raises `IntegrityError` when it was cut short, lengthened or changed.
    """
    start, size = source.tell(), 0
    source.seek(0)
    digest, whole = hashlib.sha256(), hashlib.sha256(source.read(start))
    while chunk := source.read(1 << 20):
        size += len(chunk)
        digest.update(chunk)
        whole.update(chunk)
    source.seek(start)
    if size < header.size:
        raise IntegrityError(
            f"The package is only half there: {size:,} of {header.size:,} sealed bytes. Copy or send it again."
        )
    if size > header.size:
        raise IntegrityError(f"The package was altered: {size - header.size:,} bytes were added at its end.")
    if digest.hexdigest() != header.sha256:
        raise IntegrityError("The package was altered: the sealed part no longer has the hash in its header.")
    return whole.hexdigest()


def _write(
    sink: BinaryIO, header: Header, signer: SigningKey, recipients: Sequence[str], plain: Iterator[bytes]
) -> None:
    _write_all(sink, MAGIC + header.encode() + b"\n" + b"=" * 88 + b"\n")
    source = _Source(plain)
    with ThreadPoolExecutor(1) as pool:
        body = _Measured(sink, pool)
        age.encrypt(source, body, recipients)
        body.flush()
    for fault in (source.fault, body.fault):
        if fault is not None:
            raise fault
    done = replace(header, sha256=body.digest.hexdigest(), size=body.size)
    line = done.encode()
    signature = base64.b64encode(signer.sign(encode_for_signing(HEADER_TYPE, line)))
    sink.seek(len(MAGIC))
    _write_all(sink, line + b"\n" + signature + b"\n")


class _Source:
    """Chunks as something with `read`. A fault ends the stream and is kept: it must not cross the library."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.fault: Exception | None = None
        self._chunks = chunks
        self._held = b""
        self._at = 0

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; empty at the end."""
        while self._at >= len(self._held):
            try:
                chunk = next(self._chunks, None)
            except (OSError, SightlineError) as fault:
                self.fault, chunk = fault, None
            if chunk is None:
                return b""
            self._held, self._at = chunk, 0
        part = self._held[self._at : self._at + size]
        self._at += len(part)
        return part


class _Measured:
    """Passes bytes on in large pieces, hashing and counting them. A fault is kept, as in `_Source`.

    Hashing and writing happen in one thread beside the encryption: both leave the interpreter free.
    """

    def __init__(self, sink: BinaryIO, pool: ThreadPoolExecutor) -> None:
        self.fault: Exception | None = None
        self.digest = hashlib.sha256()
        self.size = 0
        self._sink = sink
        self._pool = pool
        self._held = bytearray()
        self._last: Future[None] | None = None

    def write(self, part: bytes, /) -> int:
        """Take all of `part`."""
        self._held += part
        if len(self._held) >= _PIECE:
            self._settle()
            self._last = self._pool.submit(self._pass_on, bytes(self._held))
            self._held.clear()
        return len(part)

    def flush(self) -> None:
        """Write what is held, and wait until all is written."""
        self._settle()
        self._pass_on(bytes(self._held))
        self._held.clear()

    def _settle(self) -> None:
        if self._last is not None:
            self._last.result()
            self._last = None

    def _pass_on(self, piece: bytes) -> None:
        self.digest.update(piece)
        self.size += len(piece)
        try:
            if self.fault is None:
                _write_all(self._sink, piece)
        except OSError as fault:
            self.fault = fault


_PIECE = 1 << 20


def _write_all(sink: BinaryIO, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[sink.write(view) :]


def _read_line(source: BinaryIO) -> bytes:
    line = source.readline(_LONGEST_LINE)
    if not line.endswith(b"\n"):
        raise IntegrityError("The package's header is cut short or altered.")
    return line[:-1]


def _parse_header(line: bytes) -> Header:
    try:
        found = json.loads(line)
        header = Header(
            number=str(PackageNumber.parse(found["number"])),
            kind=PackageKind(found["kind"]),
            country=str(found["recipient"]["country"]),
            agency=str(found["recipient"]["agency"]),
            key=str(found["key"]),
            sha256=str(found["sha256"]),
            size=int(found["bytes"]),
        )
        written = header.encode()
    except (ValueError, KeyError, TypeError, RecursionError, UsageError):
        raise IntegrityError("The package's header cannot be read: it was altered.") from None
    if written != line:
        raise IntegrityError("The package's header is not in the form this program writes: it was altered.")
    return header
