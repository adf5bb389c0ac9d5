"""Seals what another room hands over to a partner agency, and opens what one sends: numbered, and opened only once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sightline.agencies.access import Acting
from sightline.kernel.clock import now
from sightline.leads import store
from sightline.leads.keys import AgencyKeys
from sightline.leads.model import PackageKind
from sightline.leads.sealing import Address, Desk, Sealed, open_files, seal_files


class Courier:
    """The post of one acting officer: the agency's keys, and the folder where packages to be sent are laid."""

    def __init__(self, acting: Acting, keys: AgencyKeys, folder: Path) -> None:
        self._acting = acting
        self._keys = keys
        self._folder = folder
        self.last: Sealed | None = None

    def send(self, kind: str, to: str, files: Mapping[str, bytes], expires: datetime) -> str:
        """Seal `files` to agency `to`; return the package number; `last` tells where it lies.

        Raises `NotPermitted` for a partner whose key is not confirmed, and what `seal_files` raises.
        """
        recipient = store.directory(self._acting).recipient(to, now())
        number = store.next_number(self._acting, self._keys.card.agency)
        self._folder.mkdir(parents=True, exist_ok=True)
        address = Address(
            kind=PackageKind(kind),
            number=number,
            sender=self._keys,
            recipients=(recipient,),
            now=now(),
            expires=expires,
        )
        self.last = seal_files(self._folder / f"{number}.sightline", address, dict(files), {})
        self._acting.record("seal package", f"package:{number}", package=self.last.sha256, kind=kind, to=to)
        return str(number)

    def receive(self, path: Path, kind: str) -> tuple[str, str, Mapping[str, bytes]]:
        """Open a package of this kind: (number, sending agency, files). Raises `IntegrityError` with the exact reason."""
        acting = self._acting
        desk = Desk(keys=self._keys, directory=store.directory(acting), seen=store.seen_numbers(acting), now=now())
        found = open_files(path, desk, {PackageKind(kind)})
        store.mark_seen(acting, found.header.number, found.sha256)
        acting.record(
            "open package", f"package:{found.header.number}", package=found.sha256, sender=found.sender.agency
        )
        return found.header.number, found.sender.agency, found.files
