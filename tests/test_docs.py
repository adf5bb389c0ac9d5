"""The documentation says what the program has: nothing undocumented, nothing stale, no dead link, no command that is none."""

import ast
import re
import runpy
import shlex
from collections.abc import Iterator
from enum import Enum
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from typer import TyperException
from typer.main import get_command

from sightline.agencies.model import Role
from sightline.cli import rooms
from sightline.cli.main import app
from sightline.features.catalogue import CATALOGUE
from sightline.features.extract import Outcome
from sightline.kernel.db import Role as DatabaseRole
from sightline.kernel.errors import SightlineError
from sightline.leads.model import LeadState, OutcomeKind
from sightline.matching.model import LinkKind, Strength, Verdict
from sightline.media.kinds import KINDS
from sightline.operations.model import Handling, Level, Tlp
from sightline.series.model import Status

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
WRITER = runpy.run_path(str(ROOT / "tools" / "write_reference.py"))
# A word that may follow `sightline` in prose without being a command of it.
NO_COMMAND = frozenset({"COMMAND", "...", "."})


def _id(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def _values(kind: type[Enum]) -> list[str]:
    return [str(one.value) for one in kind]


@pytest.mark.parametrize("name", WRITER["PAGES"])
def test_written_pages_are_what_the_program_says(name: str) -> None:
    assert _page(name) == WRITER["PAGES"][name](), "stale: run tools/write_reference.py"


def _refusal_codes() -> set[str]:
    """Codes are written in `Refusal("code", ...)`, or as the keys of a table called SENTENCES."""
    found = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal" and node.args:
                found |= {one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)}
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "SENTENCES":
                assert isinstance(node.value, ast.Dict)
                found |= {key.value for key in node.value.keys if isinstance(key, ast.Constant)}
    return {code for code in found if re.fullmatch(r"[a-z]+(?:-[a-z]+)*", str(code))}


def _errors(kind: type[SightlineError] = SightlineError) -> Iterator[type[SightlineError]]:
    yield kind
    for inner in kind.__subclasses__():
        yield from _errors(inner)


DOCUMENTED: list[tuple[str, list[str]]] = [
    ("extractors.md", [one.extractor.name for one in CATALOGUE]),
    ("extractors.md", _values(Outcome)),
    ("exit-codes.md", sorted({error.__name__ for error in _errors() if error.__module__ == SightlineError.__module__})),
    ("refusals.md", sorted(_refusal_codes())),
    ("refusals.md", [kind.format for kind in KINDS]),
    ("links.md", [*_values(LinkKind), *_values(Strength), *_values(Verdict)]),
    ("series.md", [*_values(Status), *_values(LeadState)]),
    ("database-roles.md", [*_values(Role), *(one for one in _values(DatabaseRole) if "_" in one)]),
    ("database-roles.md", [level.name.lower() for level in Level]),
    ("packages.md", [*_values(Handling), *_values(Tlp)]),
]


@pytest.mark.parametrize(("page", "name"), [(page, name) for page, names in DOCUMENTED for name in names])
def test_every_name_in_the_program_is_explained(page: str, name: str) -> None:
    assert f"`{name}`" in _page(page), f"{name} is not in docs/reference/{page}"


def test_every_exit_code_is_explained() -> None:
    codes = {0, 3, 130, *(error.exit_code for error in _errors())}
    text = _page("exit-codes.md")
    assert [code for code in sorted(codes) if f"| {code} |" not in text] == []


def test_every_outcome_is_in_the_guide() -> None:
    guide = (DOCS / "how-to" / "send-a-lead.md").read_text(encoding="utf-8")
    assert [one for one in _values(OutcomeKind) if f"`{one.replace(' ', '-')}`" not in guide] == []


@cache
def _anchors(path: Path) -> frozenset[str]:
    """The anchors of a page: its headings in small letters, blanks as hyphens, other signs gone."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.M)
    return frozenset(re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings)


@pytest.mark.parametrize("path", PAGES, ids=_id)
def test_links_lead_somewhere(path: Path) -> None:
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target or target.startswith("mailto:"):
            continue
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        assert there.exists(), f"{target} is not there"
        if anchor:
            assert anchor in _anchors(there), f"{target} has no such heading"


@pytest.mark.parametrize("path", PAGES, ids=_id)
def test_files_and_tests_that_are_named_exist(path: Path) -> None:
    for named in re.findall(r"`((?:src|tests|tools|docs|benchmarks)/[^`\s]+)", path.read_text(encoding="utf-8")):
        file, _, test = named.partition("::")
        if "*" in file:
            continue
        assert (ROOT / file).exists(), f"{file} is not there"
        if test:
            assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), f"{named} is not there"


def _command(words: list[str]) -> tuple[Any, list[str]]:
    """The command that `words` begin with, and what follows it. Raises `LookupError` when there is none."""
    while words and words[0].startswith("-"):
        words = words[1:] if words[0] in {"-h", "--help", "--install-completion"} else words[2:]
    if not words:
        return get_command(app), []
    command = rooms.load(words[0]) if words[0] in rooms.COMMANDS else None
    rest = words[1:]
    while command is not None and hasattr(command, "commands") and rest:
        command, rest = command.commands.get(rest[0]), rest[1:]
    if command is None:
        raise LookupError(words)
    return command, rest


def _typed(text: str) -> Iterator[str]:
    """Every command line in code blocks, fenced or indented: what follows `sightline`, up to a pipe or a bracket."""
    for line in re.findall(r"^(?:    )?(?:\w+=\$\()?sightline (.+)$", text, re.M):
        yield re.split(r" [|>]| #|\)$", line)[0]


@pytest.mark.parametrize("path", PAGES, ids=_id)
def test_commands_in_the_documentation_can_be_typed(path: Path) -> None:
    if path.name == "commands.md":
        return
    for line in _typed(path.read_text(encoding="utf-8")):
        command, rest = _command(shlex.split(re.sub(r"\$\([^)]*\)", "2026", line)))
        try:
            command.make_context("sightline", rest)
        except TyperException as fault:
            pytest.fail(f"sightline {line}: {fault.format_message()}")


def _mentioned(text: str) -> Iterator[list[str]]:
    """`sightline ...` within sentences, without what a reader has to fill in."""
    for part in re.findall(r"(?:`|: |: sightline --as OTHER )sightline ([^`,\n]+?)(?=[`.,]|$)", text):
        yield part.split()


def _check_mention(words: list[str]) -> None:
    if words[0] in NO_COMMAND:
        return
    kept = list(takewhile(lambda word: "{" not in word, words))
    command, rest = _command(kept)
    known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
    assert [word for word in rest if word.startswith("--") and word.partition("=")[0] not in known] == [], kept


@pytest.mark.parametrize("path", PAGES, ids=_id)
def test_commands_named_in_sentences_exist(path: Path) -> None:
    for words in _mentioned(path.read_text(encoding="utf-8")):
        _check_mention(words)


def test_commands_named_in_messages_exist() -> None:
    for path in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                for words in _mentioned(node.value):
                    _check_mention(words)
