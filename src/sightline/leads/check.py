"""Check a sealed package without a workspace: from outside with the sender's key card, or entirely with one's own keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sightline.custody import proofs
from sightline.kernel.errors import IntegrityError, NotFound
from sightline.leads.container import Header, check_ciphertext, read_header, verify_header
from sightline.leads.directory import Directory, Partner
from sightline.leads.keys import AgencyKeys, KeyCard
from sightline.leads.model import PackageKind
from sightline.leads.package import open_package
from sightline.leads.sealing import Desk, Unsealed, open_files


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What is certain of a package. sender: whose signature holds, None when no card was given to compare with.

    opened: whether everything inside was checked too. signed: the officers and what they signed, of an opened lead.
    proven: entries of the sender's custody log that came along and hold.
    """

    header: Header
    sha256: str
    sender: str | None
    opened: bool
    signed: tuple[str, ...] = ()
    proven: int = 0


def check_outside(path: Path, card: KeyCard | None) -> Checked:
    """Check what anybody can: complete, unaltered, and signed by `card`. Raises `IntegrityError` with the reason."""
    try:
        with path.open("rb") as source:
            header, line, signature = read_header(source)
            if card is not None:
                if card.key_id != header.key:
                    raise IntegrityError(f"The package is signed by another key than the one on {card.name}'s card.")
                verify_header(line, signature, card.signing)
            sha256 = check_ciphertext(source, header)
    except OSError as fault:
        raise NotFound(f"The package {path} cannot be read: {fault.strerror}.") from None
    return Checked(header=header, sha256=sha256, sender=card.name if card else None, opened=False)


def check_inside(path: Path, card: KeyCard, keys: AgencyKeys, now: datetime) -> Checked:
    """Open the package in memory and check all of it; nothing is kept, and the number is not used up."""
    trusted = Directory([Partner(card=card, entered_by="check", confirmed_by="card")])
    desk = Desk(keys=keys, directory=trusted, seen=(), now=now)
    outside = check_outside(path, card)
    if outside.header.kind is PackageKind.CONTRIBUTION:
        raise IntegrityError("A contribution is checked as it is opened: sightline exchange open PACKAGE.")
    found = open_files(path, desk, set(PackageKind))
    return Checked(
        header=outside.header,
        sha256=outside.sha256,
        sender=card.name,
        opened=True,
        signed=_signed(path, desk, found),
        proven=_proven(found),
    )


def _signed(path: Path, desk: Desk, found: Unsealed) -> tuple[str, ...]:
    if found.header.kind is not PackageKind.LEAD:
        return ()
    return tuple(f"{mark.officer.name}: {mark.said}" for mark in open_package(path, desk).marks)


def _proven(found: Unsealed) -> int:
    texts = [content for name, content in found.files.items() if name.endswith(".custody-proof")]
    return sum(len(proofs.check(text.decode("utf-8", "replace")).entries) for text in texts)
