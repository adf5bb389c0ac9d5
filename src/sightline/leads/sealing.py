"""Files into one sealed package and out again, whatever its kind: bag, signed statement, age, signed header.

Opening checks in an order that gives the exact reason, and nothing of the package is used before the last check.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from sightline.kernel.clock import stamp
from sightline.kernel.errors import IntegrityError, NotFound, UsageError
from sightline.leads import age
from sightline.leads.archive import MemoryShelf, Part, Unpacker
from sightline.leads.bag import SEAL, check_bag, make_bag, stream, subjects
from sightline.leads.container import Header, check_ciphertext, read_header, verify_header, write_container
from sightline.leads.directory import Directory, check_validity
from sightline.leads.dsse import INTOTO, open_envelope, read_statement, sign, statement
from sightline.leads.keys import AgencyKeys, KeyCard, SigningKey
from sightline.leads.model import PackageKind, PackageNumber
from sightline.media.model import Json

PREDICATE = "urn:sightline:package:v1"
CLOCK_SLACK = timedelta(hours=25)
LARGEST = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What kind of package, under which number, from whose keys, to whose key cards, when, until when."""

    kind: PackageKind
    number: PackageNumber
    sender: AgencyKeys
    recipients: tuple[KeyCard, ...]
    now: datetime
    expires: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A sealed file on disk. sha256: of the whole file, hex."""

    path: Path
    number: PackageNumber
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who opens packages here.

    seen: numbers opened before. limit: bytes that may be unpacked into memory. older: age keys this agency used before,
    for packages that were under way when it changed keys.
    """

    keys: AgencyKeys
    directory: Directory
    seen: Collection[str]
    now: datetime
    limit: int = LARGEST
    older: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsealed:
    """A package that passed every check. files: payload by name. claim: what the sender signed about it."""

    header: Header
    sender: KeyCard
    files: Mapping[str, bytes]
    claim: Mapping[str, Json]
    sealed_at: datetime
    expires: datetime
    sha256: str


def seal_files(
    path: Path,
    address: Address,
    payload: Mapping[str, Part],
    claim: Mapping[str, Json],
    officers: Sequence[SigningKey] = (),
) -> Sealed:
    """Write a sealed package. claim: what is said about it, signed; officers: further signatures beside the agency's.

    Raises `IntegrityError` when a key is not valid today, `Conflict` when `path` exists, `Unavailable` for a full disk.
    """
    to = _one_agency(address)
    check_validity(address.sender.card, address.now)
    for card in address.recipients:
        check_validity(card, address.now)
    name = str(address.number)
    bag = make_bag(name, payload, _bag_info(address, to))
    signed = statement(subjects(bag.tags), PREDICATE, {**claim, **_envelope_facts(address, to)})
    envelope = sign(INTOTO, signed, [address.sender.signing, *officers])
    header = Header(
        number=name, kind=address.kind, country=to.country, agency=to.agency, key=address.sender.card.key_id
    )
    recipients = [card.sealing for card in address.recipients]
    sha256, size = write_container(path, header, address.sender.signing, recipients, stream(bag, envelope))
    return Sealed(path=path, number=address.number, sha256=sha256, size=size)


def open_files(source: bytes | Path, desk: Desk, kinds: Collection[PackageKind]) -> Unsealed:
    """Check and open a package. Raises `IntegrityError` with the exact reason when anything at all is not right."""
    with _open(source) as stream_in:
        header, line, signature = read_header(stream_in)
        sender = desk.directory.sender(header.key, desk.now)
        verify_header(line, signature, sender.signing)
        _check_address(header, desk, kinds)
        sha256 = check_ciphertext(stream_in, header)
        shelf = MemoryShelf(desk.limit)
        unpacker = Unpacker(shelf)
        age.decrypt(stream_in, unpacker, (desk.keys.sealing, *desk.older))
        unpacker.finish()
    payload, tags = check_bag(header.number, shelf.files())
    claim = _check_statement(tags, sender, header)
    sealed_at, expires = _check_times(claim, desk.now)
    return Unsealed(
        header=header, sender=sender, files=payload, claim=claim, sealed_at=sealed_at, expires=expires, sha256=sha256
    )


