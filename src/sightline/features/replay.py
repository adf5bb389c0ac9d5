"""Make the features of one media again from its original, and compare them with those that are kept.

This is what a court asks for: the original alone leads to the same findings. Values are compared as JSON, arrays bit for
bit through the SHA-256 under which they are kept. Nothing is changed.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sightline.agencies.access import Enter
from sightline.features import store
from sightline.features.arrays import pack, unpack
from sightline.features.extract import Content, Listed, Result, extract
from sightline.features.store import Feature
from sightline.kernel.blobs import Blobs
from sightline.kernel.errors import IntegrityError, NotFound, Refusal
from sightline.media.decoder import Decoder
from sightline.media.model import Examination
from sightline.series.media import store as media_store
from sightline.series.media.model import Media, MediaState

DECODER = "decoder"  # what the decoder itself learnt is compared under this name
FACTS = ("kind", "format", "mime", "width", "height", "duration")

Key: TypeAlias = tuple[str, str, int]
Arrays: TypeAlias = Mapping[str, NDArray[Any]]


class Verdict(StrEnum):
    """How one finding, made again, compares with the one that is kept."""

    SAME = "same"
    DIFFERS = "differs"
    LOST = "not made again"
    NEW = "not kept before"
    OTHER_VERSION = "made by another version"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One finding. seconds: the frame's time, None for the file or a still. note: what differs."""

    extractor: str
    version: str
    seconds: float | None
    verdict: Verdict
    note: str = ""


def replay(enter: Enter, blobs: Blobs, decoder: Decoder, catalogue: Sequence[Listed], which: str) -> list[Compared]:
    """Decode the media `which` (number or start of SHA-256) again, run every extractor, compare with what is kept.

    Raises `NotFound` for what the officer may not see, `IntegrityError` when the original no longer matches its name.
    Findings of a version that this program no longer has cannot be made again and are named so.
    """
    with enter() as acting:
        media = media_store.by_prefix(acting, which)
        kept = store.of_media(acting, media.id)
    try:
        examination = _decode(blobs, decoder, media)
    except Refusal as refusal:
        return [_refused(media, refusal)]
    content = Content(
        sha256=media.sha256, size=media.size, digests={"sha256": media.sha256, "md5": media.md5, "sha1": media.sha1}
    )
    made = {_key(one.extractor, one.version, one.seconds): one for one in extract(content, examination, catalogue, ())}
    return [_facts(media, examination), *_compare(blobs, kept, made, catalogue)]


def _decode(blobs: Blobs, decoder: Decoder, media: Media) -> Examination:
    with blobs.opened(media.sha256) as descriptor:
        with os.fdopen(os.dup(descriptor), "rb") as source:
            if hashlib.file_digest(source, "sha256").hexdigest() != media.sha256:
                raise IntegrityError(f"The original {media.sha256[:12]}… no longer matches its SHA-256; run `scrub`.")
        os.lseek(descriptor, 0, os.SEEK_SET)
        return decoder.examine(descriptor)


def _refused(media: Media, refusal: Refusal) -> Compared:
    same = media.state is MediaState.REFUSED and media.refusal_code == refusal.code
    before = media.refusal_code or str(media.state)
    return Compared(
        extractor=DECODER,
        version="",
        seconds=None,
        verdict=Verdict.SAME if same else Verdict.DIFFERS,
        note=f"refused: {refusal.code}" if same else f"before {before}, now refused: {refusal.code}",
    )


def _facts(media: Media, seen: Examination) -> Compared:
    differ = [
        f"{name}: before {getattr(media, name)}, now {getattr(seen, name)}"
        for name in FACTS
        if getattr(media, name) != getattr(seen, name)
    ]
    verdict = Verdict.DIFFERS if differ else Verdict.SAME
    return Compared(extractor=DECODER, version="", seconds=None, verdict=verdict, note="; ".join(differ))


def _compare(
    blobs: Blobs, kept: Sequence[Feature], made: Mapping[Key, Result], catalogue: Sequence[Listed]
) -> Iterator[Compared]:
    here = {(one.extractor.name, one.extractor.version) for one in catalogue}
    known = set()
    for before in kept:
        key = _key(before.extractor, before.version, before.seconds)
        known.add(key)
        now = made.get(key)
        if now is not None:
            differ = "; ".join(_differences(blobs, before, now))
            verdict = Verdict.DIFFERS if differ else Verdict.SAME
        else:
            lost = (before.extractor, before.version) in here
            verdict, differ = (Verdict.LOST if lost else Verdict.OTHER_VERSION), ""
        yield Compared(
            extractor=before.extractor, version=before.version, seconds=before.seconds, verdict=verdict, note=differ
        )
    for key in made.keys() - known:
        now = made[key]
        yield Compared(extractor=now.extractor, version=now.version, seconds=now.seconds, verdict=Verdict.NEW)


def _differences(blobs: Blobs, before: Feature, now: Result) -> Iterator[str]:
    if (before.outcome, before.note) != (now.outcome, now.note):
        yield f"before {before.outcome} ({before.note or 'no note'}), now {now.outcome} ({now.note or 'no note'})"
    value = json.loads(json.dumps(now.value))
    names = sorted(name for name in {*value, *before.value} if value.get(name) != before.value.get(name))
    if names:
        yield f"the value of {', '.join(names)}"
    packed = pack(now.arrays) if now.arrays else None
    if (hashlib.sha256(packed).hexdigest() if packed else None) != before.arrays:
        yield from _array_differences(_kept_arrays(blobs, before.arrays), now.arrays)


def _kept_arrays(blobs: Blobs, sha256: str | None) -> Arrays:
    try:
        return unpack(blobs.get(sha256)) if sha256 else {}
    except (NotFound, IntegrityError):
        return {}


def _array_differences(before: Arrays, now: Arrays) -> Iterator[str]:
    for name in sorted({*before, *now}):
        old, new = before.get(name), now.get(name)
        if old is None or new is None:
            yield f"array {name} {'cannot be read' if old is None else 'was not made'}"
        elif old.shape != new.shape or old.dtype != new.dtype:
            yield f"array {name}: before {old.dtype} {old.shape}, now {new.dtype} {new.shape}"
        elif not np.array_equal(old, new):
            yield f"array {name}: {int(np.count_nonzero(old != new))} of {old.size} numbers"


def _key(extractor: str, version: str, seconds: float | None) -> Key:
    return (extractor, version, store.position(seconds))
