"""The CASE graph of a lead passes `case_validate`, with the extension's own shapes, and the shapes do refuse."""

from __future__ import annotations

import json
import warnings
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from case_utils.case_validate import validate

from sightline.leads.formats.case_uco import lead_graph
from sightline.leads.model import Hypothesis, Letter
from tests.leads.conftest import NOW

# The validator itself still uses what rdflib and importlib call deprecated.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
EXTENSION = str(files("sightline.leads.formats").joinpath("extension.ttl"))


def letter(lead, serial=1):
    return Letter(number=f"BE-DJSOC-2026-{serial:06d}", sealed_at=NOW, marks=lead.marks)


def check(folder: Path, *graphs):
    """Loading the ontology takes seconds, so several leads are validated at once."""
    paths = [folder / f"lead{place}.jsonld" for place in range(len(graphs))]
    for path, graph in zip(paths, graphs, strict=True):
        path.write_text(json.dumps(graph))
    return validate([str(path) for path in paths], supplemental_graphs=[EXTENSION])


def nodes(graph, kind):
    return [node for node in graph["@graph"] if kind in node["@type"]]


def test_leads_full_and_bare_conform_to_case_and_to_the_extension(world, tmp_path):
    full = lead_graph(world.draft.contents, letter(world.approved))
    nothing = replace(
        world.draft.contents,
        hypothesis=Hypothesis(shares=(), abstains=True),
        clues=(),
        crops=(),
        links=(),
        media=(),
    )
    found = check(tmp_path, full, lead_graph(nothing, letter(world.draft, 2)))
    assert found.conforms, found.text
    assert not found.undefined_concepts
    assert [node["core:name"] for node in nodes(full, "sl:LeadPackage")] == ["BE-DJSOC-2026-000001"]
    assert [node["core:name"] for node in nodes(full, "case:InvestigativeAction")] == ["proposed", "approved"]


WRONG = [
    ("sl:HandlingMarking", "sl:handlingCode", "H9", "Result Path: sl:handlingCode"),
    ("sl:CountryShare", "sl:probability", {"@type": "xsd:decimal", "@value": "1.4"}, "between 0 and 1"),
    ("sl:Clue", "sl:nature", "certainty", "Fact and assessment are told apart"),
    ("sl:LeadPackage", "core:name", "42", "Result Path: core:name"),
    ("core:Relationship", "core:isDirectional", "yes", "Result Path: core:isDirectional"),
]


def test_each_thing_that_is_not_so_is_named(world, tmp_path):
    graph = lead_graph(world.draft.contents, letter(world.approved))
    for kind, name, value, _ in WRONG:
        nodes(graph, kind)[0][name] = value
    nodes(graph, "case:InvestigativeAction")[0]["case:nonsense"] = "x"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the validator also warns about the concept it does not know
        found = check(tmp_path, graph)
    assert not found.conforms
    assert [words for *_, words in WRONG if words not in found.text] == []
    assert [str(concept).rpartition("/")[2] for concept in found.undefined_concepts] == ["nonsense"]


def test_the_same_lead_gives_the_same_graph(world):
    lead = world.approved
    assert lead_graph(lead.contents, letter(lead)) == lead_graph(lead.contents, letter(lead))