def _one_agency(address: Address) -> KeyCard:
    if len({(card.country, card.agency) for card in address.recipients}) != 1:
        raise UsageError("A package goes to exactly one agency; make one package for each.")
    if address.number.sender != address.sender.card.agency:
        raise UsageError(f"The number {address.number} belongs to another agency than {address.sender.card.agency}.")
    return address.recipients[0]


def _bag_info(address: Address, to: KeyCard) -> dict[str, str]:
    return {
        "Source-Organization": address.sender.card.name,
        "External-Identifier": str(address.number),
        "Bagging-Date": f"{address.now:%Y-%m-%d}",
        "Sightline-Kind": address.kind,
        "Sightline-Recipient": f"{to.country} {to.agency}",
        "Sightline-Expires": f"{address.expires:%Y-%m-%d}",
    }


def _envelope_facts(address: Address, to: KeyCard) -> dict[str, Json]:
    return {
        "kind": address.kind.value,
        "number": str(address.number),
        "recipient": {"country": to.country, "agency": to.agency},
        "sender": {"country": address.sender.card.country, "agency": address.sender.card.agency},
        "sealed_at": stamp(address.now),
        "expires": stamp(address.expires),
    }


def _open(source: bytes | Path) -> BinaryIO:
    if isinstance(source, bytes):
        return io.BytesIO(source)
    try:
        return source.open("rb")
    except OSError as fault:
        raise NotFound(f"The package {source} cannot be read: {fault.strerror}.") from None


def _check_address(header: Header, desk: Desk, kinds: Collection[PackageKind]) -> None:
    card = desk.keys.card
    if (header.country, header.agency) != (card.country, card.agency):
        raise IntegrityError(
            f"The package is addressed to {header.country} {header.agency}, and you are {card.country} {card.agency}. "
            "Do not pass it on; tell the sender."
        )
    if header.kind not in kinds:
        raise IntegrityError(f"This is a {header.kind} package; {' or '.join(sorted(kinds))} was expected here.")
    if header.number in desk.seen:
        raise IntegrityError(f"The package {header.number} was opened here before; a number counts only once.")


def _check_statement(tags: Mapping[str, bytes], sender: KeyCard, header: Header) -> dict[str, Json]:
    payload = open_envelope(tags[SEAL], INTOTO, {sender.key_id: sender.signing})
    listed, claim = read_statement(payload, PREDICATE)
    if listed != subjects(tags):
        raise IntegrityError("The manifests are not those that the sender signed.")
    if not isinstance(claim, dict):
        raise IntegrityError("The sender's statement says nothing.")
    wanted: dict[str, Json] = {
        "kind": header.kind.value,
        "number": header.number,
        "recipient": {"country": header.country, "agency": header.agency},
        "sender": {"country": sender.country, "agency": sender.agency},
    }
    for name, value in wanted.items():
        if claim.get(name) != value:
            raise IntegrityError(f"Outside and inside of the package disagree about its {name}: it was sealed anew.")
    return claim


def _check_times(claim: Mapping[str, Json], now: datetime) -> tuple[datetime, datetime]:
    try:
        sealed_at, expires = (datetime.fromisoformat(str(claim.get(name))) for name in ("sealed_at", "expires"))
        early, late = now + CLOCK_SLACK < sealed_at, now > expires
    except (ValueError, TypeError):
        raise IntegrityError("The package does not say when it was sealed and until when it may be opened.") from None
    if early:
        raise IntegrityError(
            f"The package was sealed on {sealed_at:%Y-%m-%d}, and this machine's clock says {now:%Y-%m-%d}. "
            "One of the two clocks is wrong; set yours, or ask the sender."
        )
    if late:
        raise IntegrityError(
            f"The package expired on {expires:%Y-%m-%d}, and this machine's clock says {now:%Y-%m-%d}. "
            "Check the clock, or ask the sender for a new package."
        )
    return sealed_at, expires
