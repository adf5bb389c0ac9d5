"""Every threat in SECURITY.md and every row of the ASVS page names a test, and the test is there."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
THREATS = re.findall(r"^\| (T\d+) \|(.*)$", (ROOT / "SECURITY.md").read_text(encoding="utf-8"), re.M)
ASVS = re.findall(
    r"^\| (\d+\.\d+\.\d+) \|(.*)$", (ROOT / "docs" / "reference" / "asvs.md").read_text(encoding="utf-8"), re.M
)
NAMED = re.compile(r"`(tests/[\w/.]+\.py)(?:::(test_\w+))?`")


@cache
def _text(path: str) -> str:
    file = ROOT / path
    return file.read_text(encoding="utf-8") if file.exists() else ""


@pytest.mark.parametrize(("number", "row"), [*THREATS, *ASVS], ids=lambda value: value[:8].strip())
def test_a_row_names_a_test_that_is_there(number: str, row: str) -> None:
    named = NAMED.findall(row)
    assert named, f"{number} names no test"
    for path, test in named:
        assert _text(path), f"{number}: {path} is not there"
        assert not test or f"def {test}(" in _text(path), f"{number}: {path} has no {test}"


def test_no_threat_and_no_chapter_is_left_out() -> None:
    assert [number for number, _ in THREATS] == [f"T{number}" for number in range(1, len(THREATS) + 1)]
    assert len(THREATS) >= 19
    assert {number.split(".")[0] for number, _ in ASVS} == {"5", "8", "14", "16"}
    assert sum("*Departure*" in row for _, row in ASVS) == 3
