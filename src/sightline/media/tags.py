"""Metadata as text, exactly as written: EXIF with maker notes, XMP, and the texts formats carry. Inside the cage only.

A tag is `GROUP Name` (`EXIF DateTimeOriginal`, `GPS GPSLatitude`, `MakerNote SerialNumber`) or a container's own key.
Its value is the text as written, or the reader's spelling of numbers (`[50, 51, 39/100]`, `Horizontal (normal)`).
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import BinaryIO, cast

import exifread
from PIL import ExifTags, Image

from sightline.kernel.errors import Refusal
from sightline.media import embedded
from sightline.media.model import Json, Limits
from sightline.media.reading import DECODE_ERRORS
from sightline.media.storable import ESCAPED, storable

THUMBNAIL = "JPEGThumbnail"
_MAX_READS = 400_000
_MAX_TAGS = 5_000
_MAX_NAME = 200
_MAX_VALUE = 256 << 10
_EXIF_PREFIX = b"Exif\0\0"


class _Metered:
    """EXIF bytes that may be asked only so often: a tag that claims four thousand million values must not loop."""

    def __init__(self, block: bytes) -> None:
        self._file = io.BytesIO(block)
        self._reads = 0
        self.seek, self.tell = self._file.seek, self._file.tell

    def read(self, size: int = -1) -> bytes:
        """Read, or raise ValueError when asked too often."""
        self._reads += 1
        if self._reads > _MAX_READS:
            raise ValueError("it never ends")
        return self._file.read(size)


def of_image(image: Image.Image, source: BinaryIO, limits: Limits, warnings: list[str]) -> dict[str, Json]:
    """All metadata of an opened still. What cannot be read becomes a warning, never a lost picture."""
    found: dict[str, object] = {}
    block = _exif_block(image, source, limits)
    if block:
        found.update(of_exif(block, warnings))
    thumbnail = found.pop(THUMBNAIL, None)
    if isinstance(thumbnail, bytes) and embedded.differs(thumbnail, image):
        warnings.append("The thumbnail inside the file shows something else than the picture.")
    try:
        found.update(_texts(image))
    except DECODE_ERRORS:
        warnings.append("The texts beside the picture are damaged and cannot be read.")
    return as_json(found, limits, warnings)


def _exif_block(image: Image.Image, source: BinaryIO, limits: Limits) -> bytes:
    """The TIFF structure that holds the tags: a block in most formats, the file itself in TIFF."""
    if image.format == "TIFF":
        source.seek(0)
        return source.read(limits.metadata_bytes)
    block = image.info.get("exif", b"")
    return block.removeprefix(_EXIF_PREFIX) if isinstance(block, bytes) else b""


def of_exif(block: bytes, warnings: list[str]) -> dict[str, object]:
    """The tags of one EXIF block. Where maker notes break the reader, the plain tags are read without them.

    An embedded JPEG is under THUMBNAIL, as bytes.
    """
    try:
        tags = exifread.process_file(cast("BinaryIO", _Metered(block)), details=True, extract_thumbnail=True)
        return {str(name): _spelt(tag) for name, tag in tags.items() if name != "TIFFThumbnail"}
    except DECODE_ERRORS as error:
        warnings.append(f"The EXIF metadata is damaged ({str(error)[:120]}); only its plain tags were read.")
    try:
        return _plain_tags(block)
    except DECODE_ERRORS as error:
        warnings.append(f"The EXIF metadata cannot be read ({str(error)[:120]}).")
        return {}


def _spelt(tag: object) -> object:
    """Text as its own bytes say; everything else as the reader spells it."""
    values = tag if isinstance(tag, bytes) else getattr(tag, "values", None)
    return values if isinstance(values, bytes | str) else str(tag)


def _plain_tags(block: bytes) -> dict[str, object]:
    exif = Image.Exif()
    exif.load(_EXIF_PREFIX + block)
    found: dict[str, object] = {f"Image {ExifTags.TAGS.get(tag, hex(tag))}": value for tag, value in exif.items()}
    for group, ifd, names in (("EXIF", 0x8769, ExifTags.TAGS), ("GPS", 0x8825, ExifTags.GPSTAGS)):
        for tag, value in exif.get_ifd(ifd).items():
            found[f"{group} {names.get(tag, hex(tag))}"] = list(value) if isinstance(value, tuple) else value
    return found


def _texts(image: Image.Image) -> dict[str, object]:
    """XMP, comments and named texts, which live outside EXIF."""
    found: dict[str, object] = {}
    for key, name in (("xmp", "XMP Packet"), ("comment", "File Comment"), ("XML:com.adobe.xmp", "XMP Packet")):
        value = image.info.get(key)
        if isinstance(value, bytes | str) and value:
            found[name] = value
    texts = getattr(image, "text", None)
    if isinstance(texts, Mapping):
        found.update({f"PNG {key}": value for key, value in texts.items() if key != "XML:com.adobe.xmp"})
    return found


def as_json(found: Mapping[str, object], limits: Limits, warnings: list[str]) -> dict[str, Json]:
    """Names and values as storable text, within the limits; what had to be cut or escaped is said.

    Raises Refusal `too-much-metadata` where the texts are larger than `limits.metadata_bytes` in all.
    """
    room = limits.text_bytes
    clean: dict[str, Json] = {}
    escaped: list[Json] = []
    total = 0
    for name, value in list(found.items())[:_MAX_TAGS]:
        raw = value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else str(value)
        total += len(raw)
        text, changed = storable(raw[:_MAX_VALUE])
        key = storable(name[:_MAX_NAME])[0]
        room -= _cost(key) + _cost(text)
        if room < 0:
            warnings.append(f"The metadata is too long: from `{key[:40]}` on it is in the file alone.")
            break
        if len(raw) > _MAX_VALUE:
            warnings.append(f"The metadata `{key[:40]}` is cut; the file itself holds all of it.")
        clean[key] = text
        if changed:
            escaped.append(key)
    if total > limits.metadata_bytes:
        raise Refusal("too-much-metadata", f"The file carries {total:,} bytes of metadata texts.")
    return {**clean, ESCAPED: escaped} if escaped else clean


def _cost(text: str) -> int:
    """The bytes a text takes in the result."""
    return len(json.dumps(text, ensure_ascii=False).encode("utf-8", "surrogatepass"))
