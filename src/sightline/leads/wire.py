"""Frozen dataclasses to JSON and back, strictly: what a partner sends is read into a type or refused by name.

Numbers with a fraction travel as text, so that the canonical form is the same in every language. Bytes travel as a
reference to a blob (SHA-256 and size), never inside the JSON.
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
import types
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from sightline.kernel.clock import stamp
from sightline.kernel.errors import IntegrityError
from sightline.media.model import Json

T = TypeVar("T")


def to_json(value: Any) -> Json:
    """`value` (dataclass, tuple, enum, datetime, number, text, bytes) as plain JSON without floats."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {part.name: to_json(getattr(value, part.name)) for part in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [to_json(part) for part in value]
    if isinstance(value, bytes):
        return {"sha256": hashlib.sha256(value).hexdigest(), "bytes": len(value)}
    return _scalar_to_json(value)


def from_json(kind: type[T], value: Any, blobs: Mapping[str, bytes] | None = None) -> T:
    """Read `value` as a `kind`. `blobs`: SHA-256 in hex to bytes, for the fields that hold bytes.

    Raises `IntegrityError` naming the field when one is missing, unknown or of another type.
    """
    read: T = _read(kind, value, blobs or {}, kind.__name__)
    return read


def _scalar_to_json(value: Any) -> Json:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, float):
        return repr(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    msg = f"{type(value).__name__} has no place in a package"
    raise TypeError(msg)


def _read(kind: Any, value: Any, blobs: Mapping[str, bytes], where: str) -> Any:
    if isinstance(kind, types.UnionType):
        return None if value is None else _read(_only_type(kind), value, blobs, where)
    if get_origin(kind) is tuple:
        if not isinstance(value, list):
            raise _refuse(where, "a list")
        inner = get_args(kind)[0]
        return tuple(_read(inner, part, blobs, f"{where}[{index}]") for index, part in enumerate(value))
    if dataclasses.is_dataclass(kind):
        return _read_dataclass(kind, value, blobs, where)
    if kind is bytes:
        return _read_blob(value, blobs, where)
    return _read_scalar(kind, value, where)


def _only_type(kind: types.UnionType) -> Any:
    return next(part for part in get_args(kind) if part is not type(None))


def _read_dataclass(kind: Any, value: Any, blobs: Mapping[str, bytes], where: str) -> Any:
    if not isinstance(value, dict):
        raise _refuse(where, "an object")
    hints = get_type_hints(kind)
    unknown = set(value) - set(hints)
    if unknown:
        raise IntegrityError(f"The package has a field that is not known here: {where}.{min(unknown)}.")
    missing = {part.name for part in dataclasses.fields(kind) if _is_required(part)} - set(value)
    if missing:
        raise IntegrityError(f"The package lacks the field {where}.{min(missing)}.")
    return kind(**{name: _read(hints[name], part, blobs, f"{where}.{name}") for name, part in value.items()})


def _is_required(part: dataclasses.Field[Any]) -> bool:
    return part.default is dataclasses.MISSING and part.default_factory is dataclasses.MISSING


def _read_blob(value: Any, blobs: Mapping[str, bytes], where: str) -> bytes:
    digest = value.get("sha256") if isinstance(value, dict) else None
    if not isinstance(digest, str):
        raise _refuse(where, "a reference to a file")
    if digest not in blobs:
        raise IntegrityError(f"The package names a file it does not hold: {where}.")
    return blobs[digest]


def _read_scalar(kind: Any, value: Any, where: str) -> Any:
    if kind is bool or kind is int:
        if type(value) is not kind:
            raise _refuse(where, "a yes or no" if kind is bool else "a whole number")
        return value
    if not isinstance(value, str):
        raise _refuse(where, "text")
    if kind is str:
        return _storable(value, where)
    try:
        return _parse(kind, value)
    except ValueError:
        raise IntegrityError(f"The package has a value that cannot be read: {where} is {value[:40]!r}.") from None


def _storable(value: str, where: str) -> str:
    """No database holds NUL and no file holds half a surrogate pair; honest senders write neither."""
    if "\0" in value or not _is_text(value):
        raise _refuse(where, "readable text")
    return value


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _parse(kind: Any, text: str) -> Any:
    if kind is float:
        number = float(text)
        if not math.isfinite(number):
            raise ValueError(text)
        return number
    if kind is datetime:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError(text)
        return moment
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(text)
    msg = f"{kind} cannot be read from a package"
    raise TypeError(msg)


def _refuse(where: str, wanted: str) -> IntegrityError:
    return IntegrityError(f"The package has a wrong value: {where} is not {wanted}.")
