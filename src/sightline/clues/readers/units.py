"""Units of measure that only a few countries put on signs and packages."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sightline.clues.readers.model import Clueing, Sign
from sightline.media.model import Json

_MILES = re.compile(
    r"(?<![\w.])\d{1,3}(?:[.,]\d)?\s?(?:mph|m\.p\.h\.|miles?|mi)\b|\b(?:speed limit|mph)\b", re.IGNORECASE
)
_CUSTOMARY = re.compile(
    r"(?<![\w.])\d{1,3}(?:[.,]\d{1,2})?\s?(?:fl\.? ?oz\.?|gal(?:lons?)?|lbs?\.?|oz\.?|sq\.? ?ft\.?)(?!\w)",
    re.IGNORECASE,
)
_FAHRENHEIT = re.compile(r"(?<![\w.])-?\d{1,3}\s?°\s?F\b")
_METRIC = re.compile(r"(?<![\w.])\d{1,3}\s?km/h\b", re.IGNORECASE)
MILES = "US GB LR PR GU VI AS MP JE GG IM GI BS AG KN LC VC DM GD BZ KY"
CUSTOMARY = "US PR GU VI AS MP LR CA BS BZ"
FAHRENHEIT = "US PR GU VI AS MP BS KY PW FM MH LR"


class Units:
    """Miles, pounds, Fahrenheit; and kilometres an hour, which only say where it is not."""

    name = "units"
    version = "1"
    kinds = ("units",)

    def read(self, sign: Sign) -> Iterable[Clueing]:
        """Return a `units` clue for each system seen on the sign; goods travel, so all but road signs are weak."""
        for pattern, value, countries, trust in (
            (_MILES, "imperial", MILES, None),
            (_CUSTOMARY, "us-customary", CUSTOMARY, 0.5),
            (_FAHRENHEIT, "fahrenheit", FAHRENHEIT, 0.6),
        ):
            match = pattern.search(sign.text)
            if match:
                where: list[Json] = [*countries.split()]
                detail: dict[str, Json] = {"printed": match.group(), "countries": where}
                yield Clueing(kind="units", value=value, detail=detail, reliability=trust)
        match = _METRIC.search(sign.text)
        if match:
            yield Clueing(kind="units", value="metric", detail={"printed": match.group()})
