"""Ask, answer, read: three sealed packages' worth of comparison, at the end of which stands "talk to X about series S".

Compared are exact contents (SHA-256) and plausible camera serials of the own agency's contributions. Near copies are not:
two hashes that are close but not equal blind to points that have nothing in common, so a re-saved, cropped or scaled
picture is not found this way. "Not known there" therefore means: not this very file, not this very camera.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sightline.agencies.access import Acting
from sightline.agencies.model import Role
from sightline.features import store as feature_store
from sightline.features.kinds.metadata import Metadata
from sightline.kernel import canonical
from sightline.kernel.clock import now
from sightline.kernel.errors import IntegrityError, NotPermitted, UsageError
from sightline.leads.comparison import intersection, store
from sightline.leads.courier import Courier
from sightline.leads.model import PackageKind
from sightline.matching.cameras import COMMON, plausible
from sightline.series import store as series_store

LASTS = timedelta(days=30)
REQUEST_FILE, SETUP_FILE, RESPONSE_FILE, ABOUT_FILE = "request.bin", "setup.bin", "response.bin", "about.json"
# What one partner may ask here: probing with guessed hashes shall be slow and seen.
MOST_A_DAY = 2
MOST_ITEMS = 1 << 21
ITEMS_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What a comparison tells: with whom to talk about which own series."""

    partner: str
    series: tuple[int, ...]


def ask(acting: Acting, partner: str, post: Courier) -> str:
    """Seal a comparison of the own agency's material to `partner`; return its package number.

    Takes an officer who may release. Raises `UsageError` when there is nothing to compare.
    """
    acting.require(Role.RELEASER, Role.COORDINATOR)
    items = _items(acting)
    if not items:
        raise UsageError(f"{acting.officer.agency} contributed nothing that could be compared yet.")
    names = list(items)
    random.SystemRandom().shuffle(names)
    whole = intersection.filled(names)
    asked = intersection.ask(whole)
    series = [sorted(items.get(name, ())) for name in whole]
    number = post.send(
        PackageKind.COMPARISON, partner, {REQUEST_FILE: asked.message, ABOUT_FILE: canonical.encode({"v": 1})},
        now() + LASTS,
    )  # fmt: skip
    store.keep_asked(acting, number, partner, asked.key, series)
    acting.record("ask comparison", f"package:{number}", to=partner, items=len(whole))
    return number


def answer(acting: Acting, path: Path, post: Courier) -> tuple[str, str]:
    """Answer a partner's comparison; return (the partner, the package number). Nothing of its outcome is seen here.

    Raises `NotPermitted` when the partner asks more often, or about more, than one may.
    """
    acting.require(Role.RELEASER, Role.COORDINATOR)
    number, partner, files = post.receive(path, PackageKind.COMPARISON)
    _about(files)
    _check_rate(acting, partner)
    own = intersection.filled(list(_items(acting)))
    setup, response, count = intersection.answer(files.get(REQUEST_FILE, b""), own)
    _check_amount(acting, partner, count)
    store.keep_answered(acting, number, partner, count)
    body = canonical.encode({"v": 1, "answers": number})
    sent = post.send(
        PackageKind.COMPARED, partner, {SETUP_FILE: setup, RESPONSE_FILE: response, ABOUT_FILE: body}, now() + LASTS
    )
    acting.record("answer comparison", f"package:{number}", f"package:{sent}", to=partner, items=count)
    return partner, sent


def read(acting: Acting, path: Path, post: Courier) -> Talk:
    """Read the answer to a comparison, once: about which own series to talk to the partner."""
    acting.require(Role.RELEASER, Role.COORDINATOR)
    _, partner, files = post.receive(path, PackageKind.COMPARED)
    number = _about(files).get("answers")
    if not isinstance(number, str):
        raise IntegrityError("The answer does not say which comparison it answers.")
    waiting = store.asked(acting, number)
    if waiting.partner != partner:
        raise IntegrityError(f"The comparison {number} went to {waiting.partner}, and the answer is from {partner}.")
    places = intersection.read(
        waiting.key, files.get(SETUP_FILE, b""), files.get(RESPONSE_FILE, b""), len(waiting.series)
    )
    found = tuple(sorted({one for place in places for one in waiting.series[place]}))
    store.keep_read(acting, number, found)
    acting.record(
        "read comparison", f"package:{number}", *(f"series:{one}" for one in found), partner=partner, series=len(found)
    )
    return Talk(partner=partner, series=found)


def _items(acting: Acting) -> dict[str, set[int]]:
    """What is compared -> the series it stands in. Content in no series takes part and can name none."""
    contents = store.own_contents(acting)
    homes = series_store.series_of(acting, list(contents))
    items: dict[str, set[int]] = {}
    for media_id, sha256 in contents.items():
        items.setdefault(f"content|{sha256}", set()).update(homes.get(media_id, []))
    for media_id, camera in _cameras(acting, list(contents)).items():
        items.setdefault(f"camera|{camera}", set()).update(homes.get(media_id, []))
    return items


def _cameras(acting: Acting, media_ids: list[int]) -> dict[int, str]:
    """Media id -> make, model and serial of its camera; a serial on very many media is a maker's default."""
    found = {}
    for feature in feature_store.found(acting, Metadata.name, Metadata.version, media_ids):
        serial = str(feature.value.get("body_serial") or "").strip()
        if plausible(serial):
            model = " ".join(str(feature.value.get(name) or "").casefold().strip() for name in ("make", "model"))
            found[feature.media_id] = f"{model}|{serial}"
    counts = Counter(found.values())
    return {media_id: camera for media_id, camera in found.items() if counts[camera] <= COMMON}


def _about(files: Mapping[str, bytes]) -> dict[str, Any]:
    try:
        about = json.loads(files[ABOUT_FILE])
    except (KeyError, ValueError, RecursionError):
        about = None
    if not isinstance(about, dict) or about.get("v") != 1:
        raise IntegrityError("The comparison does not say what it is; the other server may be of another version.")
    return about


def _check_rate(acting: Acting, partner: str) -> None:
    if store.answered_since(acting, partner, timedelta(days=1))[0] >= MOST_A_DAY:
        raise NotPermitted(f"{partner} has asked {MOST_A_DAY} times within a day; answer its next one tomorrow.")


def _check_amount(acting: Acting, partner: str, count: int) -> None:
    items = store.answered_since(acting, partner, ITEMS_WITHIN)[1]
    if items + count > MOST_ITEMS:
        raise NotPermitted(
            f"{partner} has asked about {items:,} items within {ITEMS_WITHIN.days} days; with this one it would be more "
            f"than the {MOST_ITEMS:,} that one may."
        )
