"""Write the pages of docs/reference that repeat what the code says: commands, settings, kinds of clue.

    tools/with-uv run --no-sync python tools/write_reference.py

A test fails while a page differs from what this writes, so run it after changing a command, a setting or a kind.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from sightline.api.app import describe
from sightline.cli import rooms
from sightline.cli.main import app
from sightline.clues.vocabulary import FORMS, Kind, vocabulary
from sightline.kernel.settings import SETTINGS

REFERENCE = Path(__file__).parent.parent / "docs" / "reference"
WRITTEN = "<!-- Written by tools/write_reference.py from the program itself; edit the program, not this page. -->"


def commands() -> Iterator[tuple[str, Any]]:
    """Every command that does something, with its full name: `series list`, not the group `series`."""
    for name in rooms.COMMANDS:
        yield from _below(name, rooms.load(name))


def _below(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name, command
        return
    for part, one in inner.items():
        yield from _below(f"{name} {part}", one)


def commands_page() -> str:
    """docs/reference/commands.md."""
    lines = [
        "# Commands",
        "",
        WRITTEN,
        "",
        "Every command takes `--json` and then prints one JSON object on standard output; errors go to standard error.",
        "What the exit codes mean is in [exit-codes.md](exit-codes.md). `-h` after any command shows its help.",
        "",
        "Before the command:",
        "",
        *_options(get_command(app).params),
        "",
    ]
    for name, (_, sentence) in rooms.COMMANDS.items():
        lines += [f"## {name}", "", sentence, ""]
        for full, command in _below(name, rooms.load(name)):
            lines += [f"### `{_usage(full, command)}`", "", _words(command.help), ""]
            options = _options(command.params)
            lines += [*options, ""] if options else []
    return "\n".join(lines).rstrip() + "\n"


def settings_page() -> str:
    """docs/reference/settings.md."""
    rows = [
        f"| `{one.name}` | `{one.variable}` | {f'`{one.default}`' if one.default else 'none'} | {one.meaning} |"
        for one in SETTINGS
    ]
    return "\n".join(
        [
            "# Settings",
            "",
            WRITTEN,
            "",
            "A flag beats the environment, which beats `sightline.toml` in the workspace, which beats the default.",
            "`sightline settings` shows what is in force and where each value comes from.",
            "The flags are `--workspace`, `--as` (the officer) and `--purpose`, before the command; `init` also takes",
            "`--database` and `--bytes` and writes them into `sightline.toml`.",
            "",
            "| setting | environment | default | meaning |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def clue_kinds_page() -> str:
    """docs/reference/clue-kinds.md."""
    words = vocabulary()
    lines = [
        "# Kinds of clue",
        "",
        WRITTEN,
        "",
        f"Version {words.version} of the vocabulary; every kind and value has a word in {', '.join(words.languages)}.",
        "On the command line a kind or a value may be named by its word in any of these languages.",
        "`sightline clue kinds` prints this list. Who proposes: a *person* only, or *both* machine and person.",
        "",
        "| kind | meaning | proposed by | value |",
        "|---|---|---|---|",
        *(f"| `{kind.name}` | {kind.labels['en']} | {kind.by} | {_form(kind)} |" for kind in words.kinds.values()),
        "",
        "## Values of the listed kinds",
        "",
    ]
    for kind in words.kinds.values():
        if not kind.values:
            continue
        lines += [f"### {kind.name}", ""]
        lines += [f"- `{value}`: {labels['en'].removeprefix(value + ': ')}" for value, labels in kind.values.items()]
        lines += [""]
    return "\n".join(lines).rstrip() + "\n"


def openapi_document() -> str:
    """docs/reference/openapi.json, from which the page's types are made."""
    return json.dumps(describe().openapi(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def api_page() -> str:
    """docs/reference/api.md."""
    told = describe().openapi()
    lines = [
        "# The API of the page",
        "",
        WRITTEN,
        "",
        "`sightline serve` opens it on the workspace; the page can do only what is listed here. The exact shapes are in",
        "[openapi.json](openapi.json), from which the page's types are made. One signs in by a one-time link, a password",
        "with a code, or a passkey; the session is a cookie. A request that changes something carries `X-Sightline: 1`.",
        'What does not succeed answers `{"error": {"what": "one plain sentence"}}`; absent and forbidden answer alike.',
        "Every view of pixels is an entry of the custody log before a byte leaves.",
        "",
    ]
    by_tag: dict[str, list[str]] = {}
    for path, methods in told["paths"].items():
        for method, one in methods.items():
            sentence = _words(one.get("description") or one["summary"])
            by_tag.setdefault(one["tags"][0], []).append(f"| `{method.upper()} {path}` | {sentence} |")
    for tag, rows in by_tag.items():
        lines += [f"## {tag}", "", "| request | what it does |", "|---|---|", *rows, ""]
    return "\n".join(lines).rstrip() + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "settings.md": settings_page,
    "clue-kinds.md": clue_kinds_page,
    "openapi.json": openapi_document,
    "api.md": api_page,
}


def _usage(name: str, command: Any) -> str:
    parts = ["sightline", name]
    for one in command.params:
        if not one.opts[0].startswith("-"):
            shown = one.name.upper()
            parts.append(shown if one.required else f"[{shown}]")
            parts[-1] += "..." if one.nargs == -1 else ""
        elif one.required:
            parts.append(f"{one.opts[-1]} {one.name.upper()}")
    return " ".join(parts)


def _options(params: list[Any]) -> list[str]:
    return [line for one in params if not one.hidden if (line := _option(one)) is not None]


def _option(one: Any) -> str | None:
    if one.name in {"json", "help"}:
        return None
    if not one.opts[0].startswith("-"):
        return f"- `{one.name.upper()}`: {_words(one.help)}" if one.help else None
    name = ", ".join([*one.opts, *one.secondary_opts])
    facts = [_words(one.help)] if one.help else []
    if one.required:
        facts.append("Required.")
    if one.multiple:
        facts.append("May be given several times.")
    if one.default not in (None, False, "", []) and not one.required:
        facts.append(f"Default: {one.default}.")
    return f"- `{name}`: {' '.join(facts)}".rstrip(" :")


def _words(text: str | None) -> str:
    return " ".join(inspect.cleandoc(text or "").split())


def _form(kind: Kind) -> str:
    if kind.form == "listed":
        return f"[listed](#{kind.name}){', several joined by `/`' if kind.several else ''}"
    return FORMS[kind.form][1]


def main() -> None:
    """Write every page."""
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")
        print(f"docs/reference/{name}")


if __name__ == "__main__":
    main()
