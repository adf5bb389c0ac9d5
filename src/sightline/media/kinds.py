"""What a file is, decided by our own allow-list from its first bytes, never by its name.

No decoder sees a byte before this has answered: a text file named `.mp4` makes FFmpeg read its neighbours and call
out over the network, and a ZIP of JPEGs plays as a video. What is recognised but never opened says so by name.
"""

from __future__ import annotations

from dataclasses import dataclass

from sightline.kernel.errors import Refusal
from sightline.media.model import MediaKind

HEAD_BYTES = 65_536
"""How much of a file's start `kind_of` wants; less is fine when the file is shorter."""

_BRANDS_AT = 16
_TAR_MAGIC_AT = 257
_ISO_MAGIC_AT = 32_769
_TS_PACKET = 188
_M2TS_PACKET = 192


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A type on the allow-list.

    format: our name (`jpeg`, `mp4`). plugin: the one Pillow plug-in or the one FFmpeg demuxer that may open it.
    """

    format: str
    mime: str
    media: MediaKind
    plugin: str


def _image(format_: str, plugin: str) -> Kind:
    return Kind(format=format_, mime=f"image/{format_}", media=MediaKind.IMAGE, plugin=plugin)


def _video(format_: str, mime: str, plugin: str) -> Kind:
    return Kind(format=format_, mime=mime, media=MediaKind.VIDEO, plugin=plugin)


_MOV = "mov,mp4,m4a,3gp,3g2,mj2"
JPEG = _image("jpeg", "JPEG")
PNG = _image("png", "PNG")
WEBP = _image("webp", "WEBP")
TIFF = _image("tiff", "TIFF")
GIF = _image("gif", "GIF")
BMP = _image("bmp", "BMP")
AVIF = _image("avif", "AVIF")
HEIC = _image("heic", _MOV)
MP4 = _video("mp4", "video/mp4", _MOV)
MOV = _video("mov", "video/quicktime", _MOV)
MKV = _video("mkv", "video/matroska", "matroska,webm")
WEBM = _video("webm", "video/webm", "matroska,webm")
AVI = _video("avi", "video/vnd.avi", "avi")
MPEG_PS = _video("mpeg-ps", "video/mpeg", "mpeg")
MPEG_TS = _video("mpeg-ts", "video/mp2t", "mpegts")
MPEG_ES = _video("mpeg-es", "video/mpeg", "mpegvideo")
WMV = _video("wmv", "video/x-ms-wmv", "asf")
FLV = _video("flv", "video/x-flv", "flv")

KINDS = (
    JPEG, PNG, WEBP, TIFF, GIF, BMP, AVIF, HEIC, MP4, MOV, MKV, WEBM, AVI, MPEG_PS, MPEG_TS, MPEG_ES, WMV, FLV,
)  # fmt: skip

_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"II+\0\x08\0\0\0", TIFF),
    (b"MM\0+\0\x08\0\0", TIFF),
    (b"\0\0\x01\xba", MPEG_PS),
    (b"\0\0\x01\xb3", MPEG_ES),
    (b"0&\xb2u\x8ef\xcf\x11\xa6\xd9\0\xaa\0b\xcel", WMV),
    (b"FLV\x01", FLV),
)

# Recognised by their start, and never given to any decoder. The text is what the officer reads.
_NEVER: tuple[tuple[bytes, str], ...] = (
    (b"%!PS", "PostScript"),
    (b"\xc5\xd0\xd3\xc6", "PostScript (EPS)"),
    (b"%PDF-", "PDF"),
    (b"#EXTM3U", "an HLS playlist"),
    (b"ffconcat", "an FFmpeg concat script"),
    (b"v=0\r\n", "an SDP session"),
    (b"v=0\n", "an SDP session"),
    (b"[playlist]", "a playlist"),
    (b"[Reference]", "a playlist"),
    (b"RTSPtext", "a streaming reference"),
    (b"SMJPEG", "a streaming format"),
    (b"MSCF\0\0\0\0", "a CAB archive"),
    (b"ISc(", "an installer CAB archive"),
    (b"xar!", "a XAR archive"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a Linux program"),
    (b"\xcf\xfa\xed\xfe", "a macOS program"),
    (b"\xce\xfa\xed\xfe", "a macOS program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"#!", "a script"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"8BPS", "a Photoshop document"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
    (b"\xff\x0a", "JPEG XL"),
    (b"II*\0\x10\0\0\0CR", "a Canon raw picture"),
    (b"FUJIFILMCCD-RAW", "a Fujifilm raw picture"),
    (b"IIRO", "an Olympus raw picture"),
    (b"IIRS", "an Olympus raw picture"),
    (b"IIU\0", "a Panasonic raw picture"),
    (b"II\xbc", "JPEG XR"),
    (b"DDS ", "a DDS texture"),
    (b"BLP1", "a BLP texture"),
    (b"BLP2", "a BLP texture"),
    (b"\x01\xda", "an SGI picture"),
    (b"qoif", "a QOI picture"),
    (b"SIMPLE  =", "a FITS picture"),
    (b"\xd7\xcd\xc6\x9a", "a WMF drawing"),
    (b"OggS", "an Ogg file"),
    (b"ID3", "an MP3 sound"),
    (b"fLaC", "a FLAC sound"),
    (b"#!AMR", "an AMR sound"),
    (b".RMF", "a RealMedia file"),
    (b"SQLite format 3\0", "a database"),
)

_ARCHIVES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (b"PK\x07\x08", "ZIP"),
    (b"PK00PK\x03\x04", "ZIP"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x1f\x9d", "compress"),
    (b"\x1f\xa0", "compress"),
    (b"LZIP", "lzip"),
)

_MARKUP: tuple[tuple[bytes, str], ...] = (
    (b"<svg", "an SVG drawing"),
    (b"<!doctype svg", "an SVG drawing"),
    (b"<mpd", "a DASH manifest"),
    (b"<smil", "a SMIL playlist"),
    (b"<asx", "a playlist"),
    (b"<smoothstreamingmedia", "a streaming manifest"),
    (b"<!doctype html", "an HTML page"),
    (b"<html", "an HTML page"),
    (b"<script", "an HTML page"),
    (b"<?xml", "an XML document"),
)


def kind_of(head: bytes) -> Kind:
    """The type of the file that starts with `head` (its first HEAD_BYTES, or all of it).

    Raises Refusal: `empty`; `archive`; `not-opened` (recognised, never decoded); `unknown-type`.
    """
    if not head:
        raise Refusal("empty", "The file is empty: it has no bytes at all.")
    _refuse_what_is_never_opened(head)
    for recognise in (_by_start, _riff, _iso_media, _matroska, _bitmap, _transport_stream):
        kind = recognise(head)
        if kind is not None:
            return kind
    raise Refusal("unknown-type", "The first bytes match no picture or video format that Sightline opens.")


def _refuse_what_is_never_opened(head: bytes) -> None:
    for start, name in _ARCHIVES:
        if head.startswith(start):
            raise Refusal("archive", f"The file is a {name} archive, not a picture or a video.")
    if _is_tar(head):
        raise Refusal("archive", "The file is a TAR archive, not a picture or a video.")
    name = _never_opened(head)
    if name is not None:
        raise Refusal("not-opened", f"The file is {name}; such files are kept but never opened.")


def _is_tar(head: bytes) -> bool:
    return head[_TAR_MAGIC_AT : _TAR_MAGIC_AT + 5] == b"ustar"


def _never_opened(head: bytes) -> str | None:
    for start, name in _NEVER:
        if head.startswith(start):
            return name
    if head[_ISO_MAGIC_AT : _ISO_MAGIC_AT + 5] == b"CD001":
        return "an ISO disc image"
    if head[2:5] == b"-lh" and head[6:7] == b"-":
        return "an LHA archive"
    return _markup(head)


def _markup(head: bytes) -> str | None:
    """Drawings, manifests and playlists are text that may start with blanks, a byte-order mark or a comment."""
    text = head[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\f\v").lower()
    if text.startswith((b"#extm3u", b"ffconcat")):
        return "a playlist"
    if not text.startswith(b"<"):
        return None
    return next((name for mark, name in _MARKUP if mark in text), None)


def _by_start(head: bytes) -> Kind | None:
    return next((kind for start, kind in _STARTS if head.startswith(start)), None)


def _riff(head: bytes) -> Kind | None:
    if head[:4] != b"RIFF":
        return None
    if head[8:12] == b"WEBP":
        return WEBP
    if head[8:12] in {b"AVI ", b"AVIX"}:
        return AVI
    raise Refusal("not-opened", "The file is a sound or other RIFF file; Sightline opens only WebP and AVI of these.")


_BRANDS: tuple[tuple[frozenset[bytes], Kind], ...] = (
    (frozenset({b"avif", b"avis"}), AVIF),
    (frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}), HEIC),
    (frozenset({b"qt  "}), MOV),
)
_ANY_STILL = frozenset({b"mif1", b"msf1"})
_VIDEO_BRANDS = frozenset({b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash"})
_SOUND_BRANDS = frozenset({b"M4A ", b"M4B ", b"M4P ", b"F4A ", b"F4B "})
_OLD_MOV_ATOMS = frozenset({b"moov", b"mdat", b"wide", b"skip", b"free", b"pnot"})


def _iso_media(head: bytes) -> Kind | None:
    """ISO base media (MP4, MOV, AVIF, HEIC) by its brands; QuickTime before 2001 had no `ftyp`."""
    box = head[4:8]
    if box in _OLD_MOV_ATOMS:
        return MOV
    if box != b"ftyp":
        return None
    end = min(max(int.from_bytes(head[:4], "big"), _BRANDS_AT), len(head), 4096)
    major = head[8:12]
    brands = [major, *(head[at : at + 4] for at in range(_BRANDS_AT, end - 3, 4))]
    if major in _SOUND_BRANDS:
        raise Refusal("not-opened", "The file is a sound in an MP4 container; only pictures and videos are opened.")
    if major == b"crx ":
        raise Refusal("not-opened", "The file is a Canon raw picture; such files are kept but never opened.")
    for named, kind in _BRANDS:
        # `mif1` and `msf1` say only "pictures inside": the other brands then say which.
        if major in named and major not in _ANY_STILL:
            return kind
    if major in _ANY_STILL or not any(brand in _VIDEO_BRANDS or brand[:3] == b"3gp" for brand in brands):
        return next((kind for named, kind in _BRANDS if named.intersection(brands)), MP4)
    return MP4


def _matroska(head: bytes) -> Kind | None:
    if head[:4] != b"\x1a\x45\xdf\xa3":
        return None
    at = head[:4096].find(b"\x42\x82")
    document = head[at + 3 : at + 11] if at >= 0 else b""
    return WEBM if document.startswith(b"webm") else MKV


def _bitmap(head: bytes) -> Kind | None:
    """BMP's two letters are too weak alone: the size of its second header must be one that exists."""
    known_headers = {12, 16, 40, 52, 56, 64, 108, 124}
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in known_headers:
        return BMP
    return None


def _transport_stream(head: bytes) -> Kind | None:
    """MPEG-TS has no magic but a sync byte every 188 (or, on discs, 192) bytes: five in a row are required."""
    for packet, first in ((_TS_PACKET, 0), (_M2TS_PACKET, 4)):
        at = range(first, first + 5 * packet, packet)
        if len(head) > at[-1] and all(head[i] == 0x47 for i in at):
            return MPEG_TS
    return None


KIND_BY_FORMAT: dict[str, Kind] = {kind.format: kind for kind in KINDS}
