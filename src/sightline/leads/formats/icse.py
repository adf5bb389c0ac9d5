"""ICSE hash lists: `;`-separated CSV, one line a file, as the field's tools exchange them.

The header is the one known from open tools. What is written can be opened in a spreadsheet without running anything:
a value that a spreadsheet would take for a formula is refused on writing and kept as text on reading.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from sightline.kernel.errors import Refusal, UsageError
from sightline.leads.formats.vics.fields import Notes, flag, whole

HEADER = (
    "MD5",
    "SHA1",
    "PhotoDNA",
    "Image ID",
    "Is distributed",
    "Victim identified",
    "Offender identified",
    "Series name",
    "Number of submissions",
    "File Available",
    "Media Type",
    "Baseline",
)
LONGEST_LINE = 1 << 20
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class IcseRow:
    """One line. None stands for `not said`. baseline: INTERPOL's flag for what is illegal everywhere."""

    md5: str
    sha1: str = ""
    photodna: str = ""
    image_id: str = ""
    distributed: bool | None = None
    victim_identified: bool | None = None
    offender_identified: bool | None = None
    series: str = ""
    submissions: int | None = None
    file_available: bool | None = None
    media_type: str = ""
    baseline: bool | None = None


class IcseReader:
    """Iterate `rows()` once; `notes` counts the oddities met."""

    def __init__(self, source: BinaryIO) -> None:
        self._text = io.TextIOWrapper(source, encoding="utf-8-sig", errors="backslashreplace", newline="")
        self.notes = Notes()

    def rows(self) -> Iterator[IcseRow]:
        """Every line that has an MD5, one at a time. Raises `Refusal` when the header is another."""
        lines = csv.reader(_bounded(self._text), delimiter=";")
        try:
            places = _places(next(lines, []))
            for line in lines:
                row = {name: line[at].strip() for name, at in places.items() if at < len(line)}
                if row.get("MD5"):
                    yield self._row(row)
                elif any(line):
                    self.notes["no MD5"] += 1
        except csv.Error as fault:
            raise Refusal("not-icse", f"The hash list cannot be read as CSV: {fault}.") from None

    def _row(self, row: dict[str, str]) -> IcseRow:
        return IcseRow(
            md5=row["MD5"].lower(),
            sha1=row.get("SHA1", "").lower(),
            photodna=row.get("PhotoDNA", ""),
            image_id=row.get("Image ID", ""),
            distributed=flag(row.get("Is distributed"), self.notes),
            victim_identified=flag(row.get("Victim identified"), self.notes),
            offender_identified=flag(row.get("Offender identified"), self.notes),
            series=row.get("Series name", ""),
            submissions=whole(row.get("Number of submissions"), self.notes),
            file_available=flag(row.get("File Available"), self.notes),
            media_type=row.get("Media Type", ""),
            baseline=flag(row.get("Baseline"), self.notes),
        )


def write_icse(rows: Iterable[IcseRow]) -> Iterator[str]:
    """The list as pieces of text, header first. Raises `UsageError` for text that a spreadsheet would run."""
    yield _line(HEADER)
    for row in rows:
        values = (
            row.md5.upper(),
            row.sha1.upper(),
            row.photodna,
            row.image_id,
            _flag(row.distributed),
            _flag(row.victim_identified),
            _flag(row.offender_identified),
            row.series,
            "" if row.submissions is None else str(row.submissions),
            _flag(row.file_available),
            row.media_type,
            _flag(row.baseline),
        )
        for name, value in zip(HEADER, values, strict=True):
            if value.startswith(_FORMULA):
                raise UsageError(f"{name} of {row.md5} begins with {value[0]!r}, which a spreadsheet would run.")
        yield _line(values)


def _places(head: list[str]) -> dict[str, int]:
    known = {name.casefold(): name for name in HEADER}
    found = {known[name]: at for at, name in enumerate(one.strip().casefold() for one in head) if name in known}
    if "MD5" not in found:
        raise Refusal("not-icse", "The file is no ICSE hash list: its first line has no column MD5, separated by “;”.")
    return found


def _bounded(lines: io.TextIOWrapper) -> Iterator[str]:
    while line := lines.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith("\n"):
            raise Refusal("not-icse", "A line of the hash list is longer than a million characters.")
        yield line


def _line(values: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(values)
    return out.getvalue()


def _flag(value: bool | None) -> str:  # noqa: FBT001 - one of three values, not a switch
    return "" if value is None else str(value).lower()
