"""Take files in: hash at the door before anything else reads them, keep the bytes, enter the occurrence.

Bytes are kept before the row is committed, so an acknowledged file always has its bytes; bytes without a row, left by
a crash in between, are harmless and are found by the next intake of the same file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sightline.agencies.access import Acting
from sightline.intake.folder import Item
from sightline.kernel.blobs import Blobs, Stored
from sightline.kernel.errors import Refusal
from sightline.operations.model import Contribution
from sightline.series.media import store as media_store
from sightline.series.store import add_media


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What one batch brought. Every file is in exactly one of: fresh, known (content or file seen before), refused.

    fresh_media: ids whose content is new here and waits to be examined.
    """

    files: int
    fresh: int
    known: int
    refused: Counter[str]
    fresh_media: tuple[int, ...]
    bytes: int


def receive(
    acting: Acting, blobs: Blobs, contribution: Contribution, series_id: int, items: Sequence[Item]
) -> Received:
    """Take in one batch of files into a contribution and its series, in the caller's transaction."""
    fresh, known, size = 0, 0, 0
    refused: Counter[str] = Counter()
    fresh_media: list[int] = []
    members: list[int] = []
    subjects: list[str] = []
    for item in items:
        try:
            stored = _keep(blobs, item)
        except Refusal as refusal:
            media_store.refuse_at_door(acting, contribution.id, contribution.agency, item.name, refusal)
            refused[refusal.code] += 1
            continue
        entered = media_store.receive(acting, contribution.id, contribution.agency, stored, item.name)
        members.append(entered.media_id)
        size += stored.size
        fresh += entered.new_file and entered.new_content
        known += not (entered.new_file and entered.new_content)
        if entered.new_content:
            fresh_media.append(entered.media_id)
        if entered.new_file:
            subjects.append(f"media:{stored.sha256}")
    add_media(acting, series_id, members)
    if subjects or refused:
        acting.record(
            "intake", f"contribution:{contribution.id}", *subjects, files=len(subjects), refused=dict(refused)
        )
    return Received(
        files=len(items), fresh=fresh, known=known, refused=refused, fresh_media=tuple(fresh_media), bytes=size
    )


def _keep(blobs: Blobs, item: Item) -> Stored:
    if item.refusal is not None:
        raise item.refusal
    if item.stored is not None:
        return item.stored
    try:
        return blobs.put_file(item.path)
    except OSError as fault:
        raise Refusal("unreadable", f"The file cannot be read: {fault.strerror}.") from fault
