"""A lead package: what two officers signed, sealed for one agency, and opened there after every check has passed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sightline.kernel.errors import Conflict, IntegrityError, UsageError
from sightline.leads.archive import Part, check_name
from sightline.leads.formats.case_uco import lead_graph
from sightline.leads.formats.vics.write import lead_media_list
from sightline.leads.handling import strictest
from sightline.leads.keys import AgencyKeys, KeyCard, write_card
from sightline.leads.marks import check_mark
from sightline.leads.model import Contents, Lead, Letter, Mark, PackageKind, PackageNumber, Said
from sightline.leads.report.page import render
from sightline.leads.sealing import Address, Desk, Sealed, Unsealed, open_files, seal_files
from sightline.leads.states import check_release
from sightline.leads.wire import from_json, to_json
from sightline.leads.wording import contents_bytes, contents_digest, read_contents
from sightline.media.crops import check_crop
from sightline.media.model import Json

LEAD, REPORT, GRAPH, LIST, SENDER_CARD, README = (
    "lead.json",
    "report.html",
    "lead.jsonld",
    "media.vics.json",
    "sender.card.json",
    "README.txt",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealOrder:
    """Under which number a lead is sealed, by whose keys, to whose cards. extras: granted files, custody proofs."""

    number: PackageNumber
    sender: AgencyKeys
    recipients: tuple[KeyCard, ...]
    now: datetime
    extras: Mapping[str, Part] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A lead package that passed every check, as the receiving agency has it.

    files: every file of the package by name, to be shown or written out. urgent_reason: not empty when one officer
    released it alone. package: SHA-256 of the sealed file.
    """

    number: PackageNumber
    sender: KeyCard
    contents: Contents
    marks: tuple[Mark, ...]
    urgent_reason: str
    sealed_at: datetime
    files: Mapping[str, bytes]
    package: str

    @property
    def letter(self) -> Letter:
        """What the report needs beside the contents; render it anew here rather than show the page that came."""
        return Letter(
            number=str(self.number), sealed_at=self.sealed_at, marks=self.marks, urgent_reason=self.urgent_reason
        )


def seal(lead: Lead, order: SealOrder, path: Path) -> Sealed:
    """Write the package of an approved lead to `path`.

    Raises `NotPermitted` unless two officers (or one in an emergency) signed exactly these contents, `Refusal` for a
    crop with metadata, `UsageError` for another recipient's key, and what `seal_files` raises.
    """
    check_release(lead)
    contents = lead.contents
    _check_parties(contents, order)
    for crop in contents.crops:
        check_crop(crop.name, crop.jpeg)
    address = Address(
        kind=PackageKind.LEAD,
        number=order.number,
        sender=order.sender,
        recipients=order.recipients,
        now=order.now,
        expires=contents.expires,
    )
    return seal_files(path, address, compose(lead, order), _claim(lead))


def compose(lead: Lead, order: SealOrder) -> dict[str, Part]:
    """The files of a lead package by name; also what an officer looks at before approving."""
    contents = lead.contents
    letter = Letter(number=str(order.number), sealed_at=order.now, marks=lead.marks, urgent_reason=lead.urgent_reason)
    report = render(contents, letter)
    parts: dict[str, Part] = {
        LEAD: contents_bytes(contents),
        REPORT: report.html.encode(),
        README: report.readme.encode(),
        GRAPH: json.dumps(lead_graph(contents, letter), indent=1, ensure_ascii=False).encode(),
        LIST: json.dumps(lead_media_list(contents, str(order.number)), indent=1, ensure_ascii=False).encode(),
        SENDER_CARD: write_card(order.sender.card),
    }
    parts |= {crop_name(place): crop.jpeg for place, crop in enumerate(contents.crops, start=1)}
    clash = parts.keys() & order.extras.keys()
    if clash:
        raise UsageError(f"{min(clash)} is a name the package itself uses; name the extra file otherwise.")
    return parts | dict(order.extras)


