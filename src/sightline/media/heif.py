"""The structure of a HEIF file (ISO/IEC 23008-12): which item is the picture, its tiles, its turns, its metadata.

Runs inside the cage only. A parser of our own, so that HEIC needs no decoder beside FFmpeg's: it reads lengths and
offsets, each checked against the file, and hands out byte ranges. Decoding is in `heic`.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

_MAX_META = 16 << 20
_MAX_ITEMS = 10_000
_MAX_BOXES = 100_000
_MAX_ITEM_BYTES = 256 << 20


class BadStructure(ValueError):
    """The boxes contradict each other or the file."""


@dataclass(slots=True, kw_only=True)
class Item:
    """One item: its four-letter type, where its bytes lie, its properties in order, and what it refers to."""

    kind: bytes = b""
    content_type: bytes = b""
    extents: list[tuple[int, int, int]] = field(default_factory=list)
    properties: list[tuple[bytes, bytes]] = field(default_factory=list)
    references: dict[bytes, list[int]] = field(default_factory=dict)

    def property(self, name: bytes) -> bytes | None:
        """The first property of that name."""
        return next((body for kind, body in self.properties if kind == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A picture made of equal tiles, row by row, cropped to its size."""

    rows: int
    columns: int
    width: int
    height: int
    tiles: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heif:
    """An opened file: its items by number and the number of the primary one."""

    source: BinaryIO
    items: dict[int, Item]
    primary: int
    data: bytes

    def bytes_of(self, number: int) -> bytes:
        """The bytes of an item. Raises BadStructure where they are not in the file."""
        parts: list[bytes] = []
        for where, offset, length in self._item(number).extents:
            parts.append(self.data[offset : offset + length] if where else self._from_file(offset, length))
        whole = b"".join(parts)
        if not whole or len(whole) > _MAX_ITEM_BYTES:
            raise BadStructure("an item has no bytes or too many")
        return whole

    def _from_file(self, offset: int, length: int) -> bytes:
        if length > _MAX_ITEM_BYTES:
            raise BadStructure("an item is too large")
        self.source.seek(offset)
        block = self.source.read(length or _MAX_ITEM_BYTES)
        if len(block) < length:
            raise EOFError("an item lies beyond the end of the file")
        return block

    def _item(self, number: int) -> Item:
        if number not in self.items:
            raise BadStructure("an item that is referred to is not there")
        return self.items[number]

    def size_of(self, number: int) -> tuple[int, int]:
        """Width and height an item says it has, before turning."""
        body = self._item(number).property(b"ispe")
        if body is None or len(body) < 12:
            raise BadStructure("a picture does not say its size")
        width, height = struct.unpack(">II", body[4:12])
        return width, height

    def grid(self) -> Grid | None:
        """How the primary picture is put together, None where it is a single one."""
        item = self._item(self.primary)
        if item.kind != b"grid":
            return None
        body = self.bytes_of(self.primary)
        wide = bool(body[1] & 1)
        if len(body) < (12 if wide else 8):
            raise BadStructure("the grid is cut short")
        width, height = struct.unpack(">II" if wide else ">HH", body[4:12] if wide else body[4:8])
        rows, columns = body[2] + 1, body[3] + 1
        tiles = tuple(item.references.get(b"dimg", ()))
        if len(tiles) != rows * columns:
            raise BadStructure("the grid does not have as many tiles as it says")
        return Grid(rows=rows, columns=columns, width=width, height=height, tiles=tiles)

    def described_by(self, kind: bytes) -> bytes | None:
        """The bytes of the first item of a kind (`Exif`, `mime`) that describes something."""
        for number, item in self.items.items():
            if item.kind == kind and b"cdsc" in item.references:
                return self.bytes_of(number)
        return None

    def turns(self) -> list[tuple[str, int]]:
        """What puts the picture upright, in order: (`turn`, quarters against the clock) or (`mirror`, axis)."""
        acts: list[tuple[str, int]] = []
        for kind, body in self._item(self.primary).properties:
            if kind == b"irot" and body:
                acts.append(("turn", body[0] & 3))
            elif kind == b"imir" and body:
                acts.append(("mirror", body[0] & 1))
        return acts


def parse(source: BinaryIO) -> Heif:
    """Read the structure. Raises BadStructure or EOFError."""
    meta = _meta(source)
    boxes = {kind: body for kind, body in _boxes(meta[4:])}
    items: dict[int, Item] = {}
    _read_infos(boxes.get(b"iinf", b""), items)
    _read_locations(boxes.get(b"iloc", b""), items)
    _read_references(boxes.get(b"iref", b""), items)
    _read_properties(boxes.get(b"iprp", b""), items)
    primary = _Cursor(boxes.get(b"pitm", b""))
    version = primary.number(4) >> 24
    return Heif(
        source=source, items=items, primary=primary.number(2 if version == 0 else 4), data=boxes.get(b"idat", b"")
    )


