"""What this machine lacks for the work, and what that costs: looked at, not guessed."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from dataclasses import dataclass

from sightline.features.writing.tesseract import PACKS, find_packs
from sightline.kernel.errors import SightlineError
from sightline.kernel.settings import CONFIG_NAME, Settings
from sightline.media.isolation import grade

ROOM_BYTES = 20 << 30
MEMORY_BYTES = 4 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at. needed: without it files are not decoded or nothing runs. remedy: cost, and what to do."""

    name: str
    good: bool
    needed: bool
    finding: str
    remedy: str = ""


def examine(settings: Settings, *, try_cage: bool = True) -> list[Check]:
    """Every check, in the order in which one would mend them. `try_cage` really tries to break out of a decoder."""
    checks = [_python(), _memory(), _room(settings), _privacy(settings), _packs()]
    if try_cage:
        checks.insert(1, _cage())
    return checks


def _python() -> Check:
    found = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info >= (3, 11)
    remedy = "" if good else "Install Python 3.11 or newer."
    return Check(name="Python", good=good, needed=True, finding=found, remedy=remedy)


def _cage() -> Check:
    try:
        found = grade()
    except SightlineError as fault:
        return Check(name="isolation", good=False, needed=True, finding="no cage starts", remedy=str(fault))
    good = found.grade != "C"
    finding = f"grade {found.grade}: " + ", ".join(
        f"{wall} {'stands' if up else 'missing'}" for wall, up in found.layers.items()
    )
    return Check(name="isolation", good=good, needed=True, finding=finding, remedy=" ".join(found.missing))


def _memory() -> Check:
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    remedy = (
        ""
        if total >= MEMORY_BYTES
        else "Large pictures and videos may be refused; 4 GB is the least, 16 GB is comfortable."
    )
    return Check(
        name="memory", good=total >= MEMORY_BYTES, needed=False, finding=f"{total / 1e9:.0f} GB", remedy=remedy
    )


def _room(settings: Settings) -> Check:
    place = settings.workspace
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    remedy = (
        ""
        if free >= ROOM_BYTES
        else "An operation needs about 1.5 times the size of its files; make room or move the workspace."
    )
    return Check(name="disk", good=free >= ROOM_BYTES, needed=False, finding=f"{free / 1e9:.0f} GB free", remedy=remedy)


def _privacy(settings: Settings) -> Check:
    folder = settings.workspace
    if not (folder / CONFIG_NAME).exists():
        return Check(
            name="workspace", good=False, needed=False, finding=f"none in {folder}", remedy="Make one: sightline init."
        )
    open_to_others = bool(stat.S_IMODE((folder / "keys").stat().st_mode) & 0o077)
    remedy = f"Others can read the keys: chmod 700 {folder / 'keys'}." if open_to_others else ""
    return Check(name="workspace", good=not open_to_others, needed=False, finding=str(folder), remedy=remedy)


def _packs() -> Check:
    found = find_packs()
    missing = [pack for pack in PACKS if pack.script not in found]
    finding = f"Latin, Chinese, Japanese, and {len(found)} of {len(PACKS)} other scripts"
    if not missing:
        return Check(name="writing", good=True, needed=False, finding=finding)
    names = " ".join(sorted({pack.debian for pack in missing}))
    remedy = f"Not read: {', '.join(pack.script for pack in missing)}. Install: apt-get install {names}"
    return Check(name="writing", good=False, needed=False, finding=finding, remedy=remedy)
