"""The allow-list: what is opened, what never is, and that nothing else can come out of any bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.kernel.errors import Refusal
from sightline.media import kinds
from sightline.media.kinds import kind_of


def code(head: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        kind_of(head)
    return refused.value.code


def ftyp(major: bytes, *others: bytes) -> bytes:
    return (16 + 4 * len(others)).to_bytes(4, "big") + b"ftyp" + major + bytes(4) + b"".join(others) + bytes(64)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0\0\x10JFIF", kinds.JPEG),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", kinds.PNG),
        (b"GIF87a\x01\0", kinds.GIF),
        (b"GIF89a\x01\0", kinds.GIF),
        (b"II*\0\x08\0\0\0", kinds.TIFF),
        (b"MM\0*\0\0\0\x08", kinds.TIFF),
        (b"RIFF\x10\0\0\0WEBPVP8 ", kinds.WEBP),
        (b"RIFF\x10\0\0\0AVI LIST", kinds.AVI),
        (b"BM" + bytes(12) + (40).to_bytes(4, "little") + bytes(30), kinds.BMP),
        (ftyp(b"avif", b"mif1"), kinds.AVIF),
        (ftyp(b"mif1", b"avif"), kinds.AVIF),
        (ftyp(b"heic", b"mif1"), kinds.HEIC),
        (ftyp(b"mif1", b"heic"), kinds.HEIC),
        (ftyp(b"mif1"), kinds.HEIC),
        (ftyp(b"isom", b"avc1"), kinds.MP4),
        (ftyp(b"mp42"), kinds.MP4),
        (ftyp(b"3gp5"), kinds.MP4),
        (ftyp(b"qt  "), kinds.MOV),
        (b"\0\0\0\x08wide\0\0\0\0mdat", kinds.MOV),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm", kinds.WEBM),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska", kinds.MKV),
        (b"\0\0\x01\xba\x44", kinds.MPEG_PS),
        (b"\0\0\x01\xb3\x16", kinds.MPEG_ES),
        ((b"G" + bytes(187)) * 5, kinds.MPEG_TS),
        ((bytes(4) + b"G" + bytes(187)) * 5, kinds.MPEG_TS),
        (bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c"), kinds.WMV),
        (b"FLV\x01\x05", kinds.FLV),
    ],
)
def test_what_is_opened(head: bytes, kind: kinds.Kind) -> None:
    assert kind_of(head) is kind


@pytest.mark.parametrize(
    "head",
    [
        b"%!PS-Adobe-3.0 EPSF", b"\xc5\xd0\xd3\xc6\x20", b"%PDF-1.7", b"#EXTM3U\n#EXT-X-VERSION:3",
        b"ffconcat version 1.0",
        b"v=0\r\no=- 0 0 IN IP4", b"<svg xmlns=''>", b"<?xml version='1.0'?><svg/>", b"\xef\xbb\xbf  <!-- x --><SVG>",
        b"\xff\xfe<\0?\0x\0m\0l\0 \0s\0v\0g\0", b"<?xml?><MPD>", b"\n\t #extm3u", b"MZ\x90\0", b"\x7fELF\x02",
        b"#!/bin/sh\n",
        b"MSCF\0\0\0\0\x10", b"\x18\x00-lh5-", b"xar!\0", bytes(32_769) + b"CD001", b"II*\0\x10\0\0\0CR\x02",
        b"\xff\x0a\x00", b"8BPS\0\x01", b"OggS\0", b"ID3\x04", b"<html><body>", b"RIFF\x10\0\0\0WAVEfmt ",
        ftyp(b"M4A "), ftyp(b"crx "), b"\0\0\0\x0cjP  \r\n\x87\n",
    ],
)  # fmt: skip
def test_what_is_recognised_and_never_opened(head: bytes) -> None:
    assert code(head) == "not-opened"


@pytest.mark.parametrize(
    "head",
    [
        b"PK\x03\x04\x14\0", b"PK\x05\x06" + bytes(18), b"7z\xbc\xaf\x27\x1c\0", b"Rar!\x1a\x07\x01\0", b"\x1f\x8b\x08",
        b"BZh91AY", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd", bytes(257) + b"ustar\0",
        b"a.jpg".ljust(257, b"\0") + b"ustar  ",
    ],
)  # fmt: skip
def test_archives(head: bytes) -> None:
    assert code(head) == "archive"


@pytest.mark.parametrize(
    "head",
    [
        b"BM is how this text starts, and no bitmap",
        b"G" * 3,
        b"hello",
        b"RIF",
        b"\0",
        b"\xff\xd8",
        bytes(5000),
        b"GIF88a",
    ],
)
def test_anything_else(head: bytes) -> None:
    assert code(head) == "unknown-type"


def test_nothing_at_all() -> None:
    assert code(b"") == "empty"


@given(
    st.sampled_from(
        [start for start, _ in kinds._STARTS] + [b"RIFF", b"\0\0\0\x18ftyp", b"\x1a\x45\xdf\xa3", b"BM", b"<", b""]
    ),
    st.binary(max_size=400),
)
def test_any_bytes_end_in_a_kind_or_a_named_refusal(start: bytes, rest: bytes) -> None:
    try:
        assert kind_of(start + rest) in kinds.KINDS
    except Refusal as refused:
        assert refused.code in {"empty", "archive", "not-opened", "unknown-type"}  # noqa: PT017


def test_every_kind_names_one_plugin_and_has_its_own_format() -> None:
    assert len({kind.format for kind in kinds.KINDS}) == len(kinds.KINDS)
    assert all(kind.plugin for kind in kinds.KINDS)
