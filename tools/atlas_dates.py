"""Write `places/atlas/date_formats.toml` from CLDR through babel, or check that it still says what babel says.

    python tools/atlas_dates.py 2026-11-24    writes the table with that date
    python tools/atlas_dates.py --check       exits with 1 and names the territories that differ

Reading the short date of some 500 locales takes seconds, too long for the first clue of a day: hence a table.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import version
from pathlib import Path

from babel import Locale
from babel.core import UnknownLocaleError, get_global

from sightline.places.atlas.tables import table
from sightline.places.territories import CODES

TARGET = Path(__file__).parent.parent / "src/sightline/places/atlas/date_formats.toml"
LETTERS = re.compile(r"[yYMd]+")
HEAD = """[about]
title = "Order of day, month and year in short dates and the sign between, with the speakers who write so, in percent"
source = "CLDR, short date of each official language, through babel {babel}; made by tools/atlas_dates.py"
licence = "Unicode-3.0 (facts taken from CLDR)"
date = "{date}"
check = "tools/atlas_dates.py --check; tests/places/atlas/test_formats.py checks a sample against babel"

[rows]
"""


def ways(country: str) -> dict[str, float]:
    """`DMY/` or `YMD-` -> percent of the speakers of official languages; a territory without any writes as English."""
    tags = get_global("territory_languages").get(country, {})
    spoken = {tag: facts["population_percent"] for tag, facts in tags.items() if facts["official_status"]}
    found: dict[str, float] = {}
    for tag, percent in (spoken or {"en": 1.0}).items():
        try:
            pattern = Locale.parse(f"{tag}_{country}").date_formats["short"].pattern
        except (UnknownLocaleError, ValueError):
            continue
        letters = "".join(run[0] for run in LETTERS.findall(pattern)).upper()
        sign = re.search(r"[./-]", pattern)
        way = letters + (sign.group() if sign else " ")
        found[way] = round(found.get(way, 0.0) + percent + 1.0, 1)
    return found or {"DMY/": 1.0}


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    if sys.argv[1] == "--check":
        rows = table("date_formats").rows
        differ = [code for code in CODES if rows.get(code) != ways(code)]
        print("\n".join(f"{code}: {rows.get(code)} in the table, {ways(code)} in babel" for code in differ))
        return 1 if differ else 0
    lines = []
    for code in CODES:
        cells = ", ".join(f'"{way}" = {percent}' for way, percent in sorted(ways(code).items()))
        lines.append(f"{code} = {{ {cells} }}\n")
    head = HEAD.format(babel=version("babel"), date=sys.argv[1])
    TARGET.write_text(head + "".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