class _Cursor:
    """Reads big-endian numbers; running out is an error."""

    def __init__(self, data: bytes) -> None:
        self._data, self.at = data, 0

    def number(self, width: int) -> int:
        return int.from_bytes(self.take(width), "big")

    def take(self, count: int) -> bytes:
        part = self._data[self.at : self.at + count]
        if len(part) < count:
            raise BadStructure("a box is cut short")
        self.at += count
        return part

    @property
    def rest(self) -> bytes:
        return self._data[self.at :]


def _meta(source: BinaryIO) -> bytes:
    """The body of the top-level `meta` box."""
    end = source.seek(0, os.SEEK_END)
    at = 0
    for _ in range(_MAX_BOXES):
        source.seek(at)
        head = source.read(16)
        if len(head) < 8:
            break
        size, skip = int.from_bytes(head[:4], "big"), 8
        if size == 1:
            size, skip = int.from_bytes(head[8:16], "big"), 16
        size = size or end - at
        if size < skip:
            break
        if head[4:8] == b"meta":
            if size > _MAX_META:
                raise BadStructure("its list of items is too large")
            source.seek(at + skip)
            return source.read(size - skip)
        at += size
    raise BadStructure("it holds no list of items")


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, count = 0, 0
    while at + 8 <= len(data) and count < _MAX_BOXES:
        size = int.from_bytes(data[at : at + 4], "big") or len(data) - at
        if size < 8 or at + size > len(data):
            raise BadStructure("a box is larger than what holds it")
        yield data[at + 4 : at + 8], data[at + 8 : at + size]
        at, count = at + size, count + 1


def _item_of(items: dict[int, Item], number: int) -> Item:
    if number not in items and len(items) >= _MAX_ITEMS:
        raise BadStructure("it has too many items")
    return items.setdefault(number, Item())


def _read_infos(body: bytes, items: dict[int, Item]) -> None:
    cursor = _Cursor(body)
    version = cursor.number(4) >> 24
    cursor.number(2 if version == 0 else 4)
    for kind, entry in _boxes(cursor.rest):
        info = _Cursor(entry)
        layout = info.number(4) >> 24
        if kind != b"infe" or layout < 2:
            continue
        item = _item_of(items, info.number(2 if layout == 2 else 4))
        info.number(2)
        item.kind = info.take(4)
        if item.kind == b"mime":
            item.content_type = info.rest.split(b"\0")[1] if info.rest.count(b"\0") > 1 else b""


def _read_locations(body: bytes, items: dict[int, Item]) -> None:
    cursor = _Cursor(body)
    version = cursor.number(4) >> 24
    widths = cursor.number(2)
    offset_width, length_width, base_width = widths >> 12, widths >> 8 & 15, widths >> 4 & 15
    index_width = widths & 15 if version in {1, 2} else 0
    for _ in range(cursor.number(2 if version < 2 else 4)):
        item = _item_of(items, cursor.number(2 if version < 2 else 4))
        method = cursor.number(2) & 15 if version in {1, 2} else 0
        cursor.number(2)
        base = cursor.number(base_width)
        for _ in range(cursor.number(2)):
            cursor.take(index_width)
            offset, length = base + cursor.number(offset_width), cursor.number(length_width)
            if len(item.extents) < _MAX_ITEMS:
                item.extents.append((method, offset, length))


def _read_references(body: bytes, items: dict[int, Item]) -> None:
    if not body:
        return
    width = 2 if body[0] == 0 else 4
    for kind, entry in _boxes(body[4:]):
        cursor = _Cursor(entry)
        item = _item_of(items, cursor.number(width))
        targets = [cursor.number(width) for _ in range(cursor.number(2))]
        item.references.setdefault(kind, []).extend(targets)


def _read_properties(body: bytes, items: dict[int, Item]) -> None:
    known: list[tuple[bytes, bytes]] = []
    for kind, part in _boxes(body):
        if kind == b"ipco":
            known = list(_boxes(part))
    for kind, part in _boxes(body):
        if kind == b"ipma":
            _associate(part, known, items)


def _associate(body: bytes, known: list[tuple[bytes, bytes]], items: dict[int, Item]) -> None:
    cursor = _Cursor(body)
    head = cursor.number(4)
    number_width, wide = (2 if head >> 24 == 0 else 4), head & 1
    for _ in range(cursor.number(4)):
        item = _item_of(items, cursor.number(number_width))
        for _ in range(cursor.number(1)):
            index = cursor.number(2) & 0x7FFF if wide else cursor.number(1) & 0x7F
            if 0 < index <= len(known) and len(item.properties) < _MAX_ITEMS:
                item.properties.append(known[index - 1])
