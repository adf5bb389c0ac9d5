"""Our own parsers as fuzzing sees them: bytes go in, an answer or one of our errors comes out, and nothing else.

Each target has seeds that are made here, so that no corpus of foreign files has to be kept.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sightline.custody.checkpoint import parse, read_key
from sightline.custody.export import read_export
from sightline.custody.proofs import check as check_proofs
from sightline.intake.unpacking import HEAD_BYTES, format_of
from sightline.intake.unpacking_tar import list_stream
from sightline.intake.unpacking_zip import list_zip
from sightline.kernel.errors import SightlineError
from sightline.leads.archive import MemoryShelf, Unpacker
from sightline.leads.bag import check_bag, make_bag, stream
from sightline.leads.container import check_ciphertext, read_header
from sightline.leads.formats.vics.read import VicsReader
from sightline.media.kinds import kind_of

MOST = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One parser: its name, what it does with bytes, and what to begin from."""

    name: str
    parse: Callable[[bytes], object]
    seeds: Sequence[bytes]

    def __call__(self, content: bytes) -> None:
        """Parse; our own errors are answers. Anything else goes on to whoever looks for it."""
        try:
            self.parse(content)
        except SightlineError as told:
            said = str(told)
            assert said, "a refusal without a sentence"
            assert len(said) < 2_000, "a refusal that repeats what it was given"


def _vics(content: bytes) -> object:
    return list(VicsReader(io.BytesIO(content)).entries())


def _package(content: bytes) -> object:
    shelf = MemoryShelf(MOST)
    unpacker = Unpacker(shelf)
    for start in range(0, len(content), 700):  # as it arrives from the decryption: in pieces
        unpacker.write(content[start : start + 700])
    unpacker.finish()
    return check_bag("package", shelf.files())


def _container(content: bytes) -> object:
    source = io.BytesIO(content)
    header, _, _ = read_header(source)
    return check_ciphertext(source, header)


def _kind(content: bytes) -> object:
    return kind_of(content[:HEAD_BYTES]), kind_of(content)


def _archive(content: bytes) -> object:
    form = format_of(content[:HEAD_BYTES])
    if form is None:
        return None
    source = io.BytesIO(content)
    return list_zip(source, MOST) if form == "zip" else list_stream(source, form, MOST)


def _text(read: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda content: read(content.decode("utf-8", "replace"))


def _vics_seed() -> bytes:
    media = {"MediaID": 1, "MD5": "0" * 32, "MediaFiles": [{"FileName": "a.jpg", "FilePath": "DCIM\\a.jpg"}]}
    exif = [{"PropertyName": "GPSLatitude", "PropertyValue": "50/1 51/1 0/1"}]
    case = {"CaseNumber": "1", "Media": [{**media, "Exifs": exif, "DateUpdated": "2024-02-30T25:00:00"}]}
    return json.dumps({"@odata.context": "http://x/US/v2.0/$metadata#Cases", "value": [case]}).encode()


def _bag_seed() -> bytes:
    return b"".join(stream(make_bag("package", {"lead.jsonld": b"{}", "a/b.txt": b"b"}, {"Number": "1"}), "{}"))


def _zip_seed() -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/b.txt", b"b" * 99)
    return sink.getvalue()


def _heads() -> tuple[bytes, ...]:
    box = struct.pack(">I", 24) + b"ftypheic\0\0\0\0mif1heic"
    riff = b"RIFF\x24\0\0\0WEBPVP8 "
    return (
        b"\xff\xd8\xff\xe0\0\x10JFIF", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"GIF89a\1\0\1\0", box, riff,
        b"\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska", b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", b"II*\0\x08\0\0\0",
        b"#EXTM3U\n", b"ffconcat version 1.0\n", b"<?xml version='1.0'?><svg", b"%!PS-Adobe", b"G" + b"\xff" * 187 + b"G",
    )  # fmt: skip


_NOTE = "sightline/BE\n3\n" + "A" * 43 + "=\n\n\u2014 sightline/BE " + "A" * 92 + "\n"
_HEADER = b'{"number": 1, "recipient": "FR", "size": 4, "sha256": "' + b"0" * 64 + b'"}\n'

TARGETS = (
    Target(name="vics", parse=_vics, seeds=(_vics_seed(), b'{"value": []}', b"\xef\xbb\xbf{}")),
    Target(name="package", parse=_package, seeds=(_bag_seed(), bytes(1024))),
    Target(name="container", parse=_container, seeds=(b"sightline-package-1\n" + _HEADER + b"\n\nage", _HEADER)),
    Target(name="kind", parse=_kind, seeds=_heads()),
    Target(name="archive", parse=_archive, seeds=(_zip_seed(), _bag_seed(), b"\x1f\x8b\x08\0", b"BZh9", b"\xfd7zXZ\0")),
    Target(name="checkpoint", parse=_text(parse), seeds=(_NOTE.encode(),)),
    Target(name="key", parse=_text(read_key), seeds=(b"sightline/BE+00000000+AAAA",)),
    Target(name="proofs", parse=_text(check_proofs), seeds=(b"sightline custody proof\n\n" + _NOTE.encode(),)),
    Target(
        name="export", parse=_text(lambda text: read_export(text.splitlines())), seeds=(b'{"v": 1, "log": "BE"}\n',)
    ),
)
