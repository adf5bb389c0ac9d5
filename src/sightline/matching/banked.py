"""The near-copy bank as the database says it must be: every usable hash, owned by the agencies that gave the picture.

A bank that is lost, damaged, of another version or older than the database is made again from the features. A picture that
a second agency gives later gets its second owner here as well: its content is examined and matched only once.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sightline.agencies.access import Acting, Enter
from sightline.features import store as feature_store
from sightline.features.kinds.pdq import Pdq
from sightline.features.store import Feature
from sightline.kernel.errors import IntegrityError
from sightline.matching import store
from sightline.matching.indexes import MADE_BY, steps
from sightline.matching.near import candidates
from sightline.matching.near.bank import Bank
from sightline.matching.near.candidates import FORM_BITS, Prints

AGENCIES = "agencies.json"

Read = Callable[[Feature], Prints]


def opened(folder: Path, made_by: str) -> Bank:
    """The bank in a folder; an empty one where there is no sound one of this make."""
    mark = folder / MADE_BY
    if not mark.exists() or mark.read_text(encoding="utf-8") != made_by:
        shutil.rmtree(folder, ignore_errors=True)
    try:
        bank = Bank.open(folder)
    except IntegrityError:
        shutil.rmtree(folder)
        bank = Bank.open(folder)
    mark.write_text(made_by, encoding="utf-8")
    return bank


def put(bank: Bank, folder: Path, found: Sequence[Prints], agencies: Mapping[int, Sequence[str]], tenths: int) -> None:
    """Bank pictures once for each agency, whatever the bank held of them. agencies: by media; tenths: bits of the frame."""
    candidates.delete(bank, [one.item for one in found])
    numbers = owners(folder, sorted({code for codes in agencies.values() for code in codes}))
    rows = [(one, numbers[code]) for one in found for code in agencies.get(one.item >> tenths, ())]
    candidates.add(bank, [one for one, _ in rows], [owner for _, owner in rows])


def owners(folder: Path, codes: Sequence[str]) -> dict[str, int]:
    """The numbers that agencies have as owners in this bank; a new agency gets the next one."""
    path = folder / AGENCIES
    known: list[str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    fresh = [code for code in codes if code not in known]
    if fresh:
        draft = path.with_suffix(".new")
        draft.write_text(json.dumps([*known, *fresh]), encoding="utf-8")
        draft.replace(path)
    return {code: number for number, code in enumerate([*known, *fresh])}


def complete(enter: Enter, bank: Bank, folder: Path, matcher: tuple[str, str], read: Read, tenths: int) -> None:
    """Put in what this matcher (name, version) has matched and the bank lacks, or lacks an owner of."""
    with enter() as acting:
        wanted = store.agencies_of(acting, store.matched_media(acting, *matcher))
    held = bank.held(FORM_BITS + tenths)
    numbers = owners(folder, sorted({code for codes in wanted.values() for code in codes}))
    lacking = [media for media, codes in wanted.items() if {numbers[code] for code in codes} - held.get(media, set())]
    for media_ids in steps(lacking):
        with enter() as acting:
            put(bank, folder, [read(one) for one in _usable(acting, media_ids)], wanted, tenths)


def _usable(acting: Acting, media_ids: Sequence[int]) -> list[Feature]:
    found = feature_store.found(acting, Pdq.name, Pdq.version, media_ids)
    return [one for one in found if candidates.usable(one.value)]
