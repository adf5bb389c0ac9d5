"""Settings: a flag beats the environment, which beats `sightline.toml` in the workspace, which beats the default.

This is the only module that reads the environment. Each value remembers where it came from.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sightline.kernel.errors import UsageError

CONFIG_NAME = "sightline.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One documented setting: its name in the file, its environment variable, what it means, its default."""

    name: str
    variable: str
    meaning: str
    default: str


SETTINGS: tuple[Setting, ...] = (
    Setting(
        name="workspace",
        variable="SIGHTLINE_WORKSPACE",
        default="sightline-workspace",
        meaning="Folder that holds the database, the files, the keys and the indexes.",
    ),
    Setting(
        name="database",
        variable="SIGHTLINE_DATABASE",
        default="",
        meaning="DSN of a PostgreSQL server (16 or newer) to use instead of the embedded one.",
    ),
    Setting(
        name="bytes",
        variable="SIGHTLINE_BYTES",
        default="",
        meaning="Where originals are kept: a folder, or s3://bucket/prefix. Default: `bytes` in the workspace.",
    ),
    Setting(
        name="officer",
        variable="SIGHTLINE_OFFICER",
        default="",
        meaning="Handle of the officer who acts. Default: the officer chosen last with `officer use`.",
    ),
    Setting(
        name="purpose",
        variable="SIGHTLINE_PURPOSE",
        default="victim identification",
        meaning="Why the officer looks; written into the custody log with every act and view.",
    ),
    Setting(
        name="workers",
        variable="SIGHTLINE_WORKERS",
        default="0",
        meaning="Decoding processes at once; 0 means one for each core.",
    ),
    Setting(
        name="language",
        variable="SIGHTLINE_LANGUAGE",
        default="en",
        meaning="Language of the messages and reports: en, fr, nl, de or es.",
    ),
    Setting(
        name="session_hours",
        variable="SIGHTLINE_SESSION_HOURS",
        default="12",
        meaning="How many hours a session at the page lasts at most: 1 to 12.",
    ),
    Setting(
        name="session_idle",
        variable="SIGHTLINE_SESSION_IDLE",
        default="30",
        meaning="After how many minutes in which nobody used it a session ends: 1 to 30.",
    ),
    Setting(
        name="attached",
        variable="SIGHTLINE_ATTACHED",
        default="no",
        meaning="yes: this folder only lends its machine to another workspace's database; it signs and matches nothing.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings in force. `origin` says for each name: flag, environment, file or default."""

    workspace: Path
    database: str
    bytes: str
    officer: str
    purpose: str
    workers: int
    language: str
    session_hours: int = 12
    session_idle: int = 30
    attached: bool = False
    origin: Mapping[str, str] = field(default_factory=dict)


def load(flags: Mapping[str, str | None] | None = None) -> Settings:
    """Read the settings. `flags` are what the user typed; None values count as not given.

    Raises `UsageError` when `sightline.toml` cannot be read or holds an unknown name.
    """
    given = {name: value for name, value in (flags or {}).items() if value is not None}
    workspace, where = _pick(SETTINGS[0], given, {})
    stored = _stored(Path(workspace) / CONFIG_NAME)
    values: dict[str, str] = {"workspace": workspace}
    origin: dict[str, str] = {"workspace": where}
    for setting in SETTINGS[1:]:
        values[setting.name], origin[setting.name] = _pick(setting, given, stored)
    return Settings(
        workspace=Path(values["workspace"]).absolute(),
        database=values["database"],
        bytes=values["bytes"],
        officer=values["officer"],
        purpose=values["purpose"],
        workers=_whole(values, "workers", 0, 1_000) or (os.cpu_count() or 1),
        language=values["language"],
        session_hours=_whole(values, "session_hours", 1, 12),
        session_idle=_whole(values, "session_idle", 1, 30),
        attached=values["attached"] == "yes",
        origin=origin,
    )


def _whole(values: Mapping[str, str], name: str, least: int, most: int) -> int:
    text = values[name]
    if not text.isdecimal() or not least <= int(text) <= most:
        raise UsageError(f"The setting `{name}` is {text!r}; give a whole number from {least} to {most}.")
    return int(text)


def remember(workspace: Path, name: str, value: str) -> None:
    """Write one setting into the workspace's `sightline.toml`, keeping the others."""
    path = workspace / CONFIG_NAME
    stored = _stored(path) | {name: value}
    lines = [f"{key} = {_quoted(text)}\n" for key, text in sorted(stored.items())]
    fresh = path.with_suffix(".new")
    fresh.write_text("".join(lines))
    fresh.replace(path)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _pick(setting: Setting, given: Mapping[str, str], stored: Mapping[str, str]) -> tuple[str, str]:
    if setting.name in given:
        return given[setting.name], "flag"
    if from_environment := os.environ.get(setting.variable):  # noqa: TID251
        return from_environment, "environment"
    if setting.name in stored:
        return stored[setting.name], "file"
    return setting.default, "default"


def _stored(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        content = tomllib.loads(path.read_text())
    except (OSError, tomllib.TOMLDecodeError) as fault:
        raise UsageError(f"The settings file {path} cannot be read: {fault}.") from fault
    known = {setting.name for setting in SETTINGS}
    if strange := sorted(set(content) - known):
        raise UsageError(f"The settings file {path} holds `{strange[0]}`, which is no setting. Known: {sorted(known)}.")
    return {name: str(value) for name, value in content.items()}


def stay_silent() -> None:
    """Tell libraries that would report their use over the network not to. To be called before they are loaded."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # noqa: TID251
