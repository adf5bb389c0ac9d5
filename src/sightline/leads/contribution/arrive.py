"""A sealed contribution as the files and the terms that taking in asks for. Paths of the sender stay data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sightline.intake.folder import Item
from sightline.kernel.errors import Refusal
from sightline.leads.contribution.unpack import Incoming, unpack
from sightline.leads.sealing import Desk
from sightline.operations.model import Contribution, Handling, Operation, Tlp

LONGEST_PATH = 2_000


def contribution_of(incoming: Incoming, operation: Operation) -> Contribution:
    """The contribution its sender means, with the sender's conditions and what the operation shows by default."""
    terms = incoming.plan.terms
    return Contribution(
        id=0, operation_id=operation.id, agency=incoming.sender.agency, case_reference=terms.case_reference,
        legal_basis=terms.legal_basis, handling=Handling(terms.handling.code.value),
        tlp=Tlp(f"TLP:{terms.handling.tlp.value}"), review=terms.review.date(), level=operation.level,
    )  # fmt: skip


def arrivals(incoming: Incoming, desk: Desk, room: Path) -> Iterator[Item]:
    """Every file of the package once its bytes are checked, under each of its paths; then what was left out, and why.

    room: where contents lie meanwhile, named by their SHA-256. Raises as `unpack` does.
    """
    files = frozenset(incoming.plan.items)
    for item in unpack(incoming, desk, room):
        if item in files:
            for path in item.paths:
                yield Item(path=room / item.sha256, name=_name(path))
    for one in incoming.plan.left_out:
        why = f"It could not be read where it was packed: {one.reason[:200]}."
        yield Item(path=room, name=_name(one.path), refusal=Refusal("unreadable", why))


def only_named(incoming: Incoming) -> int:
    """How many contents the sender lists without giving their bytes."""
    return sum(not item.pieces for item in incoming.plan.items)


def _name(path: str) -> bytes:
    return path.encode("utf-8", "backslashreplace")[:LONGEST_PATH]
