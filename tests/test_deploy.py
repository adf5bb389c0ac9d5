"""The files for servers: each command in them is one of this program's, and what they promise is in them."""

import configparser
import re
import shlex
from pathlib import Path

import pytest

from sightline.cli.rooms import COMMANDS

DEPLOY = Path(__file__).parents[1] / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


def _unit(path: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(path)
    return parser


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_a_unit_starts_a_command_of_this_program_and_may_write_only_its_folder(path: Path) -> None:
    service = _unit(path)["Service"]
    program, command, *_ = shlex.split(service["ExecStart"])
    assert (Path(program).name, command in COMMANDS) == ("sightline", True)
    assert service["User"] != "root"
    assert (service["ProtectSystem"], service["NoNewPrivileges"], service["UMask"]) == ("strict", "yes", "0077")
    assert service["ReadWritePaths"] == service["WorkingDirectory"]


def test_workers_are_held_from_the_network_and_keep_their_cage() -> None:
    service = _unit(DEPLOY / "systemd" / "sightline-work.service")["Service"]
    assert service["IPAddressDeny"] == "any"
    assert "RestrictNamespaces" not in service
    assert "MemoryDenyWriteExecute" not in service


def test_the_image_does_not_run_as_root_and_starts_a_command_of_this_program() -> None:
    text = (DEPLOY / "containers" / "Containerfile").read_text()
    assert re.findall(r"^USER (\S+)", text, re.MULTILINE)[-1] == "sightline"
    assert re.search(r'^CMD \["(\w+)"', text, re.MULTILINE)[1] in COMMANDS


def test_only_the_page_has_a_door_and_only_on_this_machine() -> None:
    text = (DEPLOY / "containers" / "compose.yml").read_text()
    assert re.findall(r"ports: (.*)", text) == ['["127.0.0.1:8700:8700"]']
    assert "inside: {internal: true}" in text
