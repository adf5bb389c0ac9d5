"""A press release says what the figures say, in every language, and three kinds of success apart."""

import re
import tomllib
from datetime import date
from importlib.resources import files

import pytest

from sightline.kernel.errors import UsageError
from sightline.leads.figures import Figure, figures, trace
from sightline.leads.press.draft import draft, languages
from sightline.operations import store as operation_store
from sightline.operations.model import Level, Operation
from sightline.series import store as series_store
from sightline.series.media import store as media_store
from sightline.workspace import Workspace
from tests.operations.test_operations import contribution_of

OPERATION = Operation(
    id=1, code="OP", name="Lantern", host="BE", starts=date(2026, 3, 2), ends=date(2026, 3, 13), level=Level.PREVIEW,
    agencies=("BE",),
)  # fmt: skip
TABLE = tomllib.loads(files("sightline.leads.press").joinpath("sentences.toml").read_text(encoding="utf-8"))


def said(language: str, **values: float) -> str:
    return draft(OPERATION, [Figure(name=k.replace("_", " "), value=v, source="") for k, v in values.items()], language)


@pytest.mark.parametrize("language", languages())
def test_every_language_says_every_number_its_own_way(language: str) -> None:
    text = said(language, distinct_media=12345, probable=311, positive=14, safeguarded=1)
    assert {"en": "12,345", "de": "12.345", "nl": "12.345", "es": "12.345", "fr": "12\u202f345"}[language] in text
    assert [re.search(rf"^{number} \S+", text, re.M) is not None for number in (311, 14, 1)] == [True] * 3
    assert "{" not in text


@pytest.mark.parametrize("name", TABLE["sentences"])
def test_a_sentence_for_one_and_for_several_in_every_language(name: str) -> None:
    assert len(TABLE["sentences"][name]) == len(languages())
    for one, many in TABLE["sentences"][name]:
        assert one.count("{n}") == many.count("{n}") == 1


def test_what_is_zero_is_not_said_and_one_is_one() -> None:
    text = said("en", arrests=0, leads_foreign=1)
    assert "arrest" not in text
    assert "1 lead went abroad." in text
    assert text.startswith("DRAFT")


def test_another_language_is_a_plain_mistake() -> None:
    with pytest.raises(UsageError, match="not in 'it'"):
        said("it")


def test_every_figure_can_be_traced_to_its_rows(workspace: Workspace, tmp_path) -> None:
    (tmp_path / "a").write_bytes(b"four")
    (tmp_path / "b").write_bytes(b"five!")
    with workspace.acting() as acting:
        operation = operation_store.the_only(acting)
        contribution = operation_store.contribute(acting, contribution_of(operation.id))
        for name in ("a", "b", "a"):
            stored = workspace.blobs.put_file(tmp_path / name)
            path = f"{name}{len(media_store.of_contribution(acting, contribution.id))}".encode()
            media_store.receive(acting, contribution.id, "BE", stored, path)
        series_store.open_series(acting, operation.id, "Series")
        found = {one.name: one for one in figures(acting, workspace.blobs, operation)}
        rows = {name: trace(acting, workspace.blobs, operation, name) for name in found}
        with pytest.raises(UsageError, match="no figure"):
            trace(acting, workspace.blobs, operation, "nonsense")
    assert len(rows["files"]) == found["files"].value == 3
    assert len(rows["distinct media"]) == found["distinct media"].value == 2
    assert sum(int(row.split()[1]) for row in rows["gigabytes"]) / 1e9 == found["gigabytes"].value
    counted = (
        "experts",
        "countries",
        "agencies",
        "contributions",
        "series",
        "series analysed",
        "leads foreign",
        "receipts",
    )
    assert {name: len(rows[name]) for name in counted} == {name: found[name].value for name in counted}
    assert rows["days"] == [operation.starts.isoformat(), operation.ends.isoformat()]
