"""HEIC stills: tiles found by our own parser, decoded by FFmpeg's HEVC decoder. Runs inside the cage only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, cast

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from PIL import Image

from sightline.kernel.errors import Refusal
from sightline.media import colours, ends, heif, tags
from sightline.media.heif import BadStructure, Grid, Heif
from sightline.media.kinds import Kind
from sightline.media.model import Json, Limits, Pixels
from sightline.media.reading import DECODE_ERRORS, Reading, Shot, fit

_CODECS = {b"hvc1": ("hevc", b"hvcC"), b"avc1": ("h264", b"avcC"), b"av01": ("libdav1d", b"av1C")}
_MAX_TILES = 4_096
_FULL_RANGE = "JPEG"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Canvas:
    luma: Pixels
    rgb: Pixels


def decode(source: BinaryIO, kind: Kind, limits: Limits) -> Reading:
    """Decode the primary picture of a HEIC file with its EXIF and XMP.

    Raises Refusal: `truncated`, `damaged`, `too-many-pixels`, `unknown-codec`.
    """
    try:
        file = heif.parse(source)
        shot = _shot(file, limits)
    except DECODE_ERRORS as error:
        end = ends.end_of(source, kind)
        if end.truncated or isinstance(error, EOFError):
            raise Refusal("truncated", f"The picture stops early: {end.sentence()}.") from error
        raise Refusal("damaged", f"The picture is damaged: its HEIC structure does not hold ({error}).") from error
    height, width = np.asarray(shot.luma).shape
    reading = Reading(width=width, height=height, shots=iter((shot,)))
    reading.metadata = _metadata(file, limits, reading.warnings)
    return reading


def _shot(file: Heif, limits: Limits) -> Shot:
    grid = file.grid()
    width, height = (grid.width, grid.height) if grid else file.size_of(file.primary)
    if width * height > limits.pixels or not width or not height:
        size = f"{width} x {height}"
        raise Refusal("too-many-pixels", f"The picture says it is {size} pixels; the limit is {limits.pixels:,}.")
    canvas = _composed(file, grid) if grid else _single(file)
    luma, rgb = canvas.luma[:height, :width], canvas.rgb[:height, :width]
    colour = Image.fromarray(np.ascontiguousarray(rgb))
    if max(colour.size) > limits.rgb_side:
        colour = colour.resize(fit(*colour.size, limits.rgb_side), Image.Resampling.BOX)
    rgb = np.asarray(colours.to_srgb(colour, _profile(file)))
    for act, amount in file.turns():
        luma, rgb = (_acted(plane, act, amount) for plane in (luma, rgb))
    return Shot(luma=np.ascontiguousarray(luma), rgb=np.ascontiguousarray(rgb))


def _acted(plane: Pixels, act: str, amount: int) -> Pixels:
    if act == "turn":
        return np.rot90(plane, amount)
    return np.flipud(plane) if amount else np.fliplr(plane)


def _profile(file: Heif) -> bytes | None:
    """The ICC profile of the picture, or of its first tile."""
    numbers = [file.primary, *file.items[file.primary].references.get(b"dimg", ())[:1]]
    for number in numbers:
        for kind, body in file.items[number].properties:
            if kind == b"colr" and body[:4] in {b"prof", b"rICC"}:
                return body[4:]
    return None


def _single(file: Heif) -> _Canvas:
    for frame in _frames(file, [file.primary]):
        return _planes(frame)
    raise BadStructure("no picture comes out of it")


def _composed(file: Heif, grid: Grid) -> _Canvas:
    """Tiles side by side. All have the size of the first; what does not fit is the file's fault."""
    if len(grid.tiles) > _MAX_TILES:
        raise BadStructure("it has too many tiles")
    tile_width, tile_height = file.size_of(grid.tiles[0])
    if not 0 < tile_width * grid.columns < 2 * grid.width + tile_width:
        raise BadStructure("its tiles are wider than the picture")
    if not 0 < tile_height * grid.rows < 2 * grid.height + tile_height:
        raise BadStructure("its tiles are higher than the picture")
    luma = np.zeros((tile_height * grid.rows, tile_width * grid.columns), np.uint8)
    rgb = np.zeros((*luma.shape, 3), np.uint8)
    placed = 0
    for number, frame in enumerate(_frames(file, grid.tiles)):
        row, column = divmod(number, grid.columns)
        part = _planes(frame)
        if row >= grid.rows or part.luma.shape != (tile_height, tile_width):
            raise BadStructure("a tile has another size than it says")
        where = np.s_[row * tile_height : (row + 1) * tile_height, column * tile_width : (column + 1) * tile_width]
        luma[where], rgb[where] = part.luma, part.rgb
        placed += 1
    if placed != len(grid.tiles):
        raise BadStructure(f"only {placed} of its {len(grid.tiles)} tiles can be decoded")
    return _Canvas(luma=luma, rgb=rgb)


def _frames(file: Heif, numbers: Sequence[int]) -> Iterator[VideoFrame]:
    """Each item is one key frame; all share a decoder, which is given the first's parameters."""
    first = file.items[numbers[0]]
    if first.kind not in _CODECS:
        name = first.kind.decode("ascii", "replace")
        raise Refusal("unknown-codec", f"The picture is coded as `{name}`, for which there is no decoder.")
    codec, configuration = _CODECS[first.kind]
    context = cast("VideoCodecContext", VideoCodecContext.create(codec, "r"))
    context.thread_count = 1
    context.thread_type = "NONE"
    context.extradata = first.property(configuration)
    for number in numbers:
        packet = av.Packet(file.bytes_of(number))
        packet.is_keyframe = True
        yield from context.decode(packet)
    yield from context.decode(None)


def _planes(frame: VideoFrame) -> _Canvas:
    size = (frame.width, frame.height)
    grey = frame.reformat(*size, "gray", dst_color_range=_FULL_RANGE, threads=1).to_ndarray()
    rgb = frame.reformat(*size, "rgb24", threads=1).to_ndarray()
    return _Canvas(luma=grey.astype(np.uint8), rgb=rgb.astype(np.uint8))


def _metadata(file: Heif, limits: Limits, warnings: list[str]) -> dict[str, Json]:
    found: dict[str, object] = {}
    try:
        block = file.described_by(b"Exif") or b""
        # The block starts with the distance to its TIFF header.
        skip = 4 + int.from_bytes(block[:4], "big")
        if len(block) > skip:
            found.update(tags.of_exif(block[skip:], warnings))
            found.pop(tags.THUMBNAIL, None)
        packet = file.described_by(b"mime")
        if packet:
            found["XMP Packet"] = packet
    except DECODE_ERRORS as error:
        warnings.append(f"The metadata is damaged ({error}).")
    return tags.as_json(found, limits, warnings)