def open_package(source: bytes | Path, desk: Desk) -> Opened:
    """Check and open a lead package. Raises `IntegrityError` with the exact reason, and then nothing was used."""
    found = open_files(source, desk, {PackageKind.LEAD})
    contents = _read_contents(found)
    marks = from_json(tuple[Mark, ...], found.claim.get("marks"))
    urgent_reason = from_json(str, found.claim.get("urgent_reason"))
    _check_marks(marks, contents, urgent_reason)
    return Opened(
        number=PackageNumber.parse(found.header.number),
        sender=found.sender,
        contents=contents,
        marks=marks,
        urgent_reason=urgent_reason,
        sealed_at=found.sealed_at,
        files=found.files,
        package=found.sha256,
    )


def write_out(opened: Opened, folder: Path) -> tuple[Path, ...]:
    """Write the files of an opened package into `folder`, which must be new; only the owner can read them.

    The names were checked when the package was opened, and are checked again. Raises `Conflict` when it exists.
    """
    try:
        folder.mkdir(mode=0o700, parents=True)
    except FileExistsError:
        raise Conflict(f"{folder} exists already; name a new folder.") from None
    written = []
    for name, content in sorted(opened.files.items()):
        check_name(name)
        path = folder / name
        path.parent.mkdir(mode=0o700, exist_ok=True, parents=True)
        path.touch(mode=0o600, exist_ok=False)
        path.write_bytes(content)
        written.append(path)
    return tuple(written)


def crop_name(place: int) -> str:
    """The file name of the crop at `place`, counted from 1."""
    return f"crops/{place:03d}.jpg"


def _check_parties(contents: Contents, order: SealOrder) -> None:
    card = order.sender.card
    if (contents.sender.country, contents.sender.agency) != (card.country, card.agency):
        raise UsageError(f"The lead is from {contents.sender.agency}, and these are the keys of {card.agency}.")
    to = (contents.recipient.country, contents.recipient.agency)
    for one in order.recipients:
        if (one.country, one.agency) != to:
            raise UsageError(f"The lead goes to {' '.join(to)}, and this key card is of {one.country} {one.agency}.")


def _claim(lead: Lead) -> dict[str, Json]:
    code, tlp = strictest(lead.contents.handling)
    return {
        "contents": contents_digest(lead.contents),
        "legal_basis": lead.contents.legal_basis,
        "purpose": lead.contents.purpose,
        "handling": code.value,
        "tlp": tlp.value,
        "urgent_reason": lead.urgent_reason,
        "marks": to_json(lead.marks),
    }


def _read_contents(found: Unsealed) -> Contents:
    raw = found.files.get(LEAD)
    if raw is None:
        raise IntegrityError(f"The package has no {LEAD}.")
    crops = tuple(content for name, content in found.files.items() if name.startswith("crops/"))
    contents = read_contents(raw, crops)
    facts = (contents_digest(contents), contents.recipient.agency, contents.sender.agency, contents.expires)
    if facts != (found.claim.get("contents"), found.header.agency, found.sender.agency, found.expires):
        raise IntegrityError("The lead inside the package is not the one its sender signed.")
    return contents


def _check_marks(marks: tuple[Mark, ...], contents: Contents, urgent_reason: str) -> None:
    digest = contents_digest(contents)
    for mark in marks:
        check_mark(mark, contents.recipient)
        if mark.digest != digest:
            raise IntegrityError(f"What {mark.officer.name} signed is another version of this lead.")
    said = {mark.said: mark.officer for mark in marks}
    if Said.RELEASED_URGENTLY in said and urgent_reason.strip():
        return
    if Said.PROPOSED not in said or Said.APPROVED not in said:
        raise IntegrityError("The package does not carry the signatures of two officers.")
    if said[Said.PROPOSED].key == said[Said.APPROVED].key:
        raise IntegrityError("The same officer proposed and approved this package; two are needed.")
