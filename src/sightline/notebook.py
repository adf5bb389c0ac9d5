"""For people who think in notebooks: a workspace as pandas and GeoPandas tables, under the same rules as everywhere.

    import sightline
    with sightline.open("operation", officer="be.jansen") as operation:
        operation.hypotheses()  # a GeoDataFrame: one row for every series and country

Each table is read in a transaction of the officer, who sees what they may see, and reading it is recorded. pandas and
GeoPandas come with the extra `notebook`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sightline.agencies.access import Acting
from sightline.clues import store as clue_store
from sightline.clues.model import Clue
from sightline.kernel.errors import Unavailable, UsageError
from sightline.kernel.settings import load
from sightline.matching import store as link_store
from sightline.matching.model import Link
from sightline.operations import store as operation_store
from sightline.places import store as place_store
from sightline.places.hypothesis import Hypothesis, from_json
from sightline.places.maps import coarse
from sightline.series import store as series_store
from sightline.series.media import store as media_store
from sightline.series.model import Series
from sightline.workspace import Workspace

try:
    import geopandas
    import pandas
except ImportError as error:
    raise Unavailable('Tables need pandas and GeoPandas: pip install "sightline[notebook]".') from error

WGS84 = "EPSG:4326"
FORMATS = (".csv", ".parquet", ".geojson")

SERIES = ("series", "title", "status", "media", "agencies", "country")
LINKS = (
    "link",
    "kind",
    "strength",
    "verdict",
    "left",
    "right",
    "series_left",
    "series_right",
    "score",
    "matcher",
    "version",
)
CLUES = (
    "clue",
    "series",
    "media",
    "kind",
    "value",
    "state",
    "seen_by",
    "reliability",
    "group",
    "x",
    "y",
    "width",
    "height",
)
HYPOTHESES = ("series", "country", "probability", "rank", "likely", "abstains", "geometry")


class Notebook:
    """An open workspace as tables. Use it as a context manager, or call `close`."""

    def __init__(self, workspace: Workspace, operation: str | None = None) -> None:
        self._workspace = workspace
        self._operation = operation

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Place and sign the custody entries of what was read, and let the database go."""
        self._workspace.__exit__(None, None, None)

    def series(self) -> pandas.DataFrame:
        """Return one row for every series of the operation that the officer may see."""
        with self._reading("series") as acting:
            countries = place_store.located(acting)
            rows = [
                (one.id, one.title, str(one.status), one.media, ", ".join(one.agencies), countries.get(one.id))
                for one in self._all_series(acting)
            ]
        return _frame(rows, SERIES)

    def links(self) -> pandas.DataFrame:
        """Return one row for every link, strongest first. left, right: SHA-256 of the two media."""
        with self._reading("links") as acting:
            found = link_store.list_links(acting)
            ids = sorted({media for link in found for media in (link.proposal.left, link.proposal.right)})
            names = {media: entry.sha256 for media, entry in media_store.many(acting, ids).items()}
            homes = series_store.series_of(acting, ids)
        return _frame([_link_row(link, names, homes) for link in found], LINKS)

    def clues(self) -> pandas.DataFrame:
        """Return one row for every clue of every series. x..height: the region, as fractions of width and height."""
        with self._reading("clues") as acting:
            found = [clue for one in self._all_series(acting) for clue in clue_store.of_series(acting, one.id)]
            ids = sorted({clue.sighting.media_id for clue in found if clue.sighting.media_id is not None})
            names = {media: entry.sha256 for media, entry in media_store.many(acting, ids).items()}
        return _frame([_clue_row(clue, names) for clue in found], CLUES)

    def hypotheses(self) -> geopandas.GeoDataFrame:
        """Return one row for every series and country with a chance above 0.0001, its outline in degrees (WGS 84).

        Only series that somebody has asked `where` about have one. likely: whether the country is in the smallest
        set that holds 90 %. abstains: why no country should be named, empty if one may be.
        """
        with self._reading("hypotheses") as acting:
            kept = [(one.id, place_store.newest(acting, one.id)) for one in self._all_series(acting)]
        rows = [row for number, answer in kept if answer for row in _hypothesis_rows(number, from_json(answer.body))]
        return geopandas.GeoDataFrame(_frame(rows, HYPOTHESES), geometry="geometry", crs=WGS84)

    def save(self, frame: pandas.DataFrame, path: str | Path) -> Path:
        """Write a table as .csv, .parquet or .geojson, by the ending of `path`. Raises `UsageError`."""
        target = Path(path)
        if target.suffix not in FORMATS:
            raise UsageError(f"{target.name} has no ending that is known here; use one of {', '.join(FORMATS)}.")
        if target.suffix == ".parquet":
            frame.to_parquet(target, index=False)
        elif target.suffix == ".csv":
            frame.drop(columns="geometry", errors="ignore").map(_inert).to_csv(target, index=False)
        elif isinstance(frame, geopandas.GeoDataFrame):
            target.write_text(frame.to_json(drop_id=True), encoding="utf-8")
        else:
            raise UsageError("Only the table of hypotheses has outlines; write the others as .csv or .parquet.")
        return target

    @contextmanager
    def _reading(self, table: str) -> Iterator[Acting]:
        """Open a transaction that says in the custody log which table was read."""
        with self._workspace.acting() as acting:
            acting.record("read table", f"table:{table}")
            yield acting

    def _all_series(self, acting: Acting) -> list[Series]:
        operation = (
            operation_store.by_code(acting, self._operation) if self._operation else operation_store.the_only(acting)
        )
        return series_store.list_series(acting, operation.id)


