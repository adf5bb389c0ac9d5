"""Country endings of web and mail addresses."""

from __future__ import annotations

import re

from sightline.clues.model import Sighting
from sightline.places.atlas.tables import table
from sightline.places.likelihood.evidence import Reading, SetAside, evidence, plain
from sightline.places.territories import marked

ELSEWHERE = 0.0005
# A generic-use ending is still somewhat commoner at home.
GENERIC_ELSEWHERE = 0.25
HOST = re.compile(r"([a-z0-9-]+(?:\.[a-z0-9-]+)*\.)?([a-z]{2,14})$")


def cctld(sighting: Sighting) -> Reading:
    """An ending (`be`, `.be`), an address or a URL; endings sold world-wide count little, .com nothing."""
    ending = ending_of(plain(sighting.value))
    if ending is None:
        return SetAside(reason="no domain ending can be read from it")
    rows = table("cctlds").rows
    own = ending.upper() if len(ending) == 2 else ""
    codes = (rows[ending] if ending in rows and ending != "generic" else own).split()
    generic = ending in rows["generic"].split()
    likelihood = marked(codes, 1.0, GENERIC_ELSEWHERE if generic else ELSEWHERE)
    if not (likelihood == 1.0).any():
        return SetAside(reason=f".{ending} belongs to no country")
    note = f".{ending}" + (", sold to everybody" if generic else "")
    return evidence(likelihood, note, "cctlds")


def ending_of(text: str) -> str | None:
    """The last label of the host in `text`, in small letters."""
    lowered = text.lower().strip().split()[-1:] or [""]
    host = re.sub(r"^[a-z]+://", "", lowered[0])
    host = re.split(r"[/?#:]", host)[0].rsplit("@", maxsplit=1)[-1].strip(".,;)")
    found = HOST.search(host)
    return found.group(2) if found and (found.group(0) == host) else None
