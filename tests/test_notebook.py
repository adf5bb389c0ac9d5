"""A workspace as tables."""

import csv
import json
from pathlib import Path

import geopandas
import pandas
import pytest

import sightline
from sightline.clues import store as clue_store
from sightline.clues.model import Sighting
from sightline.kernel.errors import UsageError
from sightline.notebook import Notebook
from sightline.places.locate import locate
from sightline.series import store as series_store
from sightline.workspace import Workspace


@pytest.fixture
def notebook(workspace: Workspace) -> Notebook:
    with workspace.acting() as acting:
        number = series_store.open_series(acting, 1, "=cmd()")
        clue_store.add(acting, number, Sighting(kind="phone", value="+32 2 555 01 23", seen_by="officer:1"))
        clue_store.add(acting, number, Sighting(kind="plug", value="E", seen_by="officer:1"))
        locate(acting, number)
    return Notebook(workspace)


def test_every_table_has_a_row_for_what_was_entered(notebook: Notebook) -> None:
    assert list(notebook.series().title) == ["=cmd()"]
    assert set(notebook.clues().value) == {"+32 2 555 01 23", "E"}
    assert notebook.links().empty
    best = notebook.hypotheses().iloc[0]
    assert (best.country, best["rank"], best.likely) == ("BE", 1, True)
    assert best.geometry.contains(best.geometry.representative_point())


def test_reading_a_table_is_recorded(workspace: Workspace, notebook: Notebook) -> None:
    notebook.clues()
    with workspace.machine("be.first", "test") as acting:
        body = acting.connection.exec_driver_sql("SELECT body FROM custody_entry ORDER BY id DESC LIMIT 1").scalar_one()
    assert json.loads(bytes(body))["action"] == "read table"


def test_saved_tables_come_back_and_start_no_formula(notebook: Notebook, tmp_path: Path) -> None:
    frame = notebook.series()
    assert pandas.read_parquet(notebook.save(frame, tmp_path / "series.parquet")).equals(frame)
    with notebook.save(frame, tmp_path / "series.csv").open(newline="") as file:
        assert next(csv.DictReader(file))["title"] == "'=cmd()"
    with notebook.save(notebook.clues(), tmp_path / "clues.csv").open(newline="") as file:
        assert {row["value"] for row in csv.DictReader(file)} == {"+32 2 555 01 23", "E"}


def test_a_map_is_geojson_that_others_read(notebook: Notebook, tmp_path: Path) -> None:
    path = notebook.save(notebook.hypotheses(), tmp_path / "map.geojson")
    assert json.loads(path.read_text())["type"] == "FeatureCollection"
    assert geopandas.read_file(path).country[0] == "BE"


@pytest.mark.parametrize(("table", "name"), [("series", "x.geojson"), ("series", "x.xlsx")])
def test_an_ending_that_cannot_hold_the_table_is_refused(
    notebook: Notebook, tmp_path: Path, table: str, name: str
) -> None:
    with pytest.raises(UsageError):
        notebook.save(getattr(notebook, table)(), tmp_path / name)


def test_the_package_opens_a_workspace_by_its_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no workspace"):
        sightline.open(tmp_path, officer="be.first")