def open_workspace(folder: str | Path, *, officer: str | None = None, operation: str | None = None) -> Notebook:
    """Open the workspace in `folder` as `officer`, or as the officer in its settings. Also known as `sightline.open`.

    operation: its code; not needed where there is one. Raises `UsageError`, `NotFound`, `Unavailable`.
    """
    return Notebook(Workspace.open(load({"workspace": str(folder), "officer": officer})), operation)


def _frame(rows: Iterable[tuple[Any, ...]], columns: tuple[str, ...]) -> pandas.DataFrame:
    return pandas.DataFrame.from_records(list(rows), columns=list(columns))


def _link_row(link: Link, names: Mapping[int, str], homes: Mapping[int, list[int]]) -> tuple[Any, ...]:
    one = link.proposal
    return (
        link.id, str(one.kind), str(one.strength), link.verdict and str(link.verdict), names.get(one.left), names.get(one.right),
        homes.get(one.left, []), homes.get(one.right, []), one.score, one.matcher, one.version,
    )  # fmt: skip


def _clue_row(clue: Clue, names: Mapping[int, str]) -> tuple[Any, ...]:
    seen = clue.sighting
    at = seen.region
    box = (at.x, at.y, at.width, at.height) if at else (None, None, None, None)
    media = names.get(seen.media_id) if seen.media_id is not None else None
    return (
        clue.id,
        clue.series_id,
        media,
        seen.kind,
        seen.value,
        str(clue.state),
        seen.seen_by,
        seen.reliability,
        seen.group,
        *box,
    )


def _hypothesis_rows(series: int, hypothesis: Hypothesis) -> list[tuple[Any, ...]]:
    shapes = coarse()
    likely = frozenset(hypothesis.likely_set)
    return [
        (series, code, chance, rank, code in likely, hypothesis.abstains or "", shapes.get(code))
        for rank, (code, chance) in enumerate(hypothesis.posterior, 1)
        if chance > 0.0001
    ]


def _inert(value: Any) -> Any:
    """Return the cell so that no spreadsheet runs it: what would start a formula gets an apostrophe in front."""
    runs = isinstance(value, str) and (
        value[:1] in {"=", "@", "\t", "\r"} or (value[:1] in {"+", "-"} and not value[1:2].isdigit())
    )
    return f"'{value}" if runs else value
