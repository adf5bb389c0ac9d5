"""The walls of the program: rooms, lengths, names, who may reach FFmpeg, and that the project speaks of itself alone."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "sightline"
LONGEST = 400
NO_ROOMS = frozenset({"utils", "util", "helpers", "helper", "common", "core", "services", "service", "manager", "misc"})
# Beside the stores: who opens transactions, keeps the log, or asks the queue's own tables.
MAY_SPEAK_SQL = ("kernel/", "custody/", "agencies/access.py", "jobs/")
CAGED_VIDEOS = "sightline.media.caged_videos"
READERS_OF_OPENCV = re.compile(r"cv2\.(?:imread|imreadmulti|imdecode|imdecodemulti|VideoCapture|haveImageReader)")
# What would tell of a machine, a registry or a workplace. Put together here, so that this file does not hold them.
FOREIGN = re.compile(
    "|".join(
        [
            r"(?<![\w.$}])/(?:work|root|home)/\w",
            r"\bhelper-\d",
            r"\bissue #?\d",
            r"\bshared/(?:design|style|measured|photos|badinputs)",
            r"\b(?:pypi|pythonhosted|npmjs)" + r"\.org",
        ]
    )
)
TEXTS = (".py", ".md", ".toml", ".sql", ".sh", ".html", ".css", ".cfg", ".mako", "")
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))


def _python() -> Iterator[Path]:
    for folder in ("src", "tests", "benchmarks", "tools"):
        yield from sorted((ROOT / folder).rglob("*.py"))


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _texts() -> Iterator[Path]:
    yield from (path for path in sorted(ROOT.glob("*")) if path.is_file() and path.suffix in TEXTS)
    for folder in (".ci", "src", "tests", "benchmarks", "tools", "docs"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix in TEXTS and "__pycache__" not in path.parts:
                yield path


def test_no_file_is_too_long() -> None:
    lengths = {_name(path): path.read_text(encoding="utf-8").count("\n") for path in _python()}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


def test_every_module_says_what_it_is_for() -> None:
    mute = [
        _name(path)
        for path in SOURCE.rglob("*.py")
        if (text := path.read_text(encoding="utf-8")).strip() and not ast.get_docstring(ast.parse(text))
    ]
    assert mute == []


def test_no_room_for_leftovers() -> None:
    assert [_name(path) for path in SOURCE.rglob("*") if path.stem in NO_ROOMS] == []


def test_sql_is_spoken_only_where_it_may_be() -> None:
    strangers = []
    for path in SOURCE.rglob("*.py"):
        place = str(path.relative_to(SOURCE))
        if path.name == "store.py" or place.startswith(MAY_SPEAK_SQL):
            continue
        if re.search(r"^(?:from|import) (?:sqlalchemy|psycopg)\b", path.read_text(encoding="utf-8"), re.M):
            strangers.append(place)
    assert strangers == []


def test_only_the_settings_read_the_environment() -> None:
    readers = [
        _name(path) for path in SOURCE.rglob("*.py") if re.search(r"os\.(?:environ|getenv)", path.read_text("utf-8"))
    ]
    assert readers == ["src/sightline/kernel/settings.py"]


@cache
def _imports() -> grimp.ImportGraph:
    return grimp.build_graph("sightline", include_external_packages=True, cache_dir=None)


def test_ffmpeg_is_loaded_by_one_caged_program_only() -> None:
    graph = _imports()
    reach = graph.find_upstream_modules  # what a module imports, directly or not
    loads = {one for one in graph.modules if one.startswith("sightline.") and not graph.find_children(one)}
    loads = {one for one in loads if "av" in reach(one)}
    assert CAGED_VIDEOS in loads
    assert loads <= {CAGED_VIDEOS} | reach(CAGED_VIDEOS)
    assert graph.find_modules_that_directly_import(CAGED_VIDEOS) == set()


def test_opencv_gets_arrays_and_never_reads_files() -> None:
    used = [_name(path) for path in SOURCE.rglob("*.py") if READERS_OF_OPENCV.search(path.read_text("utf-8"))]
    assert used == []


def test_the_help_loads_no_reader_and_no_decoder() -> None:
    heavy = "{'cv2', 'av', 'rapidocr', 'onnxruntime', 'tesserocr', 'lingua', 'numba'}"
    script = (
        "import sys; from sightline.cli.main import run; run(['--help']); "
        f"sys.stderr.write(str(sorted({heavy} & set(sys.modules))))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "doctor" in ran.stdout
    assert ran.stderr == "[]"


def test_imports_keep_to_the_contracts() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


@cache
def _tests() -> frozenset[str]:
    """The names of all tests and of the files and folders they are in, with and without their path."""
    files = [path for path in (ROOT / "tests").rglob("*") if path.suffix in {".py", ""}]
    names = [name for path in files if path.suffix for name in re.findall(r"def (test_\w+)", path.read_text("utf-8"))]
    return frozenset([*names, *(path.stem for path in files), *map(_name, files)])


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_names_the_check_that_keeps_it(path: Path) -> None:
    _, _, held = path.read_text(encoding="utf-8").partition("## Held by")
    checks = re.findall(r"`(tests/[^`:\s]+|test_\w+)", held)
    assert checks, "the page has no `Held by` with a test in it"
    assert [check for check in checks if check.rstrip("/") not in _tests()] == []


def test_decisions_have_numbers_of_their_own() -> None:
    numbers = [path.name[:4] for path in DECISIONS]
    assert len(numbers) == len(set(numbers))


def test_the_project_speaks_of_itself_alone() -> None:
    said = []
    for path in _texts():
        if path == Path(__file__) or path.name in {"uv.lock", "LICENSE"}:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            if FOREIGN.search(line):
                said.append(f"{_name(path)}:{number}: {line.strip()[:100]}")
    assert said == []
