"""Ways of writing that few countries share: postal codes, licence plates, emergency numbers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib.resources import files

from sightline.clues.readers.model import Clueing, Sign
from sightline.media.model import Json

TABLE = tomllib.loads((files("sightline.clues.readers") / "formats.toml").read_text(encoding="utf-8"))
_POSTAL = [(re.compile(row["pattern"]), str(row["countries"])) for row in TABLE["postal"].values()]
_PLATES = [(re.compile(row["pattern"]), str(row["countries"])) for row in TABLE["plates"].values()]
_EMERGENCY: dict[str, str] = TABLE["emergency"]
_CALL = re.compile(
    r"\b(?:emergenc\w*|urgence\w*|notruf\w*|nood\w*|emergencia\w*|emergência|sos|police|polizei|politie|polic[ií]a|policja|"
    r"ambulan\w*|fire|feuerwehr|pompiers|brandweer|bomberos|bombeiros|samu|112|acil|sürgős|h[äe]t[äa]\w*|nödsamtal|"
    r"экстренн\w*|полици\w*|пожарн\w*|скорая|поліція|швидка|asistencia)\b|急救|报警|警察|消防|救急|緊急|طوارئ|ฉุกเฉิน",
    re.IGNORECASE,
)
_SHORT = re.compile(r"(?<![\d.,:/+€$£-])\d{2,5}(?![\d:/%€$£]|[.,-]\d)")
MOST = 10


def _countries(listed: str) -> list[Json]:
    return [*listed.split()]


class PostalCode:
    """Postal codes in forms that only one country has."""

    name = "postal-code"
    version = "1"
    kinds = ("postal-code",)

    def read(self, sign: Sign) -> Iterable[Clueing]:
        """Return `postal-code` clues; detail: `{"countries": ["NL"]}`."""
        for pattern, countries in _POSTAL:
            match = pattern.search(sign.text)
            if match:
                yield Clueing(kind="postal-code", value=match.group(), detail={"countries": _countries(countries)})


class Plate:
    """Licence plates that fill a line of their own."""

    name = "plate"
    version = "1"
    kinds = ("plate",)

    def read(self, sign: Sign) -> Iterable[Clueing]:
        """Return a `plate` clue for a line with the format of one country or two; vehicles travel, so it is weak."""
        if sign.inside_code:
            return
        for line in sign.text.split("\n")[:MOST]:
            fits = [countries for pattern, countries in _PLATES if pattern.fullmatch(line.strip())]
            found = _countries(" ".join(dict.fromkeys(" ".join(fits).split())))
            if found:
                yield Clueing(kind="plate", value=line.strip(), detail={"countries": found}, reliability=0.6)


class EmergencyNumber:
    """Short numbers beside a word of distress."""

    name = "emergency-number"
    version = "1"
    kinds = ("emergency-number",)

    def read(self, sign: Sign) -> Iterable[Clueing]:
        """Return `emergency-number` clues, only on signs that also speak of police, fire, ambulance or emergency."""
        if not _CALL.search(sign.text):
            return
        for number in dict.fromkeys(_SHORT.findall(sign.text)):
            if number in _EMERGENCY:
                where = _countries(_EMERGENCY[number])
                yield Clueing(kind="emergency-number", value=number, detail={"countries": where})
