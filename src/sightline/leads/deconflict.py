"""De-confliction: whether a series is known, identified or worked under another number, here or on a server compared."""

from __future__ import annotations

from sightline.agencies.access import Acting
from sightline.kernel.clock import now
from sightline.leads.comparison import store as comparisons
from sightline.leads.model import Deconfliction, Known
from sightline.matching import store as link_store
from sightline.matching.model import Strength, Verdict
from sightline.operations.model import Operation
from sightline.series import store as series_store
from sightline.series.model import Status

IDENTIFIED = frozenset({Status.KNOWN, Status.POSITIVE, Status.SAFEGUARDED, Status.ADULT, Status.DECEASED})
IN_WORK = frozenset({Status.PROBABLE, Status.REFERRED, Status.ACKNOWLEDGED, Status.IN_WORK})


def deconflict(acting: Acting, operation: Operation, number: int) -> Deconfliction:
    """Look for other series that share content or a verified, unrejected link with this one."""
    media = series_store.media_of(acting, number)
    near = set(media)
    for link in link_store.list_links(acting, media_ids=media, strength=Strength.VERIFIED):
        if link.verdict is not Verdict.REJECTED:
            near |= {link.proposal.left, link.proposal.right}
    others = {other for found in series_store.series_of(acting, sorted(near)).values() for other in found} - {number}
    statuses = {other: series_store.by_number(acting, other).status for other in sorted(others)}
    known = Known.NOT_KNOWN
    if any(status in IN_WORK for status in statuses.values()):
        known = Known.IN_WORK_ELSEWHERE
    if any(status in IDENTIFIED for status in statuses.values()):
        known = Known.IDENTIFIED_ELSEWHERE
    notes = [f"S{other} shares material with it and is: {status}" for other, status in statuses.items()]
    notes += [
        f"{partner} knows material of it: talk to them" for partner in comparisons.partners_who_know(acting, number)
    ]
    against = [f"the series of operation {operation.code}"]
    against += [f"the server of {one}, exact files and cameras only" for one in comparisons.partners_asked(acting)]
    return Deconfliction(known=known, checked_against=tuple(against), checked_at=now(), note="; ".join(notes))
